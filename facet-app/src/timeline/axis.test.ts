import { expect, test } from "vitest";
import { bodyWidth, duration, median, naturalWidth, placed, SPACE, within } from "./axis";
import { all, rows, runOf, stepOf, flow } from "./fixture";
import { rowsOf } from "./rows";

const at = (...seconds: readonly number[]) =>
  rowsOf(runOf(seconds.map((each, i) => stepOf(i, "handle:o.A", "ordering", { at: new Date(each * 1000).toISOString() }))), flow);

test("steps stand in order and never touch", () => {
  const { x, width, length } = placed(rows, "steps", true);
  for (let i = 1; i < rows.length; i += 1) expect((x[i] ?? 0) - (x[i - 1] ?? 0) - (width[i - 1] ?? 0)).toBeGreaterThanOrEqual(SPACE);
  expect(length).toBeGreaterThan((x[5] ?? 0) + (width[5] ?? 0));
});

test("a step takes the room of its event", () => {
  const [first] = all;
  expect(first && naturalWidth(first) - bodyWidth(first)).toBe(28 + 22 + 6 * 7.25);
});

test("folding keeps the order and every idle time folds to one width", () => {
  const idle = at(0, 1, 2, 1_000, 1_001);
  const folded = placed(idle, "clock", true);
  const whole = placed(idle, "clock", false);
  expect(folded.gaps.map((gap) => [gap.row, gap.width, duration(gap.pause), gap.folded])).toEqual([[3, 24, "17 min", true]]);
  expect(whole.gaps.map((gap) => gap.folded)).toEqual([false]);
  expect(whole.length).toBeGreaterThan(folded.length);
  for (const { x } of [folded, whole]) expect([...x]).toEqual([...x].sort((one, two) => one - two));
});

test("times that are none take no room", () => {
  const lost = rowsOf(runOf([stepOf(0, "handle:o.A", "ordering"), stepOf(1, "handle:o.A", "ordering", { at: "soon" })]), flow);
  expect([...placed(lost, "clock", true).x]).toEqual([...placed(lost, "steps", true).x]);
});

test("an effect stands behind its cause, equal depths share a column", () => {
  const { x } = placed(rows, "depth", true);
  const [place = 0, duplicate = 0, first = 0, start = 0, second = 0, end = 0] = x;
  expect(duplicate).toBeGreaterThan(place);
  expect(first - duplicate).toBe(64);
  expect(second).toBeGreaterThan(first);
  expect(start).toBeGreaterThan(second);
  expect(end).toBeGreaterThan(start);
});

test("durations are said in the unit that fits", () => {
  expect([500, 90_000, 72 * 3_600_000, 5 * 86_400_000].map(duration)).toEqual(["500 ms", "2 min", "72 h", "5 d"]);
  expect([median([]), median([3, 1, 2])]).toEqual([0, 2]);
});

test("an empty run has a length and nothing in it", () => {
  const none = rowsOf(runOf([]), flow);
  expect(placed(none, "steps", true).x.length).toBe(0);
  expect(placed(none, "depth", true).length).toBeLessThanOrEqual(24);
});

test("the widths of the columns are those of the rows", () => {
  const several = rowsOf(runOf([stepOf(0, "handle:ordering.Place", "ordering", { eventIds: ["e1", "e1"] }), stepOf(1, "policy:A.B", "ordering", { beyondFlow: true })]), flow);
  for (const each of [rows, several]) for (const axis of ["steps", "depth"] as const)
    expect([...placed(each, axis, true).width]).toEqual(Array.from({ length: each.length }, (_, i) => Math.fround(naturalWidth(each.at(i)!))));
});

test("an opened gap is as wide as an idle time that is not folded", () => {
  const idle = at(0, 1, 2, 1_000, 1_001);
  expect(placed(idle, "clock", true, new Set([3])).length).toBe(placed(idle, "clock", false).length);
});

test("rows within a stretch are all that touch it, on every axis", () => {
  for (const axis of ["steps", "clock", "depth"] as const) {
    const places = placed(rows, axis, true);
    for (let from = -50; from < places.length; from += 37) {
      const to = from + 160;
      const touching = Array.from({ length: rows.length }, (_, i) => i).filter((i) => places.x[i]! < to && places.x[i]! + places.width[i]! > from);
      const range = within(places, from, to);
      const found = Array.from({ length: range.to - range.from }, (_, i) => range.row(range.from + i));
      expect(found).toEqual(expect.arrayContaining(touching));
    }
  }
});
