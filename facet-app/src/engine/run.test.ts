import { expect, test } from "vitest";
import type { Flow, Model } from "../data/payloads";
import { entered } from "./entered";
import { explore } from "./explore";
import { measure } from "./figures";
import order from "../../fixtures/order.tables.json";
import { fill, Memory } from "./payload";
import { scenario } from "./run";
import { sagasOf } from "./sagas";
import { follow, toTheEnd } from "./step";
import { isRefused, machineOf } from "./tables";
import { tell } from "./tell";

const promised = (field: string, verdict: string) => ({ field, type: "UUID", required: true, verdict });
const machine = packed({
  ...order,
  crossings: [
    { name: "OrderPlaced>Fulfillment", event: 0, target: "Fulfillment", fields: [promised("orderId", "carried"), promised("placedBy", "missing")], arrivals: [] },
  ],
});
const place = { path: "a.moment", line: 1, column: 1 };
const flow: Flow = {
  flowId: "flow-order-placed", name: "order-placed", description: "Order submission triggers fulfillment", lanes: [], moments: [],
  figures: [], decisions: [], coverage: [], findings: [], walks: null, tables: null, tablesOmitted: null, tablesReason: null, ledger: [],
};
const model: Model = { contexts: [], policies: [], sagas: [], relationships: [], terms: [] };

function packed(tables: unknown) {
  const found = machineOf(tables);
  if (isRefused(found)) throw new Error(found.why);
  return found;
}

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

const kept = { own: null, context: null, identifier: null, shape: null, optional: false, sources: [] };
const making = { at: "2026-01-15T10:00:00.000Z", occurrence: 5, carried: [[{ b: 0 }], [{}, { b: 7 }]] };

test("values of a plan", () => {
  const made: [string, unknown[]][] = [["a", ["=", 1, 2]], ["b", ["<", 1]], ["c", ["@"]], ["d", ["?"]], ["__proto__", ["=", 3]]];
  const plan = made.map(([name, how]) => ({ ...kept, name, new: how }));
  const found = new Memory([], { number: 0, sparse: false }).make(plan, making);
  expect(Object.entries(found)).toEqual([["a", 2], ["b", 7], ["c", making.at], ["__proto__", 3]]);
});

test("a template is open where the run decides", () => {
  const made = ["{", ["kind", ["|", 1, "small", "large"]], ["day", ["@", 10]], ["note", ["=", "n"], true], ["two", ["[", ["=", 1], ["@", 4]]]];
  expect(fill(made, making.at, { number: 0, sparse: false }, 0)).toEqual({ kind: "large", day: "2026-01-15", note: "n", two: [1, "2026"] });
  expect(fill(made, making.at, { number: 1, sparse: true }, 0)).toEqual({ kind: "small", day: "2026-01-15", two: [1, "2026"] });
  expect(fill(["#", ["=", "first"], ["@", 4]], making.at, { number: 0, sparse: false }, 7)).toBe("2026");
});

test("what is learnt flows on, an identifier as it was first, an own value until it is left out", () => {
  const memory = new Memory([], { number: 0, sparse: false });
  const give = (value: unknown[]) => [{ ...kept, name: "id", new: value, own: 1, context: 2, identifier: 3 }];
  const from = (slot: number) => memory.make([{ ...kept, name: "id", new: ["=", "new"], sources: [slot] }], making);
  for (const value of [["=", "one"], ["=", "two"], ["?"]]) memory.keep(give(value), memory.make(give(value), making));
  memory.receive([{ source: 2, context: 4, identifier: 3 }, { source: 1, context: 5, identifier: null }]);
  expect([1, 2, 3, 4, 5].map((slot) => from(slot).id)).toEqual(["new", "two", "one", "two", "new"]);
});

test("a value that flows into another context keeps what both know", () => {
  const field = (name: string, same: string, shape: number | null = null, optional = false) =>
    ({ name, same, new: ["=", `new ${name}`], shape, optional });
  const shapes = [
    { values: null, fields: [field("street", "string"), field("kind", "Kind"), field("zip", "number")] },
    { values: null, fields: [field("street", "string"), field("kind", "Kind", 2), field("zip", "string"), field("note", "string", null, true)] },
    { values: ["home", "work"], fields: [] },
  ];
  const flown = (sparse: boolean) => {
    const memory = new Memory(shapes, { number: 0, sparse });
    memory.keep([{ ...kept, name: "at", new: ["?"], own: 1, shape: 0 }], { at: [{ street: "s", kind: "barn", zip: 1 }] });
    return memory.make([{ ...kept, name: "at", new: ["?"], sources: [1], shape: 1 }], making).at;
  };
  expect(flown(false)).toEqual([{ street: "s", kind: "home", zip: "new zip", note: "new note" }]);
  expect(flown(true)).toEqual([{ street: "s", kind: "home", zip: "new zip" }]);
});

const SAGA = saga();

test("a moment that a return undid is entered again", () => {
  const moments = ["moment:ask", "moment:answer"].map((id) => ({ id, label: id, branch: false, arms: [], placements: [], place }));
  const { way } = follow(SAGA, ["handle:a.Ask", "publish:a.No", "handle:a.Ask #2"]);
  expect(entered(SAGA, way, { ...flow, moments })).toEqual(["moment:ask", "moment:answer", "moment:ask#2"]);
});

test("what a saga went through and owes", () => {
  const { way } = follow(SAGA, ["handle:a.Ask", "timeout:S", "undo:S.Ask"]);
  expect(sagasOf(SAGA, way, tell(SAGA, way, () => null))).toEqual([
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
  const action = (name: string, moment: string | null, rows: number[][], returns: number[][] = []) => {
    const kind = name.slice(0, name.indexOf(":"));
    const record = { action: name, kind, moment, causes: [], checks: [], fault: kind === "timeout" ? kind : null, events: [] };
    return { name, kind, fault: record.fault, rows, returns, records: [record] };
  };
  return packed({
    format: "moment.tables/1", flow: "f", bits: 6, initial: [0], ends: [], owed: [],
    sagas: [{ saga: "S", instance: 1, rows: [
      [26, 2, "Out", "forward", ["Ask"]], [26, 10, "Out", "compensating", ["Ask"]], [26, 18, "Out", "undone", []],
    ] }],
    fields: [
      field("step:a.Ask", 0, 1, ["waiting", "done"]), field("saga:S", 1, 1, ["not started", "Out"]),
      field("undoable", 2, 1, ["none", "A/a/Ask"]), field("close", 3, 2, ["open", "compensating", "compensated"]),
    ],
    actions: [
      action("handle:a.Ask", "moment:ask", [[7, 0, 7], [7, 6, 7]]), action("publish:a.No", "moment:answer", [[25, 1, 0]], [[0, 1]]),
      action("undo:S.Ask", null, [[24, 8, 16]]), action("timeout:S", null, [[26, 2, 10]]),
    ],
  });
}
