import { expect, test } from "vitest";
import { armsOf, momentsOf, type Bands } from "./bands";
import { doubled, flow, rows } from "./fixture";

const told = (bands: Bands) => Array.from({ length: bands.length }, (_, at) => bands.at(at)).map(({ label, first, last, arm }) => [label, first, last, arm]);

test("a return is a second band, deliveries widen none", () => {
  expect(told(momentsOf(rows, flow))).toEqual([["Submit", 0, 1, false], ["start", 3, 3, false], ["Submit #2", 5, 5, false]]);
  expect(told(armsOf(doubled))).toEqual([["late", 5, 5, true]]);
});

test("bands are found by row, and by name around the end", () => {
  const bands = momentsOf(rows, flow);
  expect([0, 2, 4, 6].map((row) => bands.from(row))).toEqual([0, 1, 2, 3]);
  const [submit, start] = bands.names();
  expect([submit?.label, start?.label]).toEqual(["Submit", "start"]);
  expect([-1, 0, 5].map((row) => bands.next(submit!.name, row))).toEqual([0, 5, 0]);
  expect(bands.next(99, 0)).toBe(-1);
});
