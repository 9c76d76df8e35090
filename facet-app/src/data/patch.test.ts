import { expect, test } from "vitest";
import { bundleOfScenarios } from "./facet";
import { order } from "./fixture";
import { withRuns } from "./patch";
import { Notices } from "./shapes";

const bundle = (...scenarios: readonly object[]) => bundleOfScenarios(scenarios, "p", new Notices());
const run = (scenarioId: string, flowId = order.flowId) => ({ ...order, scenarioId, flowId });

test("runs stand in the flow of their name, or bring their own", () => {
  const both = withRuns(bundle(run("a")), bundle(run("b"), run("c", "flow-other")));
  expect(both.flows.map((each) => each.flowId)).toEqual(["flow-order-placed", "flow-other"]);
  expect(both.scenarios.map((each) => each.scenarioId)).toEqual(["a", "b", "c"]);
});

test("a name that is taken is not taken twice", () =>
  expect(withRuns(bundle(run("a"), run("a-2")), bundle(run("a"), run("b"))).scenarios.map((each) => each.scenarioId)).toEqual(["a", "a-2", "a-3", "b"]));
