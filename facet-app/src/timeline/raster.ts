/** What is drawn when steps are too many to be drawn one by one: columns of counts, failures on top. */
import { SEVERITY } from "../data/run";
import { LANE_HEIGHT } from "./lanes";
import { levelFor, pyramid, type Level } from "./mipmap";
import { HEAD, across, centre, type Picture, type View } from "./picture";
import { fill, type Ink, type Primitive } from "./primitives";

/** Columns in one frame, all lanes together. */
const MOST_COLUMNS = 9_000;

const inkOf = (worst: number): Ink => (worst === SEVERITY.bad ? "bad" : worst === SEVERITY.warning ? "noted" : "edge");

interface Columns {
  readonly level: Level;
  readonly length: number;
  /** How many buckets make a column, and the first bucket of the window and the one behind its last. */
  readonly each: number;
  readonly first: number;
  readonly end: number;
}

function columnsOf(levels: readonly Level[], lanes: number, length: number, view: View, most: number): Columns | null {
  const level = levelFor(levels, length);
  if (level === undefined) return null;
  const pixels = Math.max(1, view.width - HEAD);
  const wide = Math.max(1, (pixels * lanes) / most);
  const each = Math.max(1, Math.ceil((level.buckets / Math.max(1, length)) * wide));
  const first = Math.max(0, Math.floor((view.left * level.buckets) / length / each) * each);
  const end = Math.min(level.buckets, Math.ceil(((view.left + pixels) * level.buckets) / length));
  return { level, length, each, first, end };
}

const tallest = LANE_HEIGHT - 16;

/** Of a lane one column for each pixel at most: as tall as it is full, a failure from edge to edge. */
function lane(number: number, y: number, { level, length, each, first, end }: Columns, view: View, ink: Ink | null): Primitive[] {
  const marks: Primitive[] = [];
  const wide = Math.max(1, (length / level.buckets) * each);
  for (let bucket = first; bucket < end; bucket += each) {
    let count = 0;
    let worst = 0;
    for (let at = number * level.buckets + bucket, last = number * level.buckets + Math.min(bucket + each, level.buckets); at < last; at += 1) {
      count += level.count[at]!;
      if (level.worst[at]! > worst) worst = level.worst[at]!;
    }
    if (count === 0) continue;
    const tall = worst === SEVERITY.bad ? tallest : Math.max(3, (tallest * count) / (level.fullest * each));
    marks.push(fill(HEAD + (bucket * length) / level.buckets - view.left, y - tall / 2, wide, tall, ink ?? inkOf(worst)));
  }
  return marks;
}

/** Columns of lanes in the window; failures last, so that nothing stands on them. */
export function columns(levels: readonly Level[], lanes: number, length: number, view: View, ink: Ink | null = null, most = MOST_COLUMNS): readonly Primitive[] {
  const seen = Array.from({ length: lanes }, (_, number) => number).filter((number) => {
    const y = centre(number, view);
    return y > -LANE_HEIGHT && y < view.height + LANE_HEIGHT;
  });
  const found = columnsOf(levels, seen.length, length, view, most);
  if (found === null) return [];
  return seen.flatMap((number) => lane(number, centre(number, view), found, view, ink));
}

const ofKept = new WeakMap<Uint8Array, { readonly picture: Picture; readonly levels: readonly Level[] }>();

/** The rows that stay in colour as a raster of their own. */
function keptLevels(picture: Picture, kept: Uint8Array): readonly Level[] {
  const known = ofKept.get(kept);
  if (known?.picture === picture) return known.levels;
  const { places, lanes, rows } = picture;
  const points = { lanes: lanes.shown.length, x: places.x, lane: lanes.of, severity: rows.steps.run.severity, length: places.length };
  const levels = pyramid(points, undefined, undefined, kept);
  ofKept.set(kept, { picture, levels });
  return levels;
}

export function raster(picture: Picture, view: View): readonly Primitive[] {
  const length = picture.places.length * view.scale;
  const lanes = picture.lanes.shown.length;
  const half = MOST_COLUMNS / 2;
  const marks = view.kept
    ? [...columns(picture.levels, lanes, length, view, "rule", half), ...columns(keptLevels(picture, view.kept), lanes, length, view, null, half)]
    : columns(picture.levels, lanes, length, view);
  return [...marks, ...cursor(picture, view, view.hovered, "quiet"), ...cursor(picture, view, view.selected, "selected")];
}

/** Where a step stands among columns. */
export function cursor(picture: Picture, view: View, row: number, ink: Ink): readonly Primitive[] {
  if (row < 0 || row >= picture.rows.length) return [];
  const x = across(picture.places.x[row]!, view);
  if (x < HEAD || x > view.width) return [];
  const y = centre(picture.lanes.of[row]!, view);
  return [fill(x - 1, y - LANE_HEIGHT / 2 + 4, 3, LANE_HEIGHT - 8, ink)];
}
