/** Where the keys lead within a run: next problem, cause, effect, neighbour in the list. Pure. */
import type { Scenario } from "../data/payloads";
import { SEVERITY, type Run } from "../data/run";
import { causesAt, effectsAt, type Steps } from "../data/steps";

/** A fault, a refusal, or a check that does not hold. */
export const isProblem = (run: Run, row: number): boolean =>
  run.severity[row]! >= SEVERITY.warning || run.kinds[run.step[row]!] === "refuse";

/** The step `by` places on from `seq`; from nowhere, counted from before the first or after the last. */
export function along(run: Steps, seq: number | null, by: number): number | null {
  const last = run.length - 1;
  const at = run.row(seq);
  const to = at >= 0 ? at + by : by > 0 ? by - 1 : last + 1 + by;
  return run.seq(Math.max(0, Math.min(last, to)));
}

/** The next problem after the step, or before it; null when there is none on that side. */
export function problem(run: Steps, seq: number | null, forward: boolean): number | null {
  const by = forward ? 1 : -1;
  for (let row = run.row(seq) + by; row >= 0 && row < run.length; row += by) if (isProblem(run.run, row)) return run.seq(row);
  return null;
}

const numbers = (run: Steps, rows: Iterable<number>): readonly number[] => [...rows].flatMap((row) => run.seq(row) ?? []);

/** The nearest causes of a step, nearest first. */
export function causes(run: Steps, seq: number): readonly number[] {
  const row = run.row(seq);
  return row < 0 ? [] : numbers(run, [...new Set(causesAt(run.run, row))].sort((one, two) => two - one));
}

export function effects(run: Steps, seq: number): readonly number[] {
  const row = run.row(seq);
  return row < 0 ? [] : numbers(run, new Set(effectsAt(run.run, row)));
}

type Way = (run: Steps, seq: number) => readonly number[];

/** Where a cause or an effect was followed to: the `turn`-th of `of` from a step. */
export interface Followed {
  readonly run: Steps;
  readonly way: Way;
  readonly from: number;
  readonly to: number;
  readonly turn: number;
  readonly of: number;
}

/** The nearest that a way leads to; asked again without a move in between, the next of several. Null when it leads nowhere. */
export function followed(run: Steps, seq: number, way: Way, before: Followed | null): Followed | null {
  const isAgain = before !== null && before.run === run && before.way === way && before.to === seq && before.of > 1;
  const from = isAgain ? before.from : seq;
  const found = way(run, from);
  const turn = isAgain ? (before.turn + 1) % found.length : 0;
  const to = found[turn];
  return to === undefined ? null : { run, way, from, to, turn, of: found.length };
}

/** The identifier of the run `by` places on in a list, around its end. */
export function neighbour(runs: readonly Scenario[], id: string | null, by: number): string | null {
  if (runs.length === 0) return null;
  const at = runs.findIndex((run) => run.scenarioId === id);
  return runs[at < 0 ? 0 : (at + by + runs.length) % runs.length]?.scenarioId ?? null;
}
