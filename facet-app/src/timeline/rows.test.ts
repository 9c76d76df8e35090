import { expect, test } from "vitest";
import { all, flow, runOf, stepOf } from "./fixture";
import { allOf, chance, labelOf, rowsOf, sentence } from "./rows";

test("labels are the domain's words", () => {
  const labels = [
    labelOf("handle:ordering.Place #2", "handle"), labelOf("handle:a.Call=Called(×1)", "handle"), labelOf("choose:answer=acceptable", "choose"),
    labelOf("deliver:Placed>Fulfillment", "deliver"), labelOf("refuse:a.Place.notYet", "refuse"), labelOf("undo:Saga.Reserve", "undo"),
    labelOf("lose:Placed>Fulfillment", "lose"), labelOf("saga:Delivery=Packed", "saga"),
  ];
  expect(labels).toEqual(["Place", "Call(×1)", "acceptable", "Placed → Fulfillment", "refused Place", "undo Reserve", "lost Placed", "Packed"]);
});

test("probabilities are fractions", () => {
  expect([chance("2/3"), chance("1"), chance("0"), chance(null), chance("some"), chance("1/0")]).toEqual([2 / 3, 1, 0, null, null, null]);
});

test("shape follows kind, an unknown kind is neutral", () => {
  expect(all.map((row) => row.shape)).toEqual(["command", "fault", "delivery", "command", "delivery", "outcome"]);
  expect(rowsOf(runOf([stepOf(0, "frobnicate:x", "ordering")]), flow).at(0)?.shape).toBe("other");
});

test("a step without a lane stands where its cause does, one in an unknown lane elsewhere", () => {
  const steps = [
    stepOf(0, "handle:a.A", "ordering"), stepOf(1, "handle:b.B", "fulfillment"),
    stepOf(2, "choose:m=x", null, { causes: [{ seq: 0, reason: "emitted" }] }), stepOf(3, "choose:m=y", null), stepOf(4, "handle:c.C", "unheard"),
  ];
  expect(allOf(rowsOf(runOf(steps), flow)).map((row) => row.lane)).toEqual(["ordering", "fulfillment", "ordering", "ordering", "elsewhere"]);
});

test("a failed check is bad in a bad run, noted in a good one", () => {
  const check = { kind: "contract", name: "c", holds: false, why: "no id" };
  const steps = [stepOf(0, "handle:a.A", "ordering", { checks: [check] })];
  const bad = { kind: "contract-violation", good: false, outcome: null, text: "", pointOfNoReturn: 0, nearestGood: null };
  expect(rowsOf(runOf(steps), flow).at(0)?.severity).toBe(2);
  expect(rowsOf(runOf(steps, { verdict: bad }), flow).at(0)?.severity).toBe(3);
});

test("a badge counts required fields and says whether the contract holds", () => {
  const field = (verdict: string, required: boolean) => ({ field: "f", type: "Text", required, verdict, value: null });
  const badge = (...fields: ReturnType<typeof field>[]) =>
    rowsOf(runOf([stepOf(0, "deliver:Placed>Fulfillment", "fulfillment")], { contracts: [{ crossing: "Placed>Fulfillment", seq: 0, fields }] }), flow).at(0)?.badge;
  expect(badge(field("carried", true), field("absent", false))).toEqual({ text: "CustomerSupplier 1/1 ✓", holds: true });
  expect(badge(field("carried", true), field("missing", true))).toEqual({ text: "CustomerSupplier 1/2 ▲", holds: false });
});

test("a row is told as a sentence", () => {
  const [first, , third] = all;
  expect(first && sentence(first, 3, 0)).toBe("Step 1 of 3: Place was handled, Placed happened");
  expect(third && sentence({ ...third, badge: { text: "CustomerSupplier 2/2 ✓", holds: true } }, 3, 1)).toBe(
    "Step 2 of 3: Placed delivered to Fulfillment, contract 2 of 2",
  );
});
