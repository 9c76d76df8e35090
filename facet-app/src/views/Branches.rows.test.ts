import { expect, test } from "vitest";
import { branchRows, type BranchTwig } from "./Branches.rows";
import { ends, flow, place, run, step } from "./story.fixture";

const arm = (condition: string) => ({ condition, lane: null, placements: [], place });
const MOMENT = { id: "moment:answer", label: "Answer", branch: true, arms: [arm("yes"), arm("no"), arm("never")], placements: [], place };
const decision = (...arms: [string, string][]) => [{ moment: "moment:answer", arms: arms.map(([condition, probability]) => ({ condition, probability })) }];
const choose = (seq: number, what: string) => step(seq, `choose:answer=${what}`);
const shown = (twig: BranchTwig): string[] => [
  `${twig.of}:${twig.label} ${twig.exact} ${twig.end?.kind ?? ""}${twig.taken ? "" : "untaken"}`.trim(),
  ...twig.children.flatMap((child) => shown(child)),
];

test("arms lead to ends, with probabilities that agree with the figures; an arm that no run takes is there", () => {
  const own = flow({ moments: [MOMENT], decisions: decision(["yes", "1/2"], ["no", "1/2"], ["never", "0"]), figures: ends(["completed", "1/2"], ["stalled", "1/2"]) });
  const rows = branchRows(own, [run("y", "completed", [choose(0, "yes")]), run("n", "stalled", [choose(0, "no")])]);
  expect(rows.root && shown(rows.root)).toEqual([
    ":Start 1 (100 %)", "Answer:yes 1/2 (50 %) completed", "Answer:no 1/2 (50 %) stalled", "Answer:never  untaken",
  ]);
  expect(rows.root?.children.map((child) => child.badness)).toEqual([0, 1, 0]);
  expect(rows.notes).toEqual([]);
});

test("a decision made again is a branch below a branch", () => {
  const own = flow({ moments: [MOMENT], decisions: decision(["yes", "3/4"], ["no", "1/2"]), figures: ends(["completed", "3/4"], ["stalled", "1/4"]) });
  const rows = branchRows(own, [
    run("y", "completed", [choose(0, "yes")]),
    run("ny", "completed", [choose(0, "no"), choose(1, "yes")]),
    run("nn", "stalled", [choose(0, "no")]),
  ]);
  expect(rows.root && shown(rows.root)).toEqual([
    ":Start 1 (100 %)", "Answer:yes 1/2 (50 %) completed", "Answer:no 1/2 (50 %)", "Answer:yes 1/4 (25 %) completed", ":stalled 1/4 (25 %) stalled", "Answer:never  untaken",
    "Answer:never  untaken",
  ]);
});

test("what does not agree with the figures is not said", () => {
  const own = flow({ moments: [MOMENT], decisions: decision(["yes", "9/10"], ["no", "1/10"]), figures: ends(["completed", "1"]) });
  const rows = branchRows(own, [run("y", "completed", [choose(0, "yes")]), run("n", "completed", [choose(0, "no")])]);
  expect(rows.root?.children.map((child) => [child.label, child.exact, child.share])).toEqual([["yes", "", null], ["no", "", null], ["never", "", null]]);
  expect(rows.notes).toEqual(["How likely each arm is cannot be said from the runs in this file."]);
});

test("a command that emits one of two events decides; one that always emits the same does not", () => {
  const take = (event: string) => step(0, `handle:school.Take=${event}`);
  const own = flow({ figures: ends(["completed", "1/2"], ["unanticipated", "1/2"]) });
  const both = branchRows(own, [run("p", "completed", [take("Passed")]), run("f", "unanticipated", [take("Failed")])]);
  expect(both.root && shown(both.root)).toEqual([":Start 1 (100 %)", "Take:Passed 1/2 (50 %) completed", "Take:Failed 1/2 (50 %) unanticipated"]);
  expect(branchRows(own, [run("p", "completed", [take("Passed")])]).root).toBe(null);
});

test("a flow that decides nothing has no tree; runs of others and with faults are not drawn", () => {
  expect(branchRows(flow(), []).root).toBe(null);
  const own = flow({ moments: [MOMENT], decisions: decision(["yes", "1"]), figures: ends(["completed", "1"]) });
  const rows = branchRows(own, [
    run("y", "completed", [choose(0, "yes")]),
    run("x", "stalled", [choose(0, "no")], { flowId: "flow-b" }),
    run("f", "stalled", [choose(0, "yes")], { faults: ["lose:A>B"] }),
  ]);
  expect(rows.root?.children.map((child) => child.end?.runs ?? null)).toEqual([1, null, null]);
  expect(rows.notes).toEqual(["1 run with faults is not drawn: faults are counted, never weighted."]);
});

test("steps beyond the flow are listed once, most frequent first", () => {
  const beyond = (seq: number, action: string) => step(seq, action, { beyondFlow: true });
  const rows = branchRows(flow(), [
    run("a", "completed", [beyond(0, "policy:Shop.Thank"), beyond(1, "policy:Shop.Thank")]),
    run("b", "completed", [beyond(0, "policy:Shop.Greet"), beyond(1, "policy:Shop.Thank")]),
    run("c", "completed", [beyond(3, "policy:Shop.Greet")]),
    run("d", "completed", [beyond(0, "policy:Shop.Greet")]),
  ]);
  expect(rows.beyond.map(({ text, runs, first, seq }) => [text, runs, first, seq])).toEqual([["Greet reacted.", 3, "b", 0], ["Thank reacted.", 2, "a", 0]]);
});
