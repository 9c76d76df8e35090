/** The moments of a way in the order entered; what a return made undone is entered again, as `#2`. */
import type { Flow } from "../data/payloads";
import type { Machine } from "./machine";
import type { Way } from "./step";

export function entered(machine: Machine, way: Way, flow: Pick<Flow, "moments">): string[] {
  const order = new Map(flow.moments.map((moment, number) => [moment.id, number]));
  const visits = new Map<number, number[]>();
  const several = machine.instances > 1;
  const found = new Set<string>();
  for (const label of way.actions) {
    const action = machine.actions[label];
    if (action === undefined) continue;
    const mine = visits.get(action.instance) ?? flow.moments.map(() => 1);
    visits.set(action.instance, mine);
    for (const { moment, fault } of action.records) {
      const number = order.get(moment ?? "");
      if (number === undefined || (fault !== null && fault !== "refuse")) continue;
      const visit = mine[number] ?? 1;
      found.add(`${several ? `${action.instance}/` : ""}${moment ?? ""}${visit > 1 ? `#${visit}` : ""}`);
    }
    for (const [first, last] of action.returns) {
      for (let number = first; number <= last && number < mine.length; number += 1) mine[number] = (mine[number] ?? 1) + 1;
    }
  }
  return [...found];
}
