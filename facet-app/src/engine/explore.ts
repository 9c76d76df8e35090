/** Every state that can be reached, breadth first: exact visited set by open addressing on the words, parent links. */
import { Changes, Enabling } from "./enabling";
import type { Machine, State } from "./machine";

export interface Limits {
  readonly states: number;
  readonly milliseconds: number;
  readonly bytes: number;
}

export const LIMITS: Limits = { states: 500_000, milliseconds: 5_000, bytes: 200_000_000 };

/** State 0 is the first. Edges of state i are `starts[i] .. starts[i + 1]`, for i below `expanded`. */
export interface Space {
  readonly machine: Machine;
  readonly states: number;
  readonly expanded: number;
  readonly edges: number;
  readonly words: Uint32Array;
  readonly parent: Int32Array;
  /** The action that led to a state from its parent. */
  readonly via: Uint32Array;
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
  readonly labels: Uint32Array;
  /** The limit that was reached, null when everything is here. */
  readonly limit: "states" | "seconds" | "memory" | null;
}

export const stateAt = (space: Space, number: number): State =>
  space.words.subarray(number * space.machine.width, (number + 1) * space.machine.width);

/** Explores to the end, or to a limit. */
export function explore(machine: Machine, initial: State = machine.initial, limits: Limits = LIMITS, now: () => number = Date.now): Space {
  const exploration = new Exploration(machine, initial, limits, now);
  while (!exploration.advance(SLICE));
  return exploration.space();
}

/** States that are taken between two looks at what else there is to do. */
export const SLICE = 4096;
const EMPTY = -1;

/** An exploration that can be done in slices. */
export class Exploration {
  private words: Uint32Array;
  private parent = new Int32Array(1024);
  private via = new Uint32Array(1024);
  private starts = new Uint32Array(1025);
  private targets = new Uint32Array(4096);
  private labels = new Uint32Array(4096);
  private slots = new Int32Array(2048).fill(EMPTY);
  private states = 1;
  private expanded = 0;
  private edges = 0;
  private limit: Space["limit"] = null;
  private readonly began: number;
  private readonly next: Uint32Array;
  private readonly enabling: Enabling;
  private readonly changes: Changes;

  constructor(
    private readonly machine: Machine,
    initial: State,
    private readonly limits: Limits,
    private readonly now: () => number,
  ) {
    this.words = new Uint32Array(1024 * machine.width);
    this.words.set(initial);
    this.next = new Uint32Array(machine.width);
    this.enabling = new Enabling(machine);
    this.changes = new Changes(machine);
    this.began = now();
    this.slots[this.slotOf(this.words, 0)] = 0;
    this.parent[0] = EMPTY;
  }

  /** Takes up to `most` states further; true when nothing is left to do. */
  advance(most: number): boolean {
    const until = this.expanded + most;
    while (this.expanded < this.states && this.expanded < until) {
      this.grow();
      if (this.limit !== null) return true;
      this.expand(this.expanded);
      this.expanded += 1;
      this.starts[this.expanded] = this.edges;
      if ((this.expanded & 1023) === 0 && this.now() - this.began > this.limits.milliseconds) this.limit = "seconds";
    }
    if (this.expanded === this.states) this.limit = null;
    return this.limit !== null || this.expanded === this.states;
  }

  space(): Space {
    const { machine, states, expanded, edges, limit } = this;
    return {
      machine, states, expanded, edges, limit,
      words: this.words.subarray(0, states * machine.width),
      parent: this.parent.subarray(0, states),
      via: this.via.subarray(0, states),
      starts: this.starts.subarray(0, expanded + 1),
      targets: this.targets.subarray(0, edges),
      labels: this.labels.subarray(0, edges),
    };
  }

  private expand(number: number): void {
    const { enabling, changes, next } = this;
    const { width } = this.machine;
    const here = number * width;
    const { rows, count } = enabling.rows(this.words, here);
    for (let at = 0; at < count; at += 1) {
      const row = rows[at]!;
      for (let n = 0; n < width; n += 1) next[n] = this.words[here + n]!;
      changes.apply(row, next);
      const label = enabling.labelOf(row);
      this.labels[this.edges] = label;
      this.targets[this.edges] = this.found(number, label);
      this.edges += 1;
    }
  }

  /** The number of the state in `next`, which may be new. */
  private found(parent: number, label: number): number {
    const slot = this.slotOf(this.next, 0);
    const known = this.slots[slot]!;
    if (known !== EMPTY) return known;
    const number = this.states;
    const { width } = this.machine;
    this.slots[slot] = number;
    for (let n = 0; n < width; n += 1) this.words[number * width + n] = this.next[n]!;
    this.parent[number] = parent;
    this.via[number] = label;
    this.states += 1;
    return number;
  }

  /** The slot of the words from `at` on, or the free one where they belong. */
  private slotOf(words: Uint32Array, at: number): number {
    const { width } = this.machine;
    const last = this.slots.length - 1;
    let hash = 0;
    for (let n = 0; n < width; n += 1) {
      hash = Math.imul(hash ^ words[at + n]!, 0x9e37_79b1);
      hash ^= hash >>> 15;
    }
    let slot = hash & last;
    for (;;) {
      const number = this.slots[slot]!;
      if (number === EMPTY) return slot;
      let n = 0;
      while (n < width && this.words[number * width + n] === words[at + n]) n += 1;
      if (n === width) return slot;
      slot = (slot + 1) & last;
    }
  }

  /** Makes room for every state and edge that one more expansion can add, or says which limit forbids it. */
  private grow(): void {
    const most = this.machine.actions.length;
    if (this.states + most > this.parent.length) {
      if (this.states > this.limits.states) return void (this.limit = "states");
      const size = 2 * Math.max(this.parent.length, most);
      if (this.bytes() * 2 > this.limits.bytes) return void (this.limit = "memory");
      this.words = larger(this.words, size * this.machine.width);
      this.parent = larger(this.parent, size);
      this.via = larger(this.via, size);
      this.starts = larger(this.starts, size + 1);
      this.slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * size))).fill(EMPTY);
      for (let n = 0; n < this.states; n += 1) this.slots[this.slotOf(this.words, n * this.machine.width)] = n;
    }
    if (this.states > this.limits.states) this.limit = "states";
    if (this.edges + most > this.targets.length) {
      if (this.bytes() + this.targets.byteLength * 2 > this.limits.bytes) return void (this.limit = "memory");
      this.targets = larger(this.targets, 2 * (this.targets.length + most));
      this.labels = larger(this.labels, this.targets.length);
    }
  }

  private bytes(): number {
    const all = [this.words, this.parent, this.via, this.starts, this.slots, this.targets, this.labels];
    return all.reduce((sum, column) => sum + column.byteLength, 0);
  }
}

function larger<T extends Uint32Array | Int32Array>(column: T, size: number): T {
  const found = (column instanceof Int32Array ? new Int32Array(size) : new Uint32Array(size)) as T;
  found.set(column);
  return found;
}
