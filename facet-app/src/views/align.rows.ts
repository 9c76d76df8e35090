/** Which places of two sequences of names belong together: their longest common subsequence. */

export type Pair = readonly [left: number, right: number];

/** Above this many cells the table gives way to names that occur once on both sides. */
const CELLS = 4_000_000;

/** Pairs in ascending order; the same ones, turned round, when the sides are swapped. */
export function align(left: readonly string[], right: readonly string[]): Pair[] {
  return isLater(left, right) ? pairs(right, left).map(([one, two]): Pair => [two, one]) : pairs(left, right);
}

/** One fixed order of the two sides decides between equally long answers. */
function isLater(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return left.length > right.length;
  const at = left.findIndex((name, index) => name !== right[index]);
  return at >= 0 && left[at]! > right[at]!;
}

function pairs(left: readonly string[], right: readonly string[]): Pair[] {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail++;
  const one = left.slice(head, left.length - tail);
  const two = right.slice(head, right.length - tail);
  const middle = one.length * two.length <= CELLS ? longest(one, two) : anchored(one, two);
  return [
    ...Array.from({ length: head }, (_, at): Pair => [at, at]),
    ...middle.map(([at, to]): Pair => [at + head, to + head]),
    ...Array.from({ length: tail }, (_, at): Pair => [left.length - tail + at, right.length - tail + at]),
  ];
}

function longest(left: readonly string[], right: readonly string[]): Pair[] {
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let at = left.length - 1; at >= 0; at--) {
    for (let to = right.length - 1; to >= 0; to--) {
      const cell = at * width + to;
      lengths[cell] = left[at] === right[to] ? lengths[cell + width + 1]! + 1 : Math.max(lengths[cell + width]!, lengths[cell + 1]!);
    }
  }
  const found: Pair[] = [];
  for (let [at, to] = [0, 0]; at < left.length && to < right.length; ) {
    if (left[at] === right[to]) found.push([at++, to++]);
    else if (lengths[(at + 1) * width + to]! >= lengths[at * width + to + 1]!) at++;
    else to++;
  }
  return found;
}

/** Longest increasing chain of the names that are unique on both sides, and what aligns between its links. */
function anchored(left: readonly string[], right: readonly string[]): Pair[] {
  const [ones, twos] = [unique(left), unique(right)];
  const common = [...ones].flatMap(([name, at]): Pair[] => (twos.has(name) ? [[at, twos.get(name)!]] : []));
  const chain = increasing(common);
  const found: Pair[] = [];
  let [from, to] = [0, 0];
  for (const [at, other] of [...chain, [left.length, right.length] as const]) {
    const size = (at - from) * (other - to);
    // Without an anchor a gap that is too big for the table stays unaligned.
    if (size > 0 && size <= CELLS) {
      found.push(...longest(left.slice(from, at), right.slice(to, other)).map(([one, two]): Pair => [one + from, two + to]));
    }
    if (at < left.length) found.push([at, other]);
    [from, to] = [at + 1, other + 1];
  }
  return found;
}

function unique(names: readonly string[]): Map<string, number> {
  const [first, again] = [new Map<string, number>(), new Set<string>()];
  names.forEach((name, at) => (first.has(name) ? again.add(name) : first.set(name, at)));
  for (const name of again) first.delete(name);
  return first;
}

/** Patience sorting: the longest chain of pairs that ascends on both sides. */
function increasing(common: readonly Pair[]): Pair[] {
  const tops: number[] = [];
  const before = new Int32Array(common.length).fill(-1);
  common.forEach((pair, index) => {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (common[tops[middle]!]![1] < pair[1]) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before[index] = tops[low - 1]!;
    tops[low] = index;
  });
  const chain: Pair[] = [];
  for (let at = tops[tops.length - 1] ?? -1; at >= 0; at = before[at]!) chain.push(common[at]!);
  return chain.reverse();
}
