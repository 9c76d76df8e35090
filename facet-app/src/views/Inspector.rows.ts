/** One step from inside: its payloads as a tree, what changed, what travelled and what stayed behind, the checks of the run. */
import { Columnar } from "../data/columnar";
import { coneOf } from "../data/cone";
import type { Check, EventSeen, Model, Scenario, Step } from "../data/payloads";
import type { Run } from "../data/run";
import { stepsOf } from "../data/steps";
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

/** The events that happen in a step; of a delivery, the event delivered. A promise where payloads are read from the file first. */
export function eventsOf(scenario: Scenario, step: Step): readonly EventSeen[] | Promise<readonly EventSeen[]> {
  const steps = stepsOf(scenario);
  const row = steps.row(step.seq);
  if (step.eventIds.length > 0) return steps.events(row);
  const from = step.kind === "deliver" ? delivered(steps.run, row, eventType(step.action)) : -1;
  if (from < 0) return [];
  const own = (events: readonly EventSeen[]) => events.filter((event) => event.eventType === eventType(step.action));
  const found = steps.events(from);
  return found instanceof Promise ? found.then(own) : own(found);
}

/** The nearest row behind in which an event of this type happened, -1 for none. */
function delivered(run: Run, row: number, type: string): number {
  const { rows } = coneOf(run, row);
  const number = run.strings.find(type);
  return [...rows].find((each) => run.events.value.subarray(run.events.start[each], run.events.start[each + 1]).includes(number)) ?? -1;
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
  const own = scenario.contracts.filter((each) => each.seq === step.seq);
  const events = own.length === 0 ? [] : eventsOf(scenario, step);
  const payload = events instanceof Promise ? {} : (events[0]?.payload ?? {});
  return own
    .map(({ crossing, fields }) => ({
      crossing,
      fields: fields.map(({ field, type, required, verdict }) => ({ field, type, required, verdict: verdict.replaceAll("-", " "), bad: verdict !== "carried" && (required || verdict !== "missing") })),
      stayed: Object.keys(payload).filter((name) => !fields.some((each) => each.field === name)),
    }));
}

export interface StripRow {
  readonly kind: string;
  readonly name: string;
  /** One a step of the window: ✓, ▲, or – where it is not checked. */
  readonly marks: readonly ("✓" | "▲" | "–")[];
  readonly failures: readonly { readonly seq: number; readonly why: string }[];
  /** How many more failures there are than are told. */
  readonly more: number;
}

const FAILURES = 50;

/** Every precondition, invariant and contract of the run, marked in the rows of the window; what fails first. */
export function strip(scenario: Scenario, from = 0, to = Number.POSITIVE_INFINITY): readonly StripRow[] {
  const steps = stepsOf(scenario);
  const seen = Array.from({ length: Math.max(0, Math.min(to, steps.length) - from) }, (_, index) => steps.at(from + index)?.checks ?? []);
  return checksOf(scenario).map(({ kind, name, failures, more }): StripRow => {
    const marks = seen.map((checks) => checks.filter((check) => check.kind === kind && check.name === name));
    return { kind, name, failures, more, marks: marks.map((own) => (own.length === 0 ? "–" : own.every((check) => check.holds) ? "✓" : "▲")) };
  });
}

interface Checked {
  readonly kind: string;
  readonly name: string;
  readonly failures: { readonly seq: number; readonly why: string }[];
  more: number;
}

const checked = new WeakMap<Scenario, readonly Checked[]>();

/** The checks of a whole run, read once. */
function checksOf(scenario: Scenario): readonly Checked[] {
  const known = checked.get(scenario);
  if (known !== undefined) return known;
  const found = new Map<string, Checked>();
  const note = (check: Check, seq: number): void => {
    const key = `${check.kind}\n${check.name}`;
    const own: Checked = found.get(key) ?? { kind: check.kind, name: check.name, failures: [], more: 0 };
    found.set(key, own);
    if (check.holds) return;
    if (own.failures.length < FAILURES) own.failures.push({ seq, why: check.why });
    else own.more += 1;
  };
  if (scenario instanceof Columnar) {
    const { run } = scenario;
    const { start, name, holds } = run.checks;
    for (let row = 0; row < run.rows; row++)
      for (let at = start[row]!; at < start[row + 1]!; at++) note({ kind: "check", name: run.strings.at(name[at]!), holds: holds[at] === 1, why: "" }, row);
  } else for (const step of scenario.steps) for (const check of step.checks) note(check, step.seq);
  const rows = [...found.values()].sort((a, b) => Number(b.failures.length > 0) - Number(a.failures.length > 0));
  checked.set(scenario, rows);
  return rows;
}

const PINNED = 200;

/** A pinned field (`EventType.field`) over the run: its value at each step that carries it, the first 200. */
export function pinned(scenario: Scenario, pin: string): readonly { readonly seq: number; readonly value: string }[] {
  const dot = pin.indexOf(".");
  const [type, field] = [pin.slice(0, dot), pin.slice(dot + 1)];
  const steps = stepsOf(scenario);
  const { strings, events } = steps.run;
  const number = strings.find(type);
  const values: { seq: number; value: string }[] = [];
  for (let row = 0; row < steps.length && values.length < PINNED; row++) {
    if (!events.value.subarray(events.start[row], events.start[row + 1]).includes(number)) continue;
    const happened = steps.events(row);
    const own = happened instanceof Promise ? [] : happened.filter((event) => event.eventType === type && Object.hasOwn(event.payload, field));
    for (const event of own) values.push({ seq: steps.seq(row) ?? -1, value: safe(JSON.stringify(event.payload[field]) ?? "") });
  }
  return values;
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
