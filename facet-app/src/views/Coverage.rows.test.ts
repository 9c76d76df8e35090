import { expect, test } from "vitest";
import type { Coverage, Source } from "../data/payloads";
import { coveredFiles, nextNever, summary, toldOf } from "./Coverage.rows";

const covered = (element: string, line: number, reached: number, furthest: string | null = null, path = "a.moment"): Coverage =>
  ({ element, reached, of: 4, furthest, place: { path, line, column: 3 }, kind: "lifecycle-state" });
const source = (path: string, text: string | null): Source => ({ path, sha256: "", text });

test("a line shows the least reached of what stands on it", () => {
  const [file] = coveredFiles([covered("x", 2, 3), covered("y", 2, 0), covered("z", 3, 1)], [source("a.moment", "one\r\ntwo\nthree")]);
  expect(file!.lines.map((line) => [line.number, line.text, line.mark?.reached ?? null, line.mark?.isNever ?? null])).toEqual([
    [1, "one", null, null], [2, "two", 0, true], [3, "three", 1, false],
  ]);
  expect([file!.never, file!.marked, file!.isOutline]).toEqual([1, 3, false]);
});

test("files with unreached places come first; without text an outline stands in", () => {
  const files = coveredFiles([covered("x", 1, 2), covered("z", 9, 1, null, "b.moment"), covered("y", 4, 0, null, "b.moment")], [source("a.moment", "one")]);
  expect(files.map((file) => [file.path, file.isOutline, file.lines.map((line) => line.text)])).toEqual([
    ["b.moment", true, ["lifecycle-state y", "lifecycle-state z"]], ["a.moment", false, ["one"]],
  ]);
});

test("the next unreached line goes round the end", () => {
  const lines = coveredFiles([covered("x", 1, 0), covered("y", 2, 1), covered("z", 3, 0)], [source("a.moment", "1\n2\n3")])[0]!.lines;
  expect([nextNever(lines, -1), nextNever(lines, 0), nextNever(lines, 2), nextNever(lines.slice(1, 2), 0)]).toEqual([0, 2, 0, -1]);
});

test("a mark tells how far the furthest run got", () => {
  const elements = [covered("x", 1, 2), covered("y", 1, 0, "handle:shop.Pay"), covered("z", 1, 0)];
  expect(toldOf({ reached: 0, isNever: true, elements })).toEqual([
    "lifecycle state x: reached in 2 of 4 runs.",
    "lifecycle state y: never reached in 4 runs; the furthest run got to handle:shop.Pay.",
    "lifecycle state z: never reached in 4 runs; no run got near it.",
  ]);
  expect([summary([covered("x", 1, 0), covered("y", 2, 1)]), summary([covered("y", 2, 1)])]).toEqual([
    "1 place of 2 never reached.", "Everything was reached: 1 × lifecycle state.",
  ]);
});
