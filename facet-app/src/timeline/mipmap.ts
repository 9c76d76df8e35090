/** A raster pyramid over the axis: per lane and bucket the number of steps and their worst severity, halved level by level. */

export const FINEST = 65_536;
export const COARSEST = 1_024;
/** Lanes times buckets that the finest level has at most: with very many lanes it is coarser. */
const MOST_CELLS = 1 << 22;

export interface Level {
  readonly buckets: number;
  /** Lane after lane, `buckets` numbers each. */
  readonly count: Uint32Array;
  readonly worst: Uint8Array;
  /** The largest of the counts. */
  readonly fullest: number;
}

export interface Points {
  readonly lanes: number;
  /** From 0 to below `length`. */
  readonly x: ArrayLike<number>;
  readonly lane: ArrayLike<number>;
  readonly severity: ArrayLike<number>;
  readonly length: number;
}

const fullestOf = (count: ArrayLike<number>): number => {
  let most = 1;
  for (let i = 0; i < count.length; i += 1) if (count[i]! > most) most = count[i]!;
  return most;
};

/** A level that somebody else has counted. */
export const levelOf = (buckets: number, count: ArrayLike<number>, worst: Uint8Array): Level =>
  ({ buckets, count: Uint32Array.from(count), worst, fullest: fullestOf(count) });

function finest(points: Points, buckets: number, kept: Uint8Array | null): Level {
  const count = new Uint32Array(points.lanes * buckets);
  const worst = new Uint8Array(points.lanes * buckets);
  const scale = points.length > 0 ? buckets / points.length : 0;
  for (let i = 0; i < points.x.length; i += 1) {
    if (kept !== null && kept[i] !== 1) continue;
    const bucket = Math.min(buckets - 1, Math.max(0, Math.floor(points.x[i]! * scale)));
    const at = (points.lane[i] ?? 0) * buckets + bucket;
    count[at]! += 1;
    const severity = points.severity[i] ?? 0;
    if (severity > worst[at]!) worst[at] = severity;
  }
  return { buckets, count, worst, fullest: fullestOf(count) };
}

/** Two buckets become one: counts add up, and the worse of the two stays. An even number keeps lanes apart. */
function halved(level: Level): Level {
  const count = new Uint32Array(level.count.length / 2);
  const worst = new Uint8Array(count.length);
  for (let i = 0; i < count.length; i += 1) {
    count[i] = level.count[2 * i]! + level.count[2 * i + 1]!;
    worst[i] = Math.max(level.worst[2 * i]!, level.worst[2 * i + 1]!);
  }
  return { buckets: level.buckets / 2, count, worst, fullest: fullestOf(count) };
}

/** `kept` leaves out rows. */
export function pyramid(points: Points, most = FINEST, least = COARSEST, kept: Uint8Array | null = null): readonly Level[] {
  let buckets = most;
  while (buckets > least && buckets * points.lanes > MOST_CELLS) buckets /= 2;
  const levels = [finest(points, buckets, kept)];
  for (let level = levels[0]; level !== undefined && level.buckets > least; level = levels.at(-1)) levels.push(halved(level));
  return levels;
}

/** The coarsest level that still has a bucket for every pixel. */
export function levelFor(levels: readonly Level[], pixels: number): Level | undefined {
  return [...levels].reverse().find((level) => level.buckets >= pixels) ?? levels[0];
}
