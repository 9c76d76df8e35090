import { expect, test } from "vitest";
import { placed } from "./axis";
import { bandsOf } from "./bands";
import { rows } from "./fixture";

test("a return is a second band, deliveries widen none", () => {
  const places = placed(rows, "steps", true);
  const bands = bandsOf(rows, places);
  expect(bands.map((band) => [band.label, band.arm])).toEqual([["Submit", false], ["moment:start", false], ["Submit #2", false], ["late", true]]);
  expect(bands[0]?.end).toBe((places.x[1] ?? 0) + (places.width[1] ?? 0));
});
