/** Steps of a run as the timeline shows them: shape, words, lane, severity; one row a step, told when it is asked for. */
import { Columnar } from "../data/columnar";
import type { Cause, Flow, Scenario, Step } from "../data/payloads";
import { stepsOf, type Steps } from "../data/steps";
import { named } from "../data/text";

export type Shape =
  | "command" | "event" | "policy" | "saga" | "delivery" | "choice" | "outcome" | "fault" | "other";

/** What a crossing carries: the words of its badge, and whether the contract holds. */
export interface Badge {
  readonly text: string;
  readonly holds: boolean;
}

export interface Row {
  readonly seq: number;
  readonly action: string;
  readonly kind: string;
  readonly shape: Shape;
  readonly lane: string;
  readonly label: string;
  /** Types of the events that the step emits, and the words for all of them. */
  readonly events: readonly string[];
  readonly event: string | null;
  readonly severity: number;
  readonly beyond: boolean;
  readonly moment: string | null;
  readonly arm: string | null;
  readonly causes: readonly Cause[];
  /** Milliseconds since 1970; NaN when the file says none. */
  readonly time: number;
  /** The probability that all ends well from here; null when nobody knows. */
  readonly good: number | null;
  readonly crossing: string | null;
  readonly badge: Badge | null;
  readonly checks: string;
}

const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ["handle", "command"], ["undo", "command"], ["publish", "event"], ["deliver", "delivery"], ["choose", "choice"],
  ["end", "outcome"], ["policy", "policy"], ["saga", "saga"], ["refuse", "fault"], ["timeout", "fault"],
  ["lose", "fault"], ["duplicate", "fault"], ["crash", "fault"], ["drift", "fault"],
]);
const FAULTS: ReadonlyMap<string, string> = new Map([
  ["refuse", "refused"], ["timeout", "timed out"], ["lose", "lost"], ["duplicate", "duplicate"],
  ["crash", "crashed"], ["drift", "drifted"],
]);

/** What stands in the place of a step of this kind. */
export const shapeOf = (kind: string): Shape => SHAPES.get(kind) ?? "other";

