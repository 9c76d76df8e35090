/** Generated from the Python wire types by payload_types.py; never edited. */

export interface Bundle {
  readonly format: "moment.facet/1";
  readonly project: string;
  readonly specHash: string;
  readonly seed: number;
  readonly scope: Scope;
  readonly model: Model;
  readonly lineage: readonly Lineage[];
  readonly sources: readonly Source[];
  readonly flows: readonly Flow[];
  readonly scenarios: readonly Scenario[];
  readonly diagnostics: readonly Readonly<Record<string, unknown>>[];
}

export interface Scope {
  readonly instances: number;
  readonly faults: number;
  readonly budgets: Readonly<Record<string, number>>;
}

export interface Model {
  readonly contexts: readonly Context[];
  readonly policies: readonly Policy[];
  readonly sagas: readonly Saga[];
  readonly relationships: readonly Relationship[];
  readonly terms: readonly Term[];
}

export interface Context {
  readonly name: string;
  readonly classification: string | null;
  readonly description: string | null;
  readonly at: readonly [number, number];
  readonly aggregates: readonly Aggregate[];
  readonly place: Place;
}

export interface Aggregate {
  readonly id: string;
  readonly name: string;
  readonly identity: string | null;
  readonly lifecycle: Machine | null;
  readonly commands: readonly Command[];
  readonly events: readonly Event[];
  readonly place: Place;
}

export interface Machine {
  readonly states: readonly string[];
  readonly edges: readonly Edge[];
  readonly initial: string | null;
  readonly finals: readonly string[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly on?: string | null;
}

export interface Command {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly Field[];
  readonly preconditions: readonly Precondition[];
  readonly mode: "all" | "one";
  readonly emits: readonly string[];
  readonly place: Place;
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly classification: string | null;
  readonly place: Place;
}

export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface Precondition {
  readonly name: string;
  readonly text: string;
  readonly formal: boolean;
  readonly place: Place;
}

export interface Event {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly place: Place;
}

export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly context: string;
  readonly trigger: string | null;
  readonly action: string;
  readonly chains: readonly string[];
  readonly place: Place;
}

export interface Saga {
  readonly id: string;
  readonly name: string;
  readonly context: string;
  readonly trigger: string;
  readonly machine: Machine;
  readonly undo: readonly (readonly [string, string])[];
  readonly compensation: string;
  readonly timeout: string | null;
  readonly place: Place;
}

export interface Relationship {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly contract: string;
  readonly place: Place;
}

export interface Term {
  readonly word: string;
  readonly context: string;
  readonly meaning: string;
  readonly place: Place;
}

export interface Lineage {
  readonly from: string;
  readonly to: string;
  readonly how: "contract" | "context" | "emitted";
  readonly flow: string;
  readonly carried: boolean;
}

export interface Source {
  readonly path: string;
  readonly sha256: string;
  readonly text?: string | null;
}

export interface Flow {
  readonly flowId: string;
  readonly name: string;
  readonly description: string;
  readonly lanes: readonly Lane[];
  readonly moments: readonly Moment[];
  readonly figures: readonly Figure[];
  readonly decisions: readonly Decision[];
  readonly coverage: readonly Coverage[];
  readonly ledger: readonly Ledger[];
  readonly findings: readonly Finding[];
  readonly walks: Walks | null;
}

export interface Lane {
  readonly id: string;
  readonly label: string;
  readonly context: string | null;
  readonly outcome: string | null;
  readonly classification: string | null;
}

export interface Moment {
  readonly id: string;
  readonly label: string;
  readonly branch: boolean;
  readonly arms: readonly Arm[];
  readonly placements: readonly Placement[];
  readonly place: Place;
}

export interface Arm {
  readonly condition: string;
  readonly lane: string | null;
  readonly placements: readonly Placement[];
  readonly place: Place;
}

export interface Placement {
  readonly id: string;
  readonly lane: string;
  readonly node: string;
  readonly kind: string;
  readonly modifier: string | null;
  readonly place: Place;
}

export interface Figure {
  readonly faults: number;
  readonly runs: string;
  readonly states: number;
  readonly transitions: number;
  readonly ends: readonly End[];
  readonly limit: string | null;
}

export interface End {
  readonly verdict: string;
  readonly outcome: string | null;
  readonly runs: string;
  readonly probability: string | null;
}

export interface Decision {
  readonly moment: string;
  readonly arms: readonly ArmProbability[];
}

export interface ArmProbability {
  readonly condition: string | null;
  readonly probability: string;
}

export interface Coverage {
  readonly element: string;
  readonly reached: number;
  readonly of: number;
  readonly furthest: string | null;
  readonly place: Place;
  readonly kind: string;
}

export interface Ledger {
  readonly crossing: string;
  readonly relationship: string;
  readonly delivery: string;
  readonly fields: readonly LedgerField[];
}

export interface LedgerField {
  readonly field: string;
  readonly type: string;
  readonly required: boolean;
  readonly carried: boolean;
  readonly usedBy: readonly string[];
  readonly place: Place;
}

export interface Finding {
  readonly code: string;
  readonly verdict: string;
  readonly scenarioId: string | null;
  readonly recipe: readonly string[];
  readonly minimal: boolean;
  readonly always: boolean;
  readonly cone: readonly Cone[];
  readonly waits: Waits | null;
  readonly pointOfNoReturn: number | null;
  readonly nearestGood: string | null;
  readonly divergesAt: Divergence | null;
  readonly minFaults: number;
  readonly repairs: readonly Repair[];
  readonly repairsTried: number;
  readonly repairsUntried: string | null;
}

