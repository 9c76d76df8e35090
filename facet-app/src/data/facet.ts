/** A bundle as a file has it, read so that every view finds what it needs: what is missing or wrong is mended and said. */
import type * as wire from "./payloads";
import { mended } from "./mend";
import { anything, exactly, flag, list, maybe, number, object, pair, record, text, textOrNumber, word, type At, type Notices, type Shape } from "./shapes";

const optional = <T>(shape: Shape<T>): Shape<T | null> => maybe(shape);
const texts = list(text);

const place = record<wire.Place>()({ path: text, line: number, column: number }, {});
const field = record<wire.Field>()({ name: text, type: text }, { classification: maybe(text), place });
const cause = record<wire.Cause>()({ seq: number, reason: text }, {});

const edge = record<wire.Edge>()({ from: text, to: text }, { on: optional(text) });
const machine = record<wire.Machine>()({ states: texts, edges: list(edge) }, { initial: maybe(text), finals: texts });
const precondition = record<wire.Precondition>()({ name: text }, { text, formal: flag, place });
const command = record<wire.Command>()({ id: text, name: text }, { inputs: list(field), preconditions: list(precondition), mode: word("all"), emits: texts, place });
const event = record<wire.Event>()({ id: text, name: text }, { fields: list(field), place });
const aggregate = record<wire.Aggregate>()(
  { id: text, name: text },
  { identity: maybe(text), lifecycle: maybe(machine), commands: list(command), events: list(event), place },
);
const context = record<wire.Context>()(
  { name: text },
  { classification: maybe(text), description: maybe(text), at: pair(number), aggregates: list(aggregate), place },
);
const policy = record<wire.Policy>()({ id: text, name: text, context: text }, { trigger: maybe(text), action: text, chains: texts, place });
const saga = record<wire.Saga>()(
  { id: text, name: text, context: text },
  { trigger: text, machine, undo: list(pair(text)), compensation: text, timeout: maybe(text), place },
);
const relationship = record<wire.Relationship>()({ from: text, to: text, type: text }, { contract: text, place });
const term = record<wire.Term>()({ word: text }, { context: text, meaning: text, place });
const model = record<wire.Model>()(
  { contexts: list(context) },
  { policies: list(policy), sagas: list(saga), relationships: list(relationship), terms: list(term) },
);

const lane = record<wire.Lane>()({ id: text, label: text }, { context: maybe(text), outcome: maybe(text), classification: maybe(text) });
const placement = record<wire.Placement>()({ id: text, lane: text, node: text }, { kind: text, modifier: maybe(text), place });
const arm = record<wire.Arm>()({ condition: text }, { lane: maybe(text), placements: list(placement), place });
const moment = record<wire.Moment>()({ id: text, label: text }, { branch: flag, arms: list(arm), placements: list(placement), place });
const end = record<wire.End>()({ verdict: text, runs: text }, { outcome: maybe(text), probability: maybe(text) });
const figure = record<wire.Figure>()(
  { faults: number, runs: text, ends: list(end) },
  { states: number, transitions: number, limit: maybe(text) },
);
const decision = record<wire.Decision>()(
  { moment: text, arms: list(record<wire.ArmProbability>()({ condition: maybe(text), probability: text }, {})) },
  {},
);
const coverage = record<wire.Coverage>()({ element: text, reached: number, of: number }, { furthest: maybe(text), place, kind: text });
const ledgerField = record<wire.LedgerField>()({ field: text, type: text, required: flag, carried: flag }, { usedBy: texts, place });
const ledger = record<wire.Ledger>()({ crossing: text, fields: list(ledgerField) }, { relationship: text, delivery: text });

const cone = record<wire.Cone>()({ seq: number, text }, { because: list(cause), last: flag });
const waitNode = record<wire.WaitNode>()({ id: text, name: text }, { kind: word("step"), there: flag, place: maybe(place) });
const waitEdge = record<wire.WaitEdge>()({ from: text, to: text }, { reason: text });
const waits = record<wire.Waits>()({ nodes: list(waitNode), edges: list(waitEdge) }, { owed: texts, circles: list(texts) });
const position = record<wire.Position>()({ line: number, column: number }, { offset: number });
const range = record<wire.Range>()({ start: position, end: position }, {});
const textEdit = record<wire.TextEdit>()({ path: text, range, text }, {});
const failure = record<wire.Failure>()({ code: text, verdict: text }, { subject: text, detail: text });
const amounts = record<wire.Mended>()({ runs: text, failing: text, good: text }, {});
const repair = record<wire.Repair>()(
  { kind: text, title: text },
  { edits: list(textEdit), removes: list(failure), brings: list(failure), reveals: list(failure), before: amounts, after: amounts },
);
const divergence = record<wire.Divergence>()({ taken: text, instead: text }, {});
const finding = record<wire.Finding>()(
  { code: text, verdict: text, scenarioId: maybe(text), recipe: texts },
  {
    minimal: flag, always: flag, cone: list(cone), waits: maybe(waits), pointOfNoReturn: maybe(number), nearestGood: maybe(text),
    divergesAt: maybe(divergence), minFaults: number, repairs: list(repair), repairsTried: number, repairsUntried: maybe(text),
  },
);

