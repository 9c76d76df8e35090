import { expect, test } from "vitest";
import { align, type Named } from "./align";

const steps = (text: string): Named[] => [...text].map((each) => ({ action: each, lane: each === each.toUpperCase() ? "upper" : "lower" }));
const told = (left: string, right: string): string =>
  align(steps(left), steps(right)).map(({ left: a, right: b }) => `${a === null ? "-" : left[a]}${b === null ? "-" : right[b]}`).join(" ");

test.each([
  ["", "", ""],
  ["abc", "abc", "aa bb cc"],
  ["abc", "abxc", "aa bb -x cc"],
  ["abc", "xyz", "a- b- c- -x -y -z"],
  ["abcbd", "abd", "aa bb c- b- dd"],
])("%s beside %s", (left, right, expected) => expect(told(left, right)).toBe(expected));

test("lanes are aligned apart, and pairs that would cross are not made", () => {
  expect(told("aB", "Ba").split(" ").filter((each) => each[0] === each[1])).toHaveLength(1);
  expect(told("aBc", "aXBc")).toBe("aa -X BB cc");
});

test("the other way round the same pairs", () => {
  const [left, right] = ["abCdaEbcD", "baCEdacbD"];
  const pairs = (one: string, other: string) => align(steps(one), steps(other)).filter((each) => each.left !== null && each.right !== null).length;
  expect(pairs(left, right)).toBe(pairs(right, left));
});

test("above 20,000 steps unique names are the anchors", () => {
  const run = (skipped: number): Named[] => Array.from({ length: 20_002 }, (_, n) => ({ action: n % 100 === 0 ? `u${n}` : "same", lane: null }))
    .filter((_, n) => n !== skipped);
  const rows = align(run(5_050), run(-1));
  expect(rows).toHaveLength(20_002);
  expect(rows.filter((row) => row.left === null)).toEqual([{ left: null, right: expect.any(Number) }]);
});
