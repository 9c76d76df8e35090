/** What is drawn, as data: a picture and a view become primitives in drawing order. */
import { BEYOND, EVENT_LEAD } from "./axis";
import { LANE_HEIGHT } from "./lanes";
import { HEAD, STRIP, TOP, across, centre, type Picture, type View } from "./picture";
import { inWindow, raster } from "./raster";
import { SEVERITY } from "../data/run";
import type { Row, Shape } from "./rows";
import { fitted, widthOf } from "./text";
import { joins } from "./joins";
import { bodyOf, draw, fill, say, type Ink, type Primitive, type Scene } from "./primitives";

const FILLS: ReadonlyMap<Shape, Ink> = new Map<Shape, Ink>([
  ["command", "command"], ["event", "event"], ["policy", "policy"], ["saga", "saga"], ["delivery", "panel"],
  ["choice", "outside"], ["outcome", "read"], ["fault", "outside"], ["other", "outside"],
]);

const edgeOf = (row: Row): Ink => (row.severity === SEVERITY.bad ? "bad" : row.severity === SEVERITY.warning ? "noted" : "edge");

function words(row: Row, box: { x: number; y: number; w: number }, room: number): Primitive[] {
  if (row.shape === "delivery") return [];
  if (row.shape === "event") return [say(box.x + box.w + 6, box.y, fitted(row.label, room - box.w - 6))];
  const fault = row.shape === "fault";
  return [say(box.x + box.w / 2 + (fault ? 8 : 0), box.y, fitted(row.label, box.w - (fault ? 26 : 14)), "ink", "mono", true)];
}

function step(picture: Picture, position: number, view: View): Primitive[] {
  const row = picture.rows[position];
  if (row === undefined) return [];
  const box = bodyOf(picture, position, view);
  const room = (picture.places.width[position] ?? 0) * view.scale;
  const marks: Primitive[] = [];
  if (position === view.selected) {
    for (const out of [4, 7]) marks.push(fill(box.x - out, box.y - box.h / 2 - out, box.w + 2 * out, box.h + 2 * out, null, "selected", 6 + out / 2));
  } else if (position === view.hovered) {
    marks.push(fill(box.x - 4, box.y - box.h / 2 - 4, box.w + 8, box.h + 8, null, "quiet", 6));
  }
  const edge = edgeOf(row);
  marks.push({
    is: "shape", shape: row.shape, x: box.x, y: box.y, w: box.w, h: box.h, fill: FILLS.get(row.shape) ?? "outside",
    edge, weight: edge === "edge" ? 1 : 2, dashed: row.beyond,
  });
  marks.push(...words(row, box, room));
  if (row.severity === SEVERITY.bad) marks.push(say(box.x + box.w - 2, box.y - box.h / 2 - 9, "▲", "bad", "strong", true));
  if (row.beyond && view.scale > 0.7) marks.push(say(box.x, box.y + box.h / 2 + 11, fitted(BEYOND, room + 2), "quiet"));
  if (row.event !== null && view.scale > 0.5) {
    const x = box.x + box.w + (EVENT_LEAD - 2) * view.scale;
    marks.push(draw([box.x + box.w, box.y, x - 1, box.y], "edge", { end: "arrow" }));
    marks.push({ is: "shape", shape: "disc", x, y: box.y, w: 14, h: 14, fill: "event", edge: "edge", weight: 1, dashed: row.beyond });
    marks.push(say(x + 19, box.y, fitted(row.event, box.x + room - x - 19 + 4)));
  }
  return marks;
}

function lanes(picture: Picture, view: View): [Primitive[], Primitive[]] {
  const rails: Primitive[] = [];
  const heads: Primitive[] = [fill(0, 0, HEAD, view.height, "panel")];
  picture.lanes.shown.forEach((lane, i) => {
    const y = centre(i, view);
    if (y < -LANE_HEIGHT || y > view.height + LANE_HEIGHT) return;
    const foot = y + LANE_HEIGHT / 2;
    if (lane.outcome && lane.steps === 0) rails.push(draw([HEAD, y, view.width, y], "rule", { dashed: true }));
    rails.push(draw([HEAD, foot, view.width, foot], "rule", { dashed: lane.outcome }));
    heads.push(draw([0, foot, HEAD, foot], "rule", { dashed: lane.outcome }));
    heads.push(say(16, y - 16, fitted(lane.label, HEAD - 28), "ink", "strong"));
    heads.push(say(16, y + 2, lane.note, "quiet", "sans"));
    const mark = lane.worst === SEVERITY.bad ? " ▲" : lane.worst === SEVERITY.warning ? " ◐" : "";
    const colour: Ink = lane.worst === SEVERITY.bad ? "bad" : lane.worst === SEVERITY.warning ? "noted" : "quiet";
    heads.push(say(16, y + 19, `${lane.steps} ${lane.steps === 1 ? "step" : "steps"}${mark}`, colour, "sans"));
  });
  heads.push(draw([HEAD - 0.5, 0, HEAD - 0.5, view.height], "rule"));
  return [rails, heads];
}

