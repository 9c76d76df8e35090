import { expect, test } from "vitest";
import { Columnar } from "./columnar";
import { read } from "./columns";
import { coneOf } from "./cone";
import { doubled, flow, longRun, origin } from "./fixture";
import { nameAt, rowNamed } from "./occurrences";
import { runOf, type Run } from "./run";
import { bundleOfRuns } from "./runs";
import { Notices } from "./shapes";
import { causesAt, effectsAt, passesThrough, stepsOf } from "./steps";
import { write } from "./writer";

const run = runOf(doubled, flow, origin);
const payloads = await Promise.all(Array.from({ length: run.rows }, (_, row) => run.payloads!(row)));
const [back] = read(write(run, payloads)) as readonly Run[];
const columnar = new Columnar(back!);
const texts = (of: Run, column: "action" | "moment") => [...of[column]].map((each) => of.strings.at(each));

test("columns told as a scenario are the same columns again", () => {
  expect(columnar.verdict).toMatchObject({ kind: "double-effect", good: false });
  expect(columnar.events.map(({ eventId, eventType, causationEventIds, payload }) => [eventId, eventType, causationEventIds, payload])).toEqual([
    ["evt-001", "OrderPlaced", [], { orderId: 1, items: [] }],
    ["evt-002", "Started", ["evt-001"], { startedAt: 2 }],
  ]);
  const again = runOf({ ...doubled, steps: columnar.steps, events: columnar.events }, flow, origin);
  for (const column of ["step", "severity", "fault", "lane", "cause", "causeStart", "time"] as const) expect([column, [...again[column]]]).toEqual([column, [...run[column]]]);
  for (const column of ["action", "moment"] as const) expect(texts(again, column)).toEqual(texts(run, column));
});

test("a step told alone is the step of the whole, in a bundle and in columns", () => {
  for (const scenario of [doubled, columnar]) {
    const steps = stepsOf(scenario, flow);
    expect(steps.length).toBe(5);
    expect([0, 1, 2, 3, 4].map((row) => steps.at(row))).toEqual(scenario.steps);
    expect([steps.row(3), steps.row(9), steps.row(null), steps.seq(4), steps.seq(5), steps.at(-1)]).toEqual([3, -1, -1, 4, null, undefined]);
    expect([...causesAt(steps.run, 3), ...effectsAt(steps.run, 0)]).toEqual([2, 1, 2, 4]);
    expect(stepsOf(scenario)).toBe(steps);
  }
});

test("events of a row carry their payloads, at once or when they are read", async () => {
  expect((stepsOf(doubled, flow).events(0) as readonly { payload: unknown }[]).map((event) => event.payload)).toEqual([{ orderId: 1, items: [] }]);
  const slow = stepsOf(new Columnar({ ...back!, payloads: (row) => Promise.resolve(payloads[row] ?? "") }));
  expect((await slow.events(3)).map((event) => [event.eventType, event.payload])).toEqual([["Started", { startedAt: 2 }]]);
  expect(await stepsOf(new Columnar({ ...back!, payloads: () => "{" })).events(3)).toMatchObject([{ eventType: "Started", payload: {} }]);
});

test("the cone of a step is its causes and theirs, nearest first", () => {
  const cone = coneOf(run, 3);
  expect([[...cone.rows], [...cone.depths], [...cone.holds]]).toEqual([[3, 2, 0], [0, 1, 2], [1, 0, 1, 1, 0]]);
  expect([[...coneOf(run, -1).rows], [...coneOf(run, 5).rows]]).toEqual([[], []]);
});

test("a step is found by the name of its action, the second one by its ordinal", () => {
  const names = Array.from({ length: run.rows }, (_, row) => nameAt(run, row));
  expect(names).toEqual(["handle:ordering.PlaceOrder", "duplicate:OrderPlaced>Fulfillment", "deliver:OrderPlaced>Fulfillment", "handle:fulfillment.Start", "deliver:OrderPlaced>Fulfillment #2"]);
  expect(names.map((name) => rowNamed(run, name))).toEqual([0, 1, 2, 3, 4]);
  expect([rowNamed(run, "deliver:OrderPlaced>Fulfillment #3"), rowNamed(run, "handle:x")]).toEqual([-1, -1]);
});

test("a run passes through the contexts of its steps", () => {
  const moved = new Columnar(runOf({ ...doubled, steps: doubled.steps.map((step) => ({ ...step, context: "Shop", aggregate: "Order" })) }, flow));
  expect([passesThrough(moved, "Shop"), passesThrough(moved, "Order"), passesThrough(doubled, "Shop")]).toEqual([true, false, false]);
});

test("runs of a file are a bundle that opens; equal names are told apart", () => {
  const notices = new Notices();
  const bundle = bundleOfRuns("a.run", [run, run], notices);
  expect(notices.list).toEqual([{ place: "runs[1]", text: "has the same identifier as an earlier run: it is called doubled-2 here" }]);
  expect(bundle.flows.map((each) => [each.name, each.lanes.map((lane) => lane.id)])).toEqual([["order-placed", ["ordering", "fulfillment"]]]);
  expect([bundle.scenarios.map((each) => each.scenarioId), bundle.specHash]).toEqual([["doubled", "doubled-2"], origin.specHash]);
});

test("a million rows are a scenario at once: nothing is told before it is asked for", () => {
  const rows = 1_000_000;
  const steps = stepsOf(new Columnar(longRun(rows)));
  expect([steps.length, steps.at(999_999)?.seq, steps.at(rows)]).toEqual([rows, 999_999, undefined]);
});
