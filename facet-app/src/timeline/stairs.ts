/** The strip below the lanes: the probability of a good end after each step, and the point of no return. */
import { LANE_HEIGHT } from "./lanes";
import { HEAD, STRIP, TOP, across, type Picture, type View } from "./picture";
import { draw, fill, say, type Primitive } from "./primitives";
import { widthOf } from "./text";

/** A stair from step to step; what nobody knows is left out. */
export function stairs(picture: Picture, seen: readonly number[], view: View): [Primitive[], Primitive[]] {
  const { good, places, rows } = picture;
  const foot = TOP + picture.lanes.shown.length * LANE_HEIGHT + STRIP - 12 - view.top;
  const tall = STRIP - 24;
  const marks: Primitive[] = [draw([HEAD, foot, view.width, foot], "rule")];
  const level = (row: number): number => foot - good![row]! * tall;
  for (const row of good === null ? [] : seen) {
    if (Number.isNaN(good![row])) continue;
    const from = across(places.x[row]!, view);
    const next = row + 1 < rows.length ? across(places.x[row + 1]!, view) : from + places.width[row]! * view.scale;
    const before = row > 0 && !Number.isNaN(good![row - 1]) ? [from, level(row - 1)] : [];
    marks.push(draw([...before, from, level(row), next, level(row)], good![row] === 0 ? "bad" : "good", { weight: 2 }));
  }
  if (picture.point >= 0) {
    const x = across(places.x[picture.point]!, view);
    const text = "▲ point of no return";
    marks.push(draw([x, TOP - view.top, x, foot], "bad", { dashed: true }));
    marks.push(fill(x + 4, foot - tall / 2 - 10, widthOf(text) + 12, 20, "panel", "bad", 4));
    marks.push(say(x + 10, foot - tall / 2, text, "bad"));
  }
  const scale = good === null ? [] : [say(HEAD - 14, foot - tall, "1", "quiet", "mono"), say(HEAD - 14, foot, "0", "quiet", "mono")];
  const note = good !== null ? "after each step" : picture.ordered ? "not known here" : "not by depth";
  return [marks, [say(16, foot - 20, "P(good)", "ink", "strong"), say(16, foot - 3, note, "quiet", "sans"), ...scale]];
}
