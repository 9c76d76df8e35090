/** Payloads from plans: per field what the run has learnt of it, else a new value that is open where the run decides. */
import type { Entry, PlannedField, Shape, Template, Transfer, Variation } from "./machine";

export type Payload = Readonly<Record<string, unknown>>;

/** `carried` are the payloads that each cause carries; only plans of `["<", k]` ask for them. */
export interface Making {
  readonly at: string;
  readonly occurrence: number;
  readonly carried: readonly (readonly Payload[])[];
}

/** What one instance of a flow has learnt in a run, by slot. */
export class Memory {
  private readonly slots = new Map<number, Entry>();

  constructor(private readonly shapes: readonly Shape[], private readonly variation: Variation) {}

  /** The payload of a plan; nothing is kept. */
  make(plan: readonly PlannedField[], making: Making): Payload {
    const found: [string, unknown][] = [];
    for (const field of plan) {
      if (field.optional && this.variation.sparse) continue;
      const source = field.sources.find((slot) => this.slots.has(slot));
      const entry = source === undefined ? undefined : this.slots.get(source);
      if (entry !== undefined) found.push([field.name, this.adapted(entry.value, entry.shape, field.shape, making.at)]);
      else this.put(found, field, making);
    }
    // Own members even for a field of the name `__proto__`.
    return Object.fromEntries(found);
  }

  private put(found: [string, unknown][], { name, new: made }: PlannedField, { at, occurrence, carried }: Making): void {
    if (made[0] === "<") {
      const source = carried[Number(made[1])]?.find((each) => Object.hasOwn(each, name));
      if (source !== undefined) found.push([name, source[name]]);
    } else if (made[0] !== "?") found.push([name, fill(made, at, this.variation, occurrence)]);
  }

  /** Keeps a payload where those after it look. */
  keep(plan: readonly PlannedField[], payload: Payload): void {
    for (const { name, own, context, identifier, shape } of plan) {
      if (Object.hasOwn(payload, name)) {
        const entry = { value: payload[name], shape };
        if (own !== null) this.slots.set(own, entry);
        this.learn(entry, context, identifier);
      } else if (own !== null) this.slots.delete(own);
    }
  }

  /** What the receiver of a message learns. */
  receive(transfers: readonly Transfer[]): void {
    for (const { source, context, identifier } of transfers) {
      const entry = this.slots.get(source);
      if (entry !== undefined) this.learn(entry, context, identifier);
    }
  }

  private learn(entry: Entry, context: number | null, identifier: number | null): void {
    if (context !== null) this.slots.set(context, entry);
    if (identifier !== null && !this.slots.has(identifier)) this.slots.set(identifier, entry);
  }

  /** A value of one shape as one of another: another context's type of one name keeps what it shares. */
  private adapted(value: unknown, from: number | null, to: number | null, at: string): unknown {
    const shape = to === null ? undefined : this.shapes[to];
    if (shape === undefined || (from === to && shape.values === null && !this.variation.sparse)) return value;
    if (Array.isArray(value)) return value.map((each) => this.adapted(each, from, to, at));
    if (shape.values !== null) return shape.values.includes(value as string) ? value : shape.values[0];
    return isObject(value) ? this.rebuilt(value, from, shape, at) : value;
  }

  private rebuilt(value: Payload, from: number | null, shape: Shape, at: string): Payload {
    const known = new Map((from === null ? [] : (this.shapes[from]?.fields ?? [])).map((field) => [field.name, field]));
    const fields = shape.fields.filter((field) => !(field.optional && this.variation.sparse));
    return Object.fromEntries(fields.map((field) => {
      const origin = known.get(field.name);
      const flows = origin !== undefined && origin.same === field.same && Object.hasOwn(value, field.name);
      return [field.name, flows ? this.adapted(value[field.name], origin.shape, field.shape, at) : fill(field.new, at, this.variation, 0)];
    }));
  }
}

const isObject = (value: unknown): value is Payload => typeof value === "object" && value !== null;

/** The value that a template is at a time; see `PlannedField` of the tables. */
export function fill(template: Template, at: string, variation: Variation, occurrence: number): unknown {
  const [how, ...rest] = template;
  const inner = (value: unknown, time = 0): unknown => (Array.isArray(value) ? fill(value, at, variation, time) : undefined);
  switch (how) {
    case "=":
      return rest[Math.min(occurrence, rest.length - 1)];
    case "@":
      return typeof rest[0] === "number" ? at.slice(0, rest[0]) : at;
    case "|":
      return rest[1 + ((variation.number + Number(rest[0])) % Math.max(rest.length - 1, 1))];
    case "[":
      return rest.map((each) => inner(each));
    case "#":
      return inner(rest[Math.min(occurrence, rest.length - 1)], occurrence);
    case "{":
      return Object.fromEntries(rest.flatMap((member) => {
        if (!Array.isArray(member) || (member[2] === true && variation.sparse)) return [];
        return [[String(member[0]), inner(member[1])]];
      }));
    default:
      return undefined;
  }
}
