import { expect, test } from "vitest";
import type { End, Figure, Flow, Scenario, WalkEnd } from "../data/payloads";
import { figuresOf, outcomes, walkRows } from "./Outcomes.rows";

const end = (verdict: string, runs: string, probability: string | null, outcome: string | null = null): End => ({ verdict, outcome, runs, probability });
const figure = (faults: number, runs: string, ends: End[], limit: string | null = null): Figure => ({ faults, runs, states: 4, transitions: 3, ends, limit });
const flow = (...figures: Figure[]) => ({ figures }) as unknown as Flow;
const run = (scenarioId: string, kind: string, outcome: string | null = null, faults: string[] = []) =>
  ({ scenarioId, faults, verdict: { kind, outcome } }) as unknown as Scenario;

const ladder = flow(
  figure(0, "3", [end("completed", "2", "2/3"), end("ended", "1", "1/3", "Declined")]),
  figure(1, "75950000000000", [end("completed", "75949999999999", "1"), end("double-effect", "1", null)]),
);

test("one bar per verdict and outcome, bad ends first, with the scenarios that end so", () => {
  const runs = [run("a", "completed"), run("b", "ended", "Declined"), run("c", "double-effect", null, ["duplicate"])];
  const shown = outcomes(ladder, runs, 1)!;
  expect(shown.bars.map((bar) => [bar.label, bar.tone, bar.probability, bar.runs, bar.exactRuns, bar.scenarioIds])).toEqual([
    ["double effect", "bad", null, "1", "1", ["c"]],
    ["completed", "good", "100 %", "7.6 × 10¹³", "75,949,999,999,999", ["a"]],
  ]);
  expect([shown.summary, shown.survives]).toEqual(["7.6 × 10¹³ runs in 4 states", "It fails with 1 fault, and not with fewer."]);
  expect(shown.rungs.map((rung) => rung.label)).toEqual(["no fault", "up to 1 fault"]);
});

test("a rung shows its own figures; an unknown one is the top", () => {
  const bars = outcomes(ladder, [run("b", "ended", "Declined")], 0)!.bars;
  expect(bars.map((bar) => [bar.label, bar.length, bar.exactProbability, bar.scenarioIds.length])).toEqual([
    ["ended: Declined", 0.333333, "1/3", 1], ["completed", 0.666666, "2/3", 0],
  ]);
  expect(outcomes(ladder, [], 7)!.bars.length).toBe(2);
  expect(outcomes(flow(), [], null)).toBe(null);
});

test("what was not covered stands on top and promises nothing", () => {
  const shown = outcomes(flow(figure(0, "5", [end("completed", "5", null)], "500,000 states")), [], null)!;
  expect(shown.bars.map((bar) => [bar.label, bar.tone])).toEqual([["not covered: 500,000 states", "incomplete"], ["completed", "good"]]);
  expect(shown.survives).toBe("No run that was covered fails.");
});

test("walks show counts with their interval", () => {
  const walk = { mode: "uniform", verdict: "completed", outcome: null, walks: 40, probability: 0.4, low: 0.31, high: 0.498, number: 1, actions: [] } as WalkEnd;
  expect(walkRows([walk, { ...walk, mode: "fault-biased", low: null, high: null }]).map((row) => [row.label, row.walks, row.interval])).toEqual([
    ["completed (uniform)", 40, "31.0 to 49.8 %"], ["completed (fault-biased)", 40, "no estimate"],
  ]);
});

test("what the page explored is shown as figures of a file, up to the budget; a circle has no number of runs", () => {
  const ends = [{ verdict: "completed", outcome: null, runs: 2n, probability: 0.5, exact: null }, { verdict: "stalled", outcome: null, runs: 1n, probability: null, exact: null }];
  const rungs = [{ faults: 0, states: 3, transitions: 2, runs: 3n, ends }, { faults: 1, states: 4, transitions: 5, runs: null, ends: [] }];
  const [calm, faulty, ...more] = figuresOf(rungs, 1, "states");
  expect(calm?.ends.map((each) => [each.runs, each.probability])).toEqual([["2", "500000/1000000"], ["1", null]]);
  expect([calm?.runs, faulty?.runs, faulty?.limit, more.length]).toEqual(["3", "countless", "states", 0]);
  expect(figuresOf(rungs, 0, null)).toHaveLength(1);
  const bars = outcomes(flow(...figuresOf(rungs, 1, "states")), [], 0)!.bars;
  expect(bars.map((bar) => [bar.label, bar.tone])).toEqual([["not covered: states", "incomplete"], ["stalled", "bad"], ["completed", "good"]]);
});
