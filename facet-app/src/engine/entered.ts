/** The moments of a way in the order entered; what a return made undone is entered again, as `#2`. */
import { read } from "../data/actions";
import type { Flow } from "../data/payloads";
import { numberOf, type Machine, type State } from "./machine";
import type { Way } from "./step";

export function entered(machine: Machine, way: Way, flow: Flow): string[] {
  const order = new Map(flow.moments.map((moment, number) => [moment.id, number]));
  const visits = flow.moments.map(() => 1);
  const momentOf = new Map<string, number>(flow.moments.map((moment, number) => [`decision:${read(moment.id).subject}`, number]));
  const found = new Set<string>();
  way.actions.forEach((label, at) => {
    let last = -1;
    for (const record of machine.actions[label]?.records ?? []) {
      const number = order.get(record.moment ?? "");
      if (number === undefined || (record.fault !== null && record.fault !== "refuse")) continue;
      const visit = visits[number] ?? 1;
      found.add(visit > 1 ? `${record.moment}#${visit}` : (record.moment ?? ""));
      momentOf.set(stepOf(record.action), number);
      last = Math.max(last, number);
    }
    const [before, after] = [way.states[at], way.states[at + 1]];
    const undone = before && after ? undoneBy(machine, before, after).flatMap((name) => momentOf.get(name) ?? []) : [];
    if (undone.length === 0) return;
    for (let number = Math.min(...undone); number <= Math.max(last, ...undone); number += 1) visits[number] = (visits[number] ?? 1) + 1;
  });
  return [...found];
}

/** The field of the step that `handle:ordering.PlaceOrder=OrderPlaced` does. */
const stepOf = (action: string): string => `step:${read(action).subject.split(/=|\(×/)[0] ?? ""}`;

/** Steps that wait again, decisions that are open again. */
function undoneBy(machine: Machine, before: State, after: State): string[] {
  return machine.fields.flatMap((field) => {
    const [from, to] = [field.values[numberOf(field, before)], field.values[numberOf(field, after)]];
    const isAgain = from !== to && ((field.name.startsWith("step:") && to === "waiting") || (field.name.startsWith("decision:") && to === "open"));
    return isAgain ? [field.name] : [];
  });
}
