/**
 * Probabilities on an explored space: who moves next is uniform, then what a choice chooses; faults have no weight.
 * Exact ones are integers over one common denominator, as long as that stays short.
 */
import type { Space } from "./explore";

export interface Chances {
  /** The chance of a good end from each state without a further fault; not a number where it is not known. */
  readonly good: Float64Array;
  /** The same as text, `2/3`; null where numbers got too long. */
  goodText(number: number): string | null;
  /** That of a run without faults to pass one of these states. */
  of(numbers: readonly number[]): { readonly probability: number | null; readonly exact: string | null };
}

const MOST_BITS = 4096;
const MOST_EXACT = 64_000_000;

/** `order` has every edge lead forward; null when there is none, then nothing is known. */
export function chancesOf(space: Space, order: Uint32Array | null, goodEnds: readonly number[]): Chances {
  if (order === null) {
    return { good: new Float64Array(space.states).fill(NaN), goodText: () => null, of: () => ({ probability: null, exact: null }) };
  }
  const divisors = divisorsOf(space);
  const good = goodOf(space, order, divisors, goodEnds);
  const likely = likelyOf(space, order, divisors);
  const whole = wholeOf(space, order, divisors);
  const exactGood = whole === null ? null : exactGoodOf(space, order, divisors, goodEnds, whole);
  const exactLikely = whole === null ? null : exactLikelyOf(space, order, divisors, whole);
  return {
    good,
    goodText: (number) => (whole === null || exactGood === null ? null : text(exactGood[number] ?? 0n, whole)),
    of(numbers) {
      const probability = numbers.reduce((sum, number) => sum + (likely[number] ?? 0), 0);
      if (probability === 0) return { probability: null, exact: null };
      if (whole === null || exactLikely === null) return { probability, exact: null };
      return { probability, exact: text(numbers.reduce((sum, number) => sum + (exactLikely[number] ?? 0n), 0n), whole) };
    },
  };
}

/** Per edge how many times as many movers and alternatives there are; 0 for one that has no weight. */
function divisorsOf(space: Space): Uint32Array {
  const { starts, labels, machine } = space;
  const found = new Uint32Array(space.edges);
  const sizes = new Map<number, number>();
  const awaited = new Set<number>();
  for (let number = 0; number < space.expanded; number += 1) {
    const [first, last] = [starts[number] ?? 0, starts[number + 1] ?? 0];
    sizes.clear();
    awaited.clear();
    for (let edge = first; edge < last; edge += 1) {
      const action = machine.actions[labels[edge] ?? 0];
      if (action === undefined || action.fault !== null) continue;
      sizes.set(action.group, (sizes.get(action.group) ?? 0) + 1);
      if (action.kind !== "skip") awaited.add(action.group);
    }
    const movers = awaited.size || sizes.size;
    for (let edge = first; edge < last; edge += 1) {
      const action = machine.actions[labels[edge] ?? 0];
      if (action === undefined || action.fault !== null || (awaited.size > 0 && !awaited.has(action.group))) continue;
      found[edge] = movers * (sizes.get(action.group) ?? 1);
    }
  }
  return found;
}

function goodOf(space: Space, order: Uint32Array, divisors: Uint32Array, ends: readonly number[]): Float64Array {
  const good = new Float64Array(space.states);
  for (const end of ends) good[end] = 1;
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const number = order[at] ?? 0;
    if (number >= space.expanded) good[number] = NaN;
    else eachShare(space, number, divisors, (target, divisor) => void (good[number] = (good[number] ?? 0) + (good[target] ?? 0) / divisor));
  }
  return good;
}

function likelyOf(space: Space, order: Uint32Array, divisors: Uint32Array): Float64Array {
  const likely = new Float64Array(space.states);
  likely[0] = 1;
  for (const number of order) {
    const here = likely[number] ?? 0;
    if (here > 0) eachShare(space, number, divisors, (target, divisor) => void (likely[target] = (likely[target] ?? 0) + here / divisor));
  }
  return likely;
}

function exactGoodOf(space: Space, order: Uint32Array, divisors: Uint32Array, ends: readonly number[], whole: bigint): bigint[] {
  const good = new Array<bigint>(space.states).fill(0n);
  for (const end of ends) good[end] = whole;
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const number = order[at] ?? 0;
    eachShare(space, number, divisors, (target, divisor) => void (good[number] = (good[number] ?? 0n) + (good[target] ?? 0n) / BigInt(divisor)));
  }
  return good;
}

function exactLikelyOf(space: Space, order: Uint32Array, divisors: Uint32Array, whole: bigint): bigint[] {
  const likely = new Array<bigint>(space.states).fill(0n);
  likely[0] = whole;
  for (const number of order) {
    const here = likely[number] ?? 0n;
    if (here > 0n) eachShare(space, number, divisors, (target, divisor) => void (likely[target] = (likely[target] ?? 0n) + here / BigInt(divisor)));
  }
  return likely;
}

function eachShare(space: Space, number: number, divisors: Uint32Array, take: (target: number, divisor: number) => void): void {
  if (number >= space.expanded) return;
  for (let edge = space.starts[number] ?? 0; edge < (space.starts[number + 1] ?? 0); edge += 1) {
    const divisor = divisors[edge] ?? 0;
    if (divisor > 0) take(space.targets[edge] ?? 0, divisor);
  }
}

/** What every probability is an integer over; null when it is too long for the number of states, or when states are missing. */
function wholeOf(space: Space, order: Uint32Array, divisors: Uint32Array): bigint | null {
  if (space.limit !== null) return null;
  let least = 1n;
  for (const divisor of new Set(divisors)) if (divisor > 0) least = (least / common(least, BigInt(divisor))) * BigInt(divisor);
  const depth = new Uint32Array(space.states);
  let longest = 0;
  for (const number of order) {
    const below = (depth[number] ?? 0) + 1;
    eachShare(space, number, divisors, (target) => {
      if (below > (depth[target] ?? 0)) depth[target] = below;
      longest = Math.max(longest, below);
    });
  }
  const bits = least.toString(2).length * longest;
  if (least > 1n && (bits > MOST_BITS || bits * space.states > MOST_EXACT)) return null;
  return least ** BigInt(longest);
}

/** `2/3`, `1`. */
function text(over: bigint, under: bigint): string {
  const shared = common(over, under);
  return under === shared ? `${over / shared}` : `${over / shared}/${under / shared}`;
}

function common(a: bigint, b: bigint): bigint {
  return b === 0n ? a : common(b, a % b);
}
