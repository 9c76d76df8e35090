/** A run as columns in typed arrays: what the timeline draws and what searches read. */
import type { Flow, Scenario, Step } from "./payloads";

/** Interned strings; number 0 is the empty string. */
export interface Strings {
  readonly size: number;
  at(number: number): string;
  /** The number of a string, -1 when there is none. */
  find(text: string): number;
}

export const SEVERITY = { none: 0, note: 1, warning: 2, bad: 3 } as const;

/** The lane of steps whose own lane the flow does not have. */
export const ELSEWHERE = "elsewhere";

/** String numbers per row: those of row i are `value[start[i] .. start[i + 1]]`. */
export interface Lists {
  readonly start: Uint32Array;
  readonly value: Uint32Array;
}

/** Where a run comes from: what a reader needs to make it again. */
export interface Origin {
  readonly specHash: string;
  readonly seed: number;
  readonly scope: Readonly<Record<string, unknown>>;
}

export interface Diffs {
  readonly start: Uint32Array;
  readonly path: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

export interface Checks {
  readonly start: Uint32Array;
  readonly name: Uint32Array;
  readonly holds: Uint8Array;
}

/** Row i of every column is step i. `causeStart` has one entry more than there are rows. */
export interface Run {
  readonly runId: string;
  readonly label: string;
  readonly kind: string;
  readonly verdict: string;
  readonly flow: string;
  readonly origin: Origin;
  /** Milliseconds since 1970 at which `time` is 0. */
  readonly start: number;
  readonly rows: number;
  readonly lanes: readonly string[];
  readonly kinds: readonly string[];
  readonly reasons: readonly string[];
  readonly faults: readonly string[];
  readonly strings: Strings;
  readonly time: Float64Array;
  readonly action: Uint32Array;
  readonly aggregate: Uint32Array;
  readonly correlation: Uint32Array;
  /** Kinds of steps, by position in `kinds`. */
  readonly step: Uint8Array;
  readonly severity: Uint8Array;
  readonly fault: Uint8Array;
  readonly lane: Uint16Array;
  readonly causeStart: Uint32Array;
  readonly cause: Uint32Array;
  readonly causeReason: Uint8Array;
  /** The way back: the rows that row i is a cause of. Built on load. */
  readonly effectStart: Uint32Array;
  readonly effect: Uint32Array;
  readonly moment: Uint32Array;
  /** Types of the events that happen, and names of the fields that they carry. */
  readonly events: Lists;
  readonly fields: Lists;
  readonly diffs: Diffs;
  readonly checks: Checks;
  /** One JSON text per row; null where payloads are left out. */
  readonly payloads: ((row: number) => Promise<string> | string) | null;
}

/** Strings numbered in the order they are met. */
export class Interned implements Strings {
  readonly #texts: string[] = [""];
  readonly #numbers = new Map<string, number>([["", 0]]);
  get size(): number {
    return this.#texts.length;
  }
  at(number: number): string {
    return this.#texts[number] ?? "";
  }
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }
}

/** Causes the other way round: for every row the rows that name it as a cause, in order. */
export function effectsOf(causeStart: Uint32Array, cause: Uint32Array): { effectStart: Uint32Array; effect: Uint32Array } {
  const rows = causeStart.length - 1;
  const effectStart = new Uint32Array(rows + 1);
  for (const row of cause) effectStart[row + 1]!++;
  for (let row = 0; row < rows; row++) effectStart[row + 1]! += effectStart[row]!;
  const next = effectStart.slice();
  const effect = new Uint32Array(cause.length);
  for (let row = 0; row < rows; row++)
    for (let at = causeStart[row]!; at < causeStart[row + 1]!; at++) effect[next[cause[at]!]!++] = row;
  return { effectStart, effect };
}

/** One number per entry of each row, and where each row begins. */
function listsOf<T>(rows: readonly T[], values: (row: T) => readonly number[]): Lists {
  const start = new Uint32Array(rows.length + 1);
  const all = rows.map(values);
  all.forEach((each, row) => (start[row + 1] = start[row]! + each.length));
  return { start, value: Uint32Array.from(all.flat()) };
}

/** The lane of every step: without one where its cause, else where the step before it stood. */
function lanesOf(steps: readonly Step[], flow: Flow | null): { lanes: string[]; lane: Uint16Array } {
  const lanes = flow?.lanes.map((lane) => lane.id) ?? [...new Set(steps.flatMap((step) => step.lane ?? []))];
  const numbers = new Map(lanes.map((id, number) => [id, number]));
  const elsewhere = lanes.length;
  const lane = new Uint16Array(steps.length);
  const stood = new Map<number, number>();
  steps.forEach((step, row) => {
    const beside = stood.get(step.causes[0]?.seq ?? -1) ?? lane[row - 1] ?? 0;
    lane[row] = step.lane === null ? beside : (numbers.get(step.lane) ?? elsewhere);
    stood.set(step.seq, lane[row]!);
  });
  return { lanes: lane.includes(elsewhere) ? [...lanes, ELSEWHERE] : lanes, lane };
}

