import { expect, test } from "vitest";
import type { Saga, SagaSeen, Step } from "../data/payloads";
import { ladder, worstFirst } from "./ladder";

const step = (seq: number, action: string, ...causes: number[]): Step =>
  ({ seq, action, kind: action.slice(0, action.indexOf(":")), checks: [], causes: causes.map((each) => ({ seq: each, reason: "triggered-by" })) }) as unknown as Step;

const STEPS = [
  step(0, "handle:rental.LendBike"),
  step(1, "saga:Rental=Out", 0),
  step(2, "timeout:Rental", 1),
  step(3, "undo:Rental.LendBike", 2),
];
const MODEL = { name: "Rental", undo: [["Rental/Bike/LendBike", "Rental/Bike/ReturnBike"]] } as unknown as Saga;
const SEEN: SagaSeen = {
  saga: "Rental",
  instance: 1,
  states: [
    { seq: 1, state: "Out", phase: "forward" },
    { seq: 2, state: "Out", phase: "compensating" },
    { seq: 3, state: "Out", phase: "undone" },
  ],
  debt: [
    { seq: 1, owed: ["LendBike"] },
    { seq: 3, owed: [] },
  ],
};

test("a rung knows the command before it and the step that undid it", () => {
  expect(ladder(SEEN, STEPS, MODEL, null)).toEqual({
    saga: "Rental",
    instance: 1,
    rungs: [{ seq: 1, state: "Out", command: "LendBike", undo: "ReturnBike", undoneAt: 3, undoHeld: true }],
    phase: "undone",
    owed: [],
    lit: 0,
    ends: "undone",
    left: [],
    assumed: false,
  });
});

test("phase, debt and light follow the cursor", () => {
  const at = (cursor: number) => {
    const { phase, owed, lit } = ladder(SEEN, STEPS, MODEL, cursor);
    return [phase, owed, lit];
  };
  expect([0, 1, 2, 3].map(at)).toEqual([
    ["not started", [], -1],
    ["forward", ["LendBike"], 0],
    ["compensating", ["LendBike"], 0],
    ["undone", [], 0],
  ]);
});

test("without an undo in the model the compensation is assumed", () => {
  expect(ladder(SEEN, STEPS, { ...MODEL, undo: [] }, null).assumed).toBe(true);
  expect(ladder(SEEN, STEPS, null, null).assumed).toBe(false);
});

test("a command that chose its event is found by its name", () => {
  const steps = [step(0, "handle:rental.LendBike=BikeLent#2"), ...STEPS.slice(1)];
  expect(ladder(SEEN, steps, MODEL, null).rungs[0]?.command).toBe("LendBike");
});

test("stuck sagas come first, then those that owe", () => {
  const made = (saga: string, phase: string, owed: string[]) =>
    ladder({ saga, instance: 1, states: [{ seq: 1, state: "Out", phase }], debt: [{ seq: 1, owed }] }, STEPS, MODEL, null);
  const all = [made("fine", "done", []), made("owing", "forward", ["LendBike"]), made("stuck", "stuck", [])];
  expect(worstFirst(all).map((each) => each.saga)).toEqual(["stuck", "owing", "fine"]);
});
