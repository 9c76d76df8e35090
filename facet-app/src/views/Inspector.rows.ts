/** One step from inside: its payloads as a tree, what changed, what travelled and what stayed behind, the checks of the run. */
import type { Check, EventSeen, Model, Scenario, Step } from "../data/payloads";
import type { Node } from "../parts/nodes";
import { safe } from "../parts/verdict";

/** `id` is the keys from the event down, as JSON text: two paths never have the same one. */
export interface PayloadNode extends Node {
  readonly key: string;
  /** Null for what opens. */
  readonly value: string | null;
  readonly size: number;
  readonly classification: string | null;
  readonly children: readonly PayloadNode[];
}

const DEEPEST = 64;

/** The payload of an event as a tree; classified fields carry their word. */
export function payloadTree(event: EventSeen, model: Model): readonly PayloadNode[] {
  const words = classifications(model, event.eventType);
  return Object.entries(event.payload).map(([name, value]) => payloadNode([name], value, words.get(name) ?? null));
}

function payloadNode(keys: readonly string[], value: unknown, classification: string | null): PayloadNode {
  const inside = entries(value);
  const opens = inside.length > 0 && keys.length < DEEPEST;
  const key = safe(keys.at(-1) ?? "");
  const shown = opens ? null : inside.length > 0 ? "…" : plain(value);
  const children = opens ? inside.map(([name, each]) => payloadNode([...keys, name], each, null)) : [];
  return { id: JSON.stringify(keys), text: key, key, value: shown, size: inside.length, classification, children };
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((each, index) => [String(index), each]);
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

const plain = (value: unknown): string =>
  typeof value === "string" ? safe(value) : Array.isArray(value) ? "empty list" : typeof value === "object" && value !== null ? "empty" : String(value);

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

const FIELDS: Readonly<Record<string, (of: string) => string>> = {
  lane: (of) => `Lane ${of}`,
  message: (of) => `${of.split(">")[0]} on its way to ${of.split(">")[1]}`,
  lifecycle: (of) => `State of ${of.slice(of.lastIndexOf("/") + 1)}`,
  saga: (of) => `Saga ${of}`,
  budget: (of) => `Faults left${of === "" ? "" : ` of kind ${of}`}`,
};

/** What a path of a state difference is, in words; an unknown one is shown as it is. */
export function fieldName(path: string): string {
  const [kind = "", ...of] = path.split(":");
  return safe((Object.hasOwn(FIELDS, kind) ? FIELDS[kind]?.(of.join(":")) : undefined) ?? path);
}
