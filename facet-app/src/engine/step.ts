/** One step in a state: what can be done, what cannot and why not, what a step changes, and the way along action names. */
import { firing, fits, following, isBudget, numberOf, starting, type Action, type Ending, type Field, type Judged, type Machine, type State } from "./machine";
import { STALLED } from "./figures";

export interface Unmet {
  readonly field: string;
  /** "Fulfillment waits for OrderPlaced; needs OrderPlaced was received". */
  readonly text: string;
  /** Names of actions with a row that gives the field what is needed. */
  readonly movers: readonly string[];
}

export interface Disabled {
  readonly name: string;
  readonly unmet: readonly Unmet[];
}

export interface Diff {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** Numbers of the actions that can be taken, in narrative order, faults last. */
export const enabled = (machine: Machine, state: State): number[] =>
  machine.actions.flatMap((action, number) => (firing(machine, action, state) < 0 ? [] : [number]));

/** The state after an action; null when it cannot be taken. */
export function next(machine: Machine, state: State, number: number): State | null {
  const action = machine.actions[number];
  const row = action === undefined ? -1 : firing(machine, action, state);
  return row < 0 ? null : following(machine, row, state);
}

/** How the state ends; null where something other than a fault can follow. */
export function endingOf(machine: Machine, state: State): Ending | null {
  if (machine.actions.some((action) => action.fault === null && firing(machine, action, state) >= 0)) return null;
  return machine.ends.find((end) => fits(state, end))?.said ?? STALLED;
}

/** What is still owed, in sentences; only an end is asked. */
export const owed = (machine: Machine, state: State): string[] =>
  machine.owed.filter((each) => fits(state, each)).map((each) => each.said);

/** What is different in `after` of an instance: derived things first, then the fields that are no secret. */
export function difference(machine: Machine, before: State, after: State, instance = 1): Diff[] {
  const prefix = `${instance}/`;
  const own = (found: readonly Diff[]): Diff[] => found.flatMap((each) => {
    if (machine.instances === 1) return [each];
    return each.path.startsWith(prefix) ? [{ ...each, path: each.path.slice(prefix.length) }] : /^\d+\//.test(each.path) ? [] : [each];
  });
  const word = (state: State, words: Machine["shown"][number]["words"]): string => words.find((each) => fits(state, each))?.said ?? "";
  return own([
    ...machine.shown.map(({ name, words }) => ({ path: name, from: word(before, words), to: word(after, words) })),
    ...machine.fields.filter((field) => !field.hidden).map((field) => ({
      path: field.name,
      from: field.values[numberOf(field, before)] ?? "",
      to: field.values[numberOf(field, after)] ?? "",
    })),
  ].filter(({ from, to }) => from !== to));
}

/** Why no action of this name can be taken: of what it needs, or of all its rows, the one with the fewest unmet fields. */
export function disabled(machine: Machine, state: State, name: string): Disabled {
  const found = machine.needs.get(name) ?? rowsOf(machine, name);
  let nearest: readonly Needed[] | null = null;
  for (const row of found) {
    const needs = needsOf(machine, row, state);
    if (nearest === null || needs.length < nearest.length) nearest = needs;
  }
  const unmet = (nearest ?? []).map((need) => ({ field: need.field.name, text: sentence(need, state), movers: moversOf(machine, state, need) }));
  return { name, unmet: machine.needs.has(name) ? [...unmet, ...spent(machine, state, name)] : unmet };
}

/** Where no fault of the kind is left, or none at all. */
function spent(machine: Machine, state: State, name: string): Unmet[] {
  const kind = machine.actions.find((action) => action.name === name)?.fault ?? null;
  if (kind === null) return [];
  const empty = machine.fields.filter((field) => isBudget(field) && (field.name === "budget" || field.name === `budget:${kind}`) && numberOf(field, state) === 0);
  return empty.slice(-1).map((field) => ({ field: field.name, text: field.says[0] ?? field.name, movers: [] }));
}

function* rowsOf(machine: Machine, name: string): Generator<Pick<Judged<null>, "mask" | "value">> {
  const { rows, width } = machine;
  for (const action of machine.actions) {
    if (action.name !== name) continue;
    for (let row = action.firstRow; row < action.lastRow; row += 1) {
      const from = 3 * width * row;
      yield { mask: rows.subarray(from, from + width), value: rows.subarray(from + width, from + 2 * width) };
    }
  }
}

interface Needed {
  readonly field: Field;
  /** The bits that the row looks at, and what they must be. */
  readonly mask: number;
  readonly value: number;
}

function needsOf(machine: Machine, row: Pick<Judged<null>, "mask" | "value">, state: State): Needed[] {
  return machine.fields.flatMap((field) => {
    const mask = ((row.mask[field.word] ?? 0) & field.mask) >>> 0;
    const value = ((row.value[field.word] ?? 0) & field.mask) >>> 0;
    return (((state[field.word] ?? 0) & mask) >>> 0) === value ? [] : [{ field, mask, value }];
  });
}

/** The numbers of the values that a row would accept. */
const accepted = ({ field, mask, value }: Needed): number[] =>
  field.values.flatMap((_, number) => (((number << field.shift) & mask) >>> 0 === value ? [number] : []));

function sentence(need: Needed, state: State): string {
  const { says } = need.field;
  const needs = [...new Set(accepted(need).map((number) => says[number] ?? ""))];
  return `${says[numberOf(need.field, state)] ?? need.field.name}; needs ${needs.join(" or ")}`;
}

/** Who could change that: a row that takes the field from something else to a value that would do. */
function moversOf(machine: Machine, state: State, need: Needed): string[] {
  const { rows, width } = machine;
  const { field } = need;
  const is = ((state[field.word] ?? 0) & field.mask) >>> 0;
  const found = new Set<string>();
  for (const action of machine.actions) {
    for (let row = action.firstRow; row < action.lastRow; row += 1) {
      const from = 3 * width * row + field.word;
      const mask = ((rows[from] ?? 0) & field.mask) >>> 0;
      const before = ((rows[from + width] ?? 0) & field.mask) >>> 0;
      const after = ((rows[from + 2 * width] ?? 0) & field.mask) >>> 0;
      if (mask === 0 || before === after) continue;
      const then = ((is & ~mask) | after) >>> 0;
      if (((then & need.mask) >>> 0) === need.value) found.add(action.name);
    }
  }
  return [...found];
}

/** A way through a machine: the states are one more than the actions. */
export interface Way {
  readonly actions: readonly number[];
  readonly states: readonly State[];
}

export interface Followed {
  readonly way: Way;
  /** The named action that never came to be possible, and why; then the way is the one before it. */
  readonly missing: Disabled | null;
}

/** Steps that are taken at most until a named one can be. */
export const MOST_BETWEEN = 200;

/**
 * The way along action names, choices and faults at least: between two of them steps in narrative order until the named
 * one can be taken. The budgets hold the faults that are named.
 */
export function follow(machine: Machine, names: readonly string[], budgets: ReadonlyMap<string, number> = new Map()): Followed {
  const plain = names.map((name) => name.replace(/ #\d+$/, ""));
  const actions: number[] = [];
  const states = [starting(machine, budgetsFor(machine, plain, budgets))];
  for (const name of plain) {
    const at = actions.length;
    let found = named(machine, last(states), name);
    for (let steps = 0; found === null && steps < MOST_BETWEEN && goOn(machine, actions, states); steps += 1) {
      found = named(machine, last(states), name);
    }
    if (found !== null) {
      take(machine, actions, states, found);
      continue;
    }
    actions.length = at;
    states.length = at + 1;
    return { way: { actions, states }, missing: disabled(machine, last(states), name) };
  }
  return { way: { actions, states }, missing: null };
}

/** The way on to an end without a further fault, in narrative order. */
export function toTheEnd(machine: Machine, way: Way, most = 10_000): Way {
  const [actions, states] = [[...way.actions], [...way.states]];
  for (let steps = 0; steps < most && goOn(machine, actions, states); steps += 1);
  return { actions, states };
}

/** The way with one action more; null when it cannot be taken. */
export function extended(machine: Machine, way: Way, number: number): Way | null {
  const state = next(machine, last(way.states), number);
  return state === null ? null : { actions: [...way.actions, number], states: [...way.states, state] };
}

/** The names that a link needs to find a way again: all of them, a repeated one with its number. */
export function namesOf(machine: Machine, way: Way): string[] {
  const seen = new Map<string, number>();
  return way.actions.map((number) => {
    const name = machine.actions[number]?.name ?? "";
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} #${times}`;
  });
}

const last = (states: readonly State[]): State => states[states.length - 1] ?? new Uint32Array();

/** What narrative order does next: a skip only when nothing else can be done, a fault never; null at an end. */
export function onward(machine: Machine, state: State): number | null {
  const open = enabled(machine, state).filter((number) => machine.actions[number]?.fault === null);
  return open.find((number) => machine.actions[number]?.kind !== "skip") ?? open[0] ?? null;
}

function goOn(machine: Machine, actions: number[], states: State[]): boolean {
  const chosen = onward(machine, last(states));
  if (chosen !== null) take(machine, actions, states, chosen);
  return chosen !== null;
}

function take(machine: Machine, actions: number[], states: State[], number: number): void {
  const state = next(machine, last(states), number);
  if (state === null) return;
  actions.push(number);
  states.push(state);
}

/** The action of a name that can be taken in a state; null when none can. */
export function named(machine: Machine, state: State, name: string): number | null {
  const found = machine.actions.findIndex((action) => action.name === name && firing(machine, action, state) >= 0);
  return found < 0 ? null : found;
}

function budgetsFor(machine: Machine, names: readonly string[], budgets: ReadonlyMap<string, number>): Map<string, number> {
  const faults = new Map<string, Action>();
  for (const action of machine.actions) if (action.fault !== null) faults.set(action.name, action);
  const found = new Map<string, number>();
  for (const field of machine.fields) {
    if (!isBudget(field)) continue;
    const kind = field.name.slice("budget:".length);
    const used = names.filter((name) => faults.has(name) && (kind === "" || faults.get(name)?.fault === kind)).length;
    const given = budgets.get(field.name) ?? numberOf(field, machine.initial);
    found.set(field.name, Math.max(given, used));
  }
  return found;
}
