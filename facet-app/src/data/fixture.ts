/** The run of the page about columnar runs (order placed, happy path) and small scenarios for the tests of this folder. */
import type { Flow, Scenario, Step } from "./payloads";
import { Interned, effectsOf, type Run } from "./run";

const place = { path: "specs/order.moment", line: 43, column: 5 };

export function stepOf(seq: number, action: string, lane: string | null, more: Partial<Step> = {}): Step {
  return {
    seq, action, kind: action.slice(0, action.indexOf(":")), lane, context: null, aggregate: null, moment: null, arm: null,
    beyondFlow: false, eventIds: [], at: "2026-01-15T10:00:00.000Z", causes: [], correlation: "corr-order-placed-001", diff: [],
    checks: [], fault: null, place, good: null, ...more,
  };
}

export function scenarioOf(steps: readonly Step[], more: Partial<Scenario> = {}): Scenario {
  return {
    scenarioId: "order-placed-happy-path", scenarioLabel: "Order Placed — Happy Path", description: "", given: "", when: "", then: "",
    expectedPath: [], activeBranches: [], events: [], kind: "happy", flowId: "flow-order-placed", seed: 1, faults: [], choices: [],
    steps, sagas: [], contracts: [], variation: null,
    verdict: { kind: "completed", good: true, outcome: null, text: "", pointOfNoReturn: null, nearestGood: null }, ...more,
  };
}

const lane = (id: string) => ({ id, label: id, context: id, outcome: null, classification: null });

export const flow = {
  flowId: "flow-order-placed", name: "order-placed", description: "", lanes: [lane("ordering"), lane("fulfillment")],
  moments: [], figures: [], decisions: [], coverage: [], ledger: [], findings: [], walks: null,
} as unknown as Flow;

export const order = scenarioOf([
  stepOf(0, "handle:ordering.PlaceOrder", "ordering", { context: "Ordering", aggregate: "Order" }),
  stepOf(1, "deliver:OrderPlaced>Fulfillment", "fulfillment", { causes: [{ seq: 0, reason: "emitted" }] }),
  stepOf(2, "handle:fulfillment.InitiateFulfillment", "fulfillment", {
    context: "Fulfillment", aggregate: "FulfillmentRequest", at: "2026-01-15T10:00:01.000Z", causes: [{ seq: 1, reason: "triggered-by" }],
  }),
]);

export const origin = { specHash: "5c1f2a90b3d47e68", seed: 1, scope: { instances: 1, faults: 1 } };

const event = (eventId: string, eventType: string, payload: Record<string, unknown>) => ({
  eventId, eventType, productSource: "moment", causationEventIds: [], correlationId: "c", timestamp: "", version: "1.0.0", payload,
});

/** A run with all a search may ask for: events, fields, a moment, a fault, a failed check. */
export const doubled = scenarioOf(
  [
    stepOf(0, "handle:ordering.PlaceOrder", "ordering", { eventIds: ["e1"], moment: "moment:submission" }),
    stepOf(1, "duplicate:OrderPlaced>Fulfillment", "ordering", { causes: [{ seq: 0, reason: "emitted" }], fault: "duplicate" }),
    stepOf(2, "deliver:OrderPlaced>Fulfillment", "fulfillment", { causes: [{ seq: 0, reason: "emitted" }] }),
    stepOf(3, "handle:fulfillment.Start", "fulfillment", {
      causes: [{ seq: 2, reason: "triggered-by" }], eventIds: ["e2"], diff: [{ path: "lane:fulfillment", from: "received", to: "done" }],
    }),
    stepOf(4, "deliver:OrderPlaced>Fulfillment #2", "fulfillment", {
      causes: [{ seq: 0, reason: "emitted" }], checks: [{ kind: "idempotent", name: "twice", holds: false, why: "" }],
    }),
  ],
  {
    scenarioId: "doubled", kind: "fault", events: [event("e1", "OrderPlaced", { orderId: 1, items: [] }), event("e2", "Started", { startedAt: 2 })],
    verdict: { kind: "double-effect", good: false, outcome: null, text: "", pointOfNoReturn: 1, nearestGood: null },
  },
);

/** Columns of a run of any length: orders that cross two lanes, each step caused by the one `ABREAST` before it, one in a thousand bad. */
export function longRun(rows: number): Run {
  const strings = new Interned();
  const actions = ["handle:ordering.PlaceOrder", "deliver:OrderPlaced>Fulfillment", "handle:fulfillment.Start"].map((text) => strings.number(text));
  const [placed, moments] = [strings.number("OrderPlaced"), ["moment:submission", "moment:start", "moment:start"].map((text) => strings.number(text))];
  const abreast = 10;
  const turn = (row: number): number => Math.floor(row / abreast) % 3;
  const causeStart = new Uint32Array(rows + 1);
  const eventStart = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    causeStart[row + 1] = causeStart[row]! + (turn(row) === 0 ? 0 : 1);
    eventStart[row + 1] = eventStart[row]! + (turn(row) === 0 ? 1 : 0);
  }
  const cause = new Uint32Array(causeStart[rows]!);
  for (let row = 0; row < rows; row++) if (turn(row) !== 0) cause[causeStart[row]!] = row - abreast;
  const none = { start: new Uint32Array(rows + 1), value: new Uint32Array(0) };
  const column = <T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(array: T, of: (row: number) => number): T => {
    for (let row = 0; row < rows; row++) array[row] = of(row);
    return array;
  };
  return {
    runId: "long", label: "Long", kind: "variant", verdict: "stalled", flow: "order-placed", origin, start: 0, rows,
    lanes: ["ordering", "fulfillment"], kinds: ["handle", "deliver"], reasons: ["outside", "emitted"], faults: [""], strings,
    time: column(new Float64Array(rows), (row) => row * 10), action: column(new Uint32Array(rows), (row) => actions[turn(row)]!),
    aggregate: new Uint32Array(rows), correlation: new Uint32Array(rows), step: column(new Uint8Array(rows), (row) => Number(turn(row) === 1)),
    severity: column(new Uint8Array(rows), (row) => (row % 1000 === 500 ? 3 : 0)), fault: new Uint8Array(rows),
    lane: column(new Uint16Array(rows), (row) => Number(turn(row) > 0)), moment: column(new Uint32Array(rows), (row) => moments[turn(row)]!),
    causeStart, cause, causeReason: new Uint8Array(cause.length).fill(1), ...effectsOf(causeStart, cause),
    events: { start: eventStart, value: new Uint32Array(eventStart[rows]!).fill(placed) }, fields: none,
    diffs: { start: none.start, path: none.value, from: none.value, to: none.value }, checks: { start: none.start, name: none.value, holds: new Uint8Array(0) },
    payloads: null,
  };
}
