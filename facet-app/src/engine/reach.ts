/** Where an action can be taken: as late as possible along a run, else at the end of the shortest way with fewest faults. */
import { explore, type Space } from "./explore";
import { starting, type Machine } from "./machine";
import { everyFault } from "./path";
import { named, namesOf, type Way } from "./step";

/** The names of a way that ends with an action of the name; null when no run takes it. */
export function reach(machine: Machine, name: string, along: Way): string[] | null {
  for (let at = along.states.length - 1; at >= 0; at -= 1) {
    const state = along.states[at];
    const label = state === undefined ? null : named(machine, state, name);
    if (label !== null) return namesOf(machine, { actions: [...along.actions.slice(0, at), label], states: [] });
  }
  const most = everyFault(machine);
  const rungs = Math.max(0, ...most.values());
  for (let faults = 0; faults <= rungs; faults += 1) {
    const budgets = new Map([...most].map(([field, count]) => [field, Math.min(count, faults)]));
    const found = shortest(explore(machine, starting(machine, budgets)), name);
    if (found !== null) return found;
  }
  return null;
}

/** Breadth first numbers states by their distance: the first that takes the action is a nearest one. */
function shortest(space: Space, name: string): string[] | null {
  const { machine, starts, labels, parent, via, expanded } = space;
  for (let number = 0; number < expanded; number += 1) {
    for (let edge = starts[number] ?? 0; edge < (starts[number + 1] ?? 0); edge += 1) {
      const label = labels[edge] ?? 0;
      if (machine.actions[label]?.name !== name) continue;
      const actions = [label];
      for (let at = number; at > 0; at = parent[at] ?? 0) actions.unshift(via[at] ?? 0);
      return namesOf(machine, { actions, states: [] });
    }
  }
  return null;
}
