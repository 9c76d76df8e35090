/** Where the keys lead within a run: next problem, cause, effect, neighbour in the list. Pure. */
import type { Scenario, Step } from "../data/payloads";

export function isProblem(step: Step): boolean {
  return step.fault !== null || step.kind === "refuse" || step.checks.some((check) => !check.holds);
}

/** The step `by` places on from `seq`; from nowhere, counted from before the first or after the last. */
export function along(run: Scenario, seq: number | null, by: number): number | null {
  const last = run.steps.length - 1;
  const at = run.steps.findIndex((step) => step.seq === seq);
  const to = at >= 0 ? at + by : by > 0 ? by - 1 : last + 1 + by;
  return run.steps[Math.max(0, Math.min(last, to))]?.seq ?? null;
}

/** The next problem after the step, or before it; null when there is none on that side. */
export function problem(run: Scenario, seq: number | null, forward: boolean): number | null {
  const at = run.steps.findIndex((step) => step.seq === seq);
  const side = forward ? run.steps.slice(at + 1) : run.steps.slice(0, Math.max(0, at)).reverse();
  return side.find(isProblem)?.seq ?? null;
}

/** The nearest causes of a step, nearest first. */
export function causes(run: Scenario, seq: number): readonly number[] {
  const found = run.steps.find((step) => step.seq === seq)?.causes ?? [];
  return [...new Set(found.map((cause) => cause.seq))].sort((one, two) => two - one);
}

export function effects(run: Scenario, seq: number): readonly number[] {
  return run.steps.filter((step) => step.causes.some((cause) => cause.seq === seq)).map((step) => step.seq);
}

/** The identifier of the run `by` places on in a list, around its end. */
export function neighbour(runs: readonly Scenario[], id: string | null, by: number): string | null {
  if (runs.length === 0) return null;
  const at = runs.findIndex((run) => run.scenarioId === id);
  return runs[at < 0 ? 0 : (at + by + runs.length) % runs.length]?.scenarioId ?? null;
}
