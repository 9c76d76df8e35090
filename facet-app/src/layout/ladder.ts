/** A saga of one run as a ladder: what was done going forward, what undoes it, what is still owed at each step. */
import type { Saga, SagaSeen, Step } from "../data/payloads";

export interface Rung {
  /** The step at which the saga took this state, and the command handled before it. */
  readonly seq: number;
  readonly state: string;
  readonly command: string | null;
  /** The command that undoes it, and the step at which it did. */
  readonly undo: string | null;
  readonly undoneAt: number | null;
  readonly undoHeld: boolean;
}

export interface Ladder {
  readonly saga: string;
  readonly instance: number;
  readonly rungs: readonly Rung[];
  readonly phase: string;
  readonly owed: readonly string[];
  /** Number of the rung that the cursor is on, -1 before the first. */
  readonly lit: number;
  /** The last phase, and what is owed when the run is over. */
  readonly ends: string;
  readonly left: readonly string[];
  /** Compensated in words only: nothing in the model says what undoes what. */
  readonly assumed: boolean;
}

const last = (identity: string): string => identity.slice(identity.lastIndexOf("/") + 1);

/** `cursor` null: the end of the run. */
export function ladder(seen: SagaSeen, steps: readonly Step[], model: Saga | null, cursor: number | null): Ladder {
  const now = cursor ?? Number.POSITIVE_INFINITY;
  const rungs = seen.states.filter((each) => isForward(each.phase)).map((each) => rung(each, seen.saga, steps, model));
  const until = seen.states.filter((each) => each.seq <= now);
  return {
    saga: seen.saga,
    instance: seen.instance,
    rungs,
    phase: until.at(-1)?.phase ?? "not started",
    owed: seen.debt.filter((each) => each.seq <= now).at(-1)?.owed ?? [],
    lit: rungs.filter((each) => each.seq <= now).length - 1,
    ends: seen.states.at(-1)?.phase ?? "not started",
    left: seen.debt.at(-1)?.owed ?? [],
    assumed: model !== null && model.undo.length === 0,
  };
}

const isForward = (phase: string): boolean => phase === "forward" || phase === "done";

function rung(at: { seq: number; state: string }, saga: string, steps: readonly Step[], model: Saga | null): Rung {
  const causes = steps.find((each) => each.seq === at.seq)?.causes ?? [];
  const handled = causes
    .map((cause) => steps.find((each) => each.seq === cause.seq))
    .find((each) => each?.kind === "handle");
  const command = handled === undefined ? null : (/\.([^.=#]+)(?:[=#].*)?$/.exec(handled.action)?.[1] ?? null);
  const pair = model?.undo.find(([done]) => last(done) === command);
  const undone = steps.find((each) => each.kind === "undo" && each.seq > at.seq && isUndoOf(each.action, saga, command));
  return {
    seq: at.seq,
    state: at.state,
    command,
    undo: pair === undefined ? null : last(pair[1]),
    undoneAt: undone?.seq ?? null,
    undoHeld: undone?.checks.every((check) => check.holds) ?? true,
  };
}

const isUndoOf = (action: string, saga: string, command: string | null): boolean =>
  action.replace(/#\d+$/, "") === `undo:${saga}.${command}`;

/** Stuck first, then what still owes something, then in order. */
export function worstFirst(ladders: readonly Ladder[]): readonly Ladder[] {
  const weight = (each: Ladder) => (each.ends === "stuck" ? 0 : each.left.length > 0 ? 1 : 2);
  return [...ladders].sort((a, b) => weight(a) - weight(b));
}
