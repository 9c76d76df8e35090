import { expect, test } from "vitest";
import type { Finding, Flow, Ledger, LedgerField, Model, Repair, Scenario } from "../data/payloads";
import { isFailing, ledgerRows } from "./Ledger.rows";

const place = { path: "shop.moment", line: 1, column: 1 };
const field = (name: string, required = true, carried = true): LedgerField => ({ field: name, type: "string", required, carried, usedBy: [], place });
const entry = (crossing: string, relationship: string, fields: LedgerField[], delivery = "at-least-once"): Ledger => ({ crossing, relationship, delivery, fields });
const flow = (ledger: Ledger[], findings: Finding[] = []) => ({ ledger, findings }) as unknown as Flow;
const run = (scenarioId: string, crossing: string, seq: number, ...verdicts: [string, string][]) =>
  ({ scenarioId, contracts: [{ crossing, seq, fields: verdicts.map(([name, verdict]) => ({ field: name, type: "string", required: true, verdict, value: null })) }] }) as unknown as Scenario;
const model = { contexts: [{ name: "Shop", aggregates: [{ events: [{ name: "OrderPaid" }] }] }] } as unknown as Model;

test("a required field that is not carried is missing, its crossing and its column come first", () => {
  const good = entry("OrderPaid>Books", "Partnership", [field("total"), field("note", false, false)]);
  const bad = entry("OrderPaid>Couriers", "CustomerSupplier", [field("orderId"), field("address", true, false)]);
  const { rows, fields } = ledgerRows(flow([good, bad]), [], model, null);
  expect(rows.map((row) => [row.crossing, row.from, row.to, isFailing(row)])).toEqual([
    ["OrderPaid>Couriers", "Shop", "Couriers", true],
    ["OrderPaid>Books", "Shop", "Books", false],
  ]);
  expect(fields).toEqual(["address", "orderId", "total", "note"]);
  expect([...rows[1]!.cells].map(([name, cell]) => [name, cell.state])).toEqual([["total", "carried"], ["note", "absent"]]);
  expect(rows[1]!.cells.get("address")).toBe(undefined);
});

test("runs are counted, and the first failing step is the one to jump to", () => {
  const only = entry("OrderPaid>Couriers", "CustomerSupplier", [field("orderId"), field("hint", false)]);
  const runs = [
    run("happy", only.crossing, 1, ["orderId", "carried"], ["hint", "absent"]),
    run("drift", only.crossing, 4, ["orderId", "wrong-type"]),
    run("elsewhere", "Other>Place", 0, ["orderId", "missing"]),
  ];
  const [row] = ledgerRows(flow([only]), runs, model, null).rows;
  expect([row!.seen, row!.failed, row!.failing]).toEqual([2, 1, { scenarioId: "drift", seq: 4 }]);
  expect([row!.cells.get("orderId")!.state, row!.cells.get("hint")!.state]).toEqual(["wrong-type", "carried"]);
});

test("delivery is taken apart; a repair of the crossing is its fix", () => {
  const only = entry("OrderPaid>Couriers", "Partnership", [], "at-least-once, ordered, idempotent by orderId");
  const repair = { title: "carry it", removes: [{ subject: "OrderPaid>Couriers" }] } as unknown as Repair;
  const finding = { verdict: "contract-violation", repairs: [repair] } as unknown as Finding;
  const [row] = ledgerRows(flow([only], [finding]), [], model, null).rows;
  expect([row!.delivery, row!.ordering, row!.idempotency, row!.fix]).toEqual(["at-least-once", "ordered", "orderId", repair]);
});

test("a context narrows to its crossings and says how many are hidden; another focus narrows nothing", () => {
  const ledger = [entry("OrderPaid>Books", "A", []), entry("Shipped>Couriers", "B", []), entry("OrderPaid>Couriers", "A", [])];
  const narrowed = ledgerRows(flow(ledger), [], model, "Books");
  expect([narrowed.rows.map((row) => row.crossing), narrowed.hidden]).toEqual([["OrderPaid>Books"], 2]);
  const all = ledgerRows(flow(ledger), [], model, "OrderPaid.orderId");
  expect(all.rows.map((row) => row.crossing)).toEqual(["OrderPaid>Books", "OrderPaid>Couriers", "Shipped>Couriers"]);
});

test("a flow without crossings has no rows", () => {
  expect(ledgerRows(flow([]), [], model, null)).toEqual({ rows: [], fields: [], contexts: [], hidden: 0 });
});
