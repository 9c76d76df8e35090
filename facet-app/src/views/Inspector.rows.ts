/** One step from inside: its payloads as a tree, what changed, what travelled and what stayed behind, the checks of the run. */
import type { Check, EventSeen, Model, Scenario, Step } from "../data/payloads";

export interface PayloadRow {
  /** Keys from the event down, as JSON text: two paths never have the same one. */
  readonly path: string;
  readonly key: string;
  readonly depth: number;
  /** Null for what opens. */
  readonly value: string | null;
  readonly size: number;
  readonly classification: string | null;
}

const DEEPEST = 64;
const LONGEST = 200;

/** Rows of a payload; `closed` says what is not opened. */
export function payloadRows(event: EventSeen, model: Model, closed: ReadonlySet<string> = new Set()): readonly PayloadRow[] {
  const words = classifications(model, event.eventType);
  const rows: PayloadRow[] = [];
  const visit = (key: string, value: unknown, keys: readonly string[], word: string | null): void => {
    const path = JSON.stringify(keys);
    const inside = entries(value);
    const opens = inside !== null && inside.length > 0 && keys.length < DEEPEST;
    const text = inside === null || inside.length === 0 ? plain(value) : opens ? null : "…";
    rows.push({ path, key: safe(key), depth: keys.length - 1, value: text, size: inside?.length ?? 0, classification: word });
    if (opens && !closed.has(path)) for (const [name, each] of inside) visit(name, each, [...keys, name], null);
  };
  for (const [name, value] of Object.entries(event.payload)) visit(name, value, [name], words.get(name) ?? null);
  return rows;
}

function entries(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (Array.isArray(value)) return value.map((each, index) => [String(index), each]);
  return typeof value === "object" && value !== null ? Object.entries(value) : null;
}

const plain = (value: unknown): string =>
  typeof value === "string" ? safe(value) : Array.isArray(value) ? "empty list" : typeof value === "object" && value !== null ? "empty" : String(value);

/** Control and bidirectional characters are written out, what is long is cut. */
export function safe(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
  return short.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
}

function classifications(model: Model, type: string): Map<string, string> {
  const events = model.contexts.flatMap((context) => context.aggregates.flatMap((aggregate) => aggregate.events));
  const fields = events.filter((event) => event.name === type).flatMap((event) => event.fields);
  return new Map(fields.flatMap((field) => (field.classification === null ? [] : [[field.name, field.classification]])));
}

/** The events that happen in a step; of a delivery, the event delivered. */
export function eventsOf(scenario: Scenario, step: Step): readonly EventSeen[] {
  const ids = step.eventIds.length > 0 ? step.eventIds : step.kind === "deliver" ? delivered(scenario, step) : [];
  return scenario.events.filter((event) => ids.includes(event.eventId));
}

function delivered(scenario: Scenario, step: Step): readonly string[] {
  const type = eventType(step.action);
  const emitted = new Set(scenario.events.filter((event) => event.eventType === type).map((event) => event.eventId));
  const seen = new Set<number>();
  const behind = [step];
  for (const at of behind) {
    const found = at.eventIds.filter((id) => emitted.has(id));
    if (found.length > 0) return found;
    for (const cause of at.causes) {
      const next = scenario.steps.find((each) => each.seq === cause.seq);
      if (next !== undefined && !seen.has(next.seq)) behind.push(next);
      seen.add(cause.seq);
    }
  }
  return [];
}

const eventType = (action: string): string => {
  const name = action.slice(action.indexOf(":") + 1).split(">")[0] ?? "";
  return name.slice(name.lastIndexOf(".") + 1);
};

export interface Travelled {
  readonly crossing: string;
  readonly fields: readonly { readonly field: string; readonly type: string; readonly required: boolean; readonly verdict: string; readonly bad: boolean }[];
  /** Fields of the event that the contract does not take along. */
  readonly stayed: readonly string[];
}

export function travelled(scenario: Scenario, step: Step): readonly Travelled[] {
  const payload = eventsOf(scenario, step)[0]?.payload ?? {};
  return scenario.contracts
    .filter((each) => each.seq === step.seq)
    .map(({ crossing, fields }) => ({
      crossing,
      fields: fields.map(({ field, type, required, verdict }) => ({ field, type, required, verdict: verdict.replaceAll("-", " "), bad: verdict !== "carried" && (required || verdict !== "missing") })),
      stayed: Object.keys(payload).filter((name) => !fields.some((each) => each.field === name)),
    }));
}

export interface StripRow {
  readonly kind: string;
  readonly name: string;
  /** One a step of the run: ✓, ▲, or – where it is not checked. */
  readonly marks: readonly ("✓" | "▲" | "–")[];
  readonly failures: readonly { readonly seq: number; readonly why: string }[];
}

/** Every precondition, invariant and contract over the whole run; what fails first. */
export function strip(scenario: Scenario): readonly StripRow[] {
  const found = new Map<string, Check>();
  for (const step of scenario.steps) for (const check of step.checks) found.set(named(check), found.get(named(check)) ?? check);
  const rows = [...found].map(([name, first]): StripRow => {
    const checks = scenario.steps.map((step) => ({ seq: step.seq, own: step.checks.filter((check) => named(check) === name) }));
    return {
      kind: first.kind,
      name: first.name,
      marks: checks.map(({ own }) => (own.length === 0 ? "–" : own.every((check) => check.holds) ? "✓" : "▲")),
      failures: checks.flatMap(({ seq, own }) => own.filter((check) => !check.holds).map((check) => ({ seq, why: check.why }))),
    };
  });
  return rows.sort((a, b) => Number(b.failures.length > 0) - Number(a.failures.length > 0));
}

const named = (check: Check): string => `${check.kind}\n${check.name}`;

/** A pinned field (`EventType.field`) over the run: its value at each step that carries it. */
export function pinned(scenario: Scenario, pin: string): readonly { readonly seq: number; readonly value: string }[] {
  const dot = pin.indexOf(".");
  const [type, field] = [pin.slice(0, dot), pin.slice(dot + 1)];
  const values = new Map(
    scenario.events
      .filter((event) => event.eventType === type && Object.hasOwn(event.payload, field))
      .map((event) => [event.eventId, JSON.stringify(event.payload[field]) ?? ""]),
  );
  return scenario.steps.flatMap((step) =>
    step.eventIds.flatMap((id) => {
      const value = values.get(id);
      return value === undefined ? [] : [{ seq: step.seq, value: safe(value) }];
    }),
  );
}
