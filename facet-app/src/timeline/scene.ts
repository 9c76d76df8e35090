/** What is drawn, as data: a picture and a view become primitives in drawing order. */
import { SEVERITY } from "../data/run";
import { BEYOND, duration } from "./axis";
import type { Band, Bands } from "./bands";
import { discsOf } from "./discs";
import { joins } from "./joins";
import { LANE_HEIGHT } from "./lanes";
import { HEAD, STRIP, TOP, across, centre, inWindow, isDetailed, type Picture, type View } from "./picture";
import { DISC, WITH_EVENTS, bodyOf, draw, fill, say, type Ink, type Primitive, type Scene } from "./primitives";
import { cursor, raster } from "./raster";
import type { Row, Shape } from "./rows";
import { stairs } from "./stairs";
import { STRONG_SIGN, fitted, widthOf } from "./text";

const FILLS: ReadonlyMap<Shape, Ink> = new Map<Shape, Ink>([
  ["command", "command"], ["event", "event"], ["policy", "policy"], ["saga", "saga"], ["delivery", "panel"],
  ["choice", "outside"], ["outcome", "read"], ["fault", "outside"], ["other", "outside"],
]);

const edgeOf = (row: Row): Ink => (row.severity === SEVERITY.bad ? "bad" : row.severity === SEVERITY.warning ? "noted" : "edge");

interface Box { readonly x: number; readonly y: number; readonly w: number; readonly h: number }

function words(row: Row, box: Box, room: number, ink: Ink): Primitive[] {
  if (row.shape === "delivery") return [];
  if (row.shape === "event") return [say(box.x + box.w + 6, box.y, fitted(row.label, room - box.w - 6), ink)];
  const fault = row.shape === "fault";
  return [say(box.x + box.w / 2 + (fault ? 8 : 0), box.y, fitted(row.label, box.w - (fault ? 26 : 14)), ink, "mono", true)];
}

/** A double ring for the selected step, a single one for that under the pointer. */
function rings(box: Box, position: number, view: View): Primitive[] {
  const ring = (out: number, ink: Ink) => fill(box.x - out, box.y - box.h / 2 - out, box.w + 2 * out, box.h + 2 * out, null, ink, 6 + out / 2);
  if (position === view.selected) return [ring(4, "selected"), ring(7, "selected")];
  return position === view.hovered ? [ring(4, "quiet")] : [];
}

/** The events of a step: an arrow to the first disc, the others beside it. */
function discs(row: Row, box: Box, end: number, scale: number, greyed: boolean): Primitive[] {
  const ink: Ink = greyed ? "quiet" : "ink";
  return discsOf(row.events).flatMap((disc, number) => {
    const x = box.x + box.w + (disc.at - 2) * scale;
    const room = Math.min(end - x, disc.room * scale);
    if (disc.more) return [say(x, box.y, fitted(disc.name, room + 4), "quiet")];
    return [
      ...(number === 0 ? [draw([box.x + box.w, box.y, x - 1, box.y], greyed ? "rule" : "edge", { end: "arrow" })] : []),
      { is: "shape", shape: "disc", x, y: box.y, w: DISC, h: DISC, fill: greyed ? "paper" : "event", edge: greyed ? "rule" : "edge", weight: 1, dashed: row.beyond },
      say(x + DISC + 5, box.y, fitted(disc.name, room - DISC - 1), ink),
    ];
  });
}

/** Too many for shapes and words: a bar each, from the columns alone; failures last, so that nothing stands on them. */
function bars(picture: Picture, seen: readonly number[], view: View): Primitive[] {
  const { places, lanes, rows } = picture;
  const { severity } = rows.steps.run;
  const bar = (row: number): Primitive => {
    const greyed = view.kept !== undefined && view.kept !== null && view.kept[row] !== 1;
    const ink: Ink = greyed ? "rule" : severity[row] === SEVERITY.bad ? "bad" : severity[row] === SEVERITY.warning ? "noted" : "edge";
    return fill(across(places.x[row]!, view), centre(lanes.of[row]!, view) - 15, Math.max(1, places.width[row]! * view.scale), 30, ink);
  };
  const isBad = (row: number) => severity[row] === SEVERITY.bad;
  return [...seen.filter((row) => !isBad(row)).map(bar), ...seen.filter(isBad).map(bar), ...cursor(picture, view, view.hovered, "quiet"), ...cursor(picture, view, view.selected, "selected")];
}

function step(picture: Picture, position: number, view: View): Primitive[] {
  const row = picture.rows.at(position);
  if (row === undefined) return [];
  const box = bodyOf(picture, position, view);
  const room = (picture.places.width[position] ?? 0) * view.scale;
  const greyed = view.kept !== undefined && view.kept !== null && view.kept[position] !== 1;
  const edge = greyed ? "rule" : edgeOf(row);
  const shape: Primitive = {
    is: "shape", shape: row.shape, x: box.x, y: box.y, w: box.w, h: box.h, fill: greyed ? "paper" : (FILLS.get(row.shape) ?? "outside"),
    edge, weight: edge === "bad" || edge === "noted" ? 2 : 1, dashed: row.beyond,
  };
  const marks = [...rings(box, position, view), shape];
  marks.push(...words(row, box, room, greyed ? "quiet" : "ink"));
  if (row.severity === SEVERITY.bad && !greyed) marks.push(say(box.x + box.w - 2, box.y - box.h / 2 - 9, "▲", "bad", "strong", true));
  if (row.beyond && view.scale > 0.7) marks.push(say(box.x, box.y + box.h / 2 + 11, fitted(BEYOND, room + 2), "quiet"));
  if (view.scale > WITH_EVENTS) marks.push(...discs(row, box, box.x + room, view.scale, greyed));
  return marks.filter((mark) => mark.is !== "text" || mark.text !== "");
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
    heads.push(say(16, y - 16, fitted(lane.label, HEAD - 32, STRONG_SIGN), "ink", "strong"));
    if (lane.note !== "") heads.push(say(16, y + 2, fitted(lane.note, HEAD - 32), "quiet", "sans"));
    const mark = lane.worst === SEVERITY.bad ? " ▲" : lane.worst === SEVERITY.warning ? " ◐" : "";
    const colour: Ink = lane.worst === SEVERITY.bad ? "bad" : lane.worst === SEVERITY.warning ? "noted" : "quiet";
    heads.push(say(16, y + 19, `${lane.steps.toLocaleString("en")} ${lane.steps === 1 ? "step" : "steps"}${mark}`, colour, "sans"));
  });
  heads.push(draw([HEAD - 0.5, 0, HEAD - 0.5, view.height], "rule"));
  return [rails, heads];
}

