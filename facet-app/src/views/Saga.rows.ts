/** The sagas of a run as ladders, with what is still owed at the cursor. */
import type { Model, Scenario } from "../data/payloads";
import { ladder, worstFirst, type Ladder } from "../layout/ladder";

export interface SagaRows {
  readonly ladders: readonly Ladder[];
  readonly empty: string;
}

export function sagaRows(model: Model, scenario: Scenario, cursor: number | null): SagaRows {
  const ladders = scenario.sagas.map((seen) =>
    ladder(seen, scenario.steps, model.sagas.find((each) => each.name === seen.saga) ?? null, cursor),
  );
  return { ladders: worstFirst(ladders), empty: ladders.length === 0 ? "This flow starts no saga in this run." : "" };
}

const PHASES: Readonly<Record<string, string>> = {
  "not started": "not started",
  forward: "going forward",
  compensating: "being undone",
  done: "done",
  undone: "undone",
  stuck: "stuck: an undo was refused",
};

export const phase = (word: string): string => (Object.hasOwn(PHASES, word) ? (PHASES[word] ?? word) : word);

/** What is owed, as a sentence. */
export function owes({ owed }: Pick<Ladder, "owed">): string {
  return owed.length === 0 ? "Nothing is owed." : `Owed: ${owed.join(", ")} ${owed.length === 1 ? "is" : "are"} neither confirmed nor undone.`;
}
