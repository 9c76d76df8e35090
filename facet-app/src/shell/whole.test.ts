import { beforeEach, expect, test } from "vitest";
import type { Bundle, Flow, Scenario } from "../data/payloads";
import { bundle as bundleOf, flow as flowOf, run, step as stepOf } from "../views/story.fixture";
import { bundle, flowName, other, runId, scenarios, step } from "./state";
import { addRuns, openBase, renew, reruns, rerunWith } from "./whole";

const A = flowOf({ flowId: "flow-a", name: "a" });
const happy = run("happy", "completed", [stepOf(0, "handle:shop.Order"), stepOf(1, "deliver:Ordered>Store", {}, 0)]);
const bad = run("bad", "stalled", [stepOf(0, "handle:shop.Order")]);
const made = (scenarios: readonly Scenario[], flows: readonly Flow[] = [A], more: Partial<Bundle> = {}) => bundleOf({ flows, scenarios, ...more });

beforeEach(() => openBase(made([happy, bad])));

const looked = () => [flowName.value, runId.value, step.value];

test("a bundle opens on its worst run", () => expect(looked()).toEqual(["a", "bad", null]));

test("what is looked at stays when its flow is said anew", () => {
  [runId.value, step.value, other.value] = ["happy", 1, "bad"];
  const longer = { ...happy, steps: [stepOf(0, "handle:shop.Ask"), stepOf(1, "handle:shop.Order"), stepOf(2, "deliver:Ordered>Store", {}, 1)] };
  expect(renew(made([longer, bad], [{ ...A, description: "new" }]))).toEqual([]);
  expect([...looked(), other.value]).toEqual(["a", "happy", 2, "bad"]);
});

test("what is gone is said, the marked run as well", () => {
  [runId.value, step.value, other.value] = ["happy", 1, "bad"];
  expect(renew(made([run("other", "completed", [stepOf(0, "handle:shop.Order")])]))).toEqual([
    "happy is gone. other, which begins the same way, is shown instead.",
    "deliver:Ordered>Store no longer happens in this run: the step before it is selected.",
    "The run that was marked to compare is gone.",
  ]);
  expect([...looked(), other.value]).toEqual(["a", "other", 0, null]);
});

test("a flow that is gone gives way to the first", () => {
  const b = flowOf({ flowId: "flow-b", name: "b" });
  renew(made([{ ...happy, scenarioId: "b1", flowId: "flow-b" }], [b]));
  expect(looked()).toEqual(["b", "b1", null]);
});

test("runs beside a bundle outlive its news, not another bundle", () => {
  addRuns(bundleOf({ project: "big.run", scenarios: [run("extra", "completed", [])] }));
  renew(made([happy]));
  expect(scenarios.value.map((each) => each.scenarioId)).toEqual(["happy", "extra"]);
  openBase(made([bad]));
  expect(scenarios.value.map((each) => each.scenarioId)).toEqual(["bad"]);
});

test("a flow run on request is shown until it is said anew or no longer wanted", () => {
  const part = { flow: { ...A, description: "more faults" }, scenarios: [happy] };
  const shown = () => bundle.value?.flows.map((each) => each.description);
  rerunWith("flow-a", part);
  expect([shown(), reruns.value.size]).toEqual([["more faults"], 1]);
  renew(made([happy, bad]));
  expect(shown()).toEqual(["more faults"]);
  rerunWith("flow-a", null);
  expect(shown()).toEqual([""]);
  rerunWith("flow-a", part);
  renew(made([happy, bad], [{ ...A, description: "edited" }]));
  expect([shown(), reruns.value.size]).toEqual([["edited"], 0]);
});
