/** Where every row stands along the axis: steps, clock or causal depth; idle time folds. */
import { discsWidth } from "./discs";
import { labelOf, shapeOf, type Row, type Rows } from "./rows";
import { widthOf } from "./text";

export type Axis = "steps" | "clock" | "depth";
export const AXES: readonly (readonly [Axis, string])[] = [["steps", "Steps"], ["clock", "Clock"], ["depth", "Causal depth"]];

export const SPACE = 40;
export const EDGE = 24;
const FOLDED = 24;
const UNFOLDED = 132;

export interface Gap {
  /** The row that comes after it. */
  readonly row: number;
  readonly x: number;
  readonly width: number;
  readonly pause: number;
  readonly folded: boolean;
}

/** Rows by column, where they do not stand in order: those of column c are `order[first[c] .. first[c + 1]]`. */
export interface Columns {
  readonly x: Float64Array;
  readonly first: Uint32Array;
  readonly order: Uint32Array;
}

export interface Places {
  readonly x: Float64Array;
  readonly width: Float32Array;
  readonly length: number;
  /** The widest of the rows. */
  readonly widest: number;
  readonly gaps: readonly Gap[];
  readonly columns: Columns | null;
}

/** Width of the body of a shape, without the events beside it. */
export function bodyWidth({ shape, label }: Pick<Row, "shape" | "label">): number {
  if (shape === "delivery" || shape === "event") return 20;
  const mark = shape === "fault" ? 32 : shape === "command" || shape === "other" ? 20 : 36;
  return Math.min(190, Math.max(64, widthOf(label) + mark));
}

const EVENT_ALONE = 22;

/** Words under the frame of a step that no flow shows. */
export const BEYOND = "beyond the flow";

export function naturalWidth({ shape, label, events, beyond }: Pick<Row, "shape" | "label" | "events" | "beyond">): number {
  const least = beyond ? widthOf(BEYOND) : 0;
  if (shape === "event") return Math.max(least, Math.min(190, EVENT_ALONE + widthOf(label)));
  return Math.max(least, bodyWidth({ shape, label }) + discsWidth(events));
}

/** The widths of all rows, from the columns: each pair of an action and a kind is measured once. */
function widthsOf(rows: Rows): Float32Array {
  const { run } = rows.steps;
  const { strings, kinds, events } = run;
  const bodies = new Map<number, number>();
  const discs = new Map<number, number>();
  const shapes = kinds.map(shapeOf);
  const width = new Float32Array(rows.length);
  for (let row = 0; row < width.length; row++) {
    const kind = run.step[row]!;
    const key = run.action[row]! * 256 + kind;
    const shape = shapes[kind] ?? "other";
    let body = bodies.get(key);
    if (body === undefined) {
      const label = labelOf(strings.at(run.action[row]!), kinds[kind] ?? "");
      bodies.set(key, (body = naturalWidth({ shape, label, events: [], beyond: false })));
    }
    const [from, to] = [events.start[row]!, events.start[row + 1]!];
    let beside = 0;
    if (to - from === 1) {
      const event = events.value[from]!;
      beside = discs.get(event) ?? discsWidth([strings.at(event)]);
      discs.set(event, beside);
    } else if (to > from) beside = discsWidth(Array.from(events.value.subarray(from, to), (number) => strings.at(number)));
    width[row] = Math.max(rows.isBeyond(row) ? widthOf(BEYOND) : 0, body + (shape === "event" ? 0 : beside));
  }
  return width;
}

/** A crossing needs room for its arrow and badge. */
const LEAD = 64;
const leadsOf = (rows: Rows): readonly number[] => rows.steps.run.kinds.map((kind) => (shapeOf(kind) === "delivery" ? LEAD : 0));

export function duration(milliseconds: number): string {
  const units: readonly (readonly [number, string])[] = [[86_400_000, "d"], [3_600_000, "h"], [60_000, "min"], [1_000, "s"]];
  const [size, unit] = units.find(([each]) => milliseconds >= each * (each === 86_400_000 ? 4 : 1)) ?? [1, "ms"];
  return `${Math.round(milliseconds / size)} ${unit}`;
}

export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1] ?? 0;
}

/** The time between each row and the latest before it; a time that goes back is no pause. */
function pausesOf(rows: Rows): Float64Array {
  const { time } = rows.steps.run;
  let latest = time[0] ?? 0;
  return Float64Array.from({ length: rows.length }, (_, row) => {
    const pause = Math.max(0, time[row]! - latest);
    latest += pause;
    return pause;
  });
}

