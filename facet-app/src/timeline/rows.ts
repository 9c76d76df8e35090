/** Steps of a scenario as the timeline shows them: shape, words, lane, severity; one row a step. */
import type { Cause, Flow, Scenario, Step } from "../data/payloads";
import { SEVERITY } from "../data/run";

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
  /** The event that the step emits. */
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
const ELSEWHERE = "elsewhere";

/** The part of an action name after its kind, without the ordinal. */
const subject = (action: string): string => action.slice(action.indexOf(":") + 1).replace(/ #\d+$/, "");

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

function severityOf(step: Step, good: boolean): number {
  if (step.checks.some((check) => !check.holds)) return good ? SEVERITY.warning : SEVERITY.bad;
  return step.fault === null ? SEVERITY.none : SEVERITY.warning;
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

/** Every step as a row. A step without a lane stands where its cause, else where the step before it stood. */
export function rowsOf(run: Scenario, flow: Flow): readonly Row[] {
  const known = new Set(flow.lanes.map((lane) => lane.id));
  const events = new Map(run.events.map((event) => [event.eventId, event.eventType]));
  const moments = new Map(flow.moments.map((moment) => [moment.id, moment.label]));
  const badge = badges(run, flow);
  const rows: Row[] = [];
  const before = new Map<number, string>();
  for (const step of run.steps) {
    const beside = before.get(step.causes[0]?.seq ?? -1) ?? rows.at(-1)?.lane ?? flow.lanes[0]?.id ?? ELSEWHERE;
    const lane = step.lane === null ? beside : known.has(step.lane) ? step.lane : ELSEWHERE;
    before.set(step.seq, lane);
    const emitted = step.eventIds.map((id) => events.get(id) ?? id);
    const shape = SHAPES.get(step.kind) ?? "other";
    rows.push({
      seq: step.seq,
      action: step.action,
      kind: step.kind,
      shape,
      lane,
      label: labelOf(step.action, step.kind),
      event: emitted.length > 1 ? `${emitted[0]} +${emitted.length - 1}` : (emitted[0] ?? null),
      severity: severityOf(step, run.verdict.good),
      beyond: step.beyondFlow,
      moment: step.moment === null ? null : (moments.get(step.moment) ?? step.moment),
      arm: step.arm,
      causes: step.causes,
      time: Date.parse(step.at),
      good: chance(step.good),
      crossing: subject(step.action).includes(">") ? subject(step.action) : null,
      badge: badge.get(step.seq) ?? null,
      checks: checksOf(step),
    });
  }
  return rows;
}

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
  return `Step ${position + 1} of ${rows}: ${what}${then}${contract}${problem}`;
}
