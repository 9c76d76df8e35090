/** What the page asks of a compiled flow, and what is answered: the same in a worker, on the page, and in Node. */
import type { Scenario } from "../data/payloads";
import { explain, type Explanation } from "./explain";
import { explore } from "./explore";
import { measure, type Rung } from "./figures";
import { starting, type Machine, type State } from "./machine";
import { scenario, type Around, type Explored } from "./run";
import { disabled, enabled, follow, namesOf, toTheEnd, type Disabled } from "./step";
import { isRefused, machineOf } from "./tables";

export type Request =
  /** Tables of a flow, to be checked; whatever was known of it is forgotten. */
  | { readonly kind: "load"; readonly tables: unknown }
  /** The figures with these budgets, by name of field: `budget`, `budget:lose`. */
  | { readonly kind: "figures"; readonly budgets: ReadonlyMap<string, number> }
  /** The way along these names, then on to its end unless it is to stay there. */
  | { readonly kind: "fork"; readonly names: readonly string[]; readonly budgets: ReadonlyMap<string, number>; readonly stay: boolean; readonly around: Around }
  /** What can be done where the way along these names comes to, and what cannot and why. */
  | { readonly kind: "options"; readonly names: readonly string[]; readonly budgets: ReadonlyMap<string, number> };

export type Answer =
  | { readonly kind: "loaded"; readonly budgets: ReadonlyMap<string, number> }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "figures"; readonly rungs: readonly Rung[]; readonly limit: string | null; readonly states: number; readonly expanded: number }
  | { readonly kind: "fork"; readonly scenario: Scenario; readonly names: readonly string[]; readonly explanation: Explanation; readonly missing: Disabled | null }
  | { readonly kind: "options"; readonly enabled: readonly Option[]; readonly disabled: readonly Disabled[]; readonly missing: Disabled | null };

export interface Option {
  readonly name: string;
  readonly kind: string;
  readonly fault: string | null;
}

/** The question is beside the answer. */
export type Asked<K extends Request["kind"]> = Extract<Request, { kind: K }>;

export class Engine {
  private machine: Machine | null = null;
  private last: { readonly key: string; readonly explored: Explored } | null = null;

  answer(request: Request): Answer {
    if (request.kind === "load") return this.load(request.tables);
    if (this.machine === null) return { kind: "refused", why: "no tables are loaded" };
    switch (request.kind) {
      case "figures":
        return this.figures(this.machine, request.budgets);
      case "fork":
        return this.fork(this.machine, request);
      case "options":
        return options(this.machine, request);
    }
  }

  private load(tables: unknown): Answer {
    const machine = machineOf(tables);
    this.last = null;
    this.machine = isRefused(machine) ? null : machine;
    if (isRefused(machine)) return machine;
    const budgets = machine.fields.filter((field) => /^budget(:|$)/.test(field.name));
    return { kind: "loaded", budgets: new Map(budgets.map((field) => [field.name, field.values.length - 1])) };
  }

  private figures(machine: Machine, budgets: ReadonlyMap<string, number>): Answer {
    const { space, figures } = this.explored(machine, starting(machine, budgets));
    return { kind: "figures", rungs: figures.rungs, limit: space.limit, states: space.states, expanded: space.expanded };
  }

  private fork(machine: Machine, { names, budgets, stay, around }: Asked<"fork">): Answer {
    const { way: named, missing } = follow(machine, names, budgets);
    const way = stay || missing !== null ? named : toTheEnd(machine, named);
    const explored = this.explored(machine, way.states[0] ?? machine.initial);
    return {
      kind: "fork",
      scenario: scenario(machine, way, explored, around),
      names: namesOf(machine, way),
      explanation: explain(machine, way, explored),
      missing,
    };
  }

  /** What follows from a state; the last one asked for is kept. */
  private explored(machine: Machine, initial: State): Explored {
    const key = initial.join();
    if (this.last?.key !== key) {
      const space = explore(machine, initial);
      this.last = { key, explored: { space, figures: measure(space) } };
    }
    return this.last.explored;
  }
}

function options(machine: Machine, { names, budgets }: Asked<"options">): Answer {
  const { way, missing } = follow(machine, names, budgets);
  const state = way.states[way.states.length - 1] ?? machine.initial;
  const open = enabled(machine, state).flatMap((number) => machine.actions[number] ?? []);
  const there = new Set(open.map((action) => action.name));
  const others = new Set(machine.actions.map((action) => action.name).filter((name) => !there.has(name)));
  return {
    kind: "options",
    enabled: open.map(({ name, kind, fault }) => ({ name, kind, fault })),
    disabled: [...others].map((name) => disabled(machine, state, name)),
    missing,
  };
}

