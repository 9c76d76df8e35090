import { expect, test } from "vitest";
import type { Flow, Model } from "../data/payloads";
import { parse } from "../data/query";
import { runOf } from "../data/run";
import { flow, place, run, step } from "./story.fixture";
import { missed, whyNot } from "./WhyNot.rows";

const shut = run("shut", "ended", [step(0, "handle:shop.Ask"), step(1, "choose:answer=no")], { choices: ["choose:answer=no"] });
const open = run("open", "completed", [step(0, "handle:shop.Ask"), step(1, "choose:answer=yes"), step(2, "handle:shop.Sell")], { choices: ["choose:answer=yes"] });
const faulty = run("faulty", "completed", open.steps, { choices: ["choose:answer=no"], faults: ["lose:A>B"] });
const placement = { id: "a/m/0", lane: "shop", node: "Pack", kind: "command", modifier: null, place };
const FLOW: Flow = flow({
  moments: [{ id: "moment:m", label: "M", branch: false, arms: [], placements: [placement], place }],
  coverage: [{ element: "a/m/0", reached: 0, of: 3, furthest: "handle:shop.Sell", place, kind: "placement" }],
});

test("the nearest run in which it happens, without a fault where one will do, and where the two part", () => {
  expect(whyNot(FLOW, shut, [faulty, open, shut], "Shop/Till/Sell")).toEqual({
    text: "Sell does not happen in this run.",
    run: { id: "open", label: "open", seq: 2 },
    parting: "There Answer took yes; here Answer took no.",
  });
});

test("in no run: how far any came", () => {
  expect(whyNot(FLOW, shut, [open, shut], "Pack")).toEqual({
    text: "Pack happens in no run of this flow. The furthest that a run got: Sell was handled.", run: null, parting: "",
  });
});

test("what happens, and what this flow does not know, needs no reason", () => {
  expect([whyNot(FLOW, shut, [shut], "Ask"), whyNot(FLOW, shut, [shut], "Elsewhere")]).toEqual([null, null]);
});

test("a search that nothing answers says what is missing", () => {
  const model = { contexts: [{ aggregates: [{ commands: [{ name: "Refund" }], events: [{ name: "OrderPaid" }, { name: "Paid" }] }] }], policies: [] } as unknown as Model;
  const columns = runOf(run("r", "completed", [step(0, "handle:shop.Order"), step(1, "deliver:Ordered>Store", {}, 0)]), null);
  const ask = (text: string) => missed(parse(text), columns, model);
  expect([ask(""), ask("order"), ask("kind:deliver")]).toEqual([null, null, null]);
  expect([ask("paid"), ask("order then refund")]).toEqual([{ element: "Paid" }, { element: "Refund" }]);
  expect(ask("nothing-such")).toEqual({ text: "No step of this run has “nothing-such”, and nothing in the model is called so." });
  expect(ask("fault:lose")).toEqual({ text: "No step of this run has the fault “lose”." });
  expect(ask("verdict:stalled")).toEqual({ text: "This run does not end “stalled”: it is completed." });
  expect(ask("kind:deliver kind:handle")).toEqual({ text: "Each part of the search matches some step, but no step all of them." });
  expect(ask("kind:deliver then kind:handle")).toEqual({ text: "Both happen, but no “handle” after a “deliver”." });
  expect(ask("kind:handle not before kind:deliver")).toEqual({ text: "“handle” happens before the first “deliver”." });
  expect(ask("kind:handle without kind:deliver")).toEqual({ text: "After every “handle” there is a “deliver”." });
});
