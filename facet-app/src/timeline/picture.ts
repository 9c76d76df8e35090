/** A run laid out: rows, lanes, places, bands and arrows, apart from how it is looked at. */
import type { Flow, Scenario } from "../data/payloads";
import { arrowsOf, shiftsOf, type Arrows } from "./arrows";
import { placed, within, type Axis, type Places } from "./axis";
import { armsOf, momentsOf, type Bands } from "./bands";
import { LANE_HEIGHT, lanesOf, type Lanes } from "./lanes";
import { pyramid, type Level } from "./mipmap";
import { rowsOf, type Rows } from "./rows";

/** Width of the lane headers, height of the bands above, of the strip below. */
export const HEAD = 176;
export const TOP = 48;
export const STRIP = 56;

export interface Picture {
  readonly rows: Rows;
  readonly lanes: Lanes;
  readonly places: Places;
  /** Whether the axis follows the run; by depth, moments and probabilities have no place of their own. */
  readonly ordered: boolean;
  readonly moments: Bands;
  readonly arms: Bands;
  readonly arrows: Arrows;
  readonly shifts: Int8Array;
  /** After each row the probability that all ends well, NaN where nobody knows; null when it is not known anywhere. */
  readonly good: Float32Array | null;
  /** The same rows as a raster, for when there are too many to draw each; empty while there never are. */
  readonly levels: readonly Level[];
  /** The position of the point of no return; -1 when there is none. */
  readonly point: number;
  readonly height: number;
}

/** Up to so many steps in the window are drawn one by one; with shape, words and arrows where each has so many pixels. */
export const MOST_DRAWN = 8_192;
const MOST_DETAILED = 400;
const DETAIL = 6;
export const isDetailed = (seen: number, view: View): boolean => seen <= Math.min(MOST_DETAILED, (view.width - HEAD) / DETAIL);

/** How a picture is looked at: pixels scrolled, size of the window, scale of the axis, marked positions (-1: none). */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly selected: number;
  readonly hovered: number;
  /** For each row whether it stays in colour, 1, or is greyed; null: all stay. */
  readonly kept?: Uint8Array | null;
  /** The rows of a marked stretch, first and last. */
  readonly range?: readonly [number, number] | null;
}

/** The probability after each row. What one action does in several steps changes it with the last of them: until then it stays. */
function chances(rows: Rows): Float32Array | null {
  const good = new Float32Array(rows.length).fill(Number.NaN);
  let last = -1;
  for (let row = 0; row < good.length; row++) {
    const known = rows.good(row);
    if (known === null) continue;
    if (last >= 0) good.fill(good[last]!, last + 1, row);
    good[row] = known;
    last = row;
  }
  return last < 0 ? null : good;
}

export function pictureOf(run: Scenario, flow: Flow, axis: Axis, fold: boolean, opened?: ReadonlySet<number>): Picture {
  const rows = rowsOf(run, flow);
  const lanes = lanesOf(flow, rows);
  const places = placed(rows, axis, fold, opened);
  const arrows = arrowsOf(rows);
  const points = { lanes: lanes.shown.length, x: places.x, lane: lanes.of, severity: rows.steps.run.severity, length: places.length };
  return {
    rows,
    lanes,
    places,
    moments: momentsOf(rows, flow),
    arms: armsOf(run),
    ordered: axis !== "depth",
    arrows,
    shifts: shiftsOf(rows, arrows, lanes, places),
    good: axis === "depth" ? null : chances(rows),
    levels: rows.length > MOST_DRAWN ? pyramid(points) : [],
    point: rows.steps.row(run.verdict.pointOfNoReturn),
    height: TOP + lanes.shown.length * LANE_HEIGHT + STRIP,
  };
}

export const centre = (lane: number, view: View): number => TOP + lane * LANE_HEIGHT + LANE_HEIGHT / 2 - view.top;
export const across = (x: number, view: View): number => HEAD + x * view.scale - view.left;
/** Where on the axis a pixel stands. */
export const along = (pixel: number, view: View): number => (pixel - HEAD + view.left) / view.scale;

/** The rows in the window, in the order of their places; null when they are too many to be drawn one by one. */
export function inWindow(picture: Picture, view: View): readonly number[] | null {
  const { places } = picture;
  const [from, to] = [along(HEAD - 20, view), along(view.width + 20, view)];
  const range = within(places, from, to);
  if (range.to - range.from > MOST_DRAWN) return null;
  const found: number[] = [];
  for (let place = range.from; place < range.to; place++) {
    const row = range.row(place);
    if (places.x[row]! < to && places.x[row]! + places.width[row]! > from) found.push(row);
  }
  return found;
}
