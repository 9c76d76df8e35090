/** A raster pyramid over the axis: per lane and bucket the number of steps and their worst severity, halved level by level. */

export const FINEST = 65_536;
export const COARSEST = 1_024;

export interface Level {
  readonly buckets: number;
  /** Lane after lane, `buckets` numbers each. */
  readonly count: Uint32Array;
  readonly worst: Uint8Array;
}

export interface Points {
  readonly lanes: number;
  /** From 0 to below `length`. */
  readonly x: ArrayLike<number>;
  readonly lane: ArrayLike<number>;
  readonly severity: ArrayLike<number>;
  readonly length: number;
}

function finest(points: Points, buckets: number): Level {
  const count = new Uint32Array(points.lanes * buckets);
  const worst = new Uint8Array(points.lanes * buckets);
  const scale = points.length > 0 ? buckets / points.length : 0;
  for (let i = 0; i < points.x.length; i += 1) {
    const bucket = Math.min(buckets - 1, Math.max(0, Math.floor((points.x[i] ?? 0) * scale)));
    const at = (points.lane[i] ?? 0) * buckets + bucket;
    count[at] = (count[at] ?? 0) + 1;
    const severity = points.severity[i] ?? 0;
    if (severity > (worst[at] ?? 0)) worst[at] = severity;
  }
  return { buckets, count, worst };
}

/** Two buckets become one: counts add up, and the worse of the two stays. An even number keeps lanes apart. */
function halved(level: Level): Level {
  const count = new Uint32Array(level.count.length / 2);
  const worst = new Uint8Array(count.length);
  for (let i = 0; i < count.length; i += 1) {
    count[i] = (level.count[2 * i] ?? 0) + (level.count[2 * i + 1] ?? 0);
    worst[i] = Math.max(level.worst[2 * i] ?? 0, level.worst[2 * i + 1] ?? 0);
  }
  return { buckets: level.buckets / 2, count, worst };
}

export function pyramid(points: Points, most = FINEST, least = COARSEST): readonly Level[] {
  const levels = [finest(points, most)];
  for (let level = levels[0]; level !== undefined && level.buckets > least; level = levels.at(-1)) levels.push(halved(level));
  return levels;
}

/** The coarsest level that still has a bucket for every pixel. */
export function levelFor(levels: readonly Level[], pixels: number): Level | undefined {
  return [...levels].reverse().find((level) => level.buckets >= pixels) ?? levels[0];
}
