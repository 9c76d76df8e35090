/** Lanes in drawing order: contexts, then outcomes; each with what its header says. */
import type { Flow } from "../data/payloads";
import type { Row } from "./rows";

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
  readonly of: Int32Array;
}

function header(flow: Flow, rows: readonly Row[]): LaneRow[] {
  const steps = new Map<string, number>();
  const worst = new Map<string, number>();
  for (const row of rows) {
    steps.set(row.lane, (steps.get(row.lane) ?? 0) + 1);
    worst.set(row.lane, Math.max(worst.get(row.lane) ?? 0, row.severity));
  }
  const known = flow.lanes.map((lane) => ({
    id: lane.id,
    label: lane.outcome ?? lane.label,
    note: lane.outcome === null ? (lane.classification ?? "") : "outcome",
    outcome: lane.outcome !== null,
  }));
  const ids = new Set(known.map((lane) => lane.id));
  const elsewhere = [...steps.keys()].filter((id) => !ids.has(id));
  return [...known, ...elsewhere.map((id) => ({ id, label: id, note: "", outcome: false }))]
    .map((lane) => ({ ...lane, steps: steps.get(lane.id) ?? 0, worst: worst.get(lane.id) ?? 0 }))
    .sort((one, two) => Number(one.outcome) - Number(two.outcome));
}

/** The lanes of a run; beyond `most` the least bad fold into one, which stands last. */
export function lanesOf(flow: Flow, rows: readonly Row[], most = MOST_LANES): Lanes {
  const all = header(flow, rows);
  const kept = new Set(
    all.length <= most ? all : [...all].sort((one, two) => two.worst - one.worst || two.steps - one.steps).slice(0, most - 1),
  );
  const folded = all.filter((lane) => !kept.has(lane));
  const shown = all.filter((lane) => kept.has(lane));
  if (folded.length > 0) {
    shown.push({
      id: "", label: `${folded.length} more`, note: "folded", outcome: false,
      steps: folded.reduce((sum, lane) => sum + lane.steps, 0),
      worst: Math.max(...folded.map((lane) => lane.worst)),
    });
  }
  const number = new Map(shown.map((lane, index) => [lane.id, index]));
  return { shown, of: Int32Array.from(rows, (row) => number.get(row.lane) ?? shown.length - 1) };
}
