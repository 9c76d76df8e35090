/** Tells a way step by step: records numbered, linked to what caused them, timed, with the events that happen in them. */
import { crossing } from "../data/actions";
import type { EventSeen, Step } from "../data/payloads";
import type { Action, Machine, RecordPlan } from "./machine";
import { payload, type Payload } from "./payload";
import { difference, type Diff, type Way } from "./step";

export interface Told {
  readonly steps: readonly Step[];
  readonly events: readonly EventSeen[];
  /** After each action, how many steps there are. */
  readonly lengths: readonly number[];
}

const START = Date.UTC(2026, 0, 15, 10);
const BRINGS: ReadonlySet<string> = new Set(["deliver", "lose", "duplicate", "drift"]);

/** Whatever a saga does last is the saga as a cause: of `saga:X=State`, `timeout:X`, `undo:X.Command` the name. */
const sagaOf = (action: string): string => /^(?:saga|timeout|undo):([^=.]*)/.exec(action)?.[1] ?? "";

/** `good` is the chance of a good end after the action with this number in the way. */
export function tell(machine: Machine, way: Way, good: (number: number) => string | null): Told {
  const teller = new Teller(machine);
  const lengths = way.actions.map((label, number) => {
    const [action, before, after] = [machine.actions[label], way.states[number], way.states[number + 1]];
    if (action !== undefined && before !== undefined && after !== undefined) {
      teller.tell(action, difference(machine, before, after), good(number));
    }
    return teller.steps.length;
  });
  return { steps: teller.steps, events: teller.events, lengths };
}

class Teller {
  readonly steps: Step[] = [];
  readonly events: EventSeen[] = [];
  /** Per step the events that it makes or brings. */
  private readonly carries: EventSeen[][] = [];
  private readonly latest = new Map<string, EventSeen>();
  private readonly where = new Map<string, number>();
  private readonly sagas = new Map<string, string>();
  private readonly correlation: string;
  private ticks = 0;

  constructor(machine: Machine) {
    this.correlation = `corr-${machine.flow}-001`;
    for (const field of machine.fields) {
      const word = machine.initial[field.word] ?? 0;
      if (field.name.startsWith("saga:")) this.sagas.set(field.name, field.values[(word & field.mask) >>> field.shift] ?? "");
    }
  }

  tell(action: Action, diff: readonly Diff[], good: string | null): void {
    const rest = diff.filter(({ path }) => !path.startsWith("saga:"));
    action.records.forEach((record, number) => {
      const own = this.move(record);
      const isLast = number === action.records.length - 1;
      this.step(action, record, number, number === 0 ? [...own, ...rest] : own, isLast ? good : null);
    });
  }

  /** A saga that starts and goes on in one action makes two moves. */
  private move(record: RecordPlan): Diff[] {
    if (record.kind !== "saga") return [];
    const [path, to] = [record.action.slice(0, record.action.indexOf("=")), record.action.slice(record.action.indexOf("=") + 1)];
    const from = this.sagas.get(path) ?? "not started";
    this.sagas.set(path, to);
    return [{ path, from, to }];
  }

  private step(action: Action, record: RecordPlan, number: number, diff: readonly Diff[], good: string | null): void {
    const seq = this.steps.length;
    const seconds = record.ticks ? this.ticks++ : Math.max(this.ticks - 1, 0);
    const at = new Date(START + 1000 * seconds).toISOString();
    const linked = record.causes.map((cause) => ({ seq: this.latestOf(cause), reason: cause.reason }));
    const causes = [...linked].filter((each): each is { seq: number; reason: string } => each.seq !== null).sort((a, b) => a.seq - b.seq);
    const carried = linked.map((each) => (each.seq === null ? [] : (this.carries[each.seq] ?? [])).map((event) => event.payload));
    const made = action.emits.filter((emit) => emit.record === number).flatMap((emit) =>
      Array.from({ length: emit.times }, (_, time) => this.happen(emit.eventType, payload(emit.plan, time, carried, at), causes, at)),
    );
    for (const event of [...made].reverse()) this.latest.set(event.eventType, event);
    const brought = BRINGS.has(record.kind) ? this.latest.get(crossing(record.action)?.event ?? "") : undefined;
    this.carries.push(brought === undefined ? made : [...made, brought]);
    this.where.set(record.action, seq);
    if (sagaOf(record.action) !== "") this.where.set(`saga ${sagaOf(record.action)}`, seq);
    this.steps.push({
      seq,
      action: record.action,
      kind: record.kind,
      lane: record.lane,
      context: record.context,
      aggregate: record.aggregate,
      moment: record.moment,
      arm: record.arm,
      beyondFlow: record.beyondFlow,
      eventIds: made.map((event) => event.eventId),
      at,
      causes,
      correlation: this.correlation,
      diff,
      checks: record.checks,
      fault: record.fault,
      place: record.place ?? { path: "", line: 1, column: 1 },
      good,
    });
  }

  private latestOf({ of, reason }: RecordPlan["causes"][number]): number | null {
    const names = reason === "saga" ? of.map((name) => `saga ${sagaOf(name)}`) : of;
    const found = names.flatMap((name) => this.where.get(name) ?? []);
    return found.length === 0 ? null : Math.max(...found);
  }

  private happen(eventType: string, made: Payload, causes: readonly { readonly seq: number }[], timestamp: string): EventSeen {
    const event: EventSeen = {
      eventId: `evt-${String(this.events.length + 1).padStart(3, "0")}`,
      eventType,
      productSource: "moment",
      causationEventIds: this.nearest(causes),
      correlationId: this.correlation,
      timestamp,
      version: "1.0.0",
      payload: made,
    };
    this.events.push(event);
    return event;
  }

  /** The nearest events among the ancestors, all of them. */
  private nearest(causes: readonly { readonly seq: number }[]): string[] {
    const found = new Set<string>();
    for (const { seq } of causes) {
      const carried = (this.carries[seq] ?? []).map((event) => event.eventId);
      for (const id of carried.length > 0 ? carried : this.nearest(this.steps[seq]?.causes ?? [])) found.add(id);
    }
    return [...found].sort();
  }
}
