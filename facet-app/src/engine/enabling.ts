/** Which rows of the tables fire in a state: rows that look at the same words are looked up together. */
import type { Machine } from "./machine";

/** Answers that a group keeps before it compares row by row instead. */
const MOST_KEPT = 4_096;

type Kept = Map<number, Kept | Uint32Array>;

/** Rows that look at the same words of a state. */
class Group {
  #kept: Kept | null = new Map();
  #count = 0;
  readonly #seen: Uint32Array;
  constructor(
    readonly machine: Machine,
    readonly words: readonly number[],
    readonly rows: readonly number[],
  ) {
    const { width, rows: table } = machine;
    this.#seen = Uint32Array.from(words, (word) => rows.reduce((bits, row) => bits | (table[3 * width * row + word] ?? 0), 0));
  }

  /** The rows that fire in the state from `here` on, in order. */
  firing(states: Uint32Array, here: number): Uint32Array {
    if (this.#kept === null) return this.#compared(states, here);
    let kept: Kept = this.#kept;
    const last = this.words.length - 1;
    for (let at = 0; at < last; at += 1) {
      const value = this.#value(states, here, at);
      let inside = kept.get(value) as Kept | undefined;
      if (inside === undefined) kept.set(value, (inside = new Map()));
      kept = inside;
    }
    const value = last < 0 ? 0 : this.#value(states, here, last);
    const known = kept.get(value) as Uint32Array | undefined;
    if (known !== undefined) return known;
    const rows = this.#compared(states, here);
    kept.set(value, rows);
    this.#count += 1;
    if (this.#count > MOST_KEPT) this.#kept = null;
    return rows;
  }

  #value(states: Uint32Array, here: number, at: number): number {
    return ((states[here + this.words[at]!] ?? 0) & this.#seen[at]!) >>> 0;
  }

  #compared(states: Uint32Array, here: number): Uint32Array {
    const { width, rows: table } = this.machine;
    return Uint32Array.from(this.rows.filter((row) => {
      const from = 3 * width * row;
      return this.words.every((word) => (((states[here + word] ?? 0) & table[from + word]!) >>> 0) === table[from + width + word]);
    }));
  }
}

/** Finds the first row of every action that fires in a state. */
export class Enabling {
  readonly #groups: readonly Group[];
  readonly #label: Uint32Array;
  readonly #found: Uint32Array;

  constructor(machine: Machine) {
    const { width, actions, rows } = machine;
    const count = rows.length / (3 * width);
    this.#label = new Uint32Array(count);
    this.#found = new Uint32Array(count);
    const groups = new Map<string, { words: number[]; rows: number[] }>();
    actions.forEach((action, label) => {
      for (let row = action.firstRow; row < action.lastRow; row += 1) {
        this.#label[row] = label;
        const from = 3 * width * row;
        const words = Array.from({ length: width }, (_, word) => word).filter((word) => rows[from + word] !== 0 || rows[from + width + word] !== 0);
        const group = groups.get(words.join(",")) ?? { words, rows: [] };
        groups.set(words.join(","), group);
        group.rows.push(row);
      }
    });
    this.#groups = [...groups.values()].map((group) => new Group(machine, group.words, group.rows));
  }

  /** Rows by ascending action, one an action; those from the answer on are of an earlier state. */
  rows(states: Uint32Array, here: number): { readonly rows: Uint32Array; readonly count: number } {
    const found = this.#found;
    let end = 0;
    for (const group of this.#groups) {
      for (const row of group.firing(states, here)) {
        let at = end;
        while (at > 0 && found[at - 1]! > row) {
          found[at] = found[at - 1]!;
          at -= 1;
        }
        found[at] = row;
        end += 1;
      }
    }
    let count = 0;
    for (let at = 0; at < end; at += 1) {
      const row = found[at]!;
      if (count === 0 || this.#label[found[count - 1]!] !== this.#label[row]) found[count++] = row;
    }
    return { rows: found, count };
  }

  labelOf(row: number): number {
    return this.#label[row]!;
  }
}

/** What each row changes, word by word: the bits that stay, and those that are set. */
export class Changes {
  readonly #start: Uint32Array;
  readonly #word: Uint32Array;
  readonly #stays: Uint32Array;
  readonly #set: Uint32Array;

  constructor({ width, rows }: Machine) {
    const count = rows.length / (3 * width);
    this.#start = new Uint32Array(count + 1);
    const changed: [number, number, number][] = [];
    for (let row = 0; row < count; row += 1) {
      for (let word = 0; word < width; word += 1) {
        const [mask, result] = [rows[3 * width * row + word] ?? 0, rows[3 * width * row + 2 * width + word] ?? 0];
        if (mask !== 0 || result !== 0) changed.push([word, ~mask, result]);
      }
      this.#start[row + 1] = changed.length;
    }
    this.#word = Uint32Array.from(changed, ([word]) => word);
    this.#stays = Uint32Array.from(changed, ([, stays]) => stays);
    this.#set = Uint32Array.from(changed, ([, , set]) => set);
  }

  /** Applies a row to the words of `next`. */
  apply(row: number, next: Uint32Array): void {
    for (let at = this.#start[row]!, end = this.#start[row + 1]!; at < end; at += 1) {
      const word = this.#word[at]!;
      next[word] = (next[word]! & this.#stays[at]!) | this.#set[at]!;
    }
  }
}
