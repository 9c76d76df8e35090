/** Which rows an arrow joins: crossings from producer to delivery, forks of duplicates, losses, steps of one lane. */
import type { Places } from "./axis";
import type { Lanes } from "./lanes";
import { shapeOf, subject, type Rows } from "./rows";

/** Arrows by the row they lead to: each row has one at most, and a loss one more that leads to no row. */
export interface Arrows {
  /** The row where the arrow to row i begins, -1 for none. */
  readonly from: Int32Array;
  /** Rows to which an arrow leads from a duplicate, which is not their cause. */
  readonly forks: ReadonlyMap<number, readonly number[]>;
}

export interface Lost {
  readonly row: number;
  /** The lane that the message never reached; -1 for none that is known. */
  readonly lane: number;
}

export const isCrossing = (kind: string): boolean => shapeOf(kind) === "delivery";

/** The number of the lane that the message of a lost crossing went to. */
export function laneOf(action: string, lanes: Lanes): number {
  const context = subject(action).split(">")[1] ?? "";
  return lanes.shown.findIndex((lane) => lane.label === context || lane.id === context.toLowerCase());
}

export function arrowsOf(rows: Rows): Arrows {
  const { causeStart, cause, action, strings, step, kinds } = rows.steps.run;
  const from = new Int32Array(rows.length);
  const forks = new Map<number, number[]>();
  const crossing = kinds.map(isCrossing);
  const duplicate = kinds.map((kind) => kind === "duplicate");
  const numbers = new Map<string, number>();
  const named = new Map<number, number>();
  const numberOf = (text: number): number => {
    let number = named.get(text);
    if (number === undefined) {
      const name = subject(strings.at(text));
      number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      named.set(text, number);
    }
    return number;
  };
  const delivered: number[] = [];
  const doubled: number[] = [];
  for (let row = 0; row < from.length; row++) {
    const first = causeStart[row]! < causeStart[row + 1]! ? cause[causeStart[row]!]! : -1;
    from[row] = first;
    if (duplicate[step[row]!]) doubled[numberOf(action[row]!)] = row;
    if (first < 0 || !crossing[step[row]!]) continue;
    const own = numberOf(action[row]!);
    const fork = (delivered[own] ?? 0) > 0 ? doubled[own] : undefined;
    delivered[own] = (delivered[own] ?? 0) + 1;
    if (fork === undefined) continue;
    from[row] = fork;
    forks.set(fork, [...(forks.get(fork) ?? []), row]);
  }
  return { from, forks };
}

const SHIFTS = [0, -7, 7, -14, 14];
const OPEN = 8;

/** How far each arrow keeps from the border it runs along: crossings that would lie on another move aside. */
export function shiftsOf(rows: Rows, arrows: Arrows, lanes: Lanes, places: Places): Int8Array {
  const { step, kinds, action, strings } = rows.steps.run;
  const crossing = kinds.map(isCrossing);
  const lost = kinds.map((kind) => kind === "lose");
  const shifts = new Int8Array(rows.length);
  /** The last arrows along each border: where they end, and how far aside they run. */
  const ends = new Float64Array((lanes.shown.length + 1) * OPEN).fill(-1);
  const aside = new Int8Array(ends.length);
  const count = new Uint32Array(lanes.shown.length + 1);
  for (let row = 0; row < shifts.length; row++) {
    const kind = step[row]!;
    const begin = lost[kind] ? row : crossing[kind] ? arrows.from[row]! : -1;
    if (begin < 0) continue;
    const lane = lost[kind] ? laneOf(strings.at(action[row]!), lanes) : lanes.of[row]!;
    const border = Math.max(0, lane > lanes.of[begin]! ? lane : lane + 1);
    const first = border * OPEN;
    const from = places.x[begin]!;
    const shift = SHIFTS.find((each) => {
      for (let at = first; at < first + OPEN; at++) if (ends[at]! > from && aside[at] === each) return false;
      return true;
    }) ?? 0;
    const at = first + (count[border]!++ % OPEN);
    ends[at] = places.x[row]!;
    aside[at] = shift;
    shifts[row] = shift;
  }
  return shifts;
}