/** The part of an action name after its kind, without the ordinal. */
export const subject = (action: string): string => action.slice(action.indexOf(":") + 1).replace(/ #\d+$/, "");

/** What stands on the shape of a step. */
export function labelOf(action: string, kind: string): string {
  const about = subject(action);
  const name = about.replace(/^[^.=>]*\./, "");
  if (kind === "choose" || kind === "saga") return about.slice(about.indexOf("=") + 1);
  if (kind === "deliver") return about.replace(">", " → ");
  if (kind === "undo") return `undo ${name}`;
  const fault = FAULTS.get(kind);
  if (fault === undefined) return name.replace(/=.*?(?=\(|$)/, "");
  if (kind === "refuse") return `refused ${name.split(".")[0]}`;
  return `${fault} ${about.split(">")[0]}`;
}

/** A fraction or a decimal as a number; null for what is neither. */
export function chance(text: string | null): number | null {
  if (text === null) return null;
  const [over, under = "1"] = text.split("/");
  const value = Number(over) / Number(under);
  return Number.isFinite(value) ? value : null;
}

function badges(run: Scenario, flow: Flow): Map<number, Badge> {
  const relations = new Map(flow.ledger.map((each) => [each.crossing, each.relationship]));
  return new Map(
    run.contracts.map((contract) => {
      const required = contract.fields.filter((field) => field.required);
      const carried = required.filter((field) => field.verdict === "carried").length;
      const holds = contract.fields.every((field) => field.verdict === "carried" || field.verdict === "absent");
      const count = `${carried}/${required.length} ${holds ? "✓" : "▲"}`;
      return [contract.seq, { text: `${relations.get(contract.crossing) ?? "crossing"} ${count}`, holds }];
    }),
  );
}

function checksOf(step: Step): string {
  const failed = step.checks.filter((check) => !check.holds);
  if (failed.length > 0) return `▲ ${failed.map((check) => check.why || check.name).join("; ")}`;
  return step.checks.length === 0 ? "" : `✓ ${step.checks.length}`;
}

/** The rows of a run: as many as it has steps, each told once it is looked at. */
export interface Rows {
  readonly steps: Steps;
  readonly length: number;
  at(position: number): Row | undefined;
  /** Whether no flow shows the step. */
  isBeyond(position: number): boolean;
  /** The probability that all ends well from here; null when nobody knows. */
  good(position: number): number | null;
}

/** Rows kept at hand: somewhat more than stand in a window. */
const KEPT = 20_000;

class Told implements Rows {
  readonly #told = new Map<number, Row>();
  readonly #moments: ReadonlyMap<string, string>;
  readonly #badges: ReadonlyMap<number, Badge>;
  readonly #listed: readonly Step[] | null;
  readonly #types: ReadonlyMap<string, string>;
  constructor(
    readonly steps: Steps,
    scenario: Scenario,
    flow: Flow,
  ) {
    this.#moments = new Map(flow.moments.map((moment) => [moment.id, moment.label]));
    this.#badges = badges(scenario, flow);
    this.#listed = scenario instanceof Columnar ? null : scenario.steps;
    this.#types = new Map(this.#listed === null ? [] : scenario.events.map((event) => [event.eventId, event.eventType]));
  }
  get length(): number {
    return this.steps.length;
  }
  isBeyond(position: number): boolean {
    return this.#listed?.[position]?.beyondFlow ?? false;
  }
  good(position: number): number | null {
    return chance(this.#listed?.[position]?.good ?? null);
  }
  at(position: number): Row | undefined {
    const known = this.#told.get(position);
    if (known !== undefined) return known;
    const step = this.steps.at(position);
    if (step === undefined) return undefined;
    if (this.#told.size >= KEPT) this.#told.clear();
    const row = this.#row(step, position);
    this.#told.set(position, row);
    return row;
  }
  /** An event that is not in the file is called by its identifier. */
  #events(step: Step, position: number): readonly string[] {
    if (this.#listed !== null) return step.eventIds.map((id) => this.#types.get(id) ?? id);
    const { events, strings } = this.steps.run;
    return Array.from(events.value.subarray(events.start[position], events.start[position + 1]), (number) => strings.at(number));
  }
  #row(step: Step, position: number): Row {
    const { lanes, lane, severity } = this.steps.run;
    const events = this.#events(step, position).map(named);
    return {
      seq: step.seq,
      action: step.action,
      kind: named(step.kind),
      shape: shapeOf(step.kind),
      lane: lanes[lane[position] ?? 0] ?? "",
      label: named(labelOf(step.action, step.kind)),
      events,
      event: events.length > 1 ? `${events[0]} +${events.length - 1}` : (events[0] ?? null),
      severity: severity[position] ?? 0,
      beyond: step.beyondFlow,
      moment: step.moment === null ? null : named(this.#moments.get(step.moment) ?? step.moment),
      arm: step.arm === null ? null : named(step.arm),
      causes: step.causes,
      time: Date.parse(step.at),
      good: chance(step.good),
      crossing: subject(step.action).includes(">") ? named(subject(step.action)) : null,
      badge: this.#badges.get(step.seq) ?? null,
      checks: named(checksOf(step)),
    };
  }
}

/** A step without a lane stands where its cause, else where the step before it stood. */
export const rowsOf = (run: Scenario, flow: Flow): Rows => new Told(stepsOf(run, flow), run, flow);

/** Every row of a small run. */
export const allOf = (rows: Rows): readonly Row[] => Array.from({ length: rows.length }, (_, position) => rows.at(position)).filter((row) => row !== undefined);

const VERBS: ReadonlyMap<string, string> = new Map([
  ["handle", "was handled"], ["publish", "was published"], ["policy", "reacted"], ["end", "ended the flow"],
  ["choose", "was chosen"], ["saga", "was reached by the saga"], ["skip", "was skipped"], ["undo", "was done"],
]);

/** What the live region and the tip say about a row. */
export function sentence(row: Row, rows: number, position: number): string {
  const [event, to] = (row.crossing ?? "").split(">");
  const what =
    row.kind === "deliver" ? `${event} delivered to ${to}` : `${row.label} ${VERBS.get(row.kind) ?? ""}`.trimEnd();
  const then = row.event === null ? "" : `, ${row.event} happened`;
  const contract = row.badge === null ? "" : `, contract ${row.badge.text.replace(/^.* (\d+)\/(\d+) .$/, "$1 of $2")}`;
  const problem = row.checks.startsWith("▲") ? `, problem: ${row.checks.slice(2)}` : "";
  return `Step ${(position + 1).toLocaleString("en")} of ${rows.toLocaleString("en")}: ${what}${then}${contract}${problem}`;
}
