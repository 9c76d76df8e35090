import { expect, test } from "vitest";
import { divided, fraction, ONE, percent, plus, same, size, written } from "./fraction";

const of = (text: string) => fraction(text) ?? expect.fail(text);

test("what is written is read, reduced, and written again", () => {
  expect(["1", "0", "2/4", "4/9"].map((text) => written(of(text)))).toEqual(["1", "0", "1/2", "4/9"]);
});

test("what is no probability is null", () => {
  expect([null, "", "1/0", "-1", "0.5", "a/b"].map((text) => fraction(text))).toEqual(Array(6).fill(null));
});

test("thirds of thirds add up exactly", () => {
  const third = divided(ONE, 3);
  expect(written(plus(third, divided(third, 3)))).toBe("4/9");
  expect(same(plus(third, plus(third, third)), ONE)).toBe(true);
});

test("nearly certain is not certain, and rare is not never", () => {
  expect(["2/3", "1", "0", "1/100000", "99999/100000"].map((text) => percent(of(text)))).toEqual([
    "66.7 %",
    "100 %",
    "0 %",
    "< 0.1 %",
    "> 99.9 %",
  ]);
  expect(size(of("1/4"))).toBe(0.25);
});
