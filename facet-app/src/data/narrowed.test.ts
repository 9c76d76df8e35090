import fc from "fast-check";
import { expect, test } from "vitest";
import { doubled, flow } from "./fixture";
import { alongRows, before, both, rowsOf, totals } from "./narrowed";
import { runOf } from "./run";

const mask = fc.array(fc.constantFrom(0, 1), { maxLength: 20 }).map((each) => Uint8Array.from(each));

test("masks are joined, none is all", () => {
  const one = Uint8Array.from([1, 1, 0]);
  expect([both(null, null), both(one, null), both(null, one)]).toEqual([null, one, one]);
  expect(both(one, Uint8Array.from([0, 1, 1]))).toEqual(Uint8Array.from([0, 1, 0]));
});

test("rows of a mask are found again", () =>
  fc.assert(fc.property(mask, fc.nat(25), (each, row) => {
    const rows = [...each.keys()].filter((at) => each[at] === 1);
    expect([...rowsOf(each)]).toEqual(rows);
    expect(before(rowsOf(each), row)).toBe(rows.filter((other) => other < row).length);
  })));

test("what is set aside is walked over", () => {
  const rows = Uint32Array.from([2, 5, 9]);
  const way = (row: number, by: number) => alongRows(rows, row, by);
  expect([way(2, 1), way(5, 1), way(9, 1), way(5, -1), way(2, -1)]).toEqual([5, 9, 9, 2, 2]);
  expect([way(3, 1), way(3, -1), way(10, -1), way(10, 1), way(0, -1), way(0, 1)]).toEqual([5, 2, 9, 9, 2, 2]);
  expect([way(-1, 1), way(-1, -1), alongRows(new Uint32Array(0), 3, 1)]).toEqual([2, 9, null]);
});

test("a stretch is counted by lane and kind", () =>
  expect(totals(runOf(doubled, flow), 1, 4)).toEqual({
    steps: 4, lanes: [["fulfillment", 3], ["ordering", 1]], kinds: [["deliver", 2], ["duplicate", 1], ["handle", 1]], time: 0,
  }));
