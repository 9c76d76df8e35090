/** A run laid out: rows, lanes, places, bands and arrows, apart from how it is looked at. */
import type { Flow, Scenario } from "../data/payloads";
import { arrowsOf, shiftsOf, type Arrow } from "./arrows";
import { placed, type Axis, type Places } from "./axis";
import { bandsOf, type Band } from "./bands";
import { LANE_HEIGHT, lanesOf, type Lanes } from "./lanes";
import { pyramid, type Level } from "./mipmap";
import { rowsOf, type Row } from "./rows";

/** Width of the lane headers, height of the bands above, of the strip below. */
export const HEAD = 160;
export const TOP = 48;
export const STRIP = 56;

export interface Picture {
  readonly rows: readonly Row[];
  readonly lanes: Lanes;
  readonly places: Places;
  /** Whether the axis follows the run; by depth, moments and probabilities have no place of their own. */
  readonly ordered: boolean;
  readonly bands: readonly Band[];
  readonly arrows: readonly Arrow[];
  readonly shifts: Int8Array;
  /** The same rows as a raster, for when there are too many to draw each; empty while there never are. */
  readonly levels: readonly Level[];
  /** The position of the point of no return; -1 when there is none. */
  readonly point: number;
  readonly height: number;
}

/** Up to so many steps in the window are drawn one by one. */
export const MOST_DRAWN = 8_192;

/** How a picture is looked at: pixels scrolled, size of the window, scale of the axis, marked positions (-1: none). */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly selected: number;
  readonly hovered: number;
}

export function pictureOf(run: Scenario, flow: Flow, axis: Axis, fold: boolean): Picture {
  const rows = rowsOf(run, flow);
  const lanes = lanesOf(flow, rows);
  const places = placed(rows, axis, fold);
  const arrows = arrowsOf(rows, lanes);
  const severity = rows.map((row) => row.severity);
  const points = { lanes: lanes.shown.length, x: places.x, lane: lanes.of, severity, length: places.length };
  return {
    rows,
    lanes,
    places,
    bands: axis === "depth" ? [] : bandsOf(rows, places),
    ordered: axis !== "depth",
    arrows,
    shifts: shiftsOf(arrows, lanes, places),
    levels: rows.length > MOST_DRAWN ? pyramid(points) : [],
    point: rows.findIndex((row) => row.seq === run.verdict.pointOfNoReturn),
    height: TOP + lanes.shown.length * LANE_HEIGHT + STRIP,
  };
}

export const centre = (lane: number, view: View): number => TOP + lane * LANE_HEIGHT + LANE_HEIGHT / 2 - view.top;
export const across = (x: number, view: View): number => HEAD + x * view.scale - view.left;
