/** The ledger: every crossing of a flow against the fields of its contract, as declared and as seen in the runs. */
import type { Finding, Flow, Ledger, LedgerField, Model, Repair, Scenario } from "../data/payloads";

export type CellState = "carried" | "absent" | "missing" | "wrong-type";

export interface Cell {
  readonly state: CellState;
  readonly field: LedgerField;
}

export interface CrossingRow {
  readonly crossing: string;
  readonly event: string;
  readonly from: string | null;
  readonly to: string;
  readonly relationship: string;
  readonly delivery: string;
  readonly ordering: string;
  readonly idempotency: string;
  /** By field; one that is not here is not in the contract. */
  readonly cells: ReadonlyMap<string, Cell>;
  readonly seen: number;
  readonly failed: number;
  /** The first step of a run at which the contract does not hold. */
  readonly failing: { readonly scenarioId: string; readonly seq: number } | null;
  readonly fix: Repair | null;
}

export interface LedgerRows {
  readonly rows: readonly CrossingRow[];
  readonly fields: readonly string[];
  readonly contexts: readonly string[];
  readonly hidden: number;
}

const WORSE: readonly CellState[] = ["carried", "absent", "missing", "wrong-type"];

export function isBad(state: CellState): boolean {
  return state === "missing" || state === "wrong-type";
}

export function isFailing(row: CrossingRow): boolean {
  return row.failed > 0 || [...row.cells.values()].some((cell) => isBad(cell.state));
}

/** Failing crossings first, groups of one relationship together; `context` narrows to its crossings, null to none. */
export function ledgerRows(flow: Flow, scenarios: readonly Scenario[], model: Model, context: string | null): LedgerRows {
  const homes = eventHomes(model);
  const all = flow.ledger.map((entry) => crossingRow(entry, scenarios, flow.findings, homes));
  const contexts = [...new Set(all.flatMap((row) => (row.from === null ? [row.to] : [row.from, row.to])))].sort();
  const narrowed = context !== null && contexts.includes(context);
  const rows = grouped(narrowed ? all.filter((row) => row.from === context || row.to === context) : all);
  const fields = new Set<string>();
  for (const bad of [true, false]) {
    for (const row of rows) for (const [name, cell] of row.cells) if (isBad(cell.state) === bad) fields.add(name);
  }
  return { rows, fields: [...fields], contexts, hidden: all.length - rows.length };
}

function grouped(rows: readonly CrossingRow[]): CrossingRow[] {
  const groups = new Map<string, CrossingRow[]>();
  const ordered = [...rows.filter(isFailing), ...rows.filter((row) => !isFailing(row))];
  for (const row of ordered) groups.set(row.relationship, [...(groups.get(row.relationship) ?? []), row]);
  return [...groups.values()].flat();
}

/** The context that declares an event; none when several do. */
function eventHomes(model: Model): ReadonlyMap<string, string | null> {
  const homes = new Map<string, string | null>();
  for (const context of model.contexts) {
    for (const event of context.aggregates.flatMap((aggregate) => aggregate.events)) {
      homes.set(event.name, homes.has(event.name) && homes.get(event.name) !== context.name ? null : context.name);
    }
  }
  return homes;
}

function crossingRow(
  entry: Ledger, scenarios: readonly Scenario[], findings: readonly Finding[], homes: ReadonlyMap<string, string | null>,
): CrossingRow {
  const cut = entry.crossing.indexOf(">");
  const event = cut < 0 ? entry.crossing : entry.crossing.slice(0, cut);
  const promise = entry.delivery.split(", ");
  const key = promise.find((word) => word.startsWith("idempotent by "));
  return {
    crossing: entry.crossing,
    event,
    from: homes.get(event) ?? null,
    to: cut < 0 ? "" : entry.crossing.slice(cut + 1),
    relationship: entry.relationship,
    delivery: promise[0] ?? "",
    ordering: promise.includes("ordered") ? "ordered" : "any order",
    idempotency: key?.slice("idempotent by ".length) ?? "",
    ...asSeen(entry, scenarios),
    fix: fixOf(entry.crossing, findings),
  };
}

function asSeen(entry: Ledger, scenarios: readonly Scenario[]): Pick<CrossingRow, "cells" | "seen" | "failed" | "failing"> {
  const states = new Map<string, CellState>(entry.fields.map((field) => [field.field, declared(field)]));
  let [seen, failed] = [0, 0];
  let failing: CrossingRow["failing"] = null;
  for (const scenario of scenarios) {
    const contracts = scenario.contracts.filter((each) => each.crossing === entry.crossing);
    for (const { field, verdict } of contracts.flatMap((each) => each.fields)) {
      const known = states.get(field);
      if (known !== undefined) states.set(field, worse(known, verdict));
    }
    const broken = contracts.find((each) => each.fields.some(({ verdict }) => isBad(verdict as CellState)));
    seen += contracts.length > 0 ? 1 : 0;
    failed += broken === undefined ? 0 : 1;
    if (broken !== undefined) failing ??= { scenarioId: scenario.scenarioId, seq: broken.seq };
  }
  const cells = new Map(entry.fields.map((field) => [field.field, { field, state: states.get(field.field) ?? "carried" }]));
  return { cells, seen, failed, failing };
}

function declared(field: LedgerField): CellState {
  return field.carried ? "carried" : field.required ? "missing" : "absent";
}

/** An absence in one run is the variant without the optional field, and so no news where the event declares it. */
function worse(known: CellState, verdict: string): CellState {
  if (verdict === "absent") return known;
  return WORSE.indexOf(verdict as CellState) > WORSE.indexOf(known) ? (verdict as CellState) : known;
}

function fixOf(crossing: string, findings: readonly Finding[]): Repair | null {
  const repairs = findings.filter((each) => each.verdict === "contract-violation").flatMap((each) => each.repairs);
  return repairs.find((repair) => repair.removes.some((failure) => failure.subject === crossing)) ?? null;
}
