/** Generated from the Python wire types by payload_types.py; never edited. */

/** `$comment` stands before `format` in the file; it vouches for all that follows it. */
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

/** What makes the model finite; `budgets` per kind of fault. */
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

/** `at` is the place on the context map: column and row. */
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

/** Line and column count from 1. */
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

/** `undo` are pairs: the command, and the one that undoes it. */
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

/** A field's value flows; `how` is `contract`, `context` (seen before) or `emitted`. */
export interface Lineage {
  readonly from: string;
  readonly to: string;
  readonly how: "context" | "contract" | "emitted";
  readonly flow: string;
  readonly carried: boolean;
}

export interface Source {
  readonly path: string;
  readonly sha256: string;
  readonly text?: string | null;
}

/** Where `tables` are left out for their size, `tablesOmitted` says how many bytes they are; the reason is said. */
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
  readonly tables: Tables | null;
  readonly tablesOmitted: number | null;
  readonly tablesReason: string | null;
}

/** A lane of a context or of an outcome, whose other member is `null`. */
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

/** A rung of the ladder of faults; `limit` says which limit left it incomplete. */
export interface Figure {
  readonly faults: number;
  readonly runs: string;
  readonly states: number;
  readonly transitions: number;
  readonly ends: readonly End[];
  readonly limit: string | null;
}

/** `runs` is a decimal text, `probability` a fraction, `null` for an end that only faults reach. */
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

/** `condition` is `null` for taking no arm. */
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

/**
 * `minimal` when no part of the recipe can be left out, `always` when every run that obeys it ends so.
 *
 * `repairs_tried` changes were explored again; `repairs_untried` says why no more were.
 */
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

/** A step of the finding's scenario that led to its end; `last` when nothing in the cone follows from it. */
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

/** Who waits for whom; `owed` and `circles` hold identifiers of nodes. */
export interface Waits {
  readonly owed: readonly string[];
  readonly nodes: readonly WaitNode[];
  readonly edges: readonly WaitEdge[];
  readonly circles: readonly (readonly string[])[];
}

/** `there` is false for what is missing; `place` is `null` where the specification has none. */
export interface WaitNode {
  readonly id: string;
  readonly kind: "command" | "condition" | "decision" | "event" | "message" | "step";
  readonly name: string;
  readonly there: boolean;
  readonly place: Place | null;
}

