/** Tells a way step by step: records numbered, linked to what caused them, timed, with the events that happen in them. */
import type { Contract, EventSeen, Step } from "../data/payloads";
import { PLAIN, type Action, type CausePlan, type EmitPlan, type Machine, type Mark, type RecordPlan, type Variation } from "./machine";
import { Memory, type Payload } from "./payload";
import { difference, type Diff, type Way } from "./step";

export interface Told {
  readonly steps: readonly Step[];
  readonly events: readonly EventSeen[];
  readonly contracts: readonly Contract[];
  /** Per step, the command that it handles, undoes or refuses. */
  readonly commands: readonly (string | null)[];
  /** After each action, how many steps there are. */
  readonly lengths: readonly number[];
}

interface Cause {
  readonly seq: number;
  readonly reason: string;
  /** The event that it brings. */
  readonly event: number | null;
}

/** An event that happened, with its number in the tables. */
interface Happened {
  readonly event: number;
  readonly seen: EventSeen;
}

const START = Date.UTC(2026, 0, 15, 10);

/** `good` is the chance of a good end after the action with this number in the way. */
export function tell(machine: Machine, way: Way, good: (number: number) => string | null, variation: Variation = PLAIN): Told {
  const book = new Book();
  const tellers = Array.from({ length: machine.instances }, (_, number) => new Teller(machine, book, number + 1, variation));
  const lengths = way.actions.map((label, number) => {
    const [action, before, after] = [machine.actions[label], way.states[number], way.states[number + 1]];
    if (action !== undefined && before !== undefined && after !== undefined) {
      tellers[action.instance - 1]?.tell(action, difference(machine, before, after, action.instance), good(number));
    }
    return book.steps.length;
  });
  return { steps: book.steps, events: book.events, contracts: book.contracts, commands: book.commands, lengths };
}

/** What all instances write into: one list of steps, one clock. */
class Book {
  readonly steps: Step[] = [];
  readonly events: EventSeen[] = [];
  readonly contracts: Contract[] = [];
  readonly commands: (string | null)[] = [];
  /** Per step the events that it makes, shows or brings. */
  readonly carries: (readonly Happened[])[] = [];
  readonly causes: (readonly Cause[])[] = [];
  private ticks = 0;

  time(ticks: boolean): string {
    const seconds = ticks ? this.ticks++ : Math.max(this.ticks - 1, 0);
    return new Date(START + 1000 * seconds).toISOString();
  }

  /** The nearest events among the ancestors, all of them; of what a cause brings only that. */
  nearest(causes: readonly Cause[]): string[] {
    const found = new Set<string>();
    for (const { seq, event } of causes) {
      const carried = this.carries[seq] ?? [];
      const exact = carried.filter((each) => each.event === event);
      const ids = (exact.length > 0 ? exact : carried).map((each) => each.seen.eventId);
      for (const id of ids.length > 0 ? ids : this.nearest(this.causes[seq] ?? [])) found.add(id);
    }
    return [...found].sort();
  }
}

/** Tells what one instance does. */
class Teller {
  private readonly latest = new Map<number, Happened>();
  private readonly where = new Map<Mark, number>();
  private readonly sagas = new Map<string, string>();
  private readonly memory: Memory;
  private readonly correlation: string;

  constructor(private readonly machine: Machine, private readonly book: Book, instance: number, variation: Variation) {
    this.memory = new Memory(machine.shapes, variation);
    this.correlation = `corr-${machine.flow}-${String(instance).padStart(3, "0")}`;
  }

  tell(action: Action, diff: readonly Diff[], good: string | null): void {
    const rest = diff.filter(({ path }) => !path.startsWith("saga:"));
    action.records.forEach((record, number) => {
      const own = this.move(record);
      const isLast = number === action.records.length - 1;
      const emits = action.emits.filter((emit) => emit.record === number);
      this.step(record, emits, number === 0 ? [...own, ...rest] : own, isLast ? good : null);
    });
  }

  /** A saga that starts and goes on in one action makes two moves. */
  private move(record: RecordPlan): Diff[] {
    if (record.kind !== "saga" || !record.action.includes("=")) return [];
    const [path, to] = [record.action.slice(0, record.action.indexOf("=")), record.action.slice(record.action.indexOf("=") + 1)];
    const from = this.sagas.get(path) ?? "not started";
    this.sagas.set(path, to);
    return [{ path, from, to }];
  }

