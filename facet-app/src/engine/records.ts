/** What the actions of tables tell, read member by member; tables without records tell of what the actions say. */
import { crossing, read } from "../data/actions";
import type { CausePlan, EmitPlan, Place, RecordPlan } from "./machine";
import { list, maybe, object, text, texts, whole, type Members } from "./reading";
import type { Vocabulary } from "./vocabulary";

const MOST = 200_000;
const U32 = 0x1_0000_0000;
const BRINGS: ReadonlySet<string> = new Set(["deliver", "lose", "duplicate", "drift"]);

export function recordsOf(action: Members, name: string, vocabulary: Vocabulary): RecordPlan[] {
  const records = maybe(action.get("records"), (value) => list(value, `records of ${name}`));
  return records?.map((value) => record(value, name, vocabulary)) ?? [plainRecord(action, name, vocabulary)];
}

export function emitsOf(action: Members, name: string, vocabulary: Vocabulary): EmitPlan[] {
  const where = `emits of ${name}`;
  return (maybe(action.get("emits"), (value) => list(value, where)) ?? []).map((value) => {
    const each = object(value, where);
    const { event, plan } = vocabulary.emitted(each, where);
    return {
      event,
      plan,
      record: maybe(each.get("record"), (found) => whole(found, `record of ${name}`, 0, MOST)) ?? 0,
      times: maybe(each.get("times"), (found) => whole(found, `times of ${name}`, 0, 1000)) ?? 1,
    };
  });
}

function record(value: unknown, action: string, vocabulary: Vocabulary): RecordPlan {
  const each = object(value, `record of ${action}`);
  const word = (member: string): string | null => maybe(each.get(member), (found) => text(found, `${member} of ${action}`));
  const numbers = (member: string): number[] => wholes(each.get(member) ?? [], `${member} of ${action}`);
  const own = word("action") ?? action;
  return {
    action: own,
    kind: word("kind") ?? "",
    lane: word("lane"),
    context: word("context"),
    aggregate: word("aggregate"),
    moment: word("moment"),
    arm: word("arm"),
    beyondFlow: each.get("beyondFlow") === true,
    causes: list(each.get("causes") ?? [], `causes of ${action}`).map((found) => cause(found, `causes of ${action}`)),
    checks: list(each.get("checks") ?? [], `checks of ${action}`).map((found) => {
      const check = object(found, `check of ${action}`);
      const said = (member: string): string => text(check.get(member), `check of ${action}`);
      return { kind: said("kind"), name: said("name"), holds: check.get("holds") === true, why: said("why") };
    }),
    fault: word("fault"),
    place: maybe(each.get("place"), place),
    ticks: each.get("ticks") === true,
    command: word("command"),
    leaves: each.has("leaves") ? numbers("leaves") : [own],
    offers: numbers("offers"),
    brings: vocabulary.events(numbers("brings"), `brings of ${action}`),
    input: maybe(each.get("input"), (found) => vocabulary.plan(found, `input of ${action}`)),
    receives: maybe(each.get("receives"), (found) => vocabulary.crossing(found, `receives of ${action}`)),
  };
}

function cause(value: unknown, where: string): CausePlan {
  const found = object(value, where);
  const of = list(found.get("of"), where).map((mark) => (typeof mark === "string" ? mark : whole(mark, where, 0, U32)));
  return { of, reason: text(found.get("reason"), where), event: maybe(found.get("event"), (event) => whole(event, where, 0, U32)) };
}

const wholes = (value: unknown, where: string): number[] => list(value, where).map((each) => whole(each, where, 0, U32));

/** The step of an action that tells none. */
function plainRecord(each: Members, action: string, vocabulary: Vocabulary): RecordPlan {
  const word = (member: string): string | null => maybe(each.get(member), (found) => text(found, `${member} of ${action}`));
  const kind = word("kind") ?? "";
  const causes = texts(each.get("causes") ?? [], `causes of ${action}`);
  const reason = kind === "deliver" ? "emitted" : "triggered-by";
  const brought = BRINGS.has(kind) ? vocabulary.eventOf(crossing(action)?.event ?? "") : null;
  return {
    action, kind, lane: word("lane"), fault: word("fault"), ticks: kind === "handle" || kind === "publish",
    context: null, aggregate: null, moment: null, arm: null, beyondFlow: false, checks: [], place: null,
    causes: causes.map((of) => ({ of: [of], reason, event: null })), leaves: [action], offers: [],
    brings: brought === null ? [] : [brought], input: null, receives: kind === "deliver" ? vocabulary.crossingOf(read(action).subject) : null,
    command: kind === "handle" ? read(action).subject.replace(/^[^.]*\./, "") : null,
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
