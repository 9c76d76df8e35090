/** Where every row stands along the axis: steps, clock or causal depth; idle time folds. */
import type { Row } from "./rows";
import { widthOf } from "./text";

export type Axis = "steps" | "clock" | "depth";
export const AXES: readonly (readonly [Axis, string])[] = [["steps", "Steps"], ["clock", "Clock"], ["depth", "Causal depth"]];

export const SPACE = 40;
export const EDGE = 24;
const FOLDED = 24;
const UNFOLDED = 132;

export interface Gap {
  readonly x: number;
  readonly width: number;
  readonly text: string;
  readonly folded: boolean;
}

export interface Places {
  readonly x: Float64Array;
  readonly width: Float64Array;
  readonly length: number;
  readonly gaps: readonly Gap[];
}

/** Width of the body of a shape, without the event beside it. */
export function bodyWidth(row: Row): number {
  if (row.shape === "delivery" || row.shape === "event") return 20;
  const mark = row.shape === "fault" ? 32 : row.shape === "command" || row.shape === "other" ? 20 : 36;
  return Math.min(190, Math.max(64, widthOf(row.label) + mark));
}

/** Where the disc of the emitted event begins, from the left of the shape. */
export const EVENT_LEAD = 28;
const EVENT_NAME = 22;

/** Words under the frame of a step that no flow shows. */
export const BEYOND = "beyond the flow";

export function naturalWidth(row: Row): number {
  const body = bodyWidth(row);
  const least = row.beyond ? widthOf(BEYOND) : 0;
  if (row.shape === "event") return Math.max(least, Math.min(190, EVENT_NAME + widthOf(row.label)));
  return Math.max(least, row.event === null ? body : body + EVENT_LEAD + Math.min(180, EVENT_NAME + widthOf(row.event)));
}

/** A crossing needs room for its arrow and badge. */
const lead = (row: Row): number => (row.shape === "delivery" ? 64 : 0);

export function duration(milliseconds: number): string {
  const units: readonly (readonly [number, string])[] = [[86_400_000, "d"], [3_600_000, "h"], [60_000, "min"], [1_000, "s"]];
  const [size, unit] = units.find(([each]) => milliseconds >= each * (each === 86_400_000 ? 4 : 1)) ?? [1, "ms"];
  return `${Math.round(milliseconds / size)} ${unit}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, two) => one - two);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Rows in file order; on the clock a pause takes its share of the axis, at most folded to a fixed width. */
function inOrder(rows: readonly Row[], clock: boolean, fold: boolean): Places {
  const x = new Float64Array(rows.length);
  const width = Float64Array.from(rows, naturalWidth);
  const pauses = rows.map((row, i) => Math.max(0, row.time - (rows[i - 1]?.time ?? row.time)) || 0);
  const usual = median(pauses.filter((pause) => pause > 0));
  const gaps: Gap[] = [];
  let at = EDGE;
  rows.forEach((row, i) => {
    const pause = pauses[i] ?? 0;
    if (clock && pause > 0) {
      const idle = pause > 5 * usual;
      const wide = idle && fold ? FOLDED : Math.min(UNFOLDED * 20, (UNFOLDED * pause) / usual / 2);
      if (idle) gaps.push({ x: at, width: wide, text: `⋯ ${duration(pause)}`, folded: fold });
      at += wide + (idle ? SPACE : 0);
    }
    at += lead(row);
    x[i] = at;
    at += (width[i] ?? 0) + SPACE;
  });
  return { x, width, length: at - SPACE + EDGE, gaps };
}

/** One column for each depth; rows of one lane in one column stand beside each other. */
function byDepth(rows: readonly Row[]): Places {
  const position = new Map(rows.map((row, i) => [row.seq, i]));
  const depth = new Int32Array(rows.length);
  const width = Float64Array.from(rows, naturalWidth);
  const inside = new Float64Array(rows.length);
  const taken: Map<string, number>[] = [];
  rows.forEach((row, i) => {
    for (const cause of row.causes) {
      const from = position.get(cause.seq);
      if (from !== undefined && from < i) depth[i] = Math.max(depth[i] ?? 0, (depth[from] ?? 0) + 1);
    }
    const lanes = (taken[depth[i] ?? 0] ??= new Map());
    const used = lanes.get(row.lane) ?? 0;
    inside[i] = used + lead(row);
    lanes.set(row.lane, used + lead(row) + (width[i] ?? 0) + SPACE);
  });
  const starts = [EDGE];
  taken.forEach((lanes, d) => starts.push((starts[d] ?? 0) + Math.max(...lanes.values())));
  const x = Float64Array.from(rows, (_, i) => (starts[depth[i] ?? 0] ?? 0) + (inside[i] ?? 0));
  return { x, width, length: (starts.at(-1) ?? 0) - SPACE + EDGE, gaps: [] };
}

export function placed(rows: readonly Row[], axis: Axis, fold: boolean): Places {
  return axis === "depth" ? byDepth(rows) : inOrder(rows, axis === "clock", fold);
}
