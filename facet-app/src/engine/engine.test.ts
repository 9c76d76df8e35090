import { expect, test } from "vitest";
import order from "../../fixtures/order.tables.json";
import { Engine, type Answer, type Forked, type Request } from "./engine";
import { around } from "./fixture";
import type { Path } from "./path";

const none = new Map<string, number>();
const PLACE = "handle:ordering.PlaceOrder";
const DELIVER = "deliver:OrderPlaced>Fulfillment";
const DUPLICATE = "duplicate:OrderPlaced>Fulfillment";
const INITIATE = "handle:fulfillment.InitiateFulfillment";

function loaded(): Engine {
  const engine = new Engine();
  expect(engine.answer({ kind: "load", tables: order, around })).toMatchObject({ kind: "loaded", budgets: new Map([["budget", 1]]) });
  return engine;
}

const path = (over: Partial<Path>): Path => ({ steps: [], back: 0, names: [], ...over });

function fork(over: Partial<Path>, stay = false): Forked {
  return forked(loaded().answer({ kind: "fork", path: path(over), budgets: none, stay, scenarioId: "made-1", label: "Made" }));
}

function forked(answer: Answer): Forked {
  if (answer.kind !== "fork") throw new Error(answer.kind);
  return answer;
}

const actions = (answer: Forked): string[] => answer.scenario.steps.map((step) => step.action);

test("figures follow the budgets", () => {
  const engine = loaded();
  const runs = (faults: number) => {
    const found = engine.answer({ kind: "figures", budgets: new Map([["budget", faults]]) });
    return found.kind === "figures" ? found.rungs.map((rung) => rung.runs) : [];
  };
  expect(runs(0)[0]).toBe(1n);
  expect(runs(1)).toEqual([1n, 3n]);
});

test("what can be done, what could have been done instead, and what cannot and why", () => {
  const request: Request = { kind: "options", path: path({ steps: [PLACE] }) };
  expect(loaded().answer(request)).toMatchObject({
    enabled: [{ name: DELIVER }, { name: DUPLICATE, fault: "duplicate" }],
    disabled: [{ name: PLACE }, { name: "refuse:ordering.PlaceOrder.orderNotPlaced", fault: "refuse" }, { unmet: [{ field: "lane:fulfillment" }] }],
    instead: [{ name: "refuse:ordering.PlaceOrder.orderNotPlaced" }],
    missing: null,
  });
});

test("a fault after a step of a run: the page runs on, and its link says the fault alone", () => {
  const found = fork({ steps: [PLACE, DELIVER, INITIATE], back: 2, names: [DUPLICATE] });
  expect(actions(found)).toEqual([PLACE, DUPLICATE, DELIVER, INITIATE, DELIVER, INITIATE]);
  expect(found).toMatchObject({ at: 1, link: [DUPLICATE], missing: null, limit: null });
  expect(found.finding).toMatchObject({ verdict: "double-effect", recipe: [DUPLICATE], minFaults: 1, minimal: true, divergesAt: { taken: DUPLICATE, instead: DELIVER } });
  expect(found.nearest).toEqual({ steps: [PLACE, DELIVER, INITIATE], link: [PLACE] });
});

test("a run by hand stays where it was left", () => {
  const found = fork({ steps: [PLACE], names: [DELIVER] }, true);
  expect([actions(found), found.link, found.scenario.verdict.kind]).toEqual([[PLACE, DELIVER], [DELIVER], "incomplete"]);
});

test("what never becomes possible leaves the run before it, with the reason", () => {
  const found = fork({ names: [DUPLICATE, DUPLICATE] });
  expect([actions(found), found.missing?.name]).toEqual([[PLACE, DUPLICATE], DUPLICATE]);
  expect(found.missing?.unmet.map((each) => each.text)).toContain("no fault left; needs one fault left");
});

test("an action is reached as late as a run allows, and without one on the shortest way", () => {
  const reach = (action: string, steps: readonly string[]) =>
    forked(loaded().answer({ kind: "reach", actions: [action], path: path({ steps }), budgets: none, scenarioId: "made-1", label: "Made" }));
  expect(actions(reach(DUPLICATE, [PLACE, DELIVER])).slice(0, 3)).toEqual([PLACE, DUPLICATE, DELIVER]);
  expect(actions(reach(INITIATE, []))).toEqual([PLACE, DELIVER, INITIATE]);
  expect(reach("handle:nowhere.Nothing", [PLACE]).missing).toEqual({ name: "handle:nowhere.Nothing", unmet: [] });
});

test("in slices or at once, the answer is the same", () => {
  const request: Request = { kind: "fork", path: path({ names: [DUPLICATE] }), budgets: none, stay: false, scenarioId: "made-1", label: "Made" };
  const work = loaded().work(request);
  let slice = work.next();
  while (!slice.done) slice = work.next();
  expect(slice.value).toEqual(loaded().answer(request));
});

test("tables that lie are refused, and nothing is asked of them", () => {
  const engine = loaded();
  expect(engine.answer({ kind: "load", tables: { ...order, bits: 1 }, around }).kind).toBe("refused");
  expect(engine.answer({ kind: "figures", budgets: none })).toEqual({ kind: "refused", why: "no tables are loaded" });
});
