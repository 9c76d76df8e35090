/** Bands behind the lanes: moments and, inside them, arms; a return is a second band `#2`. */
import { Columnar } from "../data/columnar";
import type { Flow, Scenario } from "../data/payloads";
import type { Rows } from "./rows";

/** A stretch of rows with one name. */
export interface Band {
  readonly label: string;
  readonly first: number;
  readonly last: number;
  readonly arm: boolean;
}

/** Bands of one sort in the order of the run; as many as there are stretches, in arrays. */
export class Bands {
  readonly #first: number[] = [];
  readonly #last: number[] = [];
  readonly #name: number[] = [];
  readonly #times: number[] = [];
  readonly #seen: number[] = [];
  constructor(
    readonly arm: boolean,
    readonly label: (name: number) => string,
  ) {}
  get length(): number {
    return this.#first.length;
  }
  /** Number 0 is no name: such rows neither end nor widen a band. */
  add(row: number, name: number): void {
    if (name === 0) return;
    const at = this.length - 1;
    if (this.#name[at] === name) {
      this.#last[at] = row;
      return;
    }
    this.#seen[name] = (this.#seen[name] ?? 0) + 1;
    this.#first.push(row);
    this.#last.push(row);
    this.#name.push(name);
    this.#times.push(this.#seen[name]);
  }
  at(index: number): Band {
    const times = this.#times[index] ?? 1;
    const label = this.label(this.#name[index] ?? 0);
    return { label: times > 1 ? `${label} #${times}` : label, first: this.#first[index] ?? 0, last: this.#last[index] ?? 0, arm: this.arm };
  }
  /** The first band that ends at the row or later. */
  from(row: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#last[middle]! < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  /** Different names, in the order in which they come first. */
  names(): readonly { readonly name: number; readonly label: string }[] {
    return [...new Set(this.#name)].map((name) => ({ name, label: this.label(name) }));
  }
  /** The next band of a name that begins after the row, around the end; -1 for none. */
  next(name: number, row: number): number {
    const found = this.#name.findIndex((each, at) => each === name && this.#first[at]! > row);
    return this.#first[found < 0 ? this.#name.indexOf(name) : found] ?? -1;
  }
}

/** The moments of a run. */
export function momentsOf(rows: Rows, flow: Flow): Bands {
  const { moment, strings } = rows.steps.run;
  const labels = new Map(flow.moments.map((each) => [each.id, each.label]));
  const bands = new Bands(false, (name) => labels.get(strings.at(name)) ?? strings.at(name).replace(/^moment:/, ""));
  for (let row = 0; row < rows.length; row++) bands.add(row, moment[row]!);
  return bands;
}

/** The arms of its decisions; columns do not say them. */
export function armsOf(run: Scenario): Bands {
  const names = [""];
  const numbers = new Map<string, number>();
  const bands = new Bands(true, (name) => (names[name] ?? "").slice((names[name] ?? "").indexOf("\0") + 1));
  if (run instanceof Columnar) return bands;
  run.steps.forEach(({ moment, arm }, row) => {
    if (arm === null) return;
    const name = `${moment}\0${arm}`;
    if (!numbers.has(name)) numbers.set(name, names.push(name) - 1);
    bands.add(row, numbers.get(name)!);
  });
  return bands;
}
