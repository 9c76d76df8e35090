/** Lays a tree out left to right; what is too much or too rare folds to a count of ends, what is worst stays. */
export interface Twig {
  readonly id: string;
  /** Probability of coming here, null when it is not known. */
  readonly share: number | null;
  /** How bad it is here: 0 for good; a branch is as bad as the worst of its ends. */
  readonly badness: number;
  readonly children: readonly Twig[];
}

/** A node on the screen: column `depth`, line `row` (leaves count 0, 1, 2 …; a branch stands amid its children). */
export interface Spot<T extends Twig> {
  readonly id: string;
  /** Null for what stands for `folded` ends. */
  readonly twig: T | null;
  readonly parent: number;
  readonly depth: number;
  readonly row: number;
  readonly folded: number;
}

export interface Limits {
  readonly nodes: number;
  readonly share: number;
}

const LIMITS: Limits = { nodes: 300, share: 0.001 };

interface Size {
  readonly ends: number;
  readonly badness: number;
}

/** Spots in reading order, the root first. */
export function layoutTree<T extends Twig>(root: T, limits: Limits = LIMITS): readonly Spot<T>[] {
  const sizes = sized(root);
  const shown = opened(root, sizes, limits);
  const spots: { id: string; twig: T | null; parent: number; depth: number; row: number; folded: number }[] = [];
  const waiting: { twig: T; parent: number; depth: number; folded: number }[] = [{ twig: root, parent: -1, depth: 0, folded: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { twig, parent, depth, folded } = next;
    const at = spots.length;
    spots.push({ id: folded > 0 ? `${twig.id}+` : twig.id, twig: folded > 0 ? null : twig, parent, depth, row: -1, folded });
    if (folded > 0 || twig.children.length === 0) continue;
    const kept = shown.get(twig) ?? [];
    const left = twig.children.filter((child) => !kept.includes(child));
    const ends = left.reduce((sum, child) => sum + (sizes.get(child)?.ends ?? 1), 0);
    if (ends > 0) waiting.push({ twig, parent: at, depth: depth + 1, folded: ends });
    for (const child of [...kept].reverse()) waiting.push({ twig: child as T, parent: at, depth: depth + 1, folded: 0 });
  }
  rowed(spots);
  return spots;
}

function sized(root: Twig): Map<Twig, Size> {
  const order: Twig[] = [root];
  for (let index = 0; index < order.length; index += 1) order.push(...(order[index]?.children ?? []));
  const sizes = new Map<Twig, Size>();
  for (const twig of order.reverse()) {
    const below = twig.children.map((child) => sizes.get(child) ?? { ends: 1, badness: 0 });
    sizes.set(twig, {
      ends: below.length === 0 ? 1 : below.reduce((sum, each) => sum + each.ends, 0),
      badness: below.reduce((worst, each) => Math.max(worst, each.badness), twig.badness),
    });
  }
  return sizes;
}

/** Which children of which branch are shown: worst and likeliest branches open first, until the nodes are spent. */
function opened(root: Twig, sizes: Map<Twig, Size>, limits: Limits): Map<Twig, readonly Twig[]> {
  const before = (a: Twig, b: Twig) =>
    (sizes.get(b)?.badness ?? 0) - (sizes.get(a)?.badness ?? 0) || (b.share ?? 1) - (a.share ?? 1);
  const shown = new Map<Twig, readonly Twig[]>();
  let candidates: Twig[] = [root];
  let spent = 1;
  while (candidates.length > 0) {
    const [twig, ...rest] = candidates.sort(before);
    candidates = rest;
    if (twig === undefined || twig.children.length === 0) continue;
    const wanted = twig.children.filter((child) => child.share === null || child.share >= limits.share);
    const room = Math.max(0, limits.nodes - spent - 1);
    const kept = wanted.length <= room ? wanted : [...wanted].sort(before).slice(0, room);
    shown.set(twig, kept);
    spent += kept.length + (kept.length < twig.children.length ? 1 : 0);
    candidates.push(...kept);
  }
  return shown;
}

function rowed(spots: { parent: number; row: number }[]): void {
  const isBranch = new Set(spots.map((spot) => spot.parent));
  let row = 0;
  const first = new Map<number, number>();
  spots.forEach((spot, index) => {
    if (!isBranch.has(index)) spot.row = row++;
  });
  const last = new Map<number, number>();
  for (let index = spots.length - 1; index >= 0; index -= 1) {
    const spot = spots[index];
    if (spot === undefined) continue;
    if (isBranch.has(index)) spot.row = ((first.get(index) ?? 0) + (last.get(index) ?? 0)) / 2;
    first.set(spot.parent, spot.row);
    if (!last.has(spot.parent)) last.set(spot.parent, spot.row);
  }
}
