/** What stands under a pointer: the inverse of where the scene puts rows. */
import { within } from "./axis";
import { LANE_HEIGHT } from "./lanes";
import { HEAD, MOST_DRAWN, TOP, across, along, centre, isDetailed, type Picture, type View } from "./picture";
import { bodyOf } from "./primitives";

/** The position of the row at a point, -1 for none. The later of two wins, as it is drawn on top; among columns the worst. */
export function hit(picture: Picture, view: View, x: number, y: number): number {
  if (x < HEAD || y < TOP) return -1;
  const isInLane = (row: number) => Math.abs(centre(picture.lanes.of[row] ?? 0, view) - y) <= LANE_HEIGHT / 2;
  const all = within(picture.places, along(HEAD, view), along(view.width, view));
  if (all.to - all.from > MOST_DRAWN || !isDetailed(all.to - all.from, view)) return worstAt(picture, view, x, isInLane);
  const near = within(picture.places, along(x - 32, view), along(x + 32, view));
  for (let place = near.to - 1; place >= near.from; place -= 1) {
    const row = near.row(place);
    if (!isInLane(row)) continue;
    const box = bodyOf(picture, row, view);
    const end = Math.max(box.end, box.x + (picture.places.width[row] ?? 0) * view.scale);
    const slack = Math.max(4, (24 - box.h) / 2);
    if (x >= box.x - slack && x <= end + slack && Math.abs(y - box.y) <= box.h / 2 + slack) return row;
  }
  return -1;
}

const REACH = 2;

function worstAt(picture: Picture, view: View, x: number, isInLane: (row: number) => boolean): number {
  const { severity } = picture.rows.steps.run;
  const near = within(picture.places, along(x - REACH, view), along(x + REACH, view));
  let worst = -1;
  for (let place = near.from; place < near.to; place += 1) {
    const row = near.row(place);
    const from = across(picture.places.x[row]!, view);
    if (x < from - REACH || x > from + picture.places.width[row]! * view.scale + REACH || !isInLane(row)) continue;
    if (worst < 0 || severity[row]! > severity[worst]!) worst = row;
  }
  return worst;
}

/** The folded or open gap under a point: the row behind it, -1 for none. */
export function gapAt(picture: Picture, view: View, x: number, y: number): number {
  if (x < HEAD || y < TOP) return -1;
  const at = along(x, view);
  const slack = 4 / view.scale;
  return picture.places.gaps.find((gap) => at >= gap.x - slack && at <= gap.x + gap.width + slack)?.row ?? -1;
}

/** The first and the last row that stand between two pixels; null when none does. */
export function rowsBetween(picture: Picture, view: View, one: number, two: number): readonly [number, number] | null {
  const [from, to] = [along(Math.min(one, two), view), along(Math.max(one, two), view)];
  const range = within(picture.places, from, to);
  let [first, last] = [-1, -1];
  for (let place = range.from; place < range.to; place += 1) {
    const row = range.row(place);
    if (picture.places.x[row]! + picture.places.width[row]! < from || picture.places.x[row]! > to) continue;
    first = first < 0 ? row : Math.min(first, row);
    last = Math.max(last, row);
  }
  return first < 0 ? null : [first, last];
}