function bands(picture: Picture, view: View): [Primitive[], Primitive[]] {
  const foot = TOP + picture.lanes.shown.length * LANE_HEIGHT - view.top;
  const behind: Primitive[] = [];
  const above: Primitive[] = [fill(HEAD, 0, view.width - HEAD, TOP, "paper")];
  for (const band of picture.bands) {
    const x = across(band.x, view) - 12;
    const w = (band.end - band.x) * view.scale + 24;
    if (x > view.width || x + w < HEAD) continue;
    const left = Math.max(x, HEAD + 4);
    const room = x + w - left - 12;
    if (!band.arm) behind.push(fill(x, TOP - 4, w, foot - TOP + 4, "panel", "rule", 6));
    above.push(fill(x, band.arm ? 26 : 4, w, band.arm ? 18 : 22, band.arm ? "outside" : "panel", "rule", 4));
    above.push(say(left + 7, band.arm ? 35 : 15, fitted(band.label, room), band.arm ? "quiet" : "ink", "mono"));
  }
  above.push(draw([HEAD, TOP - 0.5, view.width, TOP - 0.5], "rule"));
  return [behind, above];
}

/** The probability of a good end after each step, as a stair; unknown stretches are left out. */
function strip(picture: Picture, view: View): [Primitive[], Primitive[]] {
  const foot = TOP + picture.lanes.shown.length * LANE_HEIGHT + STRIP - 12 - view.top;
  const tall = STRIP - 24;
  const marks: Primitive[] = [draw([HEAD, foot, view.width, foot], "rule")];
  const known = picture.ordered && picture.rows.some((row) => row.good !== null);
  let last: number[] | null = null;
  if (known) picture.rows.forEach((row, i) => {
    const from = across(picture.places.x[i] ?? 0, view);
    const next = i + 1 < picture.rows.length ? across(picture.places.x[i + 1] ?? 0, view) : from + (picture.places.width[i] ?? 0) * view.scale;
    const y = row.good === null ? null : foot - row.good * tall;
    if (y !== null && next > HEAD && from < view.width) {
      const stair: number[] = last === null ? [from, y, next, y] : [from, last[1] ?? y, from, y, next, y];
      marks.push(draw(stair, row.good === 0 ? "bad" : "good", { weight: 2 }));
    }
    last = y === null ? null : [next, y];
  });
  if (picture.point >= 0) {
    const x = across(picture.places.x[picture.point] ?? 0, view);
    const text = "▲ point of no return";
    marks.push(draw([x, TOP - view.top, x, foot], "bad", { dashed: true }));
    marks.push(fill(x + 4, foot - tall / 2 - 10, widthOf(text) + 12, 20, "panel", "bad", 4));
    marks.push(say(x + 10, foot - tall / 2, text, "bad"));
  }
  const scale = known ? [say(HEAD - 14, foot - tall, "1", "quiet", "mono"), say(HEAD - 14, foot, "0", "quiet", "mono")] : [];
  return [marks, [say(16, foot - 20, "P(good)", "ink", "strong"), say(16, foot - 3, known ? "after each step" : picture.ordered ? "not known here" : "not by depth", "quiet", "sans"), ...scale]];
}

export function sceneOf(picture: Picture, view: View): Scene {
  const [rails, heads] = lanes(picture, view);
  const drawn = inWindow(picture, view);
  if (drawn === null) return { body: [...rails, ...raster(picture, view)], bands: [], heads };
  const [behind, above] = bands(picture, view);
  const [stairs, stripHead] = strip(picture, view);
  const steps = drawn.flatMap((position) => step(picture, position, view));
  const gaps = picture.places.gaps.flatMap((gap) => {
    const x = across(gap.x, view);
    return [fill(x, TOP, Math.max(2, gap.width * view.scale), picture.height - STRIP - TOP - view.top, "outside"), say(x + 4, TOP + 10, gap.text, "quiet")];
  });
  const [lines, labels] = joins(picture, view);
  return { body: [...behind, ...rails, ...gaps, ...stairs, ...lines, ...steps, ...labels], bands: above, heads: [...heads, ...stripHead] };
}
