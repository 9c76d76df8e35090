/** What the page asks of a compiled flow, and what is answered: the same in a worker, on the page, and in Node. */
import type { Finding, Scenario } from "../data/payloads";
import { explain } from "./explain";
import { Exploration, LIMITS, SLICE } from "./explore";
import { findingOf } from "./finding";
import { measure, type Rung } from "./figures";
import { starting, type Machine, type State } from "./machine";
import { along, everyFault, shorthand, type Path } from "./path";
import { reach } from "./reach";
import { scenario, type Around, type Explored } from "./run";
import { disabled, enabled, namesOf, toTheEnd, type Disabled, type Way } from "./step";
import { isRefused, machineOf } from "./tables";

type Budgets = ReadonlyMap<string, number>;

export type Request =
  /** Tables of a flow, to be checked, and what is known around them; whatever was known of another is forgotten. */
  | { readonly kind: "load"; readonly tables: unknown; readonly around: Omit<Around, "scenarioId" | "label"> }
  /** The figures with these budgets, by name of field: `budget`, `budget:lose`. */
  | { readonly kind: "figures"; readonly budgets: Budgets }
  /** The run along a path, then on to its end unless it is to stay there. */
  | { readonly kind: "fork"; readonly path: Path; readonly budgets: Budgets; readonly stay: boolean; readonly scenarioId: string; readonly label: string }
  /** The run that comes to the first of these actions that there is, as late as it can along the path, else on the shortest way of all. */
  | { readonly kind: "reach"; readonly actions: readonly string[]; readonly path: Path; readonly budgets: Budgets; readonly scenarioId: string; readonly label: string }
  /** What can be done where a path comes to, and what cannot and why. */
  | { readonly kind: "options"; readonly path: Path };

export type Answer =
  | { readonly kind: "loaded"; readonly budgets: Budgets; readonly actions: readonly Option[] }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "figures"; readonly rungs: readonly Rung[]; readonly limit: string | null; readonly states: number; readonly expanded: number }
  | Forked
  | Options;

export interface Forked {
  readonly kind: "fork";
  readonly scenario: Scenario;
  readonly finding: Finding;
  /** The path of a link: choices and faults, and what narrative order would not do by itself. */
  readonly link: readonly string[];
  /** The step of the last action that was named; null when nothing was. */
  readonly at: number | null;
  /** The steps of a good run that parts from this one as late as possible, and the link to it. */
  readonly nearest: { readonly steps: readonly string[]; readonly link: readonly string[] } | null;
  /** The exploration met a limit: there may be runs that it has not seen. */
  readonly limit: string | null;
  /** What was named and never became possible. */
  readonly missing: Disabled | null;
}

export interface Options {
  readonly kind: "options";
  readonly enabled: readonly Option[];
  readonly disabled: readonly (Disabled & Option)[];
  /** Faults that could have happened instead of the last action of the path. */
  readonly instead: readonly Option[];
  readonly missing: Disabled | null;
}

export interface Option {
  readonly name: string;
  readonly kind: string;
  readonly fault: string | null;
}

export type Asked<K extends Request["kind"]> = Extract<Request, { kind: K }>;

interface Loaded {
  readonly machine: Machine;
  readonly around: Omit<Around, "scenarioId" | "label">;
}

export class Engine {
  private loaded: Loaded | null = null;
  private last: { readonly key: string; readonly explored: Explored } | null = null;

  answer(request: Request): Answer {
    const work = this.work(request);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  }

  /** The same in slices: between two of them whoever has no worker can let the page live. */
  *work(request: Request): Generator<undefined, Answer, undefined> {
    if (request.kind === "load") return this.load(request);
    if (this.loaded === null) return { kind: "refused", why: "no tables are loaded" };
    const { machine } = this.loaded;
    switch (request.kind) {
      case "figures": {
        const { space, figures } = yield* this.explored(machine, starting(machine, request.budgets));
        return { kind: "figures", rungs: figures.rungs, limit: space.limit, states: space.states, expanded: space.expanded };
      }
      case "fork":
        return yield* this.fork(this.loaded, request);
      case "reach": {
        const { way } = along(machine, request.path);
        const action = knownOf(machine, request.actions);
        const path: Path = { steps: [], back: 0, names: reach(machine, action, way) ?? [...namesOf(machine, way), action], variation: request.path.variation ?? null };
        return yield* this.fork(this.loaded, { ...request, kind: "fork", path, stay: false });
      }
      case "options":
        return options(machine, request.path);
    }
  }

