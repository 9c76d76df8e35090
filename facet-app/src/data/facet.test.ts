import fc from "fast-check";
import { expect, test } from "vitest";
import { bundleOf, bundleOfScenarios } from "./facet";
import { doubled, flow, order } from "./fixture";
import { runOf } from "./run";
import { Notices } from "./shapes";

const given = { format: "moment.facet/1", project: "shop", flows: [flow], scenarios: [order, doubled] };
const timed = (id: string, causationEventIds: readonly string[] = [], timestamp = "2026-01-15T10:00:00.000Z") => ({
  eventId: id, eventType: `Type${id}`, productSource: "moment", causationEventIds, correlationId: "c", timestamp, version: "1.0.0", payload: {},
});
const bare = (events: readonly unknown[], more: object = {}) => ({
  scenarioId: "s", scenarioLabel: "S", description: "", given: "", when: "", then: "", expectedPath: [], activeBranches: [], events, ...more,
});
const said = (scenarios: readonly unknown[]) => {
  const notices = new Notices();
  const bundle = bundleOfScenarios(scenarios, "dropped", notices);
  return { bundle, notices: notices.list.map((each) => `${each.place} ${each.text}`) };
};

test("a bundle in order is taken as it is, unknown fields and words with it", () => {
  const notices = new Notices();
  const odd = { ...order, verdict: { ...order.verdict, kind: "bewildered" }, later: 1 };
  const bundle = bundleOf({ ...given, scenarios: [odd], newer: true }, notices);
  expect(notices.list).toEqual([]);
  expect(bundle.scenarios[0]).toBe(odd);
  expect(bundle).toMatchObject({ newer: true, seed: 0, model: { contexts: [] }, diagnostics: [] });
});

test("missing and wrong fields are named with their place", () => {
  const { when, ...rest } = bare([{ ...timed("evt-1"), payload: 7, version: 2 }], { seed: "one", activeBranches: ["in time", 3] });
  expect(when).toBe("");
  const { bundle, notices } = said([rest]);
  expect(notices).toEqual([
    "scenarios[0].when is missing",
    "scenarios[0].activeBranches[1] is a number where an object is meant",
    "scenarios[0].events[0].payload is a number where an object is meant",
    "scenarios[0].seed is text where a number is meant",
  ]);
  expect(bundle.scenarios[0]).toMatchObject({ when: "", seed: 0, activeBranches: [{ condition: "in time" }, { condition: "" }] });
  expect(bundle.scenarios[0]?.events[0]).toMatchObject({ version: "2", payload: {} });
});

test("a bare scenario is complete: its events are its steps", () => {
  const { bundle, notices } = said([bare([timed("evt-1"), timed("evt-2", ["evt-1"])])]);
  expect(notices).toEqual([]);
  expect(bundle.flows.map((each) => [each.flowId, each.lanes.map((lane) => lane.id)])).toEqual([["flow-scenarios", ["moment"]]]);
  expect(bundle.scenarios[0]?.steps.map((step) => [step.action, step.causes])).toEqual([
    ["publish:moment.Typeevt-1", []],
    ["publish:moment.Typeevt-2", [{ seq: 0, reason: "emitted" }]],
  ]);
});

test("unknown causes, circles, doubles and times that are none are named", () => {
  const { bundle, notices } = said([bare([timed("a", ["b", "evt-99"]), timed("b", ["a"]), timed("b", [], "soon"), timed("c", ["c"])])]);
  expect(notices).toEqual([
    "scenarios[0].events[2] has the same identifier as an earlier event: b",
    "scenarios[0].events[0] ✕ evt-99 is not in this file",
    "scenarios[0].events[1] b and a are causes of each other: the circle is cut here",
    "scenarios[0].events[3] c and c are causes of each other: the circle is cut here",
    "scenarios[0].events[2].timestamp is no time: soon",
  ]);
  expect(bundle.scenarios[0]?.events.map((event) => event.causationEventIds)).toEqual([["b"], [], [], []]);
});

test("a circle of a hundred thousand events is cut once", () => {
  const many = Array.from({ length: 100_000 }, (_, at) => timed(`e${at}`, [`e${(at + 1) % 100_000}`]));
  expect(said([bare(many)]).notices).toEqual(["scenarios[0].events[99999] e99999 and e0 are causes of each other: the circle is cut here"]);
});

test("steps that are caused by later or absent ones are cut", () => {
  const steps = order.steps.map((step) => ({ ...step, causes: [{ seq: 2, reason: "emitted" }, { seq: 9, reason: "saga" }] }));
  const { bundle, notices } = said([{ ...order, steps: steps.slice(0, 1) }, { ...order, scenarioId: "t", steps: steps.slice(2) }]);
  expect(bundle.scenarios.map((each) => each.steps[0]?.causes)).toEqual([[], []]);
  expect(notices).toEqual([
    "scenarios[0].steps[0].causes ✕ step 2 is not in this run",
    "scenarios[0].steps[0].causes ✕ step 9 is not in this run",
    "scenarios[1].steps[0].causes step 2 is no earlier step: the circle is cut here",
    "scenarios[1].steps[0].causes ✕ step 9 is not in this run",
  ]);
});

test("equal identifiers are told apart", () => {
  const { bundle, notices } = said([bare([]), bare([])]);
  expect(bundle.scenarios.map((each) => each.scenarioId)).toEqual(["s", "s-2"]);
  expect(notices).toEqual(["scenarios[1] has the same identifier as an earlier scenario: it is called s-2 here"]);
});

test("names of the language itself are only names", () => {
  const hostile = JSON.parse(`{"__proto__": {"polluted": 1}, "constructor": 2, "format": "moment.facet/1", "project": "<script>", "flows": [], "scenarios": []}`) as unknown;
  const bundle = bundleOf(hostile, new Notices());
  expect(bundle.project).toBe("<script>");
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

/** A bundle in which one value, anywhere, is another. */
function broken(value: unknown, path: readonly number[], instead: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== "object" || value === null) return instead;
  const keys = Object.keys(value);
  const key = keys[first % Math.max(keys.length, 1)] ?? "0";
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...(value as unknown[])] as unknown as Record<string, unknown>) : { ...value };
  copy[key] = broken(copy[key], rest, instead);
  return copy;
}

test("whatever stands in a file, reading gives runs that can be laid out", () =>
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 7 }), fc.jsonValue(), (path, instead) => {
      const bundle = bundleOf(broken(given, path, instead), new Notices());
      for (const each of bundle.scenarios) runOf(each, bundle.flows.find((other) => other.flowId === each.flowId) ?? null);
    }),
    { numRuns: 2000 },
  ));

test("reading what was mended changes nothing more", () =>
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 7 }), fc.jsonValue(), (path, instead) => {
      const once = bundleOf(broken(given, path, instead), new Notices());
      expect(bundleOf(once, new Notices())).toEqual(once);
    }),
    { numRuns: 300 },
  ));
