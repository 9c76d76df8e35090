import { expect, test } from "vitest";
import { flow, runOf, stepOf } from "./fixture";
import { inWindow, pictureOf, type View } from "./picture";
import { raster } from "./raster";
import { sceneOf } from "./scene";

const ROWS = 20_000;
const FAILED = 12_345;
const check = { kind: "invariant", name: "i", holds: false, why: "no" };
const verdict = { kind: "breach", good: false, outcome: null, text: "", pointOfNoReturn: null, nearestGood: null };
const steps = Array.from({ length: ROWS }, (_, i) => stepOf(i, "handle:o.A", i % 2 === 0 ? "ordering" : "fulfillment", i === FAILED ? { checks: [check] } : {}));
const picture = pictureOf(runOf(steps, { verdict }), flow, "steps", true);
const view = (scale: number): View => ({ left: 0, top: 0, width: 1_200, height: 500, scale, selected: -1, hovered: -1 });
const whole = view(1_040 / picture.places.length);

test("a huge run is columns, few enough for a frame, and its one failure is among them", () => {
  expect(inWindow(picture, whole)).toBe(null);
  const { body } = sceneOf(picture, whole);
  expect(body.length).toBeLessThan(12_000);
  expect(raster(picture, whole).filter((mark) => mark.is === "rect" && mark.fill === "bad").length).toBe(1);
});

test("near enough, the same run is drawn step by step", () => {
  expect(inWindow(picture, view(1))?.length).toBeLessThan(20);
  expect(sceneOf(picture, view(1)).body.some((mark) => mark.is === "shape")).toBe(true);
});

test("a small run needs no raster", () => expect(pictureOf(runOf(steps.slice(0, 9)), flow, "steps", true).levels).toEqual([]));
