/** Checks tables of `moment.tables/1` and packs them; tables that lie are refused with a reason, never run. */
import { fieldsOf } from "./fields";
import type { Action, Ending, Judged, Machine, SagaPlan, State } from "./machine";
import { Lie, list, maybe, object, text, texts, whole, words } from "./reading";
import { emitsOf, recordsOf } from "./records";
import { Vocabulary } from "./vocabulary";

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
  const vocabulary = new Vocabulary(top);
  const scope = maybe(top.get("scope"), (value) => object(value, "scope"));
  return {
    flow: text(top.get("flow"), "flow"),
    specHash: maybe(top.get("specHash"), (value) => text(value, "specHash")) ?? "",
    width,
    initial: Uint32Array.from(words(top.get("initial"), "initial", width)),
    faults: maybe(scope?.get("faults"), (value) => whole(value, "scope.faults", 0, U32)) ?? 0,
    instances: maybe(scope?.get("instances"), (value) => whole(value, "scope.instances", 1, 1000)) ?? 1,
    fields: fieldsOf(list(top.get("fields"), "fields"), bits),
    rows: rows(actions, total, width),
    actions: packedActions(actions, counts, vocabulary),
    ...vocabulary.found(),
    sagas: (maybe(top.get("sagas"), (value) => list(value, "sagas")) ?? []).map((value) => sagaOf(value, width)),
    shown: (maybe(top.get("shown"), (value) => list(value, "shown")) ?? []).map((value) => {
      const each = object(value, "shown");
      const name = text(each.get("name"), "shown.name");
      return { name, words: list(each.get("rows"), name).map((row) => judged(row, name, width, ([word]) => text(word, name))) };
    }),
    needs: new Map((maybe(top.get("needs"), (value) => list(value, "needs")) ?? []).map((value) => {
      const each = object(value, "needs");
      const name = text(each.get("name"), "needs");
      return [name, list(each.get("rows"), name).map((row) => judged(row, name, width, () => null))] as const;
    })),
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

function packedActions(actions: readonly ReadonlyMap<string, unknown>[], counts: readonly number[], vocabulary: Vocabulary): Action[] {
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
    return {
      name,
      kind,
      lane: word("lane"),
      fault: word("fault"),
      group: groups.get(group) ?? 0,
      firstRow,
      lastRow: row,
      instance: maybe(each.get("instance"), (value) => whole(value, `instance of ${name}`, 1, 1000)) ?? 1,
      emits: emitsOf(each, name, vocabulary),
      records: recordsOf(each, name, vocabulary),
      finding: word("finding"),
      given: word("given"),
      returns: (maybe(each.get("returns"), (value) => list(value, `returns of ${name}`)) ?? []).map((value) => {
        const [first, last] = list(value, `returns of ${name}`).map((found) => whole(found, `returns of ${name}`, 0, MOST_ROWS));
        return [first ?? 0, last ?? 0] as const;
      }),
    };
  });
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

function sagaOf(value: unknown, width: number): SagaPlan {
  const each = object(value, "sagas");
  const saga = text(each.get("saga"), "sagas");
  const told = list(each.get("rows"), saga).map((row) =>
    judged(row, saga, width, ([state, phase, owed]) => ({ state: text(state, saga), phase: text(phase, saga), owed: texts(owed, saga) })),
  );
  return { saga, instance: whole(each.get("instance"), saga, 1, 1000), told };
}
