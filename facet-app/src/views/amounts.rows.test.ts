import { expect, test } from "vitest";
import { counted, percent, share, shortAmount } from "./amounts.rows";

test("numbers of runs are in full up to six digits, then a power of ten", () => {
  const written = ["0", "3246", "999999", "1000000", "75950000000000", "99960000", "not covered"].map(shortAmount);
  expect(written).toEqual(["0", "3,246", "999,999", "1.0 × 10⁶", "7.6 × 10¹³", "1.0 × 10⁸", "not covered"]);
});

test("a probability is never rounded to never or always", () => {
  const fractions = ["0", "1", "1/2", "2/3", "1/100000", "99999/100000", null, "often", "1/0"];
  expect(fractions.map(percent)).toEqual(["0 %", "100 %", "50 %", "66.7 %", "< 0.1 %", "> 99.9 %", null, null, null]);
  expect(share(`1${"0".repeat(400)}/2${"0".repeat(400)}`)).toBe(0.5);
});

test("nouns follow their number", () => {
  expect([counted(1, "run"), counted(1200, "run")]).toEqual(["1 run", "1,200 runs"]);
});
