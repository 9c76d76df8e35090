import { expect, test } from "vitest";
import { layoutWaits } from "./waits";

const edges = (...pairs: string[]) => pairs.map((pair) => ({ from: pair.charAt(0), to: pair.charAt(1) }));

test("each thing stands right of what waits for it", () => {
  const laid = layoutWaits(["a", "b", "c", "d"], edges("ab", "ac", "bd", "cd"), ["a"], []);
  expect(laid.spots).toEqual([
    { id: "a", column: 0, row: 0 },
    { id: "b", column: 1, row: 0 },
    { id: "c", column: 1, row: 1 },
    { id: "d", column: 2, row: 0 },
  ]);
  expect([laid.shortest, laid.isCircle, laid.hidden]).toEqual([["a", "b", "d"], false, 0]);
});

test("a circle is laid out once round, and the shortest one is named", () => {
  const laid = layoutWaits(["a", "b", "c"], edges("ab", "bc", "ca", "ba"), ["a"], [["a", "b", "c"], ["a", "b"]]);
  expect(laid.spots.map((spot) => [spot.id, spot.column])).toEqual([["a", 0], ["b", 1], ["c", 2]]);
  expect([laid.shortest, laid.isCircle]).toEqual([["a", "b"], true]);
});

test("everything owed stands left, what nothing leads to as well", () => {
  const laid = layoutWaits(["a", "b", "c", "d"], edges("ab", "db"), ["a", "c"], []);
  expect(laid.spots.filter((spot) => spot.column === 0).map((spot) => spot.id)).toEqual(["a", "c", "d"]);
});

test("of too many the shortest chain is shown and the others are counted", () => {
  const laid = layoutWaits(["a", "b", "c", "d"], edges("ab", "bc", "cd"), ["a", "c"], [], 3);
  expect([laid.spots.map((spot) => spot.id), laid.hidden]).toEqual([["c", "d"], 2]);
});

test("no node, no spot", () => {
  expect(layoutWaits([], [], [], [])).toEqual({ spots: [], shortest: [], isCircle: false, hidden: 0 });
});