export interface WaitEdge {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** In the last state with hope the run did `taken`; after `instead` a good end could have followed. */
export interface Divergence {
  readonly taken: string;
  readonly instead: string;
}

/**
 * A change of the specification that was explored again; `brings` are new failures that need more faults.
 *
 * `reveals` are failures that the runs had as well, hidden behind the one that is gone.
 */
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

/** Half-open: `end` is the first position that no longer belongs to it. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Line and column from 1, offset from 0, all in code points. */
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

/** Decimal texts of all runs and of those that end so; the probability of a good end, a fraction. */
export interface Mended {
  readonly runs: string;
  readonly failing: string;
  readonly good: string;
}

/** What seeded walks saw; `steps` are the actions of all of them. */
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

/**
 * Walks of one mode that ended alike, with the first of them.
 *
 * `probability` and its 95 % interval are those of the uniform walks, `null` for the other modes.
 */
export interface WalkEnd {
  readonly mode: "coverage-guided" | "fault-biased" | "uniform";
  readonly verdict: string;
  readonly outcome: string | null;
  readonly walks: number;
  readonly probability: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly number: number;
  readonly actions: readonly string[];
}

/** Walks that ended badly for one reason; the example has the fewest faults seen. */
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

/**
 * Distinct ends (arms, faults, verdict, outcome): `count` is an estimate unless `exact`.
 *
 * `leftOut` walks have a signature that is not listed.
 */
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

/**
 * `ends` are `[mask…, value…, verdict, outcome, text]`, the first that fits; `owed` `[mask…, value…, sentence]`.
 *
 * What a run remembers stands in slots, and marks say which step it was: `slots` and `marks` are their names, by
 * number, as `events`, `plans`, `shapes` and `crossings` are found.
 */
export interface Tables {
  readonly format: "moment.tables/1";
  readonly flow: string;
  readonly specHash: string;
  readonly bits: number;
  readonly initial: readonly number[];
  readonly scope: TablesScope;
  readonly fields: readonly TableField[];
  readonly shown: readonly Shown[];
  readonly sagas: readonly TableSaga[];
  readonly actions: readonly TableAction[];
  readonly needs: readonly TableNeeds[];
  readonly ends: readonly (readonly (number | string | null)[])[];
  readonly owed: readonly (readonly (number | string)[])[];
  readonly events: readonly TableEvent[];
  readonly plans: readonly (readonly PlannedField[])[];
  readonly shapes: readonly TableShape[];
  readonly crossings: readonly TableCrossing[];
  readonly slots: readonly string[];
  readonly marks: readonly string[];
}

/** The scope of the initial state; the rows may allow more faults. */
export interface TablesScope {
  readonly instances: number;
  readonly faults: number;
}

/**
 * `bits` of a state from bit `at` on, never across two words; `values` and `says` by number.
 *
 * What is `hidden` is of no interest in a difference between states.
 */
export interface TableField {
  readonly name: string;
  readonly at: number;
  readonly bits: number;
  readonly values: readonly string[];
  readonly says: readonly string[];
  readonly hidden?: boolean;
}

/** What a reader sees of a state that is no field: the word of the first row `[mask…, value…, word]` that fits. */
export interface Shown {
  readonly name: string;
  readonly rows: readonly (readonly (number | string)[])[];
}

/** `rows` are `[mask…, value…, state, phase, [owed…]]`, the first that fits; none before the saga starts. */
export interface TableSaga {
  readonly saga: string;
  readonly instance: number;
  readonly rows: readonly (readonly (number | string | readonly string[])[])[];
}

/**
 * `rows` are `[mask…, value…, result…]`, of which at most one fires in a state.
 *
 * Entries with one `name` are variants of an action that is told differently in different states. Who moves next is
 * uniform over the groups that are enabled without a fault, then over the entries of the `group`; a group of skips
 * waits for the others. `finding` is a verdict at the moment it happens. `given` is what its command rests on,
 * `returns` are the numbers of the first and the last moment that it makes undone.
 */
export interface TableAction {
  readonly name: string;
  readonly kind: string;
  readonly lane: string | null;
  readonly fault: string | null;
  readonly group: string;
  readonly instance: number;
  readonly rows: readonly (readonly number[])[];
  readonly causes: readonly string[];
  readonly records: readonly RecordRow[];
  readonly emits: readonly Emitted[];
  readonly finding: string | null;
  readonly given: string | null;
  readonly returns: readonly (readonly number[])[];
}

/**
 * One step that an action makes; `ticks` when it takes a second.
 *
 * Later steps find it by the marks that it `leaves`; those that it `offers` it leaves unless they are there.
 * `brings` are events whose latest it shows or carries. `input` is the plan of what its command is given,
 * `receives` the number of the crossing that arrives.
 */
export interface RecordRow {
  readonly action: string;
  readonly kind: string;
  readonly lane: string | null;
  readonly context: string | null;
  readonly aggregate: string | null;
  readonly moment: string | null;
  readonly arm: string | null;
  readonly beyondFlow: boolean;
  readonly causes: readonly RecordCause[];
  readonly checks: readonly RecordCheck[];
  readonly fault: string | null;
  readonly place: TablePlace | null;
  readonly ticks: boolean;
  readonly command: string | null;
  readonly leaves: readonly number[];
  readonly offers: readonly number[];
  readonly brings: readonly number[];
  readonly input: number | null;
  readonly receives: number | null;
}

/** The step that last left the first of the marks `of` that was left; `event` is what it brings, if one. */
export interface RecordCause {
  readonly of: readonly number[];
  readonly reason: string;
  readonly event: number | null;
}

export interface RecordCheck {
  readonly kind: string;
  readonly name: string;
  readonly holds: boolean;
  readonly why: string;
}

/** Line and column count from 1. */
export interface TablePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** An event of the `record`-th record, happening `times` times with payloads of this `plan`. */
export interface Emitted {
  readonly event: number;
  readonly record: number;
  readonly times: number;
  readonly plan: number;
}

/**
 * One of the `rows` `[mask…, value…]` holds wherever an action of this `name` can be taken.
 *
 * They say why one cannot, in fields that a reader knows; what is left of faults is looked at besides.
 */
export interface TableNeeds {
  readonly name: string;
  readonly rows: readonly (readonly number[])[];
}

export interface TableEvent {
  readonly id: string;
  readonly eventType: string;
}

/**
 * The value in the first slot of `sources` that has one, made into `shape`, else `new`.
 *
 * The slot `own` then has it or nothing, the slot `context` has it, and the slot `identifier` unless it had
 * one before. In a sparse run what is `optional` is left out.
 *
 * `new` is `["=", value…]` by occurrence (the last one repeats), `["@"]` the clock, `["@", n]` its first n
 * characters, `["|", n, value…]` the value whose number is that of the variant and n more, `["[", new…]` a list,
 * `["{", [name, new, optional?]…]` an object, `["#", new…]` one by occurrence, `["?"]` nothing.
 */
export interface PlannedField {
  readonly name: string;
  readonly new: readonly unknown[];
  readonly sources?: readonly number[];
  readonly own?: number | null;
  readonly context?: number | null;
  readonly identifier?: number | null;
  readonly shape?: number | null;
  readonly optional?: boolean;
}

/**
 * What a value is made into: one of the `values` of an enum, else the first; or an object with these `fields`.
 *
 * A value that has this shape already stays as it is, but in a sparse run.
 */
export interface TableShape {
  readonly name: string;
  readonly values: readonly string[] | null;
  readonly fields: readonly ShapedField[];
}

/** A field of a value object: the value of the field of this `name` and the `same` type, else `new`. */
export interface ShapedField {
  readonly name: string;
  readonly same: string;
  readonly new: readonly unknown[];
  readonly shape?: number | null;
  readonly optional?: boolean;
}

/** What its receiver is told. */
export interface TableCrossing {
  readonly name: string;
  readonly event: number;
  readonly target: string;
  readonly fields: readonly PromisedField[];
  readonly arrivals: readonly Arrival[];
}

/** `verdict` holds where the message has the field. */
export interface PromisedField {
  readonly field: string;
  readonly type: string;
  readonly required: boolean;
  readonly verdict: string;
}

/** The value of the slot `source`, once it has one, goes to the slot `context`, and to `identifier` as ever. */
export interface Arrival {
  readonly source: number;
  readonly context?: number | null;
  readonly identifier?: number | null;
}

/** `variation` is what its values differ in from those of a plain run, `null` for one. */
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
  readonly variation?: Variation | null;
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

/** `good` is the probability of a good end from here on, a fraction; `null` inside an action of several steps. */
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

/** Enums take the value of the `number` of the variant; in a `sparse` run what is optional is left out. */
export interface Variation {
  readonly number: number;
  readonly sparse: boolean;
}

/** `live` is `null` in a page without a server; `editor` is an address with `{path} {line} {column}`. */
export interface Page {
  readonly live: Live | null;
  readonly editor: string | null;
  readonly notices: readonly string[];
  readonly embedded: boolean;
}

/** The state in which a page was served: messages after `after` are news; `base` names all but the flows. */
export interface Live {
  readonly url: string;
  readonly after: string;
  readonly base: string;
  readonly flows: readonly FlowHead[];
  readonly held: readonly Held[];
}

/** `hash` names the `FlowPart` at `/blob/<hash>`. */
export interface FlowHead {
  readonly flowId: string;
  readonly name: string;
  readonly hash: string;
  readonly scenarios: readonly ScenarioHead[];
}

/** As much of a scenario as a list shows. */
export interface ScenarioHead {
  readonly scenarioId: string;
  readonly scenarioLabel: string;
  readonly kind: string;
  readonly verdict: string;
  readonly good: boolean;
}

/** A flow that is shown as it was at `since` (server time), because of errors in `paths`. */
export interface Held {
  readonly flowId: string;
  readonly since: string;
  readonly paths: readonly string[];
}

/** All that there is, by hashes. */
export interface Snapshot {
  readonly type: "snapshot";
  readonly format: "moment.live/1";
  readonly t: number;
  readonly base: string;
  readonly flows: readonly FlowHead[];
  readonly diagnostics: readonly Readonly<Record<string, unknown>>[];
  readonly held: readonly Held[];
}

/** A flow that is new or another; `flow` is `null` when it has more than 256 kB. */
export interface Patch {
  readonly type: "patch";
  readonly format: "moment.live/1";
  readonly t: number;
  readonly flowId: string;
  readonly hash: string;
  readonly base: string;
  readonly flow: FlowPart | null;
}

/** A flow with its scenarios, as they stand in a bundle. */
export interface FlowPart {
  readonly flow: Flow;
  readonly scenarios: readonly Scenario[];
}

/** Flows that the specification no longer has. */
export interface Removed {
  readonly type: "removed";
  readonly format: "moment.live/1";
  readonly t: number;
  readonly flowIds: readonly string[];
}

/** All findings, and the flows that are shown as they last were; `base` has the texts that they point into. */
export interface DiagnosticsMessage {
  readonly type: "diagnostics";
  readonly format: "moment.live/1";
  readonly t: number;
  readonly base: string;
  readonly diagnostics: readonly Readonly<Record<string, unknown>>[];
  readonly held: readonly Held[];
}

/** Flows that were held and no longer are. */
export interface Recovered {
  readonly type: "recovered";
  readonly format: "moment.live/1";
  readonly t: number;
  readonly flowIds: readonly string[];
}

/** Flows that are being explored, said after 150 ms. */
export interface Working {
  readonly type: "working";
  readonly format: "moment.live/1";
  readonly t: number;
  readonly flowIds: readonly string[];
}

/** The messages that are missing are gone: a snapshot follows. */
export interface Resync {
  readonly type: "resync";
  readonly format: "moment.live/1";
  readonly t: number;
  readonly reason: string;
}

/** A flow to be run with other options than those of the project; `null`: as there. */
export interface SimulateRequest {
  readonly flow: string;
  readonly faults?: Readonly<Record<string, number>> | null;
  readonly maxFaults?: number | null;
  readonly instances?: number | null;
  readonly seed?: number | null;
}

/** An edit that was offered, with the SHA-256 of every text that it was made for. */
export interface ApplyRequest {
  readonly edits: readonly TextEdit[];
  readonly sha256: Readonly<Record<string, string>>;
}

export interface Applied {
  readonly applied: readonly string[];
}

/** Why there is no other answer, in a whole sentence. */
export interface Refused {
  readonly error: string;
}

export type Message = Snapshot | Patch | Removed | DiagnosticsMessage | Recovered | Working | Resync;

/** How a run can end, the worst first; `incomplete` stands in figures only. */
export const VERDICTS = [
  "contract-violation",
  "double-effect",
  "illegal-transition",
  "policy-loop",
  "unanticipated",
  "stalled",
  "retry-exhausted",
  "unfinished-saga",
  "unhandled-refusal",
  "compensated",
  "ended",
  "completed",
] as const;

/** Ends that are as they should be. */
export const GOOD_VERDICTS = [
  "compensated",
  "completed",
  "ended",
] as const;

/** What a step can be. */
export const ACTION_KINDS = [
  "handle",
  "refuse",
  "publish",
  "deliver",
  "choose",
  "skip",
  "end",
  "policy",
  "service",
  "saga",
  "undo",
  "timeout",
  "lose",
  "duplicate",
  "crash",
  "drift",
] as const;

/** What can strike. */
export const FAULT_KINDS = [
  "lose",
  "duplicate",
  "refuse",
  "timeout",
  "crash",
  "drift",
] as const;

/** What a scenario is told for. */
export const SCENARIO_KINDS = [
  "happy",
  "variant",
  "failure",
  "negative",
  "timeout",
  "fault",
] as const;

export type Tone = "good" | "noted" | "bad" | "incomplete" | "plain";

/** How a verdict is shown. */
export const VERDICT_TONES: Readonly<Record<string, Tone>> = {
  "contract-violation": "bad",
  "double-effect": "bad",
  "illegal-transition": "bad",
  "policy-loop": "bad",
  "unanticipated": "bad",
  "stalled": "bad",
  "retry-exhausted": "bad",
  "unfinished-saga": "bad",
  "unhandled-refusal": "bad",
  "compensated": "noted",
  "ended": "plain",
  "completed": "good",
  "incomplete": "incomplete",
};
