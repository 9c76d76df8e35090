/** Two runs side by side: steps that belong together, steps that only one has, and what differs within a pair. */
import type { Scenario, Step } from "../data/payloads";
import { align } from "./align.rows";

export interface Difference {
  readonly path: string;
  readonly left: string;
  readonly right: string;
}

export interface CompareRow {
  readonly action: string;
  readonly side: "same" | "left" | "right";
  readonly left: Step | null;
  readonly right: Step | null;
  readonly differences: readonly Difference[];
}

export interface Comparison {
  readonly rows: readonly CompareRow[];
  readonly same: number;
  /** Nothing in common: the rows are by number, not by action. */
  readonly isUnaligned: boolean;
  readonly summary: string;
}

const SHOWN = 20;
const DEPTH = 64;

export function compareRuns(left: Scenario, right: Scenario): Comparison {
  const partner = partners(left.steps, right.steps);
  const same = partner.size;
  const sides = [left.steps.length - same, right.steps.length - same] as const;
  const isUnaligned = same === 0;
  return {
    rows: isUnaligned ? byNumber(left, right) : merged(left, right, partner),
    same,
    isUnaligned,
    summary: isUnaligned
      ? "The two runs have no step in common; they stand side by side unaligned."
      : `${same} in both, ${sides[0]} only left, ${sides[1]} only right.`,
  };
}

/** By position left, the position right: aligned lane by lane, because lanes are independent of each other. */
function partners(left: readonly Step[], right: readonly Step[]): Map<number, number> {
  const [ones, twos] = [byLane(left), byLane(right)];
  const found = new Map<number, number>();
  for (const [lane, ours] of ones) {
    const theirs = twos.get(lane) ?? [];
    for (const [at, to] of align(ours.map((step) => left[step]!.action), theirs.map((step) => right[step]!.action))) {
      found.set(ours[at]!, theirs[to]!);
    }
  }
  return found;
}

function byLane(steps: readonly Step[]): Map<string | null, number[]> {
  const lanes = new Map<string | null, number[]>();
  steps.forEach((step, at) => {
    const lane = lanes.get(step.lane);
    if (lane === undefined) lanes.set(step.lane, [at]);
    else lane.push(at);
  });
  return lanes;
}

function byNumber(left: Scenario, right: Scenario): CompareRow[] {
  const rows: CompareRow[] = [];
  for (let at = 0; at < Math.max(left.steps.length, right.steps.length); at++) {
    const [one, two] = [left.steps[at] ?? null, right.steps[at] ?? null];
    if (one !== null) rows.push({ action: one.action, side: "left", left: one, right: null, differences: [] });
    if (two !== null) rows.push({ action: two.action, side: "right", left: null, right: two, differences: [] });
  }
  return rows;
}

/** In the order of the left run; a step that only the right run has stands after the pair it follows there. */
function merged(left: Scenario, right: Scenario, partner: ReadonlyMap<number, number>): CompareRow[] {
  const back = new Map([...partner].map(([one, two]) => [two, one]));
  const after = new Map<number, CompareRow[]>();
  let anchor = -1;
  right.steps.forEach((step, at) => {
    const met = back.get(at);
    if (met !== undefined) anchor = met;
    else after.set(anchor, [...(after.get(anchor) ?? []), { action: step.action, side: "right", left: null, right: step, differences: [] }]);
  });
  const rows = [...(after.get(-1) ?? [])];
  const [ours, theirs] = [payloads(left), payloads(right)];
  left.steps.forEach((step, at) => {
    const met = partner.get(at);
    const other = met === undefined ? null : right.steps[met]!;
    rows.push(
      other === null
        ? { action: step.action, side: "left", left: step, right: null, differences: [] }
        : { action: step.action, side: "same", left: step, right: other, differences: differences(step, other, ours, theirs) },
    );
    rows.push(...(after.get(at) ?? []));
  });
  return rows;
}

type Payloads = ReadonlyMap<string, { readonly eventType: string; readonly payload: unknown }>;

function payloads(scenario: Scenario): Payloads {
  return new Map(scenario.events.map((event) => [event.eventId, event]));
}

function differences(left: Step, right: Step, ours: Payloads, theirs: Payloads): Difference[] {
  const found: Difference[] = [];
  const changed = new Map(right.diff.map((each) => [each.path, each.to]));
  for (const { path, to } of left.diff) {
    const other = changed.get(path);
    changed.delete(path);
    if (other !== to) found.push({ path, left: to, right: other ?? "unchanged" });
  }
  for (const [path, to] of changed) found.push({ path, left: "unchanged", right: to });
  for (let at = 0; at < Math.max(left.eventIds.length, right.eventIds.length); at++) {
    const [one, two] = [ours.get(left.eventIds[at] ?? ""), theirs.get(right.eventIds[at] ?? "")];
    compareValues((one ?? two)?.eventType ?? "event", one?.payload, two?.payload, found, 0);
  }
  return found.length <= SHOWN ? found : [...found.slice(0, SHOWN), { path: `${found.length - SHOWN} more`, left: "", right: "" }];
}

function compareValues(path: string, left: unknown, right: unknown, found: Difference[], depth: number): void {
  if (left === right) return;
  if (isTree(left) && isTree(right) && Array.isArray(left) === Array.isArray(right) && depth < DEPTH) {
    const [ones, twos] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
    for (const name of new Set([...ones.keys(), ...twos.keys()])) {
      compareValues(`${path}.${name}`, ones.get(name), twos.get(name), found, depth + 1);
    }
    return;
  }
  const [one, two] = [written(left), written(right)];
  if (one !== two) found.push({ path, left: one, right: two });
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function written(value: unknown): string {
  if (value === undefined) return "none";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
