import { beforeEach, expect, test } from "vitest";
import { bundle as bundleOf, flow, run, step as stepOf } from "../views/story.fixture";
import { answering, isCone, kept, listed, markRange, marks, markStep, nextFound, over, range, search, stepBy, turnCone } from "./shown";
import { panel, select, spoken, step } from "./state";
import { openBase } from "./whole";

const long = run("long", "completed", [
  stepOf(0, "handle:shop.Order"), stepOf(1, "handle:shop.Wait"), stepOf(2, "deliver:Ordered>Store", {}, 0), stepOf(3, "handle:store.Pack", {}, 2),
]);

beforeEach(() => {
  openBase(bundleOf({ flows: [flow()], scenarios: [long, run("short", "completed", [stepOf(0, "handle:shop.Order")])] }));
  [search.value, over.value, isCone.value, panel.value, step.value] = ["", "all", false, "step", null];
});

test("without a question all stays", () => expect([kept.value, listed.value, answering.value, range.value]).toEqual([null, null, null, null]));

test("a search leaves the steps that answer, in this run and in others", () => {
  search.value = "kind:handle";
  expect([[...(listed.value ?? [])], [...(kept.value ?? [])], [...(answering.value ?? [])]]).toEqual([[0, 1, 3], [1, 1, 0, 1], [["long", 3], ["short", 1]]]);
  over.value = "run";
  expect(answering.value).toBeNull();
});

test("keys walk over what is hidden", () => {
  search.value = "kind:handle";
  step.value = 1;
  expect([stepBy(1), stepBy(-1), stepBy(-9), stepBy(9)]).toEqual([3, 0, 0, 3]);
  search.value = "";
  expect([stepBy(1), stepBy(-1)]).toEqual([2, 0]);
});

test("the cone of a step is what led to it, also within a search", () => {
  turnCone();
  expect([isCone.value, spoken.value]).toEqual([false, "Select a step to keep what led to it."]);
  step.value = 3;
  turnCone();
  expect([[...(kept.value ?? [])], spoken.value]).toEqual([[1, 0, 1, 1], "What led here is kept: 3 of 4 steps."]);
  search.value = "kind:handle";
  expect([...(kept.value ?? [])]).toEqual([1, 0, 0, 1]);
});

test("two marks hold a stretch, a third takes the place of the older", () => {
  for (const seq of [3, 1]) {
    step.value = seq;
    markStep();
  }
  expect([range.value, spoken.value]).toEqual([[1, 3], "Steps 2 to 4 are marked."]);
  step.value = 2;
  markStep();
  expect([marks.value, range.value]).toEqual([[1, 2], [1, 2]]);
  markStep();
  expect([marks.value, range.value]).toEqual([[1], null]);
  markRange([0, 3]);
  expect(range.value).toEqual([0, 3]);
  select("short");
  expect(marks.value).toEqual([]);
});

test("the next answer is selected, no answer leads to why not", () => {
  search.value = "kind:handle";
  for (const expected of [0, 1, 3, 0]) {
    nextFound(1);
    expect(step.value).toBe(expected);
  }
  nextFound(-1);
  expect([step.value, panel.value]).toEqual([3, "step"]);
  search.value = "nothing such";
  nextFound(1);
  expect([step.value, panel.value]).toEqual([3, "explain"]);
});
