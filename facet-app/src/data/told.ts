/** Rows of columns told as steps and events: decoded one at a time, when they are asked for. */
import type { EventSeen, Step } from "./payloads";
import type { Lists, Run } from "./run";
import { isObject } from "./shapes";

const textsOf = (run: Run, { start, value }: Lists, row: number): string[] =>
  Array.from(value.subarray(start[row], start[row + 1]), (number) => run.strings.at(number));

/** A time as text; one that no calendar has is left empty. */
function timeOf(run: Run, row: number): string {
  const time = new Date(run.start + run.time[row]!);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}

/** Events have no identifier in columns: they are counted. */
function idsOf(run: Run, row: number): string[] {
  const { start } = run.events;
  const first = start[row] ?? 0;
  return Array.from({ length: (start[row + 1] ?? first) - first }, (_, index) => `evt-${String(first + index + 1).padStart(3, "0")}`);
}

const MOST_NEAREST = 16;

/** The events of the nearest ancestors that have some, in the order of the causes. */
function nearest(run: Run, row: number): string[] {
  const before = (of: number): number[] => [...run.cause.subarray(run.causeStart[of], run.causeStart[of + 1])].reverse();
  const found = new Set<string>();
  const seen = new Set<number>();
  const open = before(row);
  for (let at = open.pop(); at !== undefined && found.size < MOST_NEAREST; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const own = idsOf(run, at);
    for (const id of own) found.add(id);
    if (own.length === 0) open.push(...before(at));
  }
  return [...found].slice(0, MOST_NEAREST);
}

/** The payloads of the events of a row; none where the text is none. */
function payloadsOf(text: string): readonly unknown[] {
  if (text === "") return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}

function eventsWith(run: Run, row: number, payloads: readonly unknown[]): readonly EventSeen[] {
  const ids = idsOf(run, row);
  const causationEventIds = ids.length === 0 ? [] : nearest(run, row);
  return textsOf(run, run.events, row).map((eventType, index) => {
    const payload = payloads[index];
    return {
      eventId: ids[index] ?? "", eventType, productSource: "moment", causationEventIds, correlationId: run.strings.at(run.correlation[row]!),
      timestamp: timeOf(run, row), version: "1.0.0", payload: isObject(payload) ? payload : {},
    };
  });
}

/** What happened in a row; a promise where the payload is read from the file first. */
export function eventsAt(run: Run, row: number): readonly EventSeen[] | Promise<readonly EventSeen[]> {
  const text = run.payloads?.(row) ?? "";
  return typeof text === "string" ? eventsWith(run, row, payloadsOf(text)) : text.then((read) => eventsWith(run, row, payloadsOf(read)));
}

/** Every event of a run, with the payloads that are at hand. */
export const eventsOf = (run: Run): readonly EventSeen[] =>
  Array.from({ length: run.rows }, (_, row) => {
    const found = eventsAt(run, row);
    return found instanceof Promise ? eventsWith(run, row, []) : found;
  }).flat();

export function stepAt(run: Run, row: number): Step {
  const [context = "", aggregate = ""] = run.strings.at(run.aggregate[row]!).split("/");
  const { diffs, checks } = run;
  const paths = textsOf(run, { start: diffs.start, value: diffs.path }, row);
  return {
    seq: row, action: run.strings.at(run.action[row]!), kind: run.kinds[run.step[row]!] ?? "unknown", lane: run.lanes[run.lane[row]!] ?? null,
    context: context || null, aggregate: aggregate || null, moment: run.strings.at(run.moment[row]!) || null, arm: null, beyondFlow: false,
    eventIds: idsOf(run, row), at: timeOf(run, row), correlation: run.strings.at(run.correlation[row]!),
    causes: Array.from(run.cause.subarray(run.causeStart[row], run.causeStart[row + 1]), (seq, index) => ({
      seq, reason: run.reasons[run.causeReason[run.causeStart[row]! + index]!] ?? "unknown",
    })),
    diff: paths.map((path, index) => ({
      path, from: run.strings.at(diffs.from[diffs.start[row]! + index]!), to: run.strings.at(diffs.to[diffs.start[row]! + index]!),
    })),
    checks: textsOf(run, { start: checks.start, value: checks.name }, row).map((name, index) => ({
      kind: "check", name, holds: checks.holds[checks.start[row]! + index] === 1, why: "",
    })),
    fault: run.faults[run.fault[row]!] || null, place: { path: "", line: 0, column: 0 }, good: null,
  };
}
