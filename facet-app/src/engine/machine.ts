/** A compiled flow in memory: fields, and actions whose rows are packed words; a state is `width` words. */
import { GOOD_VERDICTS } from "../data/payloads";

export type State = Uint32Array;

export interface Field {
  readonly name: string;
  readonly values: readonly string[];
  readonly says: readonly string[];
  /** Of no interest in a difference between states. */
  readonly hidden: boolean;
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** What a step is found by: the number of a mark, in tables without marks the name of an action. */
export type Mark = number | string;

export interface CausePlan {
  /** The step that last left the first of these that was left. */
  readonly of: readonly Mark[];
  readonly reason: string;
  /** The event that it brings. */
  readonly event: number | null;
}

/** One step that an action makes. */
export interface RecordPlan {
  readonly action: string;
  readonly kind: string;
  readonly lane: string | null;
  readonly context: string | null;
  readonly aggregate: string | null;
  readonly moment: string | null;
  readonly arm: string | null;
  readonly beyondFlow: boolean;
  readonly causes: readonly CausePlan[];
  readonly checks: readonly { readonly kind: string; readonly name: string; readonly holds: boolean; readonly why: string }[];
  readonly fault: string | null;
  readonly place: Place | null;
  readonly ticks: boolean;
  readonly command: string | null;
  readonly leaves: readonly Mark[];
  /** Left unless they are there. */
  readonly offers: readonly Mark[];
  /** Events whose latest it shows or carries. */
  readonly brings: readonly number[];
  /** The plan of what its command is given. */
  readonly input: number | null;
  /** The crossing that arrives. */
  readonly receives: number | null;
}

/** A list that says how a value is made. */
export type Template = readonly unknown[];

export interface PlannedField {
  readonly name: string;
  readonly new: Template;
  readonly sources: readonly number[];
  readonly own: number | null;
  readonly context: number | null;
  readonly identifier: number | null;
  readonly shape: number | null;
  readonly optional: boolean;
}

export interface Shape {
  readonly values: readonly string[] | null;
  readonly fields: readonly ShapeField[];
}

export interface ShapeField {
  readonly name: string;
  readonly same: string;
  readonly new: Template;
  readonly shape: number | null;
  readonly optional: boolean;
}

/** What a slot holds. */
export interface Entry {
  readonly value: unknown;
  readonly shape: number | null;
}

/** What a message tells its receiver. */
export interface Transfer {
  readonly source: number;
  readonly context: number | null;
  readonly identifier: number | null;
}

export interface Crossing {
  readonly name: string;
  readonly event: number;
  readonly target: string;
  readonly fields: readonly { readonly field: string; readonly type: string; readonly required: boolean; readonly verdict: string }[];
  readonly arrivals: readonly Transfer[];
}

/** What differs between runs: enums by the number of the variant; a sparse one leaves out what is optional. */
export interface Variation {
  readonly number: number;
  readonly sparse: boolean;
}

export const PLAIN: Variation = { number: 0, sparse: false };

export interface EmitPlan {
  readonly event: number;
  readonly record: number;
  readonly times: number;
  readonly plan: number;
}

/** What a run refers to by number. */
export interface Vocabulary {
  readonly events: readonly { readonly id: string; readonly eventType: string }[];
  readonly plans: readonly (readonly PlannedField[])[];
  readonly shapes: readonly Shape[];
  readonly crossings: readonly Crossing[];
}

export interface SagaPlan {
  readonly saga: string;
  readonly instance: number;
  readonly told: readonly Judged<{ readonly state: string; readonly phase: string; readonly owed: readonly string[] }>[];
}

export interface Action {
  readonly name: string;
  readonly kind: string;
  readonly lane: string | null;
  readonly fault: string | null;
  /** The number of the group whose actions are alternatives of one choice. */
  readonly group: number;
  readonly instance: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly records: readonly RecordPlan[];
  readonly emits: readonly EmitPlan[];
  readonly finding: string | null;
  /** What its command rests on; null where it has none. */
  readonly given: string | null;
  /** The first and the last moment that it makes undone. */
  readonly returns: readonly (readonly [number, number])[];
}

/** What holds where `state & mask == value`. */
export interface Judged<T> {
  readonly mask: State;
  readonly value: State;
  readonly said: T;
}

export interface Ending {
  readonly verdict: string;
  readonly outcome: string | null;
  readonly text: string;
}

export interface Machine extends Vocabulary {
  readonly flow: string;
  readonly specHash: string;
  readonly width: number;
  readonly initial: State;
  readonly faults: number;
  readonly instances: number;
  readonly fields: readonly Field[];
  readonly actions: readonly Action[];
  /** Row r is `mask…, value…, result…` from word `3 * width * r` on. */
  readonly rows: Uint32Array;
  readonly sagas: readonly SagaPlan[];
  readonly shown: readonly { readonly name: string; readonly words: readonly Judged<string>[] }[];
  /** By name of an action: one of these holds wherever it can be taken; none where the rows themselves must say it. */
  readonly needs: ReadonlyMap<string, readonly Judged<null>[]>;
  readonly ends: readonly Judged<Ending>[];
  readonly owed: readonly Judged<string>[];
}

const GOOD: ReadonlySet<string> = new Set(GOOD_VERDICTS);
export const isGood = (verdict: string): boolean => GOOD.has(verdict);

export const fits = (state: State, found: Judged<unknown>): boolean =>
  state.every((word, n) => ((word & (found.mask[n] ?? 0)) >>> 0) === found.value[n]);

/** The number of the value of a field. */
export const numberOf = (field: Field, state: State): number => ((state[field.word] ?? 0) & field.mask) >>> field.shift;

/** The row of an action that fires in the state, -1 for none. */
export function firing(machine: Machine, action: Action, state: State): number {
  const { rows, width } = machine;
  for (let row = action.firstRow; row < action.lastRow; row += 1) {
    const from = 3 * width * row;
    let n = 0;
    while (n < width && (((state[n] ?? 0) & (rows[from + n] ?? 0)) >>> 0) === rows[from + width + n]) n += 1;
    if (n === width) return row;
  }
  return -1;
}

/** The state after a row. */
export function following(machine: Machine, row: number, state: State): State {
  const { rows, width } = machine;
  const from = 3 * width * row;
  return state.map((word, n) => (word & ~(rows[from + n] ?? 0)) | (rows[from + 2 * width + n] ?? 0));
}

/** The initial state with budgets set: by name of the field, `budget` and `budget:<kind>`, cut to what the field holds. */
export function starting(machine: Machine, budgets: ReadonlyMap<string, number>): State {
  const state = machine.initial.slice();
  for (const field of machine.fields) {
    const wanted = budgets.get(field.name);
    if (wanted === undefined || !isBudget(field)) continue;
    const value = Math.max(0, Math.min(wanted, field.values.length - 1));
    state[field.word] = ((state[field.word] ?? 0) & ~field.mask) | (value << field.shift);
  }
  return state;
}

export const isBudget = (field: Field): boolean => field.name === "budget" || field.name.startsWith("budget:");
