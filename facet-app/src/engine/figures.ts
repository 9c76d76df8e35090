/** Exact numbers on an explored space: runs, ends, probabilities, and the chance of a good end from every state. */
import { fits, isGood, type Ending } from "./machine";
import { stateAt, type Space } from "./explore";
import { chancesOf, type Chances } from "./chances";

export interface EndFigure {
  readonly verdict: string;
  readonly outcome: string | null;
  readonly runs: bigint;
  /** Of the runs without faults; null where only faults lead. */
  readonly probability: number | null;
  /** `2/3`; null where only faults lead, or where numbers got too long. */
  readonly exact: string | null;
}

export interface Rung {
  readonly faults: number;
  readonly states: number;
  readonly transitions: number;
  /** Null when a state can come back to itself. */
  readonly runs: bigint | null;
  readonly ends: readonly EndFigure[];
}

export interface Figures {
  readonly rungs: readonly Rung[];
  readonly endings: ReadonlyMap<number, Ending>;
  /** The smallest number of faults on the way to each state. */
  readonly faults: Uint8Array;
  /** One for each state from which a good end can be reached without a further fault. */
  readonly hopeful: Uint8Array;
  readonly ways: readonly bigint[];
  readonly chances: Chances;
}

export const STALLED: Ending = { verdict: "stalled", outcome: null, text: "nothing can happen and something is owed" };

export function measure(space: Space): Figures {
  const order = orderOf(space);
  const endings = endingsOf(space);
  const faults = faultsOf(space);
  const isAcyclic = order.length === space.states;
  const ways = isAcyclic ? waysOf(space, order) : [];
  const chances = chancesOf(space, isAcyclic ? order : null, [...endings].filter(([, end]) => isGood(end.verdict)).map(([n]) => n));
  const most = faults.reduce((found, each) => Math.max(found, each), 0);
  const highest = Math.max(most, space.machine.faults);
  const rungs = Array.from({ length: highest + 1 }, (_, n) => rung(space, n, endings, faults, isAcyclic ? ways : null, chances));
  return { rungs, endings, faults, hopeful: hopefulOf(space, order, endings), ways, chances };
}

/** How a state ends; only where nothing but a fault can follow. */
export function endingsOf(space: Space): Map<number, Ending> {
  const { machine, starts, labels } = space;
  const found = new Map<number, Ending>();
  for (let number = 0; number < space.expanded; number += 1) {
    let edge = starts[number] ?? 0;
    const last = starts[number + 1] ?? 0;
    while (edge < last && machine.actions[labels[edge] ?? 0]?.fault !== null) edge += 1;
    if (edge < last) continue;
    const state = stateAt(space, number);
    found.set(number, machine.ends.find((end) => fits(state, end))?.said ?? STALLED);
  }
  return found;
}

/** States so that every edge leads forward (Kahn); those on or behind a circle are left out. */
function orderOf(space: Space): Uint32Array {
  const { starts, targets, states, expanded } = space;
  const arriving = new Uint32Array(states);
  for (const target of targets) arriving[target] = (arriving[target] ?? 0) + 1;
  const order = new Uint32Array(states);
  let filled = arriving[0] === 0 ? 1 : 0;
  for (let at = 0; at < filled; at += 1) {
    const number = order[at] ?? 0;
    if (number >= expanded) continue;
    for (let edge = starts[number] ?? 0; edge < (starts[number + 1] ?? 0); edge += 1) {
      const target = targets[edge] ?? 0;
      const left = (arriving[target] ?? 0) - 1;
      arriving[target] = left;
      if (left === 0) order[filled++] = target;
    }
  }
  return order.subarray(0, filled);
}