  private load({ tables, around }: Asked<"load">): Answer {
    const machine = machineOf(tables);
    this.last = null;
    this.loaded = isRefused(machine) ? null : { machine, around };
    if (isRefused(machine)) return machine;
    return { kind: "loaded", budgets: everyFault(machine), actions: optionsOf(machine, machine.actions.keys()) };
  }

  private *fork({ machine, around }: Loaded, { path, budgets, stay, scenarioId, label }: Asked<"fork">): Generator<undefined, Forked, undefined> {
    const { way: named, missing } = along(machine, path, budgets);
    const stays = stay || missing !== null;
    const way = stays ? named : toTheEnd(machine, named);
    const explored = yield* this.explored(machine, way.states[0] ?? machine.initial);
    const run = scenario(machine, way, explored, { ...around, scenarioId, label, variation: path.variation ?? null });
    const explanation = explain(machine, way, explored);
    return {
      kind: "fork", scenario: run, missing,
      finding: findingOf(run, explanation),
      link: shorthand(machine, way, stays),
      at: named.actions.length === 0 ? null : recordsOf(machine, named.actions.slice(0, -1)).length,
      nearest: explanation.nearestGood === null ? null : nearest(machine, explanation.nearestGood.way),
      limit: explored.space.limit,
    };
  }

  /** What follows from a state; the last one asked for is kept. */
  private *explored(machine: Machine, initial: State): Generator<undefined, Explored, undefined> {
    const key = initial.join();
    if (this.last?.key !== key) {
      const exploration = new Exploration(machine, initial, LIMITS, Date.now);
      while (!exploration.advance(SLICE)) yield;
      const space = exploration.space();
      this.last = { key, explored: { space, figures: measure(space) } };
    }
    return this.last.explored;
  }
}

const nearest = (machine: Machine, way: Way): Forked["nearest"] => ({
  steps: recordsOf(machine, way.actions),
  link: shorthand(machine, way, false),
});

/** The steps that actions make, by name. */
const recordsOf = (machine: Machine, actions: readonly number[]): string[] =>
  actions.flatMap((label) => machine.actions[label]?.records.map((record) => record.action) ?? []);

/** Of several names the first that the tables know, be it with what it emits or how often; else the first. */
function knownOf(machine: Machine, names: readonly string[]): string {
  const all = machine.actions.map((action) => action.name);
  const found = names.flatMap((name) => all.find((each) => each === name || each.startsWith(`${name}=`) || each.startsWith(`${name} (×`)) ?? []);
  return found[0] ?? names[0] ?? "";
}

function optionsOf(machine: Machine, numbers: Iterable<number>): Option[] {
  const found = new Map<string, Option>();
  for (const number of numbers) {
    const action = machine.actions[number];
    if (action !== undefined && !found.has(action.name)) found.set(action.name, { name: action.name, kind: action.kind, fault: action.fault });
  }
  return [...found.values()];
}

/** With as many faults as the tables hold: whether one is worth it is for the reader to say. */
function options(machine: Machine, path: Path): Options {
  const { way, missing } = along(machine, path, everyFault(machine));
  const [state, before] = [way.states[way.states.length - 1] ?? machine.initial, way.states[way.states.length - 2]];
  const open = optionsOf(machine, enabled(machine, state));
  const there = new Set(open.map((option) => option.name));
  const closed = optionsOf(machine, machine.actions.keys()).filter((option) => !there.has(option.name));
  const instead = before === undefined ? [] : optionsOf(machine, enabled(machine, before)).filter((option) => option.fault !== null);
  return { kind: "options", enabled: open, disabled: closed.map((option) => ({ ...option, ...disabled(machine, state, option.name) })), instead, missing };
}
