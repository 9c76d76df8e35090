import { expect, test } from "vitest";
import { levelFor, pyramid } from "./mipmap";

/** A small generator with a seed: the same points every time. */
function points(rows: number, lanes: number) {
  let state = 7;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const of = (most: number) => Array.from({ length: rows }, () => Math.floor(random() * most));
  return { lanes, x: Array.from({ length: rows }, () => random() * 5_000), lane: of(lanes), severity: of(50).map((each) => (each === 0 ? 3 : 0)), length: 5_000 };
}

test("every level counts what a naive count does", () => {
  const given = points(3_000, 3);
  for (const { buckets, count, worst } of pyramid(given, 4_096, 64)) {
    const counted = new Uint32Array(3 * buckets);
    const severest = new Uint8Array(3 * buckets);
    given.x.forEach((x, i) => {
      const at = (given.lane[i] ?? 0) * buckets + Math.floor((x * buckets) / 5_000);
      counted[at] = (counted[at] ?? 0) + 1;
      severest[at] = Math.max(severest[at] ?? 0, given.severity[i] ?? 0);
    });
    expect(count).toEqual(counted);
    expect(worst).toEqual(severest);
  }
});

test("one failure among many survives every level", () => {
  const given = { lanes: 1, x: Array.from({ length: 5_000 }, (_, i) => i), lane: [], severity: Array.from({ length: 5_000 }, (_, i) => (i === 4_321 ? 3 : 0)), length: 5_000 };
  const levels = pyramid(given);
  expect(levels.map((level) => level.buckets)).toEqual([65_536, 32_768, 16_384, 8_192, 4_096, 2_048, 1_024]);
  for (const level of levels) expect(level.worst.filter((each) => each === 3).length).toBe(1);
});

test("the level drawn has a bucket for each pixel", () => {
  const levels = pyramid({ lanes: 1, x: [1], lane: [0], severity: [0], length: 10 }, 4_096, 1_024);
  expect([300, 1_025, 3_000, 9_000].map((pixels) => levelFor(levels, pixels)?.buckets)).toEqual([1_024, 2_048, 4_096, 4_096]);
});