export interface Cone {
  readonly seq: number;
  readonly text: string;
  readonly because: readonly Cause[];
  readonly last: boolean;
}

export interface Cause {
  readonly seq: number;
  readonly reason: string;
}

export interface Waits {
  readonly owed: readonly string[];
  readonly nodes: readonly WaitNode[];
  readonly edges: readonly WaitEdge[];
  readonly circles: readonly (readonly string[])[];
}

export interface WaitNode {
  readonly id: string;
  readonly kind: "step" | "decision" | "event" | "message" | "condition" | "command";
  readonly name: string;
  readonly there: boolean;
  readonly place: Place | null;
}

export interface WaitEdge {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export interface Divergence {
  readonly taken: string;
  readonly instead: string;
}

export interface Repair {
  readonly kind: string;
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly removes: readonly Failure[];
  readonly brings: readonly Failure[];
  readonly reveals: readonly Failure[];
  readonly before: Mended;
  readonly after: Mended;
}

export interface TextEdit {
  readonly path: string;
  readonly range: Range;
  readonly text: string;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface Failure {
  readonly code: string;
  readonly verdict: string;
  readonly subject: string;
  readonly detail: string;
}

export interface Mended {
  readonly runs: string;
  readonly failing: string;
  readonly good: string;
}

export interface Walks {
  readonly walks: number;
  readonly steps: number;
  readonly ends: readonly WalkEnd[];
  readonly breaches: readonly Breach[];
  readonly distinct: Distinct;
  readonly signatures: readonly WalkSignature[];
  readonly faults: readonly WalkFaults[];
  readonly lengths: readonly WalkLength[];
  readonly actions: readonly WalkAction[];
}

export interface WalkEnd {
  readonly mode: "uniform" | "fault-biased" | "coverage-guided";
  readonly verdict: string;
  readonly outcome: string | null;
  readonly walks: number;
  readonly probability: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly number: number;
  readonly actions: readonly string[];
}

export interface Breach {
  readonly verdict: string;
  readonly element: string;
  readonly detail: string;
  readonly walks: number;
  readonly faults: number;
  readonly number: number;
  readonly recipe: readonly string[];
  readonly actions: readonly string[];
}

export interface Distinct {
  readonly count: number;
  readonly exact: boolean;
  readonly leftOut: number;
}

export interface WalkSignature {
  readonly arms: readonly string[];
  readonly faults: readonly string[];
  readonly verdict: string;
  readonly outcome: string | null;
  readonly walks: number;
}

export interface WalkFaults {
  readonly faults: number;
  readonly walks: number;
}

export interface WalkLength {
  readonly steps: number;
  readonly walks: number;
}

export interface WalkAction {
  readonly action: string;
  readonly times: number;
}

export interface Scenario {
  readonly scenarioId: string;
  readonly scenarioLabel: string;
  readonly description: string;
  readonly given: string;
  readonly when: string;
  readonly then: string;
  readonly expectedPath: readonly string[];
  readonly activeBranches: readonly Branch[];
  readonly events: readonly EventSeen[];
  readonly kind: string;
  readonly verdict: Verdict;
  readonly flowId: string;
  readonly seed: number;
  readonly faults: readonly string[];
  readonly choices: readonly string[];
  readonly steps: readonly Step[];
  readonly sagas: readonly SagaSeen[];
  readonly contracts: readonly Contract[];
}

export interface Branch {
  readonly momentName: string;
  readonly condition: string;
  readonly routeChosen: string;
}

export interface EventSeen {
  readonly eventId: string;
  readonly eventType: string;
  readonly productSource: string;
  readonly causationEventIds: readonly string[];
  readonly correlationId: string;
  readonly timestamp: string;
  readonly version: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Verdict {
  readonly kind: string;
  readonly good: boolean;
  readonly outcome: string | null;
  readonly text: string;
  readonly pointOfNoReturn: number | null;
  readonly nearestGood: string | null;
}

export interface Step {
  readonly seq: number;
  readonly action: string;
  readonly kind: string;
  readonly lane: string | null;
  readonly context: string | null;
  readonly aggregate: string | null;
  readonly moment: string | null;
  readonly arm: string | null;
  readonly beyondFlow: boolean;
  readonly eventIds: readonly string[];
  readonly at: string;
  readonly causes: readonly Cause[];
  readonly correlation: string;
  readonly diff: readonly Diff[];
  readonly checks: readonly Check[];
  readonly fault: string | null;
  readonly place: Place;
  readonly good: string | null;
}

export interface Diff {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

export interface Check {
  readonly kind: string;
  readonly name: string;
  readonly holds: boolean;
  readonly why: string;
}

export interface SagaSeen {
  readonly saga: string;
  readonly instance: number;
  readonly states: readonly SagaState[];
  readonly debt: readonly Debt[];
}

export interface SagaState {
  readonly seq: number;
  readonly state: string;
  readonly phase: string;
}

export interface Debt {
  readonly seq: number;
  readonly owed: readonly string[];
}

export interface Contract {
  readonly crossing: string;
  readonly seq: number;
  readonly fields: readonly ContractField[];
}

export interface ContractField {
  readonly field: string;
  readonly type: string;
  readonly required: boolean;
  readonly verdict: string;
  readonly value: unknown;
}
