/** Rows of a run that are left when some are set aside, and what a stretch of them amounts to. */
import type { Run } from "./run";

/** Rows that both hold; null holds all of them. */
export function both(one: Uint8Array | null, two: Uint8Array | null): Uint8Array | null {
  if (one === null || two === null) return one ?? two;
  return one.map((is, row) => is & (two[row] ?? 0));
}

/** The rows that a mask holds, in order. */
export function rowsOf(mask: Uint8Array): Uint32Array {
  let count = 0;
  for (const is of mask) count += is;
  const rows = new Uint32Array(count);
  let end = 0;
  for (let row = 0; row < mask.length; row++) if (mask[row] === 1) rows[end++] = row;
  return rows;
}

/** How many of some ascending rows are before `row`. */
export function before(rows: Uint32Array, row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row `by` places on among some; from a row that is none of them the next on that side. Null when there are none. */
export function alongRows(rows: Uint32Array, row: number, by: number): number | null {
  if (rows.length === 0) return null;
  const at = before(rows, row);
  const isOne = rows[at] === row;
  const to = row < 0 ? (by > 0 ? 0 : rows.length - 1) : isOne ? at + by : by > 0 ? at + by - 1 : at + by;
  return rows[Math.max(0, Math.min(rows.length - 1, to))] ?? null;
}

export interface Totals {
  readonly steps: number;
  /** Names with how many, the most first. */
  readonly lanes: readonly (readonly [string, number])[];
  readonly kinds: readonly (readonly [string, number])[];
  /** Milliseconds from the first to the last. */
  readonly time: number;
}

/** Totals of the rows from `first` to `last`, both included. */
export function totals(run: Run, first: number, last: number): Totals {
  const count = (column: Uint8Array | Uint16Array, names: readonly string[]): (readonly [string, number])[] => {
    const times = new Map<string, number>();
    for (let row = first; row <= last; row++) {
      const name = names[column[row]!] ?? "";
      times.set(name, (times.get(name) ?? 0) + 1);
    }
    return [...times].sort((one, two) => two[1] - one[1]);
  };
  return { steps: last - first + 1, lanes: count(run.lane, run.lanes), kinds: count(run.step, run.kinds), time: (run.time[last] ?? 0) - (run.time[first] ?? 0) };
}
