import { expect, test } from "vitest";
import { doubled, flow, rows } from "./fixture";
import { lanesOf } from "./lanes";

test("outcomes stand below contexts, headers count", () => {
  const { shown, of } = lanesOf(flow, rows);
  expect(shown.map((lane) => [lane.label, lane.note, lane.outcome, lane.steps, lane.worst])).toEqual([
    ["Ordering", "Core", false, 2, 2], ["Fulfillment", "Core", false, 3, 0], ["Not ours", "outcome", true, 1, 0],
  ]);
  expect([...of]).toEqual([0, 0, 1, 1, 1, 2]);
});

test("too many lanes fold into one, the worst stay", () => {
  const { shown, of } = lanesOf(flow, rows, 2);
  expect(shown.map((lane) => [lane.label, lane.steps, lane.worst])).toEqual([["Ordering", 2, 2], ["2 more", 4, 0]]);
  expect([...of]).toEqual([0, 0, 1, 1, 1, 1]);
  expect(doubled.steps.length).toBe(6);
});
