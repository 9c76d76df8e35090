/** Two runs side by side: steps of one lane matched by action name, as many as possible in order. */
export interface Aligned {
  /** Positions in the two runs; null where one side has nothing. */
  readonly left: number | null;
  readonly right: number | null;
}

export interface Named {
  readonly action: string;
  readonly lane: string | null;
}

const MOST_STEPS = 20_000;
const MOST_CELLS = 25_000_000;

/** Rows in an order that keeps both runs' own; pairs that would cross another lane's are told apart. */
export function align(left: readonly Named[], right: readonly Named[]): Aligned[] {
  const isHuge = Math.max(left.length, right.length) > MOST_STEPS;
  const pairs = isHuge ? anchored(left.map(nameOf), right.map(nameOf)) : perLane(left, right);
  return woven(left.length, right.length, pairs);
}

const nameOf = (step: Named): string => step.action;

function perLane(left: readonly Named[], right: readonly Named[]): [number, number][] {
  const lanes = new Set([...left, ...right].map((step) => step.lane));
  const pairs = [...lanes].flatMap((lane) => {
    const [ours, theirs] = [positions(left, lane), positions(right, lane)];
    const found = matched(ours.map((at) => left[at]?.action ?? ""), theirs.map((at) => right[at]?.action ?? ""));
    return found.map(([a, b]): [number, number] => [ours[a] ?? 0, theirs[b] ?? 0]);
  });
  return rising(pairs);
}

const positions = (steps: readonly Named[], lane: string | null): number[] =>
  steps.flatMap((step, at) => (step.lane === lane ? [at] : []));

/** The longest common subsequence; what is alike at both ends is matched without a table, what is too big by anchors. */
function matched(left: readonly string[], right: readonly string[]): [number, number][] {
  let first = 0;
  while (first < left.length && first < right.length && left[first] === right[first]) first += 1;
  let tail = 0;
  const most = Math.min(left.length, right.length) - first;
  while (tail < most && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  const inner = (side: readonly string[]): readonly string[] => side.slice(first, side.length - tail);
  const [ours, theirs] = [inner(left), inner(right)];
  const middle = ours.length * theirs.length > MOST_CELLS ? anchored(ours, theirs) : longest(ours, theirs);
  return [
    ...Array.from({ length: first }, (_, n): [number, number] => [n, n]),
    ...middle.map(([a, b]): [number, number] => [a + first, b + first]),
    ...Array.from({ length: tail }, (_, n): [number, number] => [left.length - tail + n, right.length - tail + n]),
  ];
}

function longest(left: readonly string[], right: readonly string[]): [number, number][] {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let a = left.length - 1; a >= 0; a -= 1) {
    for (let b = right.length - 1; b >= 0; b -= 1) {
      const [down, along] = [lengths[(a + 1) * width + b] ?? 0, lengths[a * width + b + 1] ?? 0];
      lengths[a * width + b] = left[a] === right[b] ? (lengths[(a + 1) * width + b + 1] ?? 0) + 1 : Math.max(down, along);
    }
  }
  const found: [number, number][] = [];
  for (let [a, b] = [0, 0]; a < left.length && b < right.length; ) {
    if (left[a] === right[b]) found.push([a++, b++]);
    else if ((lengths[(a + 1) * width + b] ?? 0) >= (lengths[a * width + b + 1] ?? 0)) a += 1;
    else b += 1;
  }
  return found;
}

/** Names that each side has once are anchors; between two of them what is alike from either end. */
function anchored(left: readonly string[], right: readonly string[]): [number, number][] {
  const [ours, theirs] = [unique(left), unique(right)];
  const anchors = rising([...ours].flatMap(([name, a]): [number, number][] => (theirs.has(name) ? [[a, theirs.get(name) ?? 0]] : [])));
  const found: [number, number][] = [];
  let [a, b] = [0, 0];
  for (const [toA, toB] of [...anchors, [left.length, right.length] as const]) {
    while (a < toA && b < toB && left[a] === right[b]) found.push([a++, b++]);
    const back: [number, number][] = [];
    for (let [x, y] = [toA - 1, toB - 1]; x >= a && y >= b && left[x] === right[y]; x -= 1, y -= 1) back.unshift([x, y]);
    found.push(...back);
    if (toA < left.length) found.push([toA, toB]);
    [a, b] = [toA + 1, toB + 1];
  }
  return found;
}

function unique(names: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  const seen = new Set<string>();
  names.forEach((name, at) => {
    if (seen.has(name)) found.delete(name);
    else found.set(name, at);
    seen.add(name);
  });
  return found;
}

/** Of pairs the most that rise on both sides (patience: longest increasing subsequence). */
function rising(pairs: readonly [number, number][]): [number, number][] {
  const sorted = [...pairs].sort((one, other) => one[0] - other[0]);
  const piles: number[] = [];
  const before = new Int32Array(sorted.length).fill(-1);
  sorted.forEach(([, b], at) => {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[piles[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1;
      else high = middle;
    }
    before[at] = piles[low - 1] ?? -1;
    piles[low] = at;
  });
  const found: [number, number][] = [];
  for (let at = piles[piles.length - 1] ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = sorted[at];
    if (pair !== undefined) found.unshift(pair);
  }
  return found;
}

function woven(left: number, right: number, pairs: readonly [number, number][]): Aligned[] {
  const found: Aligned[] = [];
  let [a, b] = [0, 0];
  for (const [toA, toB] of [...pairs, [left, right] as const]) {
    while (a < toA) found.push({ left: a++, right: null });
    while (b < toB) found.push({ left: null, right: b++ });
    if (toA < left || toB < right) found.push({ left: a++, right: b++ });
  }
  return found;
}
