import { expect, test } from "vitest";
import { centred, extent, fitted, panned, scaled, scrollOf, scrolled, whole, WIDEST, type Camera } from "./camera";
import { HEAD } from "./picture";

const camera = (length: number, more: Partial<Camera> = {}): Camera => ({ left: 0, top: 0, width: 1_176, height: 500, scale: 1, length, ...more });
const LONG = camera(150_000_000);
const pointAt = ({ left, scale }: Camera, x: number) => (left + x - HEAD) / scale;

test("the window stays on the axis", () => {
  expect([panned(camera(3_000), -50).left, panned(camera(3_000), 9_999).left, panned(camera(500), 50).left]).toEqual([0, 2_000, 0]);
});

test("what stands under the pointer stays there while zooming, within bounds", () => {
  const before = panned(camera(5_000), 800);
  const after = scaled(before, 1.5, 700);
  expect(pointAt(after, 700)).toBeCloseTo(pointAt(before, 700), 6);
  expect([scaled(before, 99, 700).scale, scaled(camera(1_000), 0, 700).scale, scaled(LONG, 0, 700).scale]).toEqual([2, 0.05, whole(LONG)]);
});

test("a million steps scroll: a small move is as many pixels, a far one a share of the way", () => {
  expect(extent(LONG)).toBe(WIDEST);
  const middle = centred(LONG, 75_000_000);
  expect(scrolled(middle, scrollOf(middle) + 60, 0).left).toBeCloseTo(middle.left + 60, 3);
  expect(scrolled(LONG, WIDEST - 1_176, 7)).toMatchObject({ left: 150_000_000 + HEAD - 1_176, top: 7 });
  expect(scrolled(middle, scrollOf(middle) + 0.4, 9)).toEqual({ ...middle, top: 9 });
});

test("a short run scrolls pixel by pixel", () => {
  const short = camera(3_000);
  expect([extent(short), scrolled(short, 900, 0).left, scrollOf(panned(short, 900))]).toEqual([3_000 + HEAD, 900, 900]);
});

test("fit shows all of a short run, the labels of a longer one, then all of that, and a huge one whole", () => {
  expect(fitted(camera(600), 3)).toMatchObject({ left: 0, scale: 1_000 / 600 });
  const read = fitted(camera(3_000, { scale: 1.7, left: 50 }), 16);
  expect([read.scale, Math.round(read.left)]).toEqual([1, Math.round(50 / 1.7)]);
  expect(fitted(read, 16).scale).toBeCloseTo(1 / 3, 9);
  expect(fitted(LONG, 1_000_000).scale).toBe(whole(LONG));
});
