import { expect, test } from "vitest";
import order from "../../fixtures/order.tables.json";
import { Engine, type Request } from "./engine";

const none = new Map<string, number>();

function loaded(): Engine {
  const engine = new Engine();
  expect(engine.answer({ kind: "load", tables: order })).toEqual({ kind: "loaded", budgets: new Map([["budget", 1]]) });
  return engine;
}

test("figures follow the budgets", () => {
  const engine = loaded();
  const runs = (faults: number) => {
    const found = engine.answer({ kind: "figures", budgets: new Map([["budget", faults]]) });
    return found.kind === "figures" ? found.rungs.map((rung) => rung.runs) : [];
  };
  expect(runs(0)[0]).toBe(1n);
  expect(runs(1)).toEqual([1n, 3n]);
});

test("what can be done, and what cannot and why", () => {
  const request: Request = { kind: "options", names: ["handle:ordering.PlaceOrder"], budgets: new Map([["budget", 1]]) };
  expect(loaded().answer(request)).toMatchObject({
    enabled: [{ name: "deliver:OrderPlaced>Fulfillment" }, { name: "duplicate:OrderPlaced>Fulfillment", fault: "duplicate" }],
    disabled: [{ name: "handle:ordering.PlaceOrder" }, { name: "refuse:ordering.PlaceOrder.orderNotPlaced" }, { unmet: [{ field: "lane:fulfillment" }] }],
    missing: null,
  });
});

test("tables that lie are refused, and nothing is asked of them", () => {
  const engine = loaded();
  expect(engine.answer({ kind: "load", tables: { ...order, bits: 1 } }).kind).toBe("refused");
  expect(engine.answer({ kind: "figures", budgets: none })).toEqual({ kind: "refused", why: "no tables are loaded" });
});
