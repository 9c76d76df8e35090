/** Arrows between rows as primitives: crossings with their badge, losses, forks, and steps of one lane. */
import { laneOf } from "./arrows";
import { discsOf } from "./discs";
import { LANE_HEIGHT } from "./lanes";
import { HEAD, MOST_DRAWN, centre, type Picture, type View } from "./picture";
import { DISC, WITH_EVENTS, bodyOf, draw, fill, say, type Primitive } from "./primitives";
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

/** The row before each row in its lane among these, -1 for none. */
function neighbours(picture: Picture, rows: readonly number[]): Map<number, number> {
  const last = new Map<number, number>();
  return new Map(rows.map((row) => {
    const lane = picture.lanes.of[row] ?? 0;
    const found = last.get(lane) ?? -1;
    last.set(lane, row);
    return [row, found];
  }));
}

/** Rows whose arrow may touch the window: of a big run those that stand in it or follow from one that does. */
function touching(picture: Picture, seen: readonly number[]): readonly number[] {
  const { rows, arrows } = picture;
  if (rows.length <= MOST_DRAWN) return Array.from({ length: rows.length }, (_, row) => row);
  const { effectStart, effect } = rows.steps.run;
  const found = new Set(seen);
  for (const row of seen) {
    for (let at = effectStart[row]!; at < effectStart[row + 1]!; at += 1) if (arrows.from[effect[at]!] === row) found.add(effect[at]!);
    for (const fork of arrows.forks.get(row) ?? []) found.add(fork);
  }
  return [...found].sort((one, two) => one - two);
}

/** An arrow is grey with either of its ends. */
const isGreyed = ({ kept }: View, begin: number, end: number): boolean => kept !== undefined && kept !== null && (kept[begin] !== 1 || kept[end] !== 1);

/** A step to the next of its lane; over others only when one of the two is selected, and then above them. */
function next(picture: Picture, begin: number, end: number, beside: boolean, view: View): Primitive[] {
  const from = bodyOf(picture, begin, view);
  const to = bodyOf(picture, end, view);
  const start = from.x + (picture.places.width[begin] ?? 0) * view.scale + 4;
  if (beside && to.x - start > 8) return [draw([start, to.y, to.x - 2, to.y], isGreyed(view, begin, end) ? "rule" : "edge", { end: "arrow" })];
  if (begin !== view.selected && end !== view.selected) return [];
  const over = Math.min(from.y, to.y) - 28;
  const ends = [to.x + to.w / 2, over, to.x + to.w / 2, to.y - to.h / 2 - 1];
  return [draw([from.end - 7, from.y - 8, from.end - 7, over, ...ends], "selected", { curved: true, end: "arrow", weight: 1.5 })];
}

/** Where on its step a crossing begins: at the disc of the event that it carries, else in the middle of the body. */
function origin(picture: Picture, begin: number, crossing: string | null, view: View): { x: number; y: number; disc: boolean } {
  const box = bodyOf(picture, begin, view);
  const row = picture.rows.at(begin);
  if (row === undefined || row.events.length === 0 || view.scale <= WITH_EVENTS) return { x: box.x + box.w / 2, y: box.y, disc: false };
  const discs = discsOf(row.events).filter((disc) => !disc.more);
  const disc = discs.find((each) => each.name === crossing?.split(">")[0]) ?? discs[0];
  return { x: box.x + box.w + ((disc?.at ?? 0) - 2) * view.scale + DISC / 2, y: box.y, disc: true };
}

interface Joined { readonly lines: Primitive[]; readonly pills: Pill[] }

function crossing(picture: Picture, row: number, view: View, lost: boolean): Joined {
  const none: Joined = { lines: [], pills: [] };
  const own = picture.rows.at(row);
  const begin = lost ? row : (picture.arrows.from[row] ?? -1);
  if (own === undefined || begin < 0) return none;
  const from = origin(picture, begin, own.crossing, view);
  const to = bodyOf(picture, row, view);
  if (Math.max(bodyOf(picture, begin, view).end, to.end) <= HEAD || Math.min(from.x, to.x) >= view.width) return none;
  const known = lost ? laneOf(own.action, picture.lanes) : (picture.lanes.of[row] ?? 0);
  const lane = known < 0 ? (picture.lanes.of[row] ?? 0) + 1 : known;
  const y = centre(lane, view);
  const down = y > from.y ? 1 : -1;
  const endX = lost ? from.x : to.x + to.w / 2;
  const level = y - (down * LANE_HEIGHT) / 2 + (picture.shifts[row] ?? 0);
  const marked = begin === view.selected || row === view.selected;
  const holds = own.badge?.holds ?? !lost;
  const greyed = isGreyed(view, begin, row);
  const path = lost ? [from.x, y] : [from.x, level, endX, level, endX, y - down * (to.h / 2 + 1)];
  const line = draw([from.x, from.y + down * (from.disc ? 8 : bodyOf(picture, begin, view).h / 2), ...path], greyed ? "rule" : holds ? (marked ? "selected" : "edge") : "bad",
    { weight: holds && !marked ? 1.25 : 2, curved: true, end: lost ? "cross" : "arrow", dashed: lost });
  if (lost || greyed || own.badge === null || view.scale < 0.5) return { lines: [line], pills: [] };
  const w = widthOf(own.badge.text) + 14;
  return { lines: [line], pills: [{ x: (from.x + endX) / 2 - w / 2, y: level, w, text: own.badge.text, holds }] };
}

/** Lines first, then what stands on top of the shapes. */
export function joins(picture: Picture, seen: readonly number[], view: View): [Primitive[], Primitive[]] {
  const rows = touching(picture, seen);
  const before = neighbours(picture, rows);
  const found = rows.flatMap((row): Joined[] => {
    const own = picture.rows.at(row);
    const begin = picture.arrows.from[row] ?? -1;
    const lost = own?.kind === "lose" ? [crossing(picture, row, view, true)] : [];
    if (own?.shape === "delivery") return [crossing(picture, row, view, false), ...lost];
    if (begin < 0) return lost;
    const [from, to] = [bodyOf(picture, begin, view), bodyOf(picture, row, view)];
    if (Math.max(from.end, to.end) <= HEAD || Math.min(from.x, to.x) >= view.width) return lost;
    return [{ lines: next(picture, begin, row, before.get(row) === begin, view), pills: [] }, ...lost];
  });
  const labels = settled(found.flatMap((each) => each.pills)).flatMap((pill) => [
    fill(pill.x, pill.y - 10, pill.w, 20, "panel", pill.holds ? "good" : "bad", 10),
    say(pill.x + pill.w / 2, pill.y, pill.text, pill.holds ? "ink" : "bad", "mono", true),
  ]);
  return [found.flatMap((each) => each.lines), labels];
}
