import { expect, test } from "vitest";
import type { Bundle } from "../data/payloads";
import { CARD, contextMap, curve } from "./ContextMap.rows";

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

const at = (x: number, y: number) => ({ name: `${x} ${y}`, classification: "", x, y });

test("a line ends at the edges of the cards", () => {
  const { from, to } = curve(at(0, 0), at(300, 0), []);
  expect([from[0], to[0]]).toEqual([CARD.width + 3, 297]);
});

test("there and back swing to different sides", () => {
  const [one, two] = [at(0, 0), at(300, 0)];
  expect(curve(one, two, []).middle[1]).toBeGreaterThan(CARD.height / 2 + 4);
  expect(curve(two, one, []).middle[1]).toBeLessThan(CARD.height / 2 - 4);
});

test("a curve goes around the card between", () => {
  const [one, between, two] = [at(0, 0), at(300, 0), at(600, 0)];
  const { middle } = curve(one, two, [one, between, two]);
  expect(middle[1]).toBeGreaterThan(CARD.height);
  expect(middle[0]).toBeCloseTo(300 + CARD.width / 2);
});