function severityOf(step: Step, good: boolean): number {
  if (step.checks.some((check) => !check.holds)) return good ? SEVERITY.warning : SEVERITY.bad;
  return step.fault === null ? SEVERITY.none : SEVERITY.warning;
}

interface Causes {
  readonly causeStart: Uint32Array;
  readonly cause: Uint32Array;
  readonly reason: readonly string[];
}

/** Causes as row numbers; one that is no earlier step has no row to point to and is left out. */
function causesOf(steps: readonly Step[]): Causes {
  const rowOf = new Map(steps.map((step, row) => [step.seq, row]));
  const reason: string[] = [];
  const { start, value } = listsOf([...steps.keys()], (row) => {
    const kept = steps[row]!.causes.filter((cause) => (rowOf.get(cause.seq) ?? row) < row);
    reason.push(...kept.map((cause) => cause.reason));
    return kept.map((cause) => rowOf.get(cause.seq)!);
  });
  return { causeStart: start, cause: value, reason };
}

/** A scenario as columns; an unknown start or time counts as the start of the run. */
export function runOf(scenario: Scenario, flow: Flow | null, origin: Partial<Origin> = {}): Run {
  const { steps } = scenario;
  const strings = new Interned();
  const numbers = (of: (step: Step) => string | null): Uint32Array => Uint32Array.from(steps, (step) => strings.number(of(step) ?? ""));
  const words = (first: string[], of: readonly (string | null)[]): [string[], Uint8Array] => {
    const named = [...new Set([...first, ...of.map((word) => word ?? "")])].slice(0, 256);
    const position = new Map(named.map((word, at) => [word, at]));
    return [named, Uint8Array.from(of, (word) => position.get(word ?? "") ?? 255)];
  };
  const [kinds, step] = words([], steps.map((each) => each.kind));
  const [faults, fault] = words([""], steps.map((each) => each.fault));
  const { causeStart, cause, reason } = causesOf(steps);
  const [reasons, causeReason] = words(["outside"], reason);
  const correlation = numbers((each) => each.correlation);
  const action = numbers((each) => each.action);
  const aggregate = numbers((each) => (each.aggregate === null ? "" : `${each.context ?? ""}/${each.aggregate}`));
  const happened = new Map(scenario.events.map((event) => [event.eventId, event]));
  const eventsAt = steps.map((each) => each.eventIds.flatMap((id) => happened.get(id) ?? []));
  const diff = (of: "path" | "from" | "to"): Lists => listsOf(steps, (each) => each.diff.map((change) => strings.number(change[of])));
  const moment = numbers((each) => each.moment);
  const paths = diff("path");
  const checks = listsOf(steps, (each) => each.checks.map((check) => strings.number(check.name)));
  const times = steps.map((each) => Date.parse(each.at));
  const start = times.find((time) => !Number.isNaN(time)) ?? 0;
  return {
    runId: scenario.scenarioId,
    label: scenario.scenarioLabel,
    kind: scenario.kind,
    verdict: scenario.verdict.kind,
    flow: flow?.name ?? scenario.flowId.replace(/^flow-/, ""),
    origin: { specHash: "", seed: scenario.seed, scope: { instances: 1, faults: scenario.faults.length }, ...origin },
    start,
    rows: steps.length,
    ...lanesOf(steps, flow),
    kinds, reasons, faults, strings,
    time: Float64Array.from(times, (time) => (Number.isNaN(time) ? 0 : time - start)),
    action, aggregate, correlation, step,
    severity: Uint8Array.from(steps, (each) => severityOf(each, scenario.verdict.good)),
    fault, causeStart, cause, causeReason,
    ...effectsOf(causeStart, cause),
    moment,
    events: listsOf(eventsAt, (each) => each.map((event) => strings.number(event.eventType))),
    fields: listsOf(eventsAt, (each) => each.flatMap((event) => Object.keys(event.payload).map((name) => strings.number(name)))),
    diffs: { start: paths.start, path: paths.value, from: diff("from").value, to: diff("to").value },
    checks: { start: checks.start, name: checks.value, holds: Uint8Array.from(steps.flatMap((each) => each.checks), (check) => Number(check.holds)) },
    payloads: (row) => {
      const found = eventsAt[row] ?? [];
      if (found.length === 0) return "";
      return JSON.stringify(found.length === 1 ? found[0]!.payload : found.map((event) => event.payload));
    },
  };
}
