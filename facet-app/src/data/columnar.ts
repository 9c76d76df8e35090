/** A run of columns in the place of a scenario: its head is at hand, its steps are told when somebody wants them all. */
import { GOOD_VERDICTS, type EventSeen, type Scenario, type Step, type Verdict } from "./payloads";
import type { Run } from "./run";
import { eventsOf, stepAt } from "./told";

export class Columnar implements Scenario {
  readonly description = "";
  readonly given = "";
  readonly when = "";
  readonly then = "";
  readonly expectedPath = [];
  readonly activeBranches = [];
  readonly faults = [];
  readonly choices = [];
  readonly sagas = [];
  readonly contracts = [];
  readonly scenarioLabel: string;
  readonly kind: string;
  readonly flowId: string;
  readonly seed: number;
  readonly verdict: Verdict;
  #steps: readonly Step[] | null = null;
  #events: readonly EventSeen[] | null = null;
  constructor(
    readonly run: Run,
    readonly scenarioId: string = run.runId,
  ) {
    const good = (GOOD_VERDICTS as readonly string[]).includes(run.verdict);
    this.scenarioLabel = run.label;
    this.kind = run.kind;
    this.flowId = `flow-${run.flow}`;
    this.seed = run.origin.seed;
    this.verdict = { kind: run.verdict, good, outcome: null, text: run.verdict, pointOfNoReturn: null, nearestGood: null };
  }
  /** All steps at once: for runs that are compared or told whole. `stepsOf` reads one. */
  get steps(): readonly Step[] {
    return (this.#steps ??= Array.from({ length: this.run.rows }, (_, row) => stepAt(this.run, row)));
  }
  /** All events at once; payloads that stand in the file still are left out. */
  get events(): readonly EventSeen[] {
    return (this.#events ??= eventsOf(this.run));
  }
}
