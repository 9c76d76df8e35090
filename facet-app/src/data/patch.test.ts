import { expect, test } from "vitest";
import { Columnar } from "./columnar";
import { bundleOfScenarios } from "./facet";
import { flow, order } from "./fixture";
import { runOf } from "./run";
import { withRuns } from "./patch";
import { Notices } from "./shapes";

const bundle = (...scenarios: readonly object[]) => bundleOfScenarios(scenarios, "p", new Notices());
const run = (scenarioId: string, flowId = order.flowId) => ({ ...order, scenarioId, flowId });

test("runs stand in the flow of their name, or bring their own", () => {
  const both = withRuns(bundle(run("a")), bundle(run("b"), run("c", "flow-other")));
  expect(both.flows.map((each) => each.flowId)).toEqual(["flow-order-placed", "flow-other"]);
  expect(both.scenarios.map((each) => each.scenarioId)).toEqual(["a", "b", "c"]);
});

test("a name that is taken is not taken twice", () => {
  const both = withRuns(bundle(run("a"), run("a-2")), { ...bundle(run("a"), run("b")), project: "big.run" });
  expect(both.scenarios.map((each) => each.scenarioId)).toEqual(["a", "a-2", "a-3", "b"]);
  expect(both.scenarios.map((each) => each.scenarioLabel.endsWith(" (big.run)"))).toEqual([false, false, true, false]);
});

test("a run of columns keeps its columns under another name", () => {
  const columnar = new Columnar(runOf(order, flow));
  const both = withRuns(bundle(run(columnar.scenarioId)), { ...bundle(), project: "big.run", scenarios: [columnar] });
  const [, other] = both.scenarios;
  expect([other?.scenarioId, other?.scenarioLabel, other?.steps.length]).toEqual(["order-placed-happy-path-2", "Order Placed — Happy Path (big.run)", 3]);
});