/** Narrower bands than this are left out. */
const NARROW = 8;

function bandsIn(bands: Bands, seen: readonly number[]): Band[] {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return [];
  const found: Band[] = [];
  for (let at = bands.from(first); at < bands.length; at += 1) {
    const band = bands.at(at);
    if (band.first > last) break;
    found.push(band);
  }
  return found;
}

function bands(picture: Picture, seen: readonly number[], view: View): [Primitive[], Primitive[]] {
  const { x: places, width } = picture.places;
  const foot = TOP + picture.lanes.shown.length * LANE_HEIGHT - view.top;
  const behind: Primitive[] = [];
  const above: Primitive[] = [];
  for (const band of picture.ordered ? [...bandsIn(picture.moments, seen), ...bandsIn(picture.arms, seen)] : []) {
    const x = across(places[band.first]!, view) - 12;
    const w = across(places[band.last]! + width[band.last]!, view) + 12 - x;
    if (x > view.width || x + w < HEAD || w - 24 < NARROW) continue;
    const left = Math.max(x, HEAD + 4);
    const room = x + w - left - 12;
    if (!band.arm) behind.push(fill(x, TOP - 4, w, foot - TOP + 4, "panel", "rule", 6));
    above.push(fill(x, band.arm ? 26 : 4, w, band.arm ? 18 : 22, band.arm ? "outside" : "panel", "rule", 4));
    above.push(say(left + 7, band.arm ? 35 : 15, fitted(band.label, room), band.arm ? "quiet" : "ink", "mono"));
  }
  return [behind, above];
}

/** The marked stretch of the axis, over all lanes. */
function marked(picture: Picture, view: View): Primitive[] {
  if (view.range === undefined || view.range === null) return [];
  const [first, last] = view.range;
  const x = across(picture.places.x[first] ?? 0, view) - 6;
  const end = across((picture.places.x[last] ?? 0) + (picture.places.width[last] ?? 0), view) + 6;
  const foot = TOP + picture.lanes.shown.length * LANE_HEIGHT - view.top;
  return [draw([x, 2, x, foot], "selected", { weight: 2 }), draw([end, 2, end, foot], "selected", { weight: 2 }), draw([x, 3, end, 3], "selected", { weight: 3 })];
}

function gaps(picture: Picture, view: View): Primitive[] {
  return picture.places.gaps.flatMap((gap) => {
    const x = across(gap.x, view);
    const wide = Math.max(2, gap.width * view.scale);
    if (x > view.width || x + wide < HEAD) return [];
    const foot = picture.height - STRIP - TOP - view.top;
    return [fill(x, TOP, wide, foot, "outside"), say(x + 4, TOP + 10, `⋯ ${duration(gap.pause)}`, "quiet")];
  });
}

const axisLine = (view: View): Primitive => draw([HEAD, TOP - 0.5, view.width, TOP - 0.5], "rule");
const axisPaper = (view: View): Primitive => fill(HEAD, 0, view.width - HEAD, TOP, "paper");

export function sceneOf(picture: Picture, view: View): Scene {
  const [rails, heads] = lanes(picture, view);
  const seen = inWindow(picture, view);
  if (seen === null)
    return { body: [...rails, ...raster(picture, view)], bands: [axisPaper(view), ...crowd(picture, view), axisLine(view), ...marked(picture, view)], heads };
  const detailed = isDetailed(seen.length, view);
  const [behind, above] = bands(picture, seen, view);
  const [stairsBelow, stairHead] = stairs(picture, seen, view);
  const steps = detailed ? seen.flatMap((position) => step(picture, position, view)) : bars(picture, seen, view);
  const [lines, labels] = detailed ? joins(picture, seen, view) : [[], []];
  return {
    body: [...behind, ...rails, ...gaps(picture, view), ...stairsBelow, ...lines, ...steps, ...labels],
    bands: [axisPaper(view), ...above, axisLine(view), ...marked(picture, view)],
    heads: [...heads, ...stairHead],
  };
}

/** What columns cannot say themselves. */
function crowd(picture: Picture, view: View): Primitive[] {
  const count = picture.rows.length.toLocaleString("en");
  const room = view.width - HEAD - 24;
  const texts = [`${count} steps: columns say how many, a full one that something failed. Zoom in for each.`, `${count} steps: a full column failed. Zoom in for each.`, `${count} steps`];
  return [say(HEAD + 12, 15, texts.find((text) => widthOf(text) <= room) ?? "", "quiet")];
}
