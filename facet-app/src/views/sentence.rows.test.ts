import { expect, test } from "vitest";
import { parts, reason, said, saidAction, sentence } from "./sentence.rows";

test("every kind of action is said in words", () => {
  const actions = [
    "handle:ordering.PlaceOrder",
    "handle:school.TakeExam=ExamFailed",
    "refuse:ordering.PlaceOrder.orderNotPlaced",
    "publish:insurance.ClaimGranted",
    "deliver:OrderPlaced>Fulfillment",
    "lose:OrderPlaced>Fulfillment",
    "duplicate:OrderPlaced>Fulfillment #2",
    "choose:stock-check=in-stock",
    "saga:Rental=Out",
    "timeout:Rental",
    "undo:Rental.LendBike",
    "policy:Office.ConfirmEverything",
  ];
  expect(actions.map(saidAction)).toEqual([
    "PlaceOrder was handled",
    "TakeExam was handled and emitted ExamFailed",
    "PlaceOrder was refused (orderNotPlaced)",
    "ClaimGranted happened",
    "OrderPlaced arrived in Fulfillment",
    "OrderPlaced to Fulfillment was lost",
    "OrderPlaced to Fulfillment was duplicated (time 2)",
    "Stock check took in-stock",
    "Rental became Out",
    "Rental timed out",
    "LendBike was undone",
    "ConfirmEverything reacted",
  ]);
});

test("a refused undo names what refused it", () => {
  const checks = [{ kind: "precondition", name: "isLent", holds: false, why: "" }];
  expect(said({ action: "undo:Rental.LendBike", kind: "undo", context: null, checks })).toBe("undoing LendBike was refused (isLent)");
});

test("what nobody knows is shown by its name", () => {
  expect([saidAction("teleport:X"), saidAction("toString:X"), saidAction(""), reason("because"), reason("constructor")]).toEqual([
    "teleport:X",
    "toString:X",
    "",
    "because",
    "constructor",
  ]);
});

test("an action name has a kind, a subject, an option and an ordinal", () => {
  expect(parts("handle:a.B=C #3")).toEqual({ kind: "handle", what: "a.B", option: "C", times: 3 });
  expect(sentence("it ends")).toBe("It ends.");
});
