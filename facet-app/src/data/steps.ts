/** The steps of a run, be it a scenario of a bundle or columns of a file: numbers in arrays, a step told when it is asked for. */
import type { EventSeen, Flow, Scenario, Step } from "./payloads";
import { runOf, type Run } from "./run";
import { Columnar } from "./columnar";
import { eventsAt, stepAt } from "./told";

/** What views hold of a run. Rows count from 0; `seq` is the number that a step has in its file. */
export interface Steps {
  readonly length: number;
  /** All that is drawn, searched and followed; made when it is first asked for. */
  readonly run: Run;
  /** The row of a step, -1 when the run has none of that number. */
  row(seq: number | null): number;
  /** The number of the step in a row, null beyond the ends. */
  seq(row: number): number | null;
  /** The whole step of a row; undefined beyond the ends. */
  at(row: number): Step | undefined;
  /** What happened in a row, with payloads; they may have to be read first. */
  events(row: number): readonly EventSeen[] | Promise<readonly EventSeen[]>;
}

/** Steps that a bundle tells one by one. */
class Listed implements Steps {
  #run: Run | null = null;
  #rows: Map<number, number> | null = null;
  #events: Map<string, EventSeen> | null = null;
  constructor(
    readonly scenario: Scenario,
    readonly flow: Flow | null,
  ) {}
  get length(): number {
    return this.scenario.steps.length;
  }
  get run(): Run {
    return (this.#run ??= runOf(this.scenario, this.flow));
  }
  row(seq: number | null): number {
    if (seq === null) return -1;
    // A later step of the same number is not found, as in a search from the start.
    this.#rows ??= new Map(this.scenario.steps.map((step, row) => [step.seq, row] as const).reverse());
    return this.#rows.get(seq) ?? -1;
  }
  seq(row: number): number | null {
    return this.at(row)?.seq ?? null;
  }
  at(row: number): Step | undefined {
    return this.scenario.steps[row];
  }
  events(row: number): readonly EventSeen[] {
    this.#events ??= new Map(this.scenario.events.map((event) => [event.eventId, event]));
    const known = this.#events;
    return this.at(row)?.eventIds.flatMap((id) => known.get(id) ?? []) ?? [];
  }
}

/** Steps that stand in columns. */
class InColumns implements Steps {
  constructor(readonly run: Run) {}
  get length(): number {
    return this.run.rows;
  }
  row(seq: number | null): number {
    return seq !== null && Number.isInteger(seq) && seq >= 0 && seq < this.length ? seq : -1;
  }
  seq(row: number): number | null {
    return this.row(row) < 0 ? null : row;
  }
  at(row: number): Step | undefined {
    return this.row(row) < 0 ? undefined : stepAt(this.run, row);
  }
  events(row: number): readonly EventSeen[] | Promise<readonly EventSeen[]> {
    return this.row(row) < 0 ? [] : eventsAt(this.run, row);
  }
}

const made = new WeakMap<Scenario, { readonly flow: Flow | null; readonly steps: Steps }>();

/** The steps of a run, made once for as long as it is drawn in the same flow. */
export function stepsOf(scenario: Scenario, flow: Flow | null = null): Steps {
  const known = made.get(scenario);
  if (known !== undefined && (flow === null || known.flow === flow)) return known.steps;
  const steps = scenario instanceof Columnar ? new InColumns(scenario.run) : new Listed(scenario, flow);
  made.set(scenario, { flow, steps });
  return steps;
}

/** Rows that a row follows from, and rows that follow from it. */
export const causesAt = ({ causeStart, cause }: Run, row: number): Uint32Array => cause.subarray(causeStart[row], causeStart[row + 1]);
export const effectsAt = ({ effectStart, effect }: Run, row: number): Uint32Array => effect.subarray(effectStart[row], effectStart[row + 1]);

/** Whether anything of a run happens in a context. */
export function passesThrough(scenario: Scenario, context: string): boolean {
  if (!(scenario instanceof Columnar)) return scenario.steps.some((step) => step.context === context);
  const { aggregate, strings } = scenario.run;
  const inside = new Map<number, boolean>();
  return aggregate.some((number) => {
    let is = inside.get(number);
    if (is === undefined) inside.set(number, (is = strings.at(number).split("/")[0] === context));
    return is;
  });
}
