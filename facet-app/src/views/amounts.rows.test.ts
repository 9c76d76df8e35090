import { expect, test } from "vitest";
import { counted, shortAmount } from "./amounts.rows";

test("numbers of runs are in full up to six digits, then a power of ten", () => {
  const written = ["0", "3246", "999999", "1000000", "75950000000000", "99960000", "not covered"].map(shortAmount);
  expect(written).toEqual(["0", "3,246", "999,999", "1.0 × 10⁶", "7.6 × 10¹³", "1.0 × 10⁸", "not covered"]);
});

test("nouns follow their number", () => {
  expect([counted(1, "run"), counted(1200, "run")]).toEqual(["1 run", "1,200 runs"]);
});
