import { expect, test } from "vitest";
import { arrowsOf, laneOf, shiftsOf } from "./arrows";
import { placed } from "./axis";
import { flow, rows, runOf, stepOf } from "./fixture";
import { lanesOf } from "./lanes";
import { rowsOf } from "./rows";

test("a second delivery comes from the duplicate, not from the producer", () => {
  const { from, forks } = arrowsOf(rows);
  expect([from[2], from[4]]).toEqual([0, 1]);
  expect([...forks]).toEqual([[1, [4]]]);
});

test("a lost message points at the lane it never reached", () => {
  const lanes = lanesOf(flow, rows);
  expect([laneOf("lose:Placed>Fulfillment", lanes), laneOf("lose:Placed>Nowhere", lanes)]).toEqual([1, -1]);
});

test("causes that come later or nowhere are no arrows", () => {
  const odd = rowsOf(runOf([stepOf(0, "handle:o.A", "ordering", { causes: [{ seq: 1, reason: "emitted" }] }), stepOf(1, "handle:o.B", "ordering", { causes: [{ seq: 9, reason: "emitted" }] })]), flow);
  expect([...arrowsOf(odd).from]).toEqual([-1, -1]);
});

test("crossings along one border keep apart while both are open", () => {
  const shifts = shiftsOf(rows, arrowsOf(rows), lanesOf(flow, rows), placed(rows, "steps", true));
  expect([shifts[2], shifts[4]]).toEqual([0, -7]);
});