const walkEnd = record<wire.WalkEnd>()(
  { verdict: text, walks: number },
  { mode: word("uniform"), outcome: maybe(text), probability: maybe(number), low: maybe(number), high: maybe(number), number, actions: texts },
);
const breach = record<wire.Breach>()(
  { verdict: text, walks: number },
  { element: text, detail: text, faults: number, number, recipe: texts, actions: texts },
);
const walks = record<wire.Walks>()(
  { walks: number, ends: list(walkEnd) },
  {
    steps: number, breaches: list(breach), distinct: record<wire.Distinct>()({ count: number, exact: flag }, { leftOut: number }),
    signatures: list(record<wire.WalkSignature>()({ arms: texts, faults: texts, verdict: text, walks: number }, { outcome: maybe(text) })),
    faults: list(record<wire.WalkFaults>()({ faults: number, walks: number }, {})),
    lengths: list(record<wire.WalkLength>()({ steps: number, walks: number }, {})),
    actions: list(record<wire.WalkAction>()({ action: text, times: number }, {})),
  },
);
const flow = record<wire.Flow>()(
  { flowId: text, name: text, lanes: list(lane) },
  {
    description: text, moments: list(moment), figures: list(figure), decisions: list(decision), coverage: list(coverage),
    ledger: list(ledger), findings: list(finding), walks: maybe(walks),
    tables: maybe(anything as Shape<wire.Tables>), tablesOmitted: maybe(number), tablesReason: maybe(text),
  },
);

const branchFields = record<wire.Branch>()({ momentName: text, condition: text, routeChosen: text }, {});
/** Older writers name the condition alone. */
const branch: Shape<wire.Branch> = {
  read: (value, at) =>
    typeof value === "string" ? { momentName: "", condition: value, routeChosen: value } : branchFields.read(value, at),
  empty: branchFields.empty,
};
const eventSeen = record<wire.EventSeen>()(
  {
    eventId: text, eventType: text, productSource: text, causationEventIds: texts, correlationId: text, timestamp: text,
    version: textOrNumber, payload: object,
  },
  {},
);
const diff = record<wire.Diff>()({ path: text, from: text, to: text }, {});
const check = record<wire.Check>()({ kind: text, name: text, holds: flag }, { why: text });
const step = record<wire.Step>()(
  { seq: number, action: text, kind: text, lane: maybe(text) },
  {
    context: maybe(text), aggregate: maybe(text), moment: maybe(text), arm: maybe(text), beyondFlow: flag, eventIds: texts, at: text,
    causes: list(cause), correlation: text, diff: list(diff), checks: list(check), fault: maybe(text), place, good: maybe(text),
  },
);
const sagaSeen = record<wire.SagaSeen>()(
  { saga: text, states: list(record<wire.SagaState>()({ seq: number, state: text, phase: text }, {})) },
  { instance: number, debt: list(record<wire.Debt>()({ seq: number, owed: texts }, {})) },
);
const contractField = record<wire.ContractField>()({ field: text, verdict: text }, { type: text, required: flag, value: anything });
const contract = record<wire.Contract>()({ crossing: text, seq: number, fields: list(contractField) }, {});
const verdictFields = record<wire.Verdict>()(
  { kind: text },
  { good: flag, outcome: maybe(text), text, pointOfNoReturn: maybe(number), nearestGood: maybe(text) },
);
/** A scenario that says nothing about its end is not called bad. */
const verdict: Shape<wire.Verdict> = {
  read: verdictFields.read,
  empty: () => ({ kind: "unjudged", good: true, outcome: null, text: "nothing is said about how it ends", pointOfNoReturn: null, nearestGood: null }),
};
const scenario = record<wire.Scenario>()(
  {
    scenarioId: text, scenarioLabel: text, description: text, given: text, when: text, then: text, expectedPath: texts,
    activeBranches: list(branch), events: list(eventSeen),
  },
  {
    kind: text, verdict, flowId: text, seed: number, faults: texts, choices: texts, steps: list(step), sagas: list(sagaSeen),
    contracts: list(contract), variation: optional(maybe(record<wire.Variation>()({ number, sparse: flag }, {}))),
  },
);

const scope = record<wire.Scope>()({ instances: number, faults: number }, { budgets: object as Shape<wire.Scope["budgets"]> });
const lineage = record<wire.Lineage>()({ from: text, to: text }, { how: word("contract"), flow: text, carried: flag });
const source = record<wire.Source>()({ path: text }, { sha256: text, text: optional(text) });
const bundle = record<wire.Bundle>()(
  { format: exactly("moment.facet/1"), project: text, flows: list(flow), scenarios: list(scenario) },
  { specHash: text, seed: number, scope, model, lineage: list(lineage), sources: list(source), diagnostics: list(object) },
);

const root = (key: string, notices: Notices): At => ({ inside: null, key, notices });

/** Any value as a bundle. */
export const bundleOf = (value: unknown, notices: Notices): wire.Bundle => mended(bundle.read(value, root("", notices)), notices);

const part = record<wire.FlowPart>()({ flow, scenarios: list(scenario) }, {});

/** A flow with its scenarios, as a message or a blob carries it. */
export function partOf(value: unknown, notices: Notices): wire.FlowPart {
  const read = part.read(value, root("", notices));
  const { flows, scenarios } = mended({ ...bundle.empty(), flows: [read.flow], scenarios: read.scenarios }, notices);
  return { flow: flows[0] ?? read.flow, scenarios: scenarios.filter((each) => each.flowId === read.flow.flowId) };
}

/** Scenarios that no bundle holds: those of one flow identifier are a flow of their own. */
export function bundleOfScenarios(values: readonly unknown[], project: string, notices: Notices): wire.Bundle {
  const scenarios = list(scenario).read(values, root("scenarios", notices));
  return mended({ ...bundle.empty(), project, scenarios }, notices);
}