  private step(record: RecordPlan, emits: readonly EmitPlan[], diff: readonly Diff[], good: string | null): void {
    const { book } = this;
    const seq = book.steps.length;
    const at = book.time(record.ticks);
    const causes = this.causesOf(record.causes);
    const carried = record.causes.map((cause) => {
      const found = this.seqOf(cause);
      return found === null ? [] : (book.carries[found] ?? []).map((each) => each.seen.payload);
    });
    if (record.input !== null) {
      const plan = this.machine.plans[record.input] ?? [];
      this.memory.keep(plan, this.memory.make(plan, { at, occurrence: 0, carried }));
    }
    const made = emits.flatMap((emit) => this.happen(emit, causes, carried, at));
    book.carries.push([...made, ...record.brings.flatMap((event) => this.latest.get(event) ?? [])]);
    book.causes.push(causes);
    book.commands.push(record.command);
    if (record.receives !== null) this.receive(record.receives, seq);
    for (const mark of record.leaves) this.where.set(mark, seq);
    for (const mark of record.offers) if (!this.where.has(mark)) this.where.set(mark, seq);
    book.steps.push({
      seq,
      action: record.action,
      kind: record.kind,
      lane: record.lane,
      context: record.context,
      aggregate: record.aggregate,
      moment: record.moment,
      arm: record.arm,
      beyondFlow: record.beyondFlow,
      eventIds: made.map((each) => each.seen.eventId),
      at,
      causes: causes.map((cause) => ({ seq: cause.seq, reason: cause.reason })),
      correlation: this.correlation,
      diff,
      checks: record.checks,
      fault: record.fault,
      place: record.place ?? { path: "", line: 1, column: 1 },
      good,
    });
  }

  /** Each step once, with the first reason for it. */
  private causesOf(plans: readonly CausePlan[]): Cause[] {
    const found = new Map<number, Cause>();
    for (const plan of plans) {
      const seq = this.seqOf(plan);
      if (seq !== null && !found.has(seq)) found.set(seq, { seq, reason: plan.reason, event: plan.event });
    }
    return [...found.values()].sort((one, two) => one.seq - two.seq);
  }

  private seqOf({ of }: CausePlan): number | null {
    const mark = of.find((each) => this.where.has(each));
    return mark === undefined ? null : (this.where.get(mark) ?? null);
  }

  private happen(emit: EmitPlan, causes: readonly Cause[], carried: readonly (readonly Payload[])[], at: string): Happened[] {
    const plan = this.machine.plans[emit.plan] ?? [];
    const causationEventIds = this.book.nearest(causes);
    const made = Array.from({ length: emit.times }, (_, occurrence): Happened => {
      const seen: EventSeen = {
        eventId: `evt-${String(this.book.events.length + 1).padStart(3, "0")}`,
        eventType: this.machine.events[emit.event]?.eventType ?? "",
        productSource: "moment",
        causationEventIds,
        correlationId: this.correlation,
        timestamp: at,
        version: "1.0.0",
        payload: this.memory.make(plan, { at, occurrence, carried }),
      };
      this.book.events.push(seen);
      return { event: emit.event, seen };
    });
    if (made[0] !== undefined) {
      this.latest.set(emit.event, made[0]);
      this.memory.keep(plan, made[0].seen.payload);
    }
    return made;
  }

  private receive(number: number, seq: number): void {
    const crossing = this.machine.crossings[number];
    if (crossing === undefined) return;
    const payload = this.latest.get(crossing.event)?.seen.payload ?? {};
    this.memory.receive(crossing.arrivals);
    const fields = crossing.fields.map(({ field, type, required, verdict }) => {
      const isThere = Object.hasOwn(payload, field);
      const lacks = required ? "missing" : "absent";
      return { field, type, required, verdict: verdict === "carried" && !isThere ? lacks : verdict, value: isThere ? payload[field] : null };
    });
    this.book.contracts.push({ crossing: crossing.name, seq, fields });
  }
}
