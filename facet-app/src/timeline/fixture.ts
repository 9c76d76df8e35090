/** Small runs made by hand for the tests of the timeline. */
import type { Flow, Scenario, Step } from "../data/payloads";
import { allOf, rowsOf } from "./rows";

const place = { path: "a.moment", line: 1, column: 1 };

export function stepOf(seq: number, action: string, lane: string | null, more: Partial<Step> = {}): Step {
  return {
    seq, action, kind: action.slice(0, action.indexOf(":")), lane, context: null, aggregate: null, moment: null, arm: null,
    beyondFlow: false, eventIds: [], at: `2026-01-15T10:00:0${seq}.000Z`, causes: [], correlation: "c", diff: [], checks: [],
    fault: null, place, good: null, ...more,
  };
}

const laneOf = (id: string, outcome: string | null = null) =>
  ({ id, label: id[0]?.toUpperCase() + id.slice(1), context: outcome === null ? id : null, outcome, classification: outcome === null ? "Core" : null });

export const flow: Flow = {
  flowId: "flow-f", name: "f", description: "",
  lanes: [laneOf("declined", "Not ours"), laneOf("ordering"), laneOf("fulfillment")],
  moments: [{ id: "moment:submit", label: "Submit", branch: false, arms: [], placements: [], place }],
  figures: [], decisions: [], coverage: [], findings: [], walks: null, tables: null, tablesOmitted: null, tablesReason: null,
  ledger: [{ crossing: "Placed>Fulfillment", relationship: "CustomerSupplier", delivery: "at-least-once", fields: [] }],
} as Flow;

export function runOf(steps: readonly Step[], more: Partial<Scenario> = {}): Scenario {
  return {
    scenarioId: "f-x", scenarioLabel: "F", description: "", given: "", when: "", then: "", expectedPath: [], activeBranches: [],
    events: [{ eventId: "e1", eventType: "Placed", productSource: "moment", causationEventIds: [], correlationId: "c", timestamp: "", version: "1.0.0", payload: {} }],
    kind: "happy", flowId: "flow-f", seed: 1, faults: [], choices: [], steps, sagas: [], contracts: [],
    verdict: { kind: "completed", good: true, outcome: null, text: "", pointOfNoReturn: null, nearestGood: null }, ...more,
  };
}

const cause = (seq: number, reason = "emitted") => [{ seq, reason }];

/** An order that crosses twice, as its message is doubled, and ends declined. */
export const doubled = runOf([
  stepOf(0, "handle:ordering.Place", "ordering", { eventIds: ["e1"], moment: "moment:submit", good: "1" }),
  stepOf(1, "duplicate:Placed>Fulfillment", "ordering", { causes: cause(0), fault: "duplicate", moment: "moment:submit", good: "1/2" }),
  stepOf(2, "deliver:Placed>Fulfillment", "fulfillment", { causes: cause(0) }),
  stepOf(3, "handle:fulfillment.Start", "fulfillment", { causes: cause(2, "triggered-by"), moment: "moment:start" }),
  stepOf(4, "deliver:Placed>Fulfillment #2", "fulfillment", { causes: cause(0) }),
  stepOf(5, "end:declined.Declined", "declined", { causes: cause(3), moment: "moment:submit", arm: "late" }),
]);
export const rows = rowsOf(doubled, flow);
export const all = allOf(rows);
