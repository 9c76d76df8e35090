import { expect, test } from "vitest";
import { applyRequest } from "./server";

const range = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };

test("an edit goes with the hash of every text that it changes", () => {
  const edits = ["a.moment", "b.moment", "a.moment"].map((path) => ({ path, range, text: "x" }));
  const sources = [{ path: "a.moment", sha256: "aa" }, { path: "c.moment", sha256: "cc" }];
  expect(applyRequest(edits, sources)).toEqual({ edits, sha256: { "a.moment": "aa", "b.moment": "" } });
});
