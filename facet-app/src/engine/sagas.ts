/** The sagas of a way: the states that each went through, and what it would have to undo when. */
import type { Debt, SagaSeen, SagaState } from "../data/payloads";
import { fits, type Machine, type SagaPlan } from "./machine";
import type { Way } from "./step";
import type { Told } from "./tell";

export function sagasOf(machine: Machine, way: Way, told: Told): SagaSeen[] {
  const found = new Map<SagaPlan, { states: SagaState[]; debt: Debt[] }>();
  way.actions.forEach((label, at) => {
    const state = way.states[at + 1];
    for (const saga of machine.sagas) {
      const seen = state && saga.instance === machine.actions[label]?.instance ? saga.told.find((each) => fits(state, each))?.said : undefined;
      if (seen === undefined) continue;
      const { states, debt } = found.get(saga) ?? { states: [], debt: [] };
      found.set(saga, { states, debt });
      const seq = (told.lengths[at] ?? 1) - 1;
      const last = states[states.length - 1];
      if (last?.state !== seen.state || last.phase !== seen.phase) states.push({ seq, state: seen.state, phase: seen.phase });
      if ((debt[debt.length - 1]?.owed ?? []).join() !== seen.owed.join()) debt.push({ seq, owed: [...seen.owed] });
    }
  });
  const all = [...found].map(([{ saga, instance }, { states, debt }]) => ({ saga, instance, states, debt }));
  return all.sort((one, two) => one.instance - two.instance);
}
