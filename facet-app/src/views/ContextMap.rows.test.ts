import { expect, test } from "vitest";
import type { Bundle } from "../data/payloads";
import { CARD, contextMap, ends } from "./ContextMap.rows";

const context = (name: string, at: [number, number], ...events: string[]) =>
  ({ name, classification: "Core", at, aggregates: [{ events: events.map((event) => ({ name: event })) }] });
const crossing = (name: string, carried = true) => ({ crossing: name, relationship: "CustomerSupplier", fields: [{ required: true, carried }] });
const bundle = (contexts: unknown[], ledger: unknown[] = [], relationships: unknown[] = [], contracts: unknown[] = []) =>
  ({ model: { contexts, relationships }, flows: [{ ledger }], scenarios: [{ contracts }] }) as unknown as Bundle;

test("crossings are counted once and bad ones marked", () => {
  const rows = contextMap(bundle(
    [context("Shop", [0, 0], "Paid", "Sent"), context("Bank", [2, 0])],
    [crossing("Paid>Bank"), crossing("Paid>Bank"), crossing("Sent>Bank", false)],
    [{ from: "Shop", to: "Bank", type: "CustomerSupplier" }, { from: "Bank", to: "Shop", type: "Conformist" }],
  ), null);
  expect(rows.edges).toEqual([
    { from: "Shop", to: "Bank", type: "CustomerSupplier", crossings: 2, bad: 1 },
    { from: "Bank", to: "Shop", type: "Conformist", crossings: 0, bad: 0 },
  ]);
});

test("a contract broken in a run is bad too", () => {
  const contract = { crossing: "Paid>Bank", fields: [{ verdict: "wrong-type" }] };
  const rows = contextMap(bundle([context("Shop", [0, 0], "Paid"), context("Bank", [1, 0])], [crossing("Paid>Bank")], [], [contract]), null);
  expect(rows.edges[0]?.bad).toBe(1);
});

test("empty columns close up", () => {
  const rows = contextMap(bundle([context("A", [0, 0]), context("B", [5, 3])]), null);
  expect(rows.cards.map((card) => [card.x, card.y])).toEqual([[24, 24], [24 + CARD.across, 24 + CARD.down]]);
  expect([rows.width, rows.height]).toEqual([24 + CARD.across + CARD.width + 24, 24 + CARD.down + CARD.height + 24]);
  expect(contextMap(bundle([]), null)).toMatchObject({ cards: [], edges: [], hidden: 0 });
});

test("over forty contexts the chosen one and its neighbours are drawn", () => {
  const many = Array.from({ length: 41 }, (_, index) => context(`C${index}`, [index, 0]));
  const rows = contextMap(bundle(many, [], [{ from: "C3", to: "C7", type: "Conformist" }]), "C3");
  expect(rows.cards.map((card) => card.name)).toEqual(["C3", "C7"]);
  expect(rows.hidden).toBe(39);
});

test("a line ends at the edges of the cards", () => {
  const [x1, y1, x2, y2] = ends({ name: "", classification: "", x: 0, y: 0 }, { name: "", classification: "", x: 300, y: 0 });
  expect([x1, y1, x2, y2]).toEqual([CARD.width + 3, 33, 297, 33]);
});

test("a slanted line ends outside both cards", () => {
  const [x1, y1, x2, y2] = ends({ name: "", classification: "", x: 0, y: 0 }, { name: "", classification: "", x: 100, y: 200 });
  expect(y1).toBeCloseTo(CARD.height + 3);
  expect(y2).toBeCloseTo(197);
  expect(x1).toBeGreaterThan(0);
  expect(x2).toBeLessThan(100 + CARD.width);
});