/** Rows in file order; on the clock a pause takes its share of the axis, at most folded to a fixed width. */
function inOrder(rows: Rows, clock: boolean, isFolded: (row: number) => boolean): Places {
  const x = new Float64Array(rows.length);
  const width = widthsOf(rows);
  const leads = leadsOf(rows);
  const kinds = rows.steps.run.step;
  const pauses = clock ? pausesOf(rows) : null;
  const usual = pauses === null ? 0 : median(pauses.filter((pause) => pause > 0));
  const gaps: Gap[] = [];
  let at = EDGE;
  let widest = 0;
  for (let row = 0; row < x.length; row++) {
    const pause = pauses?.[row] ?? 0;
    if (pause > 0) {
      const idle = pause > 5 * usual;
      const folded = idle && isFolded(row);
      const wide = folded ? FOLDED : Math.min(UNFOLDED * 20, (UNFOLDED * pause) / usual / 2);
      if (idle) gaps.push({ row, x: at, width: wide, pause, folded });
      at += wide + (idle ? SPACE : 0);
    }
    at += leads[kinds[row]!] ?? 0;
    x[row] = at;
    at += width[row]! + SPACE;
    widest = Math.max(widest, width[row]!);
  }
  return { x, width, length: Math.max(EDGE, at - SPACE + EDGE), widest, gaps, columns: null };
}

/** How many causes deep each row stands. */
function depthsOf(rows: Rows): Uint32Array {
  const { causeStart, cause } = rows.steps.run;
  const depth = new Uint32Array(rows.length);
  for (let row = 0; row < depth.length; row++)
    for (let at = causeStart[row]!; at < causeStart[row + 1]!; at++) depth[row] = Math.max(depth[row]!, depth[cause[at]!]! + 1);
  return depth;
}

/** One column for each depth; rows of one lane in one column stand beside each other. */
function byDepth(rows: Rows): Places {
  const { run } = rows.steps;
  const depth = depthsOf(rows);
  const width = widthsOf(rows);
  const leads = leadsOf(rows);
  const x = new Float64Array(rows.length);
  const used = new Map<number, number>();
  const deepest = depth.reduce((most, each) => Math.max(most, each), 0);
  const wide = new Float64Array(rows.length === 0 ? 0 : deepest + 1);
  const first = new Uint32Array(wide.length + 1);
  let widest = 0;
  for (let row = 0; row < x.length; row++) {
    const key = depth[row]! * 65_536 + run.lane[row]!;
    const at = (used.get(key) ?? 0) + (leads[run.step[row]!] ?? 0);
    const end = at + width[row]! + SPACE;
    x[row] = at;
    used.set(key, end);
    wide[depth[row]!] = Math.max(wide[depth[row]!]!, end);
    first[depth[row]! + 1]!++;
    widest = Math.max(widest, width[row]!);
  }
  const starts = new Float64Array(wide.length + 1).fill(EDGE);
  for (let column = 0; column < wide.length; column++) {
    starts[column + 1] = starts[column]! + wide[column]!;
    first[column + 1]! += first[column]!;
  }
  const next = first.slice();
  const order = new Uint32Array(rows.length);
  for (let row = 0; row < x.length; row++) {
    x[row]! += starts[depth[row]!]!;
    order[next[depth[row]!]!++] = row;
  }
  return { x, width, length: Math.max(EDGE, starts.at(-1)! - SPACE + EDGE), widest, gaps: [], columns: { x: starts, first, order } };
}

const NONE: ReadonlySet<number> = new Set();

/** `opened` are rows whose idle time before them is not folded. */
export const placed = (rows: Rows, axis: Axis, fold: boolean, opened: ReadonlySet<number> = NONE): Places =>
  axis === "depth" ? byDepth(rows) : inOrder(rows, axis === "clock", (row) => fold && !opened.has(row));

/** The first of ascending numbers that is not below `value`. */
function firstFrom(numbers: Float64Array, value: number, end: number): number {
  let [low, high] = [0, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows that may touch the stretch of the axis from `from` to `to`: a range of places, and which row each is. */
export function within({ x, widest, columns }: Places, from: number, to: number): { readonly from: number; readonly to: number; row(place: number): number } {
  if (columns === null)
    return { from: firstFrom(x, from - widest, x.length), to: firstFrom(x, to, x.length), row: (place) => place };
  const last = columns.first.length - 1;
  const begin = Math.max(0, firstFrom(columns.x, from, last) - 1);
  const end = firstFrom(columns.x, to, last);
  return { from: columns.first[begin] ?? 0, to: columns.first[end] ?? 0, row: (place) => columns.order[place]! };
}
