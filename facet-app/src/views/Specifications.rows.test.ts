import { expect, test } from "vitest";
import type { Bundle, Flow } from "../data/payloads";
import { changes } from "./Specifications.rows";

const place = { path: "shop.moment", line: 7, column: 1 };
const base = { name: "delivery", moments: [{ place }], figures: [], findings: [], coverage: [], ledger: [] };
const bundle = (flows: object[], scenarios: object[] = []) => ({ flows: flows.map((flow) => ({ ...base, ...flow }) as unknown as Flow), scenarios }) as unknown as Bundle;
const figure = (faults: number, ...verdicts: string[]) => ({ faults, ends: verdicts.map((verdict) => ({ verdict, outcome: null })) });
const field = (carried: boolean) => ({ field: "address", type: "string", required: true, carried, place });
const told = (before: Bundle, after: Bundle) => changes(before, after).map((each) => [each.judgement, each.what, each.subject, each.before, each.after]);

test("the same specification has no changes", () => {
  const one = bundle([{ figures: [figure(0, "completed")], ledger: [{ crossing: "Paid>Couriers", relationship: "A", delivery: "b", fields: [field(true)] }] }]);
  expect(changes(one, one)).toEqual([]);
});

test("ends, findings and fewest faults are gained and lost, worse first", () => {
  const finding = { code: "MOM415", verdict: "double-effect", scenarioId: "twice", recipe: ["duplicate:Paid>Couriers"], minFaults: 1, cone: [{ seq: 2, last: true }] };
  const before = bundle([{ figures: [figure(0, "stalled"), figure(1, "stalled")] }]);
  const after = bundle([{ figures: [figure(0, "completed")], findings: [finding] }], [{ scenarioId: "twice", steps: [{ seq: 2, place }] }]);
  expect(told(before, after)).toEqual([
    ["worse", "finding", "MOM415 double-effect: duplicate:Paid>Couriers", "none", "found"],
    ["worse", "faults", "smallest number of faults that breaks it", "none found", "1"],
    ["changed", "end", "completed, without faults", "none", "possible"],
    ["better", "end", "stalled, without faults", "possible", "none"],
  ]);
  expect(changes(before, after)[0]!.placeAfter).toEqual(place);
});

test("contracts and coverage change with both places", () => {
  const before = bundle([{ ledger: [{ crossing: "Paid>Couriers", relationship: "A", delivery: "b", fields: [field(false)] }], coverage: [{ kind: "arm", element: "x", reached: 2, place }] }]);
  const after = bundle([{ ledger: [{ crossing: "Paid>Couriers", relationship: "A", delivery: "b", fields: [field(true)] }], coverage: [{ kind: "arm", element: "x", reached: 0, place }] }]);
  expect(told(before, after)).toEqual([
    ["worse", "coverage", "arm x", "reached", "never reached"],
    ["better", "contract", "Paid>Couriers.address", "string, required, not carried", "string, required, carried"],
  ]);
  expect(changes(before, after).map((each) => [each.placeBefore, each.placeAfter])).toEqual([[place, place], [place, place]]);
});

test("a flow that only one side has", () => {
  expect(told(bundle([{}]), bundle([{}, { name: "returns" }]))).toEqual([["changed", "flow", "returns", "none", "there"]]);
});
