/** Arrows between rows as primitives: crossings with their badge, losses, forks, and steps of one lane. */
import type { Arrow } from "./arrows";
import { LANE_HEIGHT } from "./lanes";
import { HEAD, centre, type Picture, type View } from "./picture";
import { bodyOf, draw, fill, say, type Primitive } from "./primitives";
import { widthOf } from "./text";

interface Pill { readonly x: number; readonly y: number; readonly w: number; readonly text: string; readonly holds: boolean }

/** Pills that would cover an earlier one step down until they do not. */
function settled(pills: readonly Pill[]): Pill[] {
  const done: Pill[] = [];
  for (const pill of pills) {
    let y = pill.y;
    while (done.some((other) => Math.abs(other.y - y) < 22 && other.x < pill.x + pill.w + 6 && pill.x < other.x + other.w + 6)) y += 23;
    done.push({ ...pill, y });
  }
  return done;
}

/** The row before each row in its lane, -1 for none. */
function neighbours(picture: Picture): Int32Array {
  const last = new Map<number, number>();
  return Int32Array.from(picture.rows, (_, i) => {
    const lane = picture.lanes.of[i] ?? 0;
    const found = last.get(lane) ?? -1;
    last.set(lane, i);
    return found;
  });
}

/** A step to the next of its lane; over others only when one of the two is selected, and then above them. */
function next(picture: Picture, arrow: Arrow, beside: boolean, view: View): Primitive[] {
  const from = bodyOf(picture, arrow.from, view);
  const to = bodyOf(picture, arrow.to, view);
  const start = from.x + (picture.places.width[arrow.from] ?? 0) * view.scale + 4;
  if (beside && to.x - start > 8) return [draw([start, to.y, to.x - 2, to.y], "edge", { end: "arrow" })];
  if (arrow.from !== view.selected && arrow.to !== view.selected) return [];
  const over = Math.min(from.y, to.y) - 28;
  const ends = [to.x + to.w / 2, over, to.x + to.w / 2, to.y - to.h / 2 - 1];
  return [draw([from.end - 7, from.y - 8, from.end - 7, over, ...ends], "selected", { curved: true, end: "arrow", weight: 1.5 })];
}

/** Lines first, then what stands on top of the shapes. */
export function joins(picture: Picture, view: View): [Primitive[], Primitive[]] {
  const lines: Primitive[] = [];
  const pills: Pill[] = [];
  const before = neighbours(picture);
  picture.arrows.forEach((arrow, number) => {
    const from = bodyOf(picture, arrow.from, view);
    const to = bodyOf(picture, arrow.to, view);
    const inView = Math.max(from.end, to.end) > HEAD && Math.min(from.x, to.x) < view.width;
    if (arrow.kind === "next") {
      if (inView) lines.push(...next(picture, arrow, before[arrow.to] === arrow.from, view));
      return;
    }
    const lost = arrow.kind === "lost";
    const lane = arrow.lane < 0 ? (picture.lanes.of[arrow.to] ?? 0) + 1 : arrow.lane;
    const y = centre(lane, view);
    const down = y > from.y ? 1 : -1;
    const disc = from.end > from.x + from.w;
    const x = disc ? from.end - 7 : from.x + from.w / 2;
    const endX = lost ? x : to.x + to.w / 2;
    const level = y - (down * LANE_HEIGHT) / 2 + (picture.shifts[number] ?? 0);
    if (!inView) return;
    const marked = arrow.from === view.selected || arrow.to === view.selected;
    const holds = arrow.badge?.holds ?? !lost;
    const path = lost ? [x, y] : [x, level, endX, level, endX, y - down * (to.h / 2 + 1)];
    lines.push(draw([x, from.y + down * (disc ? 8 : from.h / 2), ...path], holds ? (marked ? "selected" : "edge") : "bad",
      { weight: holds && !marked ? 1.25 : 2, curved: true, end: lost ? "cross" : "arrow", dashed: lost }));
    if (arrow.badge === null || view.scale < 0.5) return;
    const w = widthOf(arrow.badge.text) + 14;
    pills.push({ x: (x + endX) / 2 - w / 2, y: level, w, text: arrow.badge.text, holds });
  });
  const labels = settled(pills).flatMap((pill) => [
    fill(pill.x, pill.y - 10, pill.w, 20, "panel", pill.holds ? "good" : "bad", 10),
    say(pill.x + pill.w / 2, pill.y, pill.text, pill.holds ? "ink" : "bad", "mono", true),
  ]);
  return [lines, labels];
}
