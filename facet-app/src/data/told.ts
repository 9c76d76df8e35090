/** Columns told as scenarios, for views that show a step at a time. */
import { bundleOfScenarios } from "./facet";
import { GOOD_VERDICTS, type Bundle, type EventSeen, type Scenario, type Step } from "./payloads";
import type { Lists, Run } from "./run";
import { Notices, isObject } from "./shapes";
import { named } from "./text";

/** More rows than this are not laid out one by one. */
export const MOST_ROWS = 200_000;

const textsOf = (run: Run, { start, value }: Lists, row: number): string[] =>
  Array.from(value.subarray(start[row], start[row + 1]), (number) => run.strings.at(number));

/** A time as text; one that no calendar has is left empty. */
function timeOf(run: Run, row: number): string {
  const time = new Date(run.start + run.time[row]!);
  return Number.isNaN(time.getTime()) ? "" : time.toISOString();
}

/** The payloads of the events of a row, where they are at hand. */
function payloadsOf(run: Run, row: number): readonly unknown[] {
  const text = run.payloads?.(row);
  if (typeof text !== "string" || text === "") return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}

function eventsOf(run: Run, rows: number): { events: EventSeen[]; at: string[][] } {
  const events: EventSeen[] = [];
  const at: string[][] = [];
  /** The events that a row makes, else those that led to it. */
  const nearest: string[][] = [];
  for (let row = 0; row < rows; row++) {
    const causes = Array.from(run.cause.subarray(run.causeStart[row], run.causeStart[row + 1]));
    const before = [...new Set(causes.flatMap((cause) => nearest[cause] ?? []))].slice(0, 16);
    const payloads = payloadsOf(run, row);
    at[row] = textsOf(run, run.events, row).map((eventType, index) => {
      const payload = payloads[index];
      const eventId = `evt-${String(events.length + 1).padStart(3, "0")}`;
      events.push({
        eventId, eventType, productSource: "moment", causationEventIds: before, correlationId: run.strings.at(run.correlation[row]!),
        timestamp: timeOf(run, row), version: "1.0.0", payload: isObject(payload) ? payload : {},
      });
      return eventId;
    });
    nearest[row] = at[row]!.length > 0 ? at[row]! : before;
  }
  return { events, at };
}

function stepOf(run: Run, row: number, eventIds: readonly string[]): Step {
  const [context = "", aggregate = ""] = run.strings.at(run.aggregate[row]!).split("/");
  const { diffs, checks } = run;
  const paths = textsOf(run, { start: diffs.start, value: diffs.path }, row);
  return {
    seq: row, action: run.strings.at(run.action[row]!), kind: run.kinds[run.step[row]!] ?? "unknown", lane: run.lanes[run.lane[row]!] ?? null,
    context: context || null, aggregate: aggregate || null, moment: run.strings.at(run.moment[row]!) || null, arm: null, beyondFlow: false,
    eventIds, at: timeOf(run, row), correlation: run.strings.at(run.correlation[row]!),
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

export function scenarioOf(run: Run, notices: Notices): Scenario {
  const rows = Math.min(run.rows, MOST_ROWS);
  if (rows < run.rows) notices.add(named(run.runId), `has ${run.rows.toLocaleString("en")} steps; the first ${rows.toLocaleString("en")} are shown`);
  const { events, at } = eventsOf(run, rows);
  const good = (GOOD_VERDICTS as readonly string[]).includes(run.verdict);
  return {
    scenarioId: run.runId, scenarioLabel: run.label, description: "", given: "", when: "", then: "", expectedPath: [], activeBranches: [], events,
    kind: run.kind, flowId: `flow-${run.flow}`, seed: run.origin.seed, faults: [], choices: [], sagas: [], contracts: [],
    verdict: { kind: run.verdict, good, outcome: null, text: run.verdict, pointOfNoReturn: null, nearestGood: null },
    steps: Array.from({ length: rows }, (_, row) => stepOf(run, row, at[row]!)),
  };
}

/** Runs of a file as a bundle without a model: what is seen is what they say themselves. */
export const bundleOfRuns = (name: string, runs: readonly Run[], notices: Notices): Bundle =>
  bundleOfScenarios(runs.map((run) => scenarioOf(run, notices)), named(name), notices);
