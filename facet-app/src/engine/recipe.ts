/**
 * What it takes to end so: choices and faults of a run, none of which can be left out.
 *
 * A run obeys a recipe when its faults are exactly the recipe's and it makes every choice named at least as often. A
 * choice is needed when no run that obeys the rest ends so without it, a fault when none with the other faults does.
 */
import type { Space } from "./explore";
import type { Action, Ending } from "./machine";

export interface Recipe {
  /** In the order of the run, a repeated one with its number. */
  readonly names: readonly string[];
  /** Whether each was shown to be needed; not so where the space is too big to ask, or has parts missing. */
  readonly minimal: boolean;
  /** Whether every run that obeys it ends so, whatever the order. */
  readonly always: boolean;
}

const MOST_STATES = 50_000;
const MOST_VISITS = 400_000;

interface Part {
  readonly name: string;
  readonly isFault: boolean;
}

/** Whether an action is one way of several that the flow leaves open. */
export const isChoice = (action: Action): boolean =>
  action.kind === "choose" || action.kind === "skip" || ((action.kind === "handle" || action.kind === "publish") && /=|\(×/.test(action.name));

export function recipe(space: Space, way: readonly number[], ends: readonly number[], endings: ReadonlyMap<number, Ending>): Recipe {
  let parts = way.flatMap((label) => {
    const action = space.machine.actions[label];
    return action !== undefined && (action.fault !== null || isChoice(action)) ? [{ name: action.name, isFault: action.fault !== null }] : [];
  });
  if (space.states > MOST_STATES || space.limit !== null || ends.length === 0) {
    return { names: numbered(parts), minimal: parts.length === 0, always: false };
  }
  const search = new Search(space);
  const needless = (): ReadonlySet<number> => {
    const spare = search.spare(parts, ends);
    return spare.size > 0 ? spare : search.implied(parts, [...endings.keys()]);
  };
  for (let spare = needless(); spare.size > 0; spare = needless()) parts = parts.filter((_, at) => !spare.has(at));
  const like = new Set(ends);
  const others = [...endings.keys()].filter((number) => !like.has(number));
  const always = !search.reaches(parts, others, new Set());
  return { names: numbered(parts), minimal: search.isSure, always: always && search.isSure };
}

function numbered(parts: readonly Part[]): string[] {
  const seen = new Map<string, number>();
  return parts.map(({ name }) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} #${times}`;
  });
}

class Search {
  private visits = 0;

  constructor(private readonly space: Space) {}

  get isSure(): boolean {
    return this.visits < MOST_VISITS;
  }

  /** Parts without which a run still ends so: of choices as many neighbours as possible, of faults one. */
  spare(parts: readonly Part[], ends: readonly number[]): Set<number> {
    const choices = parts.flatMap((part, at) => (part.isFault ? [] : [at]));
    const windows = choices.flatMap((_, taken) => {
      const size = choices.length - taken;
      return Array.from({ length: taken + 1 }, (_, n) => choices.slice(taken - n, taken - n + size));
    });
    for (const window of [...windows, ...parts.flatMap((part, at) => (part.isFault ? [[at]] : []))]) {
      const left = new Set(window);
      const without = new Set(window.flatMap((at) => (parts[at]?.isFault === false ? [parts[at].name] : [])));
      if (this.reaches(parts.filter((_, at) => !left.has(at)), ends, without)) return left;
    }
    return new Set();
  }

  /** A choice that every run makes which makes the others: an emission rather than the arm that it leads to. */
  implied(parts: readonly Part[], ends: readonly number[]): Set<number> {
    const choices = parts.flatMap((part, at) => (part.isFault ? [] : [at]));
    const isArm = (at: number): number => (parts[at]?.name.startsWith("choose:") ? 1 : 0);
    for (const at of choices.sort((a, b) => isArm(a) - isArm(b) || b - a)) {
      const rest = parts.filter((_, other) => other !== at);
      if (rest.length > 0 && !this.reaches(rest, ends, new Set([parts[at]?.name ?? ""]))) return new Set(this.isSure ? [at] : []);
    }
    return new Set();
  }

  /** Whether a run with these parts, and choices `without` no oftener than they say, comes to one of `ends`. */
  reaches(parts: readonly Part[], ends: readonly number[], without: ReadonlySet<string>): boolean {
    const { space } = this;
    const names = [...new Set([...parts.map((part) => part.name), ...without])];
    const goal = names.map((name) => parts.filter((part) => part.name === name).length);
    const scale: number[] = [];
    const combinations = goal.reduce((product, count) => (scale.push(product), product * (count + 1)), 1);
    const place = space.machine.actions.map((action) => names.indexOf(action.name));
    const wanted = new Set(ends);
    const full = combinations - 1;
    const start = 0;
    const came = new Set([start]);
    const stack = [start];
    for (let here = stack.pop(); here !== undefined && this.isSure; here = stack.pop()) {
      this.visits += 1;
      const [number, counts] = [Math.floor(here / combinations), here % combinations];
      if (counts === full && wanted.has(number)) return true;
      if (number >= space.expanded) continue;
      for (let edge = space.starts[number] ?? 0; edge < (space.starts[number + 1] ?? 0); edge += 1) {
        const label = space.labels[edge] ?? 0;
        const following = counted(counts, label);
        if (following === null) continue;
        const there = (space.targets[edge] ?? 0) * combinations + following;
        if (came.has(there)) continue;
        came.add(there);
        stack.push(there);
      }
    }
    return false;

    /** The progress after an action; null when the recipe does not allow it. */
    function counted(counts: number, label: number): number | null {
      const action = space.machine.actions[label];
      const at = place[label] ?? -1;
      if (action === undefined || (action.fault === null && !isChoice(action))) return counts;
      if (at < 0) return action.fault === null ? counts : null;
      const [unit, most] = [scale[at] ?? 1, goal[at] ?? 0];
      if (Math.floor(counts / unit) % (most + 1) < most) return counts + unit;
      return action.fault !== null || without.has(action.name) ? null : counts;
    }
  }
}
