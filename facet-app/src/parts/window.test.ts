import { expect, test } from "vitest";
import { jump, moved, sight } from "./window";
import { safe, tone } from "./verdict";

test("only rows in sight and a few around are in the page", () => {
  expect(sight(10_000, 28, 2_800, 280, 5)).toEqual({ from: 95, to: 115 });
  expect(sight(3, 28, 0, 280)).toEqual({ from: 0, to: 3 });
  expect(sight(0, 28, 500, 280)).toEqual({ from: 0, to: 0 });
  expect(sight(20, 28, 100_000, 280)).toEqual({ from: 20, to: 20 });
});

test("keys move within the list", () => {
  expect(moved("ArrowDown", 2, 3)).toBe(2);
  expect(moved("ArrowUp", 2, 3)).toBe(1);
  expect(moved("End", 0, 3)).toBe(2);
  expect(moved("PageDown", 0, 100)).toBe(10);
  expect(moved("x", 0, 3)).toBeNull();
  expect(moved("ArrowDown", 0, 0)).toBeNull();
});

test("a letter finds the next row and goes around", () => {
  const rows = ["Alpha", "beta", "Bravo"];
  const text = (row: number) => rows[row] ?? "";
  expect(jump("b", 0, 3, text)).toBe(1);
  expect(jump("b", 1, 3, text)).toBe(2);
  expect(jump("b", 2, 3, text)).toBe(1);
  expect(jump("z", 0, 3, text)).toBe(-1);
});

test("an unknown verdict is neutral", () => {
  expect(tone("stalled")).toBe("bad");
  expect(tone("compensated", true)).toBe("noted");
  expect(tone("__proto__", false)).toBe("plain");
});

test("text that would turn the line around is written out and long text is cut", () => {
  expect(safe("a\u202Eb")).toBe("a\\u202Eb");
  expect(safe("x".repeat(300))).toHaveLength(200);
});
