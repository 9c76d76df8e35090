/** Small runs and flows, for the tests of the views. */
import type { Bundle, Finding, Flow, Scenario, Step } from "../data/payloads";

export const place = { path: "a.moment", line: 1, column: 1 };

/** `causes`: numbers of steps, `emitted` by each. */
export function step(seq: number, action: string, over: Partial<Step> = {}, ...causes: number[]): Step {
  return {
    seq, action, kind: action.slice(0, action.indexOf(":")), lane: "shop", context: "Shop", aggregate: null, moment: null, arm: null, beyondFlow: false, eventIds: [],
    at: "2026-01-15T10:00:00.000Z", causes: causes.map((each) => ({ seq: each, reason: "emitted" })), correlation: "corr", diff: [], checks: [], fault: null, place, good: null, ...over,
  };
}

export function run(id: string, verdict: string, steps: readonly Step[], over: Partial<Scenario> = {}): Scenario {
  return {
    scenarioId: id, scenarioLabel: id, description: "", given: "", when: "", then: "", expectedPath: [], activeBranches: [], events: [], kind: "happy",
    verdict: { kind: verdict, good: verdict === "completed" || verdict === "ended", outcome: null, text: `it is ${verdict}`, pointOfNoReturn: null, nearestGood: null },
    flowId: "flow-a", seed: 1, faults: [], choices: [], steps, sagas: [], contracts: [], ...over,
  };
}

export const flow = (over: Partial<Flow> = {}): Flow =>
  ({ flowId: "flow-a", name: "a", description: "", lanes: [], moments: [], figures: [], decisions: [], coverage: [], ledger: [], findings: [], walks: null, ...over }) as Flow;

export const finding = (over: Partial<Finding>): Finding => ({
  code: "MOM322", verdict: "stalled", scenarioId: "bad", recipe: [], minimal: true, always: true, cone: [], waits: null, pointOfNoReturn: null, nearestGood: null,
  divergesAt: null, minFaults: 0, repairs: [], repairsTried: 0, repairsUntried: null, ...over,
});

export const bundle = (over: Partial<Bundle> = {}): Bundle =>
  ({ format: "moment.facet/1", project: "p", specHash: "", seed: 1, scope: { instances: 1, faults: 1, budgets: {} }, lineage: [], sources: [], flows: [], scenarios: [], diagnostics: [],
    model: { contexts: [], policies: [], sagas: [], relationships: [], terms: [] }, ...over }) as Bundle;

export const ends = (...each: [verdict: string, probability: string][]) => [
  { faults: 0, runs: `${each.length}`, states: 1, transitions: 1, limit: null, ends: each.map(([verdict, probability]) => ({ verdict, outcome: null, runs: "1", probability })) },
];
