import { expect, test } from "vitest";
import { align } from "./align.rows";

const letters = (text: string) => [...text];

test("the longest common subsequence, between a common head and a common tail", () => {
  expect(align(letters("abcbdz"), letters("abdcbz"))).toEqual([[0, 0], [1, 1], [2, 3], [3, 4], [5, 5]]);
  expect(align(letters("axa"), letters("xa"))).toEqual([[1, 0], [2, 1]]);
  expect(align([], letters("ab"))).toEqual([]);
});

test("alignment is symmetric, also between equally long answers", () => {
  const words = ["ab", "ba", "abab", "bbaa", "cab", "abc", "", "aabbcc", "ccbbaa"].map(letters);
  for (const left of words) {
    for (const right of words) {
      expect(align(left, right)).toEqual(align(right, left).map(([one, two]) => [two, one]));
    }
  }
});

test("long sequences are anchored at names that occur once", () => {
  const left = Array.from({ length: 5000 }, (_, at) => `step ${at}`);
  const right = [...left.slice(1, 2500), "inserted", "step 1", ...left.slice(2501), "last"];
  const found = align(left, right);
  expect(found.length).toBe(4998);
  expect([found[0], found[found.length - 1]]).toEqual([[1, 0], [4999, 4999]]);
});
