/** Which steps stand in the window, and what is drawn when they are too many: columns of counts, failures on top. */
import { SEVERITY } from "../data/run";
import { LANE_HEIGHT } from "./lanes";
import { levelFor } from "./mipmap";
import { HEAD, MOST_DRAWN, across, centre, type Picture, type View } from "./picture";
import { fill, type Ink, type Primitive } from "./primitives";

/** Positions of the steps in the window; null when they are too many to be drawn one by one. */
export function inWindow(picture: Picture, view: View): readonly number[] | null {
  const found: number[] = [];
  for (let i = 0; i < picture.rows.length; i += 1) {
    const x = across(picture.places.x[i] ?? 0, view);
    if (x < view.width + 20 && x + (picture.places.width[i] ?? 0) * view.scale > HEAD - 20) found.push(i);
    if (found.length > MOST_DRAWN) return null;
  }
  return found;
}

const inkOf = (worst: number): Ink => (worst === SEVERITY.bad ? "bad" : worst === SEVERITY.warning ? "noted" : "edge");

/** Per lane one column for each pixel at most: as tall as it is full, a failure from edge to edge. */
export function raster(picture: Picture, view: View): readonly Primitive[] {
  const length = picture.places.length * view.scale;
  const level = levelFor(picture.levels, length);
  if (level === undefined) return [];
  const wide = Math.max(1, length / level.buckets);
  const each = Math.max(1, Math.ceil(level.buckets / Math.max(1, length)));
  const first = Math.max(0, Math.floor((view.left * level.buckets) / length / each) * each);
  const end = Math.min(level.buckets, Math.ceil(((view.left + view.width - HEAD) * level.buckets) / length));
  const most = level.count.reduce((one, two) => Math.max(one, two), 1) * each;
  const tallest = LANE_HEIGHT - 16;
  const marks: Primitive[] = [];
  picture.lanes.shown.forEach((_, lane) => {
    const y = centre(lane, view);
    if (y < -LANE_HEIGHT || y > view.height + LANE_HEIGHT) return;
    for (let bucket = first; bucket < end; bucket += each) {
      let count = 0;
      let worst = 0;
      for (let part = bucket; part < Math.min(bucket + each, level.buckets); part += 1) {
        count += level.count[lane * level.buckets + part] ?? 0;
        worst = Math.max(worst, level.worst[lane * level.buckets + part] ?? 0);
      }
      if (count === 0) continue;
      const tall = worst === SEVERITY.bad ? tallest : Math.max(3, (tallest * count) / most);
      marks.push(fill(HEAD + (bucket * length) / level.buckets - view.left, y - tall / 2, wide, tall, inkOf(worst)));
    }
  });
  return marks;
}
