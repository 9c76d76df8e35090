import { expect, test } from "vitest";
import type { Option, Options } from "../engine/engine";
import type { Unmet } from "../engine/step";
import { closedFaults, doing, offers, reasons, why } from "./Stepping.rows";

const unmet = (field: string, text: string): Unmet => ({ field, text, movers: [] });
const option = (name: string, isFault = false): Option => ({ name, kind: name.split(":")[0] ?? "", fault: isFault ? (name.split(":")[0] ?? "") : null });
const options = (over: Partial<Options>): Options => ({ kind: "options", enabled: [], disabled: [], instead: [], missing: null, ...over });

test("an action is offered as a command", () => {
  expect(["handle:desk.ReturnBook", "handle:fees.AssessFee=FeeWaived", "duplicate:OrderPlaced>Fulfillment", "refuse:ordering.PlaceOrder.notPlaced", "choose:how-late=in time", "warp:core"].map(doing)).toEqual([
    "Handle ReturnBook", "Handle AssessFee, which emits FeeWaived", "Deliver OrderPlaced to Fulfillment twice", "Refuse PlaceOrder: notPlaced does not hold", "Decide how late: in time", "warp:core",
  ]);
});

test("why something cannot be done is said by the tables; what is needed is said where it is one of several", () => {
  expect(
    [
      unmet("step:desk.ReturnBook", "ReturnBook was not handled; needs ReturnBook was handled"),
      unmet("message:BookReturned>Fees", "no BookReturned is on its way to Fees; needs one BookReturned is on its way to Fees"),
      unmet("lifecycle:Lending/Loan", "Loan is Wished; needs Loan is Running"),
      unmet("budget:lose", "no loss left; needs one loss left or two losses left"),
      unmet("lane:fulfillment", "waits for OrderPlaced; needs OrderPlaced was received"),
    ].map(why),
  ).toEqual([
    "ReturnBook was not handled", "no BookReturned is on its way to Fees", "Loan is Wished; needs Loan is Running", "no loss left", "waits for OrderPlaced; needs OrderPlaced was received",
  ]);
  expect(reasons([])).toBe("no run of this flow comes to it");
});

test("faults are offered once, instead of the step before after it; what is done already is closed last", () => {
  const lose = option("lose:A>B", true);
  const found = offers(options({
    enabled: [option("deliver:A>B"), lose, option("crash:B", true)],
    instead: [lose],
    disabled: [
      { ...option("handle:a.Done"), unmet: [unmet("step:a.Done", "a.Done is done; needs a.Done is waiting")] },
      { ...option("handle:b.Next"), unmet: [unmet("step:a.Send", "a.Send is waiting; needs a.Send is done"), unmet("step:b.One", "b.One is waiting; needs b.One is done")] },
    ],
  }));
  expect(found.next.map((each) => each.name)).toEqual(["deliver:A>B"]);
  expect(found.faults.map((each) => [each.name, each.instead])).toEqual([["lose:A>B", true], ["crash:B", false]]);
  expect(found.closed.map((each) => each.text)).toEqual(["Handle Next", "Handle Done"]);
});

test("every kind of fault is there or says why it is not", () => {
  const found = offers(options({ enabled: [option("lose:A>B", true)], disabled: [{ ...option("duplicate:A>B", true), unmet: [unmet("message:A>B", "no A is on its way to B; needs one A is on its way to B")] }] }));
  expect(closedFaults(found).map((each) => [each.kind, each.why])).toEqual([
    ["duplicate", "no A is on its way to B"],
    ["refuse", "no command of this flow has a precondition that could fail"],
    ["timeout", "no saga of this flow has a time limit"],
    ["crash", "no context of this flow waits with what it has received"],
    ["drift", "no contract of this flow requires a field"],
  ]);
});
