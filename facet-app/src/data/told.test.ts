import { expect, test } from "vitest";
import { read } from "./columns";
import { doubled, flow, origin } from "./fixture";
import { runOf, type Run } from "./run";
import { Notices } from "./shapes";
import { MOST_ROWS, bundleOfRuns, scenarioOf } from "./told";
import { write } from "./writer";

const run = runOf(doubled, flow, origin);

test("columns told as a scenario are the same columns again", async () => {
  const payloads = await Promise.all(Array.from({ length: run.rows }, (_, row) => run.payloads!(row)));
  const [back] = read(write(run, payloads)) as readonly Run[];
  const told = scenarioOf(back!, new Notices());
  expect(told.verdict).toMatchObject({ kind: "double-effect", good: false });
  expect(told.events.map(({ eventType, causationEventIds, payload }) => [eventType, causationEventIds, payload])).toEqual([
    ["OrderPlaced", [], { orderId: 1, items: [] }],
    ["Started", ["evt-001"], { startedAt: 2 }],
  ]);
  const again = runOf(told, flow, origin);
  for (const column of ["action", "step", "severity", "fault", "lane", "cause", "causeStart", "moment", "time"] as const)
    expect([column, [...again[column]].map((each) => (column === "action" || column === "moment" ? again.strings.at(each) : each))]).toEqual([
      column, [...run[column]].map((each) => (column === "action" || column === "moment" ? run.strings.at(each) : each)),
    ]);
});

test("runs of a file are a bundle that opens", () => {
  const notices = new Notices();
  const bundle = bundleOfRuns("a.run", [run], notices);
  expect(notices.list).toEqual([]);
  expect(bundle.flows.map((each) => [each.name, each.lanes.map((lane) => lane.id)])).toEqual([["order-placed", ["ordering", "fulfillment"]]]);
});

test("a run that is too long is cut, and that is said", () => {
  const rows = MOST_ROWS + 1;
  const empty = new Uint32Array(rows + 1);
  const none = { start: empty, value: new Uint32Array(0) };
  const long: Run = {
    ...run, rows, time: new Float64Array(rows), action: new Uint32Array(rows), aggregate: new Uint32Array(rows), correlation: new Uint32Array(rows),
    step: new Uint8Array(rows), severity: new Uint8Array(rows), fault: new Uint8Array(rows), lane: new Uint16Array(rows), moment: new Uint32Array(rows),
    causeStart: empty, cause: none.value, causeReason: new Uint8Array(0), events: none, fields: none, payloads: null,
    diffs: { start: empty, path: none.value, from: none.value, to: none.value }, checks: { start: empty, name: none.value, holds: new Uint8Array(0) },
  };
  const notices = new Notices();
  expect(scenarioOf(long, notices).steps.length).toBe(MOST_ROWS);
  expect(notices.list).toEqual([{ place: "doubled", text: "has 200,001 steps; the first 200,000 are shown" }]);
});
