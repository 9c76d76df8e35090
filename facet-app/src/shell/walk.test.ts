import { expect, test } from "vitest";
import { scenarioOf, stepOf } from "../data/fixture";
import type { Scenario, Step } from "../data/payloads";
import { stepsOf } from "../data/steps";
import { along, causes, effects, followed, neighbour, problem } from "./walk";

const step = (seq: number, from: number[] = [], more: Partial<Step> = {}): Step =>
  stepOf(seq, "handle:a.A", "a", { causes: from.map((cause) => ({ seq: cause, reason: "emitted" })), ...more });
const run = (id: string, ...steps: Step[]) => stepsOf(scenarioOf(steps, { scenarioId: id }));
const RUN = run("r", step(1), step(2, [1], { fault: "lost" }), step(3, [1, 2]), step(4, [], { kind: "refuse" }));

test("steps follow one another and stop at the ends", () => {
  expect([along(RUN, null, 1), along(RUN, null, -1), along(RUN, 1, 1), along(RUN, 4, 1), along(RUN, 1, -1)]).toEqual([1, 4, 2, 4, 1]);
  expect([along(RUN, null, 99), along(RUN, null, -99)]).toEqual([4, 1]);
  expect(along(run("empty"), null, 1)).toBeNull();
});

test("problems are faults, refusals and checks that do not hold", () => {
  expect([problem(RUN, null, true), problem(RUN, 2, true), problem(RUN, 4, true), problem(RUN, 4, false), problem(RUN, 2, false)])
    .toEqual([2, 4, null, 2, null]);
});

test("causes come nearest first, effects in order", () => {
  expect(causes(RUN, 3)).toEqual([2, 1]);
  expect(effects(RUN, 1)).toEqual([2, 3]);
  expect(causes(RUN, 99)).toEqual([]);
});

test("asked again, the next of several causes is next; after a move, or in another run, the nearest", () => {
  const first = followed(RUN, 3, causes, null);
  const second = followed(RUN, 2, causes, first);
  const third = followed(RUN, 1, causes, second);
  expect([first, second, third].map((each) => [each?.from, each?.to, each?.turn, each?.of])).toEqual([[3, 2, 0, 2], [3, 1, 1, 2], [3, 2, 0, 2]]);
  expect(followed(RUN, 1, effects, second)?.to).toBe(2);
  expect(followed(RUN, 3, causes, first)?.to).toBe(2);
  expect(followed(run("other", step(1), step(2, [1])), 2, causes, first)?.to).toBe(1);
  expect(followed(RUN, 1, causes, null)).toBeNull();
});

test("neighbours go around", () => {
  const runs = ["a", "b", "c"].map((id): Scenario => scenarioOf([], { scenarioId: id }));
  expect([neighbour(runs, "c", 1), neighbour(runs, "a", -1), neighbour(runs, null, 1), neighbour([], "a", 1)]).toEqual(["a", "c", "a", null]);
});
