/** Why a run ends as it does: what it takes, the step that made it certain, the nearest good run, who waits for what. */
import { isGood, type Ending, type Machine, type State } from "./machine";
import { disabled, enabled, next, type Disabled, type Way } from "./step";
import { numbersOf, type Explored } from "./run";
import { recipe, type Recipe } from "./recipe";

export interface Explanation {
  readonly recipe: Recipe;
  /** The smallest number of faults with which any run ends with this verdict. */
  readonly minFaults: number | null;
  /** The number of the action after which no good end can follow without a further fault. */
  readonly lostAt: number | null;
  readonly nearestGood: NearestGood | null;
  /** Of an end that stalled: what cannot be done, and why. */
  readonly waits: readonly Disabled[];
}

/** A run that shares the way up to action `at`, does `instead` there, and ends well. */
export interface NearestGood {
  readonly at: number;
  readonly taken: string | null;
  readonly instead: string;
  readonly way: Way;
}

export function explain(machine: Machine, way: Way, explored: Explored): Explanation {
  const { space, figures } = explored;
  const numbers = numbersOf(way, space);
  const last = numbers[numbers.length - 1] ?? null;
  const ending = last === null ? undefined : figures.endings.get(last);
  const alike = ending === undefined ? [] : endsLike(figures.endings, ending);
  const lost = numbers.findIndex((number) => number !== null && figures.hopeful[number] === 0);
  const isBad = ending !== undefined && !isGood(ending.verdict);
  const faults = [...figures.endings].filter(([, end]) => end.verdict === ending?.verdict).map(([number]) => figures.faults[number] ?? 255);
  return {
    recipe: recipe(space, way.actions, alike, figures.endings),
    minFaults: faults.length === 0 ? null : Math.min(...faults),
    lostAt: !isBad || lost < 0 || space.limit !== null ? null : Math.max(lost - 1, 0),
    nearestGood: isBad ? nearestGood(way, explored, numbers) : null,
    waits: ending?.verdict === "stalled" ? waits(machine, way.states[way.states.length - 1] ?? machine.initial) : [],
  };
}

const endsLike = (endings: ReadonlyMap<number, Ending>, ending: Ending): number[] =>
  [...endings].filter(([, end]) => end.verdict === ending.verdict && end.outcome === ending.outcome).map(([number]) => number);

/** From the last state of the way that has another way on to a good end: that other way, in narrative order. */
function nearestGood(way: Way, { space, figures }: Explored, numbers: readonly (number | null)[]): NearestGood | null {
  for (let at = numbers.length - 1; at >= 0; at -= 1) {
    const number = numbers[at] ?? null;
    const taken = way.actions[at];
    const instead = number === null ? null : hopefulEdge(number, taken);
    if (number === null || instead === null) continue;
    const actions = [...way.actions.slice(0, at)];
    for (let edge: number | null = instead; edge !== null; edge = hopefulEdge(space.targets[edge] ?? 0, undefined)) {
      if (actions.length > space.states) return null;
      actions.push(space.labels[edge] ?? 0);
    }
    const name = (label: number | undefined): string => (label === undefined ? "" : (space.machine.actions[label]?.name ?? ""));
    const states = [...way.states.slice(0, at + 1)];
    for (const label of actions.slice(at)) states.push(next(space.machine, states[states.length - 1] ?? space.machine.initial, label) ?? space.machine.initial);
    return { at, taken: taken === undefined ? null : name(taken), instead: name(space.labels[instead]), way: { actions, states } };
  }
  return null;

  /** The first edge that is no fault, is not `taken`, and keeps a good end within reach; null at a good end. */
  function hopefulEdge(number: number, taken: number | undefined): number | null {
    if (number >= space.expanded) return null;
    for (let edge = space.starts[number] ?? 0; edge < (space.starts[number + 1] ?? 0); edge += 1) {
      const label = space.labels[edge] ?? 0;
      if (label === taken || space.machine.actions[label]?.fault !== null) continue;
      if (figures.hopeful[space.targets[edge] ?? 0] === 1) return edge;
    }
    return null;
  }
}

/** What cannot be done and is not done yet: each action once, the nearest to being possible first. */
export function waits(machine: Machine, state: State): Disabled[] {
  const open = new Set(enabled(machine, state).map((number) => machine.actions[number]?.name));
  const names = new Set(machine.actions.filter((action) => action.fault === null && action.kind !== "skip").map((action) => action.name));
  return [...names]
    .filter((name) => !open.has(name))
    .map((name) => disabled(machine, state, name))
    .filter(({ name, unmet }) => unmet.length > 0 && !unmet.some(({ field }) => isOwn(name, field)))
    .sort((a, b) => a.unmet.length - b.unmet.length);
}

/** Whether the field is the mark of the step that the action does: it is done, or stands behind what is not chosen. */
const isOwn = (action: string, field: string): boolean => {
  const subject = action.slice(action.indexOf(":") + 1).split(/=|\(×/)[0] ?? "";
  return field === `step:${subject}` || field.startsWith(`step:${subject} #`) || field === `decision:${subject}`;
};
