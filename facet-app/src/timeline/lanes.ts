/** Lanes in drawing order: contexts, then outcomes; each with what its header says. */
import type { Flow } from "../data/payloads";
import type { Rows } from "./rows";

export const LANE_HEIGHT = 84;
export const MOST_LANES = 200;

export interface LaneRow {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly outcome: boolean;
  readonly steps: number;
  readonly worst: number;
}

export interface Lanes {
  readonly shown: readonly LaneRow[];
  /** The number of the lane that each row stands in. */
  readonly of: Uint16Array;
}

function header(flow: Flow, rows: Rows): LaneRow[] {
  const { lanes, lane, severity } = rows.steps.run;
  const steps = new Uint32Array(lanes.length);
  const worst = new Uint8Array(lanes.length);
  for (let row = 0; row < rows.length; row++) {
    const own = lane[row]!;
    steps[own]!++;
    worst[own] = Math.max(worst[own]!, severity[row]!);
  }
  const number = new Map(lanes.map((id, at) => [id, at]));
  const known = flow.lanes.map((each) => ({
    id: each.id,
    label: each.outcome ?? each.label,
    note: each.outcome === null ? (each.classification ?? "") : "outcome",
    outcome: each.outcome !== null,
  }));
  const ids = new Set(known.map((each) => each.id));
  const elsewhere = lanes.filter((id, at) => !ids.has(id) && steps[at]! > 0);
  return [...known, ...elsewhere.map((id) => ({ id, label: id, note: "", outcome: false }))]
    .map((each) => ({ ...each, steps: steps[number.get(each.id) ?? -1] ?? 0, worst: worst[number.get(each.id) ?? -1] ?? 0 }))
    .sort((one, two) => Number(one.outcome) - Number(two.outcome));
}

/** The lanes of a run; beyond `most` the least bad fold into one, which stands last. */
export function lanesOf(flow: Flow, rows: Rows, most = MOST_LANES): Lanes {
  const all = header(flow, rows);
  const kept = new Set(
    all.length <= most ? all : [...all].sort((one, two) => two.worst - one.worst || two.steps - one.steps).slice(0, most - 1),
  );
  const folded = all.filter((lane) => !kept.has(lane));
  const shown = all.filter((lane) => kept.has(lane));
  if (folded.length > 0) {
    shown.push({
      id: "", label: `${folded.length.toLocaleString("en")} more`, note: "folded", outcome: false,
      steps: folded.reduce((sum, lane) => sum + lane.steps, 0),
      worst: folded.reduce((worst, lane) => Math.max(worst, lane.worst), 0),
    });
  }
  const number = new Map(shown.map((lane, index) => [lane.id, index]));
  const { lanes, lane } = rows.steps.run;
  const place = Uint16Array.from(lanes, (id) => number.get(id) ?? Math.max(0, shown.length - 1));
  const of = new Uint16Array(rows.length);
  for (let row = 0; row < of.length; row++) of[row] = place[lane[row]!] ?? 0;
  return { shown, of };
}
