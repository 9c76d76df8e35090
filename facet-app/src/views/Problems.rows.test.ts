import { expect, test } from "vitest";
import type { Bundle } from "../data/payloads";
import { problemRows } from "./Problems.rows";

const raw = (code: string, more: Record<string, unknown> = {}) => ({
  code, severity: "error", message: `says ${code}`, fingerprint: "f", path: "a.moment", elements: [], labels: [], hint: "Mend it.", suppressed: null,
  range: { start: { line: 3, column: 5 }, end: { line: 3, column: 9 } }, ...more,
});
const bundle = (diagnostics: unknown[], findings: unknown[] = []) =>
  ({ diagnostics, scenarios: [{ scenarioId: "run-1" }], flows: [{ name: "pay", findings }] }) as unknown as Bundle;

test("nothing to show", () => {
  expect(problemRows(bundle([]))).toEqual({ files: [], bad: 0, all: 0, rest: [] });
});

test("errors stand first, by file, with their places and labels in that file", () => {
  const label = { path: "a.moment", message: "emitted here", range: { start: { line: 8, column: 2 }, end: { line: 9, column: 1 } } };
  const list = problemRows(bundle([raw("MOM1", { severity: "info", path: "b.moment" }), raw("MOM2", { labels: [label, { ...label, path: "c.moment" }] })]));
  expect(list.files.map((file) => file.path)).toEqual(["a.moment", "b.moment"]);
  expect(list.files[0]?.problems[0]).toMatchObject({
    code: "MOM2", tone: "bad", spans: [{ line: 3, from: 5, to: 9 }, { line: 8, from: 2, to: 3, label: "emitted here" }],
  });
  expect(list.bad).toBe(1);
});

test("an accepted error is not counted as bad", () => {
  expect(problemRows(bundle([raw("MOM2", { suppressed: "known" })])).bad).toBe(0);
});

test("a problem of behaviour leads to its run", () => {
  const finding = { code: "MOM322", scenarioId: "run-1" };
  const runIds = (diagnostic: unknown, findings: unknown[]) => problemRows(bundle([diagnostic], findings)).files[0]?.problems[0]?.runId;
  expect(runIds(raw("MOM322", { elements: ["pay/first/0"] }), [{ ...finding, scenarioId: "gone" }, finding])).toBe("run-1");
  expect(runIds(raw("MOM322"), [finding])).toBe("run-1");
  expect(runIds(raw("MOM999"), [finding])).toBeNull();
});

test("a diagnostic of another shape is shown as far as it goes", () => {
  expect(problemRows(bundle([{ severity: 3, range: "x", labels: {} }])).files[0]?.problems[0]).toMatchObject({ code: "", tone: "plain", spans: [] });
});

test("beyond 500, counts by file and rule", () => {
  const list = problemRows(bundle(Array.from({ length: 503 }, () => raw("MOM2"))));
  expect([list.files[0]?.problems.length, list.all, list.rest]).toEqual([500, 503, [{ path: "a.moment", code: "MOM2", count: 3 }]]);
});

test("an offered edit is read, a broken one is left out", () => {
  const at = { line: 1, column: 1, offset: 0 };
  const fix = { title: "add `x`", applicability: "safe", edits: [{ path: "a.moment", range: { start: at, end: at }, text: "x" }] };
  const [problem] = problemRows(bundle([raw("MOM402", { fixes: [fix, { title: "none" }, null, { title: "bad", edits: [{ path: 1 }] }] })])).files[0]!.problems;
  expect(problem?.fixes).toEqual([fix]);
});
