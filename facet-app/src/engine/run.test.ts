import { expect, test } from "vitest";
import type { Flow, Model } from "../data/payloads";
import { entered } from "./entered";
import { explore } from "./explore";
import { measure } from "./figures";
import { fixture } from "./fixture";
import { payload } from "./payload";
import { scenario } from "./run";
import { sagasOf } from "./sagas";
import { follow, toTheEnd } from "./step";
import { isRefused, machineOf } from "./tables";
import { tell } from "./tell";

const machine = fixture();
const place = { path: "a.moment", line: 1, column: 1 };
const required = (field: string, carried: boolean) => ({ field, type: "UUID", required: true, carried, usedBy: [], place });
const flow: Flow = {
  flowId: "flow-order-placed", name: "order-placed", description: "Order submission triggers fulfillment", lanes: [], moments: [],
  figures: [], decisions: [], coverage: [], findings: [], walks: null, tables: null, tablesOmitted: null, tablesReason: null,
  ledger: [{ crossing: "OrderPlaced>Fulfillment", relationship: "", delivery: "", fields: [required("orderId", true), required("placedBy", false)] }],
};
const model: Model = { contexts: [], policies: [], sagas: [], relationships: [], terms: [] };

function run(...names: string[]) {
  const way = toTheEnd(machine, follow(machine, names).way);
  const space = explore(machine, way.states[0]);
  const around = { flow, model, known: [], scenarioId: "fork-1", label: "Order Placed — fork 1", seed: 1 };
  return scenario(machine, way, { space, figures: measure(space) }, around);
}

test("a run without a fault, step by step", () => {
  const { steps, events, verdict, then, contracts } = run();
  expect(steps.map(({ action, at, causes, good }) => [action, at.slice(17, 19), causes, good])).toEqual([
    ["handle:ordering.PlaceOrder", "00", [], "1"],
    ["deliver:OrderPlaced>Fulfillment", "00", [{ seq: 0, reason: "emitted" }], "1"],
    ["handle:fulfillment.InitiateFulfillment", "01", [{ seq: 1, reason: "triggered-by" }], "1"],
  ]);
  expect(events.map(({ eventId, causationEventIds, payload: made }) => [eventId, causationEventIds, made])).toEqual([
    ["evt-001", [], { orderId: "27db…", customerId: "9741…", items: [{ "…": "…" }], placedAt: "2026-01-15T10:00:00.000Z" }],
    ["evt-002", ["evt-001"], { fulfillmentId: "a4d1…", orderId: "27db…", items: [{ "…": "…" }], initiatedAt: "2026-01-15T10:00:01.000Z" }],
  ]);
  expect(verdict).toMatchObject({ kind: "completed", good: true, pointOfNoReturn: null });
  expect(then).toBe("OrderPlaced crosses to Fulfillment and InitiateFulfillment is triggered; completed");
  expect(contracts[0]?.fields.map((each) => each.verdict)).toEqual(["carried", "missing"]);
});

test("a run with a fault has the step after which nothing good can follow", () => {
  const { verdict, kind, faults, steps } = run("duplicate:OrderPlaced>Fulfillment");
  expect([verdict.kind, verdict.pointOfNoReturn, kind]).toEqual(["double-effect", 1, "fault"]);
  expect(faults).toEqual(["duplicate:OrderPlaced>Fulfillment"]);
  expect(steps.map((step) => step.good)).toEqual(["1", "0", "0", "0", "0", "0"]);
});

test("values of a plan", () => {
  const plan = new Map<string, readonly unknown[]>([["a", ["=", 1, 2]], ["b", ["<", 1]], ["c", ["@"]], ["d", ["?"]], ["__proto__", ["=", 3]]]);
  const made = payload(plan, 5, [[{ b: 0 }], [{}, { b: 7 }]], "noon");
  expect(Object.entries(made)).toEqual([["a", 2], ["b", 7], ["c", "noon"], ["__proto__", 3]]);
});

const SAGA = saga();

test("a moment that a return undid is entered again", () => {
  const moments = ["moment:ask", "moment:answer"].map((id) => ({ id, label: id, branch: false, arms: [], placements: [], place }));
  const { way } = follow(SAGA, ["handle:a.Ask", "publish:a.No", "handle:a.Ask #2"]);
  expect(entered(SAGA, way, { ...flow, moments })).toEqual(["moment:ask", "moment:answer", "moment:ask#2"]);
});

test("what a saga went through and owes", () => {
  const told = { id: "S", name: "S", context: "A", trigger: "", compensation: "", timeout: "P1D", place };
  const sagas = [{ ...told, machine: { states: ["Out"], edges: [], initial: "Out", finals: [] }, undo: [["A/a/Ask", "A/a/Undo"] as const] }];
  const { way } = follow(SAGA, ["handle:a.Ask", "timeout:S", "undo:S.Ask"]);
  expect(sagasOf(SAGA, way, tell(SAGA, way, () => null), sagas)).toEqual([
    {
      saga: "S", instance: 1,
      states: [{ seq: 0, state: "Out", phase: "forward" }, { seq: 1, state: "Out", phase: "compensating" }, { seq: 2, state: "Out", phase: "undone" }],
      debt: [{ seq: 0, owed: ["Ask"] }, { seq: 2, owed: [] }],
    },
  ]);
});

/** One step that can be asked again, and a saga that undoes it. */
function saga() {
  const field = (name: string, at: number, bits: number, values: string[]) => ({ name, at, bits, values, says: values });
  const action = (name: string, moment: string | null, rows: number[][]) => {
    const kind = name.slice(0, name.indexOf(":"));
    const record = { action: name, kind, moment, causes: [], checks: [], fault: kind === "timeout" ? kind : null, events: [] };
    return { name, kind, fault: record.fault, rows, records: [record] };
  };
  const found = machineOf({
    format: "moment.tables/1", flow: "f", bits: 6, initial: [0], ends: [], owed: [],
    fields: [
      field("step:a.Ask", 0, 1, ["waiting", "done"]), field("saga:S", 1, 1, ["not started", "Out"]),
      field("undoable", 2, 1, ["none", "A/a/Ask"]), field("close", 3, 2, ["open", "compensating", "compensated"]),
    ],
    actions: [
      action("handle:a.Ask", "moment:ask", [[7, 0, 7], [7, 6, 7]]), action("publish:a.No", "moment:answer", [[25, 1, 0]]),
      action("undo:S.Ask", null, [[24, 8, 16]]), action("timeout:S", null, [[26, 2, 10]]),
    ],
  });
  if (isRefused(found)) throw new Error(found.why);
  return found;
}
