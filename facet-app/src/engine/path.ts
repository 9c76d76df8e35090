/** Ways through a machine as a reader says them: along the steps of a run that is shown, then by hand; and as a link. */
import { bare } from "../data/actions";
import { isBudget, starting, type Machine, type State, type Variation } from "./machine";
import { enabled, follow, MOST_BETWEEN, named, namesOf, next, onward, type Followed, type Way } from "./step";

export interface Path {
  /** Actions of the steps of a run from its start, as its scenario names them; of several instances after `1/`, `2/` …. */
  readonly steps: readonly string[];
  /** How many actions of these are taken back. */
  readonly back: number;
  /** Actions taken after them, choices and faults at least. */
  readonly names: readonly string[];
  /** What the values of that run differ in from those of a plain one. */
  readonly variation?: Variation | null;
}

export interface Along extends Followed {
  /** The number of actions that the steps of the run account for, without those taken back. */
  readonly told: number;
}

/** The way along a path; a run that the tables cannot take is missing from its first step on. */
export function along(machine: Machine, path: Path, budgets?: ReadonlyMap<string, number>): Along {
  const traced = path.steps.length === 0 ? { actions: [], states: [] } : trace(machine, path.steps);
  if (traced === null) {
    const nowhere = { actions: [], states: [starting(machine, new Map())] };
    const unmet = [{ field: "", text: "the tables of this flow do not have the run up to there", movers: [] }];
    return { way: nowhere, missing: { name: path.steps[path.steps.length - 1] ?? "", unmet }, told: 0 };
  }
  const told = Math.max(0, traced.actions.length - path.back);
  const before = namesOf(machine, { actions: traced.actions.slice(0, told), states: [] });
  return { ...follow(machine, [...before, ...path.names], budgets), told };
}

/** As many faults as the tables hold, in all and of each kind. */
export const everyFault = (machine: Machine): Map<string, number> =>
  new Map(machine.fields.filter(isBudget).map((field) => [field.name, field.values.length - 1]));

/** The way whose steps these are; the last action may make more of them than are named. Null when there is none. */
export function trace(machine: Machine, steps: readonly string[]): Way | null {
  const wanted = steps.map(bare);
  const actions: number[] = [];
  const states: State[] = [starting(machine, everyFault(machine))];
  const open: number[][] = [fitting(0)];
  const at = [0];
  while (open.length > 0) {
    const label = open[open.length - 1]?.shift();
    const [place, state] = [at[at.length - 1] ?? 0, states[states.length - 1]];
    const after = label === undefined || state === undefined ? null : next(machine, state, label);
    if (label === undefined || after === null) {
      if (label === undefined) for (const column of [open, at, states, actions]) column.pop();
      continue;
    }
    const further = place + (machine.actions[label]?.records.length ?? 0);
    actions.push(label);
    states.push(after);
    if (further >= wanted.length) return { actions, states };
    at.push(further);
    open.push(fitting(further));
  }
  return null;

  /** Actions that can be taken whose records are the steps from `place` on; the longest first. */
  function fitting(place: number): number[] {
    const state = states[states.length - 1];
    const found = state === undefined ? [] : enabled(machine, state).filter((label) => {
      const { records, instance } = machine.actions[label] ?? { records: [], instance: 1 };
      const own = machine.instances > 1 ? `${instance}/` : "";
      return records.length > 0 && records.every((record, n) => place + n >= wanted.length || own + bare(record.action) === wanted[place + n]);
    });
    const length = (label: number): number => Math.min(machine.actions[label]?.records.length ?? 0, wanted.length - place);
    return found.sort((one, two) => length(two) - length(one));
  }
}

/** The fewest names, one at least, from which a link finds the way again: what narrative order does anyway is left out. */
export function shorthand(machine: Machine, way: Way, stays: boolean): string[] {
  const names = namesOf(machine, way);
  const kept: string[] = [];
  let from = 0;
  while (from < names.length) {
    const to = stays ? names.length : names.length + 1;
    let best = from;
    for (let at = from; at < to && at - from < MOST_BETWEEN; at += 1) {
      if (at < names.length && !isSooner(from, at)) best = at;
      if (at === names.length) return kept.length > 0 ? kept : names.slice(0, 1);
      const state = way.states[at];
      if (state === undefined || onward(machine, state) !== way.actions[at]) break;
    }
    kept.push(names[best] ?? "");
    from = best + 1;
  }
  return kept;

  /** Whether the action of this name could be taken before its place: then a link would take it there. */
  function isSooner(first: number, at: number): boolean {
    const name = machine.actions[way.actions[at] ?? -1]?.name ?? "";
    for (let before = first; before < at; before += 1) {
      const state = way.states[before];
      if (state !== undefined && named(machine, state, name) !== null) return true;
    }
    return false;
  }
}
