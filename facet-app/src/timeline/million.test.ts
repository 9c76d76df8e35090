import { expect, test } from "vitest";
import { Columnar } from "../data/columnar";
import { coneOf } from "../data/cone";
import { flow, longRun } from "../data/fixture";
import { fitted, panned, scaled, type Camera } from "./camera";
import { hit } from "./hit";
import { HEAD, centre, across, pictureOf, type View } from "./picture";
import type { Scene } from "./primitives";
import { sceneOf } from "./scene";

const ROWS = 1_000_000;
const MOST_PRIMITIVES = 12_000;
const long = new Columnar(longRun(ROWS));
const picture = pictureOf(long, flow, "steps", true);
/** A screen of 2560 by 1440 pixels, all of it lanes. */
const camera: Camera = { left: 0, top: 0, width: 2_560, height: 1_440, scale: 1, length: picture.places.length };
const view = (from: Camera, more: Partial<View> = {}): View => ({ ...from, selected: -1, hovered: -1, ...more });
const primitives = ({ body, bands, heads }: Scene): number => body.length + bands.length + heads.length;

/** From the whole run to its labels, in the middle and at the end. */
const cameras = Array.from({ length: 60 }, (_, at) => scaled(fitted(camera, ROWS), fitted(camera, ROWS).scale * 1.35 ** at, HEAD))
  .flatMap((each) => [each, panned(each, each.length * each.scale * 0.4), panned(each, Number.MAX_SAFE_INTEGER)]);

test("no frame of a million steps has more than twelve thousand primitives", () => {
  const counts = cameras.map((each) => primitives(sceneOf(picture, view(each))));
  expect(counts.filter((count) => count > MOST_PRIMITIVES)).toEqual([]);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

test("neither has one of which only a cone or what a search found stays in colour", () => {
  const kept = coneOf(long.run, ROWS - 1).holds;
  const counts = cameras.filter((_, at) => at % 7 === 0).map((each) => primitives(sceneOf(picture, view(each, { kept, selected: ROWS - 1 }))));
  expect(counts.filter((count) => count > MOST_PRIMITIVES)).toEqual([]);
});

test("every failure is seen when the whole run is", () => {
  const { body } = sceneOf(picture, view(fitted(camera, ROWS)));
  const bad = body.flatMap((mark) => (mark.is === "rect" && mark.fill === "bad" ? [mark] : []));
  const seen = Array.from({ length: ROWS / 1000 }, (_, at) => across(picture.places.x[at * 1000 + 500]!, view(fitted(camera, ROWS))));
  expect(seen.filter((x) => !bad.some((mark) => x >= mark.x - 1 && x <= mark.x + mark.w + 1))).toEqual([]);
});

test("a step is told when it is drawn, not before", () => {
  let told = 0;
  const counted = { ...long.run, strings: { size: long.run.strings.size, find: (text: string) => long.run.strings.find(text), at: (number: number) => (told++, long.run.strings.at(number)) } };
  const other = pictureOf(new Columnar(counted), flow, "steps", true);
  expect(told).toBeLessThan(200);
  sceneOf(other, view(fitted(camera, ROWS)));
  expect(told).toBeLessThan(200);
});

test("among columns the pointer finds the failure", () => {
  const whole = view(fitted(camera, ROWS));
  const row = hit(picture, whole, across(picture.places.x[500]!, whole), centre(picture.lanes.of[500]!, whole));
  expect(long.run.severity[row]).toBe(3);
});

test.each(["clock", "depth"] as const)("on the axis %s a frame is as small", (axis) => {
  const other = pictureOf(new Columnar(longRun(100_000)), flow, axis, true);
  const counts = [1e-4, 1e-3, 1e-2, 0.1, 1].map((scale) => primitives(sceneOf(other, view({ ...camera, scale, length: other.places.length }))));
  expect(counts.filter((count) => count > MOST_PRIMITIVES)).toEqual([]);
});
