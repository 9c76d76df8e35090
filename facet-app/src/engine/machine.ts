/** A compiled flow in memory: fields, and actions whose rows are packed words; a state is `width` words. */
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
  readonly causes: readonly { readonly of: readonly string[]; readonly reason: string }[];
  readonly checks: readonly { readonly kind: string; readonly name: string; readonly holds: boolean; readonly why: string }[];
  readonly fault: string | null;
  readonly place: Place | null;
  readonly ticks: boolean;
}

export type Plan = ReadonlyMap<string, readonly unknown[]>;

export interface EmitPlan {
  readonly eventType: string;
  readonly record: number;
  readonly times: number;
  readonly plan: Plan;
}

export interface Action {
  readonly name: string;
  readonly kind: string;
  readonly lane: string | null;
  readonly fault: string | null;
  /** The number of the group whose actions are alternatives of one choice. */
  readonly group: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly records: readonly RecordPlan[];
  readonly emits: readonly EmitPlan[];
  readonly finding: string | null;
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

export interface Machine {
  readonly flow: string;
  readonly specHash: string;
  readonly width: number;
  readonly initial: State;
  readonly faults: number;
  readonly fields: readonly Field[];
  readonly actions: readonly Action[];
  /** Row r is `mask…, value…, result…` from word `3 * width * r` on. */
  readonly rows: Uint32Array;
  readonly shown: readonly { readonly name: string; readonly words: readonly Judged<string>[] }[];
  readonly ends: readonly Judged<Ending>[];
  readonly owed: readonly Judged<string>[];
}

const GOOD: ReadonlySet<string> = new Set(["completed", "ended", "compensated"]);
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
