import { expect, test } from "vitest";
import { coneOf, explained, explainedStep, stepOf } from "./Explain.rows";
import { bundle, ends, finding, flow, place, run, step } from "./story.fixture";

const PLACE = step(0, "handle:shop.Place", { good: "1" });
const HAPPY = run("happy", "completed", [PLACE, step(1, "deliver:Placed>Stock", { good: "1" }, 0)]);
const TWICE = [PLACE, step(1, "duplicate:Placed>Stock", { good: "0" }, 0), step(2, "deliver:Placed>Stock", { good: "0" }, 0, 1)];
const BAD = run("bad", "double-effect", TWICE, { faults: ["duplicate:Placed>Stock"] });
const FINDING = finding({ recipe: ["duplicate:Placed>Stock"], pointOfNoReturn: 1, nearestGood: "happy", minFaults: 1 });
const FLOW = flow({ findings: [FINDING], figures: ends(["completed", "1"]) });
const of = (scenario = BAD, own = FLOW) => explained(bundle(), own, scenario, [HAPPY, BAD]);

test("a bad end: recipe, point of no return with both probabilities, nearest good run, smallest number of faults", () => {
  const { text, recipe, noReturn, nearest, least } = of();
  expect(text).toBe("It is double-effect.");
  expect(recipe).toEqual([{ seq: 1, text: "Placed to Stock was duplicated", found: true }]);
  expect(noReturn).toEqual({ seq: 1, text: "Placed to Stock was duplicated", before: "100 %", after: "0 %" });
  expect(nearest).toEqual({ id: "happy", label: "happy", taken: "Placed to Stock was duplicated", instead: "Placed arrived in Stock" });
  expect(least).toBe("It takes one fault, fewer do not do. Whenever the recipe happens, it ends like this.");
});

test("the cone of the finding is told, each with its reasons", () => {
  const cone = [
    { seq: 2, text: "Placed arrived in Stock a second time", because: [{ seq: 1, reason: "duplicate" }, { seq: 9, reason: "emitted" }], last: true },
    { seq: 1, text: "Placed to Stock was duplicated", because: [], last: false },
  ];
  expect(of(BAD, flow({ findings: [{ ...FINDING, cone }] })).cone).toEqual([
    {
      seq: 2, text: "Placed arrived in Stock a second time.", depth: 0,
      because: [
        { seq: 1, text: "Placed to Stock was duplicated, which made a second one" },
        { seq: 9, text: "a step that is not in this file, which emitted it" },
      ],
    },
    { seq: 1, text: "Placed to Stock was duplicated.", depth: 1, because: [] },
  ]);
});

test("before the first step the probability is that of the flow, and is unknown when an end is", () => {
  const lost = run("bad", "lost", [step(0, "handle:shop.Place", { good: "0" })]);
  const at = (figures: ReturnType<typeof ends>) => of(lost, flow({ findings: [finding({ pointOfNoReturn: 0 })], figures })).noReturn?.before;
  expect(at(ends(["completed", "2/3"], ["double-effect", "1/3"]))).toBe("2/3 (66.7 %)");
  expect(at(ends(["completed", "2/3"], ["unheard-of", "1/3"]))).toBe(null);
});

test("a flow that never ends well has no point of no return", () => {
  const lost = run("bad", "double-effect", [step(0, "handle:shop.Place", { good: "0" })]);
  const own = flow({ findings: [finding({ pointOfNoReturn: 0 })], figures: ends(["double-effect", "1"]) });
  expect(of(lost, own).noReturn).toBe(null);
});

test("a good end rests on what was assumed, and on what was looked at", () => {
  const check = { kind: "precondition", name: "isPolite", holds: true, why: "assumed: in words only" };
  const good = run("good", "completed", [step(0, "handle:shop.Place", { checks: [check] })]);
  expect(of(good).rests).toEqual(["isPolite of Place is taken to hold: it is written in words only.", "Looked at with 1 instance and up to 1 fault."]);
  expect([of(good).cone, of(good).nearest, of(good).least]).toEqual([[], null, ""]);
});

test("without a finding the last step is explained", () => {
  expect(of(BAD, flow()).cone.map((row) => [row.seq, row.depth])).toEqual([[2, 0], [0, 1], [1, 1]]);
});

test("two hundred causes are told, the others counted", () => {
  const long = Array.from({ length: 301 }, (_, at) => step(at, "handle:shop.Place", {}, ...(at === 0 ? [] : [at - 1])));
  const { cone, more } = of(run("long", "stalled", long), flow());
  expect([cone.length, cone[0]?.seq, more]).toEqual([200, 300, 101]);
});

test("a step has a because and a then; a circle of causes ends", () => {
  expect(explainedStep(BAD, 1)).toEqual({
    seq: 1, text: "Placed to Stock was duplicated.", at: "Step 2 of 3", beyond: false, place, thenMore: 0, more: 0,
    because: [{ seq: 0, text: "Place was handled, which emitted it" }],
    then: [{ seq: 2, text: "Placed arrived in Stock" }],
    cone: [{ seq: 0, text: "Place was handled.", depth: 1, because: [] }],
  });
  expect(explainedStep(BAD, 7)).toBe(null);
  const circle = run("c", "stalled", [step(0, "handle:a.A", {}, 1), step(1, "handle:a.B", {}, 0)]);
  expect(coneOf(circle, 1).rows.map((row) => row.seq)).toEqual([1, 0]);
});

test("the second of a name is found by its ordinal", () => {
  const twice = run("t", "completed", [step(0, "choose:a=b"), step(1, "handle:a.A"), step(2, "choose:a=b")]);
  expect(["choose:a=b", "choose:a=b #2", "choose:a=b #3"].map((name) => stepOf(twice, name)?.seq)).toEqual([0, 2, undefined]);
});
