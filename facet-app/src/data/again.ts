/** What is looked at, found again after a flow was swapped: runs by identifier, steps by the names of their actions. */
import { numbered } from "./actions";
import type { Scenario } from "./payloads";
import { named } from "./text";

export interface Again {
  readonly run: Scenario | null;
  /** Number of the step; null for none. */
  readonly step: number | null;
  /** What is gone, as sentences. */
  readonly said: readonly string[];
}

const names = (run: Scenario): readonly string[] => numbered(run.steps.map((step) => step.action));

/** How many steps two runs have in common from their start. */
function shared(one: Scenario, two: Scenario): number {
  const at = one.steps.findIndex((step, row) => step.action !== two.steps[row]?.action);
  return at < 0 ? one.steps.length : at;
}

/** The run that goes the same way the longest; the first of several. */
function nearest(was: Scenario, runs: readonly Scenario[]): Scenario | null {
  let best: Scenario | null = null;
  let most = -1;
  for (const run of runs) {
    const common = shared(was, run);
    if (common > most) [best, most] = [run, common];
  }
  return best;
}

/** The step itself, else the last one before it that is still there. */
function stepAgain(was: Scenario, seq: number, now: Scenario): { step: number | null; said: readonly string[] } {
  const [before, after] = [names(was), names(now)];
  const at = was.steps.findIndex((step) => step.seq === seq);
  for (let row = at; row >= 0; row--) {
    const found = after.indexOf(before[row] ?? "");
    if (found < 0) continue;
    const gone = row === at ? [] : [`${named(before[at] ?? "")} no longer happens in this run: the step before it is selected.`];
    return { step: now.steps[found]?.seq ?? null, said: gone };
  }
  return { step: null, said: at < 0 ? [] : [`${named(before[at] ?? "")} no longer happens in this run.`] };
}

/** `was` among the `runs` that its flow has now; the run that was looked at may be one of them. */
export function foundAgain(was: Scenario, step: number | null, runs: readonly Scenario[]): Again {
  const same = runs.find((run) => run.scenarioId === was.scenarioId);
  const run = same ?? nearest(was, runs);
  if (run === null) return { run, step: null, said: [`${named(was.scenarioLabel)} is gone, and its flow has no other run.`] };
  const alike = shared(was, run) > 0 ? ", which begins the same way," : "";
  const gone = same === undefined ? [`${named(was.scenarioLabel)} is gone. ${named(run.scenarioLabel)}${alike} is shown instead.`] : [];
  if (step === null || run === was) return { run, step, said: gone };
  const again = stepAgain(was, step, run);
  return { run, step: again.step, said: [...gone, ...again.said] };
}
