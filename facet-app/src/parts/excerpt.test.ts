import { expect, test } from "vitest";
import { carets, excerpt } from "./excerpt";

const TEXT = "context A\r\n  event B\n    field c\n\nend";

test("lines around each place, once, in order", () => {
  const lines = excerpt(TEXT, [{ line: 3, from: 11, to: 12 }, { line: 2, from: 3, to: 8 }]);
  expect(lines.map((line) => [line.number, line.text, line.spans.length])).toEqual([
    [1, "context A", 0], [2, "  event B", 1], [3, "    field c", 1], [4, "", 0],
  ]);
});

test("a place beyond the text gives no line", () => {
  expect(excerpt(TEXT, [{ line: 99, from: 1, to: 2 }])).toEqual([]);
});

test("carets stand under the marked text", () => {
  expect(carets({ line: 2, from: 3, to: 8 }, "  event B")).toBe("  ^^^^^");
  expect(carets({ line: 2, from: 3, to: 3 }, "  event B")).toBe("  ^");
  expect(carets({ line: 2, from: 400, to: 900 }, "ab")).toBe("  ^");
});
