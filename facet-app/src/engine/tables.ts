/** Checks tables of `moment.tables/1` and packs them; tables that lie are refused with a reason, never run. */
import { fieldsOf } from "./fields";
import { type Action, type EmitPlan, type Ending, type Judged, type Machine, type Place, type RecordPlan, type State } from "./machine";
import { Lie, list, maybe, object, text, texts, whole, words } from "./reading";

export interface Refused {
  readonly kind: "refused";
  readonly why: string;
}

const MOST_BITS = 8192;
const MOST_ROWS = 200_000;
const U32 = 0x1_0000_0000;

export const isRefused = (found: Machine | Refused): found is Refused => "kind" in found;

/** The machine of tables that came from a file. */
export function machineOf(tables: unknown): Machine | Refused {
  try {
    return packed(tables);
  } catch (lie) {
    if (lie instanceof Lie) return { kind: "refused", why: `${lie.message}: this file cannot be run here` };
    throw lie;
  }
}

function packed(tables: unknown): Machine {
  const top = object(tables, "the tables");
  const format = text(top.get("format"), "format");
  if (format !== "moment.tables/1") throw new Lie(`the tables are of format ${format}, this page reads moment.tables/1`);
  const bits = whole(top.get("bits"), "bits", 1, MOST_BITS);
  const width = Math.ceil(bits / 32);
  const actions = list(top.get("actions"), "actions").map((each, n) => object(each, `action ${n + 1}`));
  const counts = actions.map((each) => list(each.get("rows"), rowsOf(each)).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > MOST_ROWS) throw new Lie(`the tables have ${total} rows, more than ${MOST_ROWS}`);
  const scope = maybe(top.get("scope"), (value) => object(value, "scope"));
  return {
    flow: text(top.get("flow"), "flow"),
    specHash: maybe(top.get("specHash"), (value) => text(value, "specHash")) ?? "",
    width,
    initial: Uint32Array.from(words(top.get("initial"), "initial", width)),
    faults: maybe(scope?.get("faults"), (value) => whole(value, "scope.faults", 0, U32)) ?? 0,
    fields: fieldsOf(list(top.get("fields"), "fields"), bits),
    rows: rows(actions, total, width),
    actions: packedActions(actions, counts),
    shown: (maybe(top.get("shown"), (value) => list(value, "shown")) ?? []).map((value) => {
      const each = object(value, "shown");
      const name = text(each.get("name"), "shown.name");
      return { name, words: list(each.get("rows"), name).map((row) => judged(row, name, width, ([word]) => text(word, name))) };
    }),
    ends: list(top.get("ends"), "ends").map((row) => judged(row, "ends", width, ending)),
    owed: list(top.get("owed"), "owed").map((row) => judged(row, "owed", width, ([said]) => text(said, "owed"))),
  };
}

const rowsOf = (action: ReadonlyMap<string, unknown>): string => `rows of ${String(action.get("name")).slice(0, 200)}`;

function rows(actions: readonly ReadonlyMap<string, unknown>[], total: number, width: number): Uint32Array {
  const found = new Uint32Array(total * 3 * width);
  let at = 0;
  for (const action of actions) {
    const where = rowsOf(action);
    for (const row of list(action.get("rows"), where)) {
      found.set(words(row, where, 3 * width), at);
      at += 3 * width;
    }
  }
  return found;
}

