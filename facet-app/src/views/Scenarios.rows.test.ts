import { expect, test } from "vitest";
import type { Bundle, Scenario } from "../data/payloads";
import { ALL, scenarioRows } from "./Scenarios.rows";

const run = (scenarioId: string, kind: string, verdict: string, flowId = "flow-a", context = "Shop") =>
  ({
    scenarioId, scenarioLabel: `A — ${scenarioId}`, kind, flowId, verdict: { kind: verdict, good: verdict === "completed" },
    steps: [{ context }], faults: kind === "fault" ? ["lose"] : [], activeBranches: [{ condition: "paid" }],
  }) as unknown as Scenario;
const RUNS = [run("happy", "happy", "completed"), run("lost", "fault", "stalled"), run("b", "happy", "completed", "flow-b", "Bank")];
const BUNDLE = { flows: [{ flowId: "flow-a", name: "a" }, { flowId: "flow-b", name: "b" }] } as unknown as Bundle;
const ids = (narrowing = {}, context: string | null = null) =>
  scenarioRows(BUNDLE, RUNS, { ...ALL, ...narrowing }, context).rows.map((row) => row.id);

test("runs stand under their flow in the order of the file", () => {
  const list = scenarioRows(BUNDLE, RUNS, ALL, null);
  expect(list.rows.map((row) => row.id)).toEqual(["flow-a", "happy", "lost", "flow-b", "b"]);
  expect(list.rows[0]).toEqual({ is: "flow", id: "flow-a", name: "a", count: 2, bad: 1 });
  expect(list.rows[2]).toEqual({ is: "run", id: "lost", name: "lost", tone: "bad", verdict: "stalled", facts: "1 step · 1 fault" });
  expect([list.shown, list.of, list.verdicts, list.kinds]).toEqual([3, 3, ["completed", "stalled"], ["fault", "happy"]]);
});

test("worst first within a flow", () => {
  expect(ids({ worstFirst: true })).toEqual(["flow-a", "lost", "happy", "flow-b", "b"]);
});

test("narrowing by each sign leaves empty flows out", () => {
  expect(ids({ verdict: "stalled" })).toEqual(["flow-a", "lost"]);
  expect(ids({ kind: "happy" })).toEqual(["flow-a", "happy", "flow-b", "b"]);
  expect(ids({ text: "LOST paid" })).toEqual(["flow-a", "lost"]);
  expect(ids({}, "Bank")).toEqual(["flow-b", "b"]);
  expect(ids({ text: "nowhere" })).toEqual([]);
});

test("a run of a flow that the file lacks keeps its place", () => {
  const rows = scenarioRows(BUNDLE, [run("x", "odd", "odd", "flow-z")], ALL, null).rows;
  expect(rows[0]).toEqual({ is: "flow", id: "flow-z", name: "flow-z", count: 1, bad: 0 });
});
