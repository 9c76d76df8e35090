/** What stands under a pointer: the inverse of where the scene puts rows. */
import { HEAD, TOP, centre, type Picture, type View } from "./picture";
import { LANE_HEIGHT } from "./lanes";
import { bodyOf } from "./primitives";

/** The position of the row at a point, -1 for none. The later of two wins, as it is drawn on top. */
export function hit(picture: Picture, view: View, x: number, y: number): number {
  if (x < HEAD || y < TOP) return -1;
  for (let i = picture.rows.length - 1; i >= 0; i -= 1) {
    if (Math.abs(centre(picture.lanes.of[i] ?? 0, view) - y) > LANE_HEIGHT / 2) continue;
    const box = bodyOf(picture, i, view);
    const end = Math.max(box.end, box.x + (picture.places.width[i] ?? 0) * view.scale);
    const slack = Math.max(4, (24 - box.h) / 2);
    if (x >= box.x - slack && x <= end + slack && Math.abs(y - box.y) <= box.h / 2 + slack) return i;
  }
  return -1;
}
