/** The sagas of a way: the states that each went through, and what it would have to undo when. */
import { read } from "../data/actions";
import type { Debt, Saga, SagaSeen, SagaState } from "../data/payloads";
import { numberOf, type Machine, type State } from "./machine";
import type { Way } from "./step";
import type { Told } from "./tell";

const PHASES = new Map([["compensating", "compensating"], ["compensated", "undone"], ["stuck", "stuck"]]);

export function sagasOf(machine: Machine, way: Way, told: Told, sagas: readonly Saga[]): SagaSeen[] {
  return sagas.flatMap((saga) => {
    const seen = seenOf(machine, way, told, saga);
    return seen.states.length === 0 ? [] : [seen];
  });
}

function seenOf(machine: Machine, way: Way, told: Told, saga: Saga): SagaSeen {
  const states: SagaState[] = [];
  const debt: Debt[] = [];
  let pending: string[] | null = null;
  way.actions.forEach((_, at) => {
    const state = way.states[at + 1] ?? machine.initial;
    const current = wordOf(machine, `saga:${saga.name}`, state);
    for (const step of told.steps.slice(told.lengths[at - 1] ?? 0, told.lengths[at])) {
      if (step.kind === "timeout" && read(step.action).subject === saga.name) pending = undoable(machine, state, saga);
      if (step.kind === "undo" && pending !== null) pending = pending.filter((name) => step.action !== `undo:${saga.name}.${name}`);
    }
    if (current === null || current === "not started") return;
    const seq = (told.lengths[at] ?? 1) - 1;
    const isFinal = saga.machine.finals.includes(current);
    const closing = pending === null ? undefined : PHASES.get(wordOf(machine, "close", state) ?? "");
    const phase = pending !== null ? (closing ?? "forward") : isFinal ? "done" : "forward";
    const last = states[states.length - 1];
    if (last?.state !== current || last.phase !== phase) states.push({ seq, state: current, phase });
    const owed = pending ?? (isFinal ? [] : undoable(machine, state, saga));
    const before = debt[debt.length - 1]?.owed ?? [];
    if (before.join() !== owed.join()) debt.push({ seq, owed });
  });
  return { saga: saga.name, instance: 1, states, debt };
}

/** Commands done that the saga knows how to undo, the latest first. */
function undoable(machine: Machine, state: State, saga: Saga): string[] {
  const undone = new Set(saga.undo.map(([command]) => command));
  const done = (wordOf(machine, "undoable", state) ?? "").split(", ").filter((id) => undone.has(id));
  return done.reverse().map((id) => id.slice(id.lastIndexOf("/") + 1));
}

function wordOf(machine: Machine, name: string, state: State): string | null {
  const field = machine.fields.find((each) => each.name === name);
  return field === undefined ? null : (field.values[numberOf(field, state)] ?? null);
}
