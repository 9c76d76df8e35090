import { expect, test } from "vitest";
import type { Bundle, Scenario } from "../data/payloads";
import { findable } from "./find";

test("steps come before elements, elements before runs", () => {
  const run = { scenarioId: "r", scenarioLabel: "Order — Happy Path", flowId: "f", steps: [{ seq: 1, action: "handle:shop.Pay" }] } as unknown as Scenario;
  const bundle = {
    scenarios: [run],
    model: { contexts: [{ name: "Shop", aggregates: [{
      commands: [{ id: "Shop/Order/Pay", name: "Pay" }],
      events: [{ id: "Shop/Order/Paid", name: "Paid", fields: [{ name: "sum" }] }],
    }] }] },
  } as unknown as Bundle;
  expect(findable(bundle, null, run).map((choice) => choice.id)).toEqual([
    "step:1", "element:Shop", "element:Shop/Order/Pay", "element:Shop/Order/Paid", "element:Shop/Order/Paid.sum", "run:r",
  ]);
  expect(findable(bundle, null, null)).toHaveLength(5);
});
