import { expect, test } from "vitest";
import type { Forked } from "../engine/engine";
import { known, titleOf, told, tried, worded } from "./Made.rows";
import { finding, run, step } from "./story.fixture";

const LOST = run("made-1", "stalled", [step(0, "handle:a.Ask"), step(1, "lose:Asked>B")]);
const forked = (over: Partial<Forked>): Forked =>
  ({ kind: "fork", scenario: LOST, finding: finding({}), link: [], at: 1, nearest: null, limit: null, missing: null, ...over });

test("a run is named after what was taken last", () => {
  expect(titleOf(["lose:Asked>B"])).toBe("Asked to B was lost");
  expect(titleOf(["handle:a.Ask", "choose:how=well", "lose:Asked>B"])).toBe("Asked to B was lost and 2 before");
  expect(titleOf([])).toBe("as it goes by itself");
});

test("what came of it: its end, how far it is, or what was not possible", () => {
  const shown = { scenario: LOST, missing: null, stays: false };
  expect(told(shown)).toBe(`${LOST.scenarioLabel}: ${LOST.verdict.text}.`);
  expect(told({ ...shown, stays: true })).toBe("By hand: 2 steps so far.");
  expect(told({ ...shown, missing: { name: "handle:b.Do", unmet: [] } })).toBe("Handle Do is not possible here.");
});

test("a stall is gone, still there, or gone for something that is not good either", () => {
  const ends = (kind: string, good: boolean) => ({ ...LOST, verdict: { ...LOST.verdict, kind, good, text: "so it ends" } });
  expect([ends("completed", true), ends("stalled", false), ends("double-effect", false)].map((each) => tried("handle:a.Ask", each))).toEqual([
    "Ask was handled. The stall is gone: so it ends.",
    "Ask was handled. It still stalls: so it ends.",
    "Ask was handled. The stall is gone: so it ends. That is no good end either.",
  ]);
});

test("a run of the file with the same steps is named, whatever the ordinals", () => {
  const twin = { ...run("twin", "stalled", [step(0, "handle:a.Ask"), step(1, "lose:Asked>B #1")]), scenarioLabel: "A — the twin" };
  expect(known(LOST, { scenarios: [run("other", "stalled", [step(0, "handle:a.Ask")]), twin] })).toBe("The file has this run too: the twin.");
  expect(known(LOST, { scenarios: [] })).toBe("");
});

test("what is false is said in words, and a run that stops is not named after what it did not do", () => {
  const waits = { owed: [], edges: [], circles: [], nodes: [{ id: "step:a.Ask\nAsk was not handled; needs Ask was handled", kind: "condition" as const, name: "", there: false, place: null }] };
  const found = worded(forked({ finding: finding({ waits }), scenario: { ...LOST, scenarioLabel: "A — Do was handled" }, missing: { name: "handle:b.Do", unmet: [] } }));
  expect(found.finding.waits?.nodes[0]?.name).toBe("Ask was not handled");
  expect(found.scenario.scenarioLabel).toBe("A — as far as it is possible");
});