function waysOf(space: Space, order: Uint32Array): bigint[] {
  const { starts, targets, expanded } = space;
  const ways = new Array<bigint>(space.states).fill(0n);
  ways[0] = 1n;
  for (const number of order) {
    if (number >= expanded) continue;
    const here = ways[number] ?? 0n;
    for (let edge = starts[number] ?? 0; edge < (starts[number + 1] ?? 0); edge += 1) {
      const target = targets[edge] ?? 0;
      ways[target] = (ways[target] ?? 0n) + here;
    }
  }
  return ways;
}

/** Rung by rung: everything that follows without a fault from what the last rung reached, then one fault further. */
function faultsOf(space: Space): Uint8Array {
  const { starts, targets, labels, machine } = space;
  const found = new Uint8Array(space.states).fill(255);
  found[0] = 0;
  let rung = [0];
  for (let faults = 0; rung.length > 0 && faults < 255; faults += 1) {
    const next: number[] = [];
    for (let at = 0; at < rung.length; at += 1) {
      const number = rung[at] ?? 0;
      if (number >= space.expanded || found[number] !== faults) continue;
      for (let edge = starts[number] ?? 0; edge < (starts[number + 1] ?? 0); edge += 1) {
        const target = targets[edge] ?? 0;
        const isFault = machine.actions[labels[edge] ?? 0]?.fault !== null;
        if ((found[target] ?? 0) <= faults + (isFault ? 1 : 0)) continue;
        found[target] = faults + (isFault ? 1 : 0);
        (isFault ? next : rung).push(target);
      }
    }
    rung = next;
  }
  return found;
}

/** Backwards from the good ends over the edges that are no faults; again as long as a circle lets something change. */
function hopefulOf(space: Space, order: Uint32Array, endings: ReadonlyMap<number, Ending>): Uint8Array {
  const { starts, targets, labels, machine } = space;
  const found = new Uint8Array(space.states);
  for (const [number, end] of endings) if (isGood(end.verdict)) found[number] = 1;
  const numbers = order.length === space.states ? order : Uint32Array.from({ length: space.states }, (_, n) => n);
  for (let isChanged = true; isChanged; isChanged = isChanged && numbers !== order) {
    isChanged = false;
    for (let at = numbers.length - 1; at >= 0; at -= 1) {
      const number = numbers[at] ?? 0;
      if (found[number] === 1 || number >= space.expanded) continue;
      for (let edge = starts[number] ?? 0; edge < (starts[number + 1] ?? 0); edge += 1) {
        if (found[targets[edge] ?? 0] === 0 || machine.actions[labels[edge] ?? 0]?.fault !== null) continue;
        found[number] = 1;
        isChanged = true;
        break;
      }
    }
  }
  return found;
}

function rung(
  space: Space, most: number, endings: ReadonlyMap<number, Ending>, faults: Uint8Array, ways: readonly bigint[] | null, chances: Chances,
): Rung {
  const ends = new Map<string, { readonly ending: Ending; readonly numbers: number[] }>();
  for (const [number, ending] of endings) {
    if ((faults[number] ?? 255) > most) continue;
    const key = `${ending.verdict} ${ending.outcome ?? ""}`;
    const known = ends.get(key);
    if (known === undefined) ends.set(key, { ending, numbers: [number] });
    else known.numbers.push(number);
  }
  const count = (numbers: readonly number[]): bigint => numbers.reduce((sum, number) => sum + (ways?.[number] ?? 0n), 0n);
  const found = [...ends.values()].map(({ ending: { verdict, outcome }, numbers }) => ({
    verdict, outcome, runs: count(numbers), ...chances.of(numbers),
  }));
  found.sort((a, b) => (b.probability ?? 0) - (a.probability ?? 0) || (a.verdict < b.verdict ? -1 : 1));
  return {
    faults: most,
    states: faults.reduce((sum, used) => sum + (used <= most ? 1 : 0), 0),
    transitions: space.targets.reduce((sum, target) => sum + ((faults[target] ?? 255) <= most ? 1 : 0), 0),
    runs: ways === null ? null : found.reduce((sum, end) => sum + end.runs, 0n),
    ends: found,
  };
}