function packedActions(actions: readonly ReadonlyMap<string, unknown>[], counts: readonly number[]): Action[] {
  const groups = new Map<string, number>();
  let row = 0;
  return actions.map((each, number) => {
    const name = text(each.get("name"), `name of action ${number + 1}`);
    const word = (member: string): string | null => maybe(each.get(member), (value) => text(value, `${member} of ${name}`));
    const group = word("group") ?? `alone ${number}`;
    if (!groups.has(group)) groups.set(group, groups.size);
    const firstRow = row;
    row += counts[number] ?? 0;
    const kind = word("kind") ?? "";
    const records = maybe(each.get("records"), (value) => list(value, `records of ${name}`))?.map((value) => record(value, name));
    return {
      name,
      kind,
      lane: word("lane"),
      fault: word("fault"),
      group: groups.get(group) ?? 0,
      firstRow,
      lastRow: row,
      records: records ?? [plainRecord(each, name, kind, word("lane"), word("fault"))],
      emits: (maybe(each.get("emits"), (value) => list(value, `emits of ${name}`)) ?? []).map((value) => emit(value, name)),
      finding: word("finding"),
    };
  });
}

function record(value: unknown, action: string): RecordPlan {
  const each = object(value, `record of ${action}`);
  const word = (member: string): string | null => maybe(each.get(member), (found) => text(found, `${member} of ${action}`));
  return {
    action: word("action") ?? action,
    kind: word("kind") ?? "",
    lane: word("lane"),
    context: word("context"),
    aggregate: word("aggregate"),
    moment: word("moment"),
    arm: word("arm"),
    beyondFlow: each.get("beyondFlow") === true,
    causes: list(each.get("causes") ?? [], `causes of ${action}`).map((found) => {
      const cause = object(found, `cause of ${action}`);
      return { of: texts(cause.get("of"), `cause of ${action}`), reason: text(cause.get("reason"), `cause of ${action}`) };
    }),
    checks: list(each.get("checks") ?? [], `checks of ${action}`).map((found) => {
      const check = object(found, `check of ${action}`);
      const said = (member: string): string => text(check.get(member), `check of ${action}`);
      return { kind: said("kind"), name: said("name"), holds: check.get("holds") === true, why: said("why") };
    }),
    fault: word("fault"),
    place: maybe(each.get("place"), place),
    ticks: each.get("ticks") === true,
  };
}

/** The step of an action that tells none: of what the action itself says. */
function plainRecord(each: ReadonlyMap<string, unknown>, action: string, kind: string, lane: string | null, fault: string | null): RecordPlan {
  const causes = texts(each.get("causes") ?? [], `causes of ${action}`);
  const reason = kind === "deliver" ? "emitted" : "triggered-by";
  const ticks = kind === "handle" || kind === "publish";
  const blank = { context: null, aggregate: null, moment: null, arm: null, beyondFlow: false, checks: [], place: null };
  return { ...blank, action, kind, lane, fault, ticks, causes: causes.map((cause) => ({ of: [cause], reason })) };
}

function emit(value: unknown, action: string): EmitPlan {
  const each = object(value, `emits of ${action}`);
  const plan = [...object(each.get("plan"), `plan of ${action}`)].map(([field, steps]) => [field, list(steps, `plan of ${action}`)] as const);
  return {
    eventType: text(each.get("eventType"), `emits of ${action}`),
    record: whole(each.get("record") ?? 0, `record of ${action}`, 0, MOST_ROWS),
    times: whole(each.get("times") ?? 1, `times of ${action}`, 0, 1000),
    plan: new Map(plan),
  };
}

function place(value: unknown): Place {
  const each = object(value, "place");
  return {
    path: text(each.get("path"), "path"),
    line: whole(each.get("line"), "line", 0, U32),
    column: whole(each.get("column"), "column", 0, U32),
  };
}

function ending([verdict, outcome, said]: readonly unknown[]): Ending {
  const word = text(verdict, "ends");
  return { verdict: word, outcome: maybe(outcome, (found) => text(found, "ends")), text: maybe(said, (found) => text(found, "ends")) ?? word };
}

function judged<T>(row: unknown, where: string, width: number, said: (rest: readonly unknown[]) => T): Judged<T> {
  const all = list(row, where);
  const each = words(all.slice(0, 2 * width), where, 2 * width);
  const part = (from: number): State => Uint32Array.from(each.slice(from, from + width));
  return { mask: part(0), value: part(width), said: said(all.slice(2 * width)) };
}
