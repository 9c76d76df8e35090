import { expect, test } from "vitest";
import { doubled, flow, order, scenarioOf, stepOf } from "./fixture";
import { effectsOf, runOf } from "./run";

test("a scenario is laid out as the columns of the design", () => {
  const run = runOf(order, flow);
  expect([...run.time]).toEqual([0, 0, 1000]);
  expect([...run.action]).toEqual([2, 3, 4]);
  expect([...run.aggregate]).toEqual([5, 0, 6]);
  expect([...run.correlation]).toEqual([1, 1, 1]);
  expect([...run.step]).toEqual([0, 1, 0]);
  expect([...run.lane]).toEqual([0, 1, 1]);
  expect([...run.causeStart]).toEqual([0, 0, 1, 2]);
  expect([...run.cause]).toEqual([0, 1]);
  expect(run.reasons).toEqual(["outside", "emitted", "triggered-by"]);
  expect([...run.causeReason]).toEqual([1, 2]);
  expect(run.strings.at(6)).toBe("Fulfillment/FulfillmentRequest");
});

test("effects are the causes read backwards", () => {
  const { effectStart, effect } = effectsOf(Uint32Array.of(0, 0, 1, 2, 4), Uint32Array.of(0, 0, 1, 0));
  expect([...effectStart]).toEqual([0, 3, 4, 4, 4]);
  expect([...effect]).toEqual([1, 2, 3, 3]);
});

test("a failed check is bad in a bad run, a fault a warning", () =>
  expect([...runOf(doubled, flow).severity]).toEqual([0, 2, 0, 0, 3]));

test("an unknown lane is elsewhere, none is where the cause stands", () => {
  const run = runOf(
    scenarioOf([stepOf(0, "handle:x.A", "nowhere"), stepOf(1, "handle:f.B", "fulfillment"), stepOf(2, "choose:m=a", null, { causes: [{ seq: 0, reason: "emitted" }] })]),
    flow,
  );
  expect([...run.lane].map((lane) => run.lanes[lane])).toEqual(["elsewhere", "fulfillment", "elsewhere"]);
});

test("causes that are no earlier step are left out", () => {
  const later = { causes: [{ seq: 1, reason: "emitted" }, { seq: 0, reason: "emitted" }, { seq: 9, reason: "saga" }] };
  const run = runOf(scenarioOf([stepOf(0, "handle:o.A", "ordering", later), stepOf(1, "handle:o.B", "ordering", later)]), flow);
  expect([...run.causeStart]).toEqual([0, 0, 1]);
  expect([...run.cause]).toEqual([0]);
});

test("times that are none count as the start", () =>
  expect([...runOf(scenarioOf([stepOf(0, "handle:o.A", "ordering", { at: "soon" }), stepOf(1, "handle:o.B", "ordering")]), flow).time]).toEqual([0, 0]));

test("an empty scenario has no rows", () => expect(runOf(scenarioOf([]), null).rows).toBe(0));
