/** How a flow ends: one bar per verdict and outcome on a rung of the fault ladder, and what walks found beyond it. */
import type { Flow, Scenario, WalkEnd } from "../data/payloads";
import { counted, grouped, percent, share, shortAmount } from "./amounts.rows";

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly verdict: string;
  readonly severity: "good" | "noted" | "bad" | "incomplete";
  /** Length from 0 to 1: the probability, where there is one, else the share of runs. */
  readonly length: number;
  readonly probability: string | null;
  readonly exactProbability: string | null;
  readonly runs: string;
  readonly exactRuns: string;
  readonly scenarioIds: readonly string[];
}

export interface Outcomes {
  readonly rungs: readonly { readonly faults: number; readonly label: string }[];
  readonly bars: readonly Bar[];
  readonly summary: string;
  readonly survives: string;
}

export const WORDS: ReadonlyMap<string, string> = new Map([
  ["completed", "Completed"], ["ended", "Ended"], ["compensated", "Compensated"], ["stalled", "Stalled"],
  ["contract-violation", "Contract not kept"], ["illegal-transition", "Illegal transition"],
  ["unhandled-refusal", "Refusal without an answer"], ["unanticipated", "Unanticipated end"],
  ["double-effect", "Took effect twice"], ["unfinished-saga", "Unfinished saga"], ["policy-loop", "Policy loop"],
  ["retry-exhausted", "Retries exhausted"], ["incomplete", "Not covered"],
]);

export function severityOf(verdict: string): Bar["severity"] {
  if (verdict === "completed" || verdict === "ended") return "good";
  if (verdict === "compensated") return "noted";
  return verdict === "incomplete" ? "incomplete" : "bad";
}

/** The bars of the rung with `faults`, the top one when it is null or unknown. Not covered comes first, then bad ends. */
export function outcomes(flow: Flow, scenarios: readonly Scenario[], faults: number | null): Outcomes | null {
  const figure = flow.figures.find((each) => each.faults === faults) ?? flow.figures[flow.figures.length - 1];
  if (figure === undefined) return null;
  const total = /^\d+$/.test(figure.runs) ? BigInt(figure.runs) : 0n;
  const bars = figure.ends.map((end): Bar => ({
    key: `${end.verdict}|${end.outcome ?? ""}`,
    label: labelOf(end.verdict, end.outcome),
    verdict: end.verdict,
    severity: severityOf(end.verdict),
    length: share(end.probability) ?? share(total > 0n && /^\d+$/.test(end.runs) ? `${end.runs}/${total}` : null) ?? 0,
    probability: percent(end.probability),
    exactProbability: end.probability,
    runs: shortAmount(end.runs),
    exactRuns: grouped(end.runs),
    scenarioIds: scenarios
      .filter((each) => each.verdict.kind === end.verdict && each.verdict.outcome === end.outcome && each.faults.length <= figure.faults)
      .map((each) => each.scenarioId),
  }));
  const order = ["incomplete", "bad", "noted", "good"];
  bars.sort((left, right) => order.indexOf(left.severity) - order.indexOf(right.severity) || right.length - left.length);
  if (figure.limit !== null) bars.unshift(notCovered(figure.limit));
  return {
    rungs: flow.figures.map((each) => ({ faults: each.faults, label: each.faults === 0 ? "no fault" : `up to ${counted(each.faults, "fault")}` })),
    bars,
    summary: `${shortAmount(figure.runs)} ${figure.runs === "1" ? "run" : "runs"} in ${counted(figure.states, "state")}`,
    survives: survives(flow),
  };
}

function labelOf(verdict: string, outcome: string | null): string {
  const word = WORDS.get(verdict) ?? verdict;
  return outcome === null ? word : `${word}: ${outcome}`;
}

function notCovered(limit: string): Bar {
  return {
    key: "limit", label: `Not covered: ${limit}`, verdict: "incomplete", severity: "incomplete", length: 1,
    probability: null, exactProbability: null, runs: "unknown", exactRuns: "unknown", scenarioIds: [],
  };
}

/** The smallest number of faults with a bad end, in a sentence. Rungs that hit a limit promise nothing. */
function survives(flow: Flow): string {
  const rungs = [...flow.figures].sort((left, right) => left.faults - right.faults);
  const broken = rungs.find((each) => each.ends.some((end) => severityOf(end.verdict) === "bad"));
  const limited = rungs.find((each) => each.limit !== null && (broken === undefined || each.faults < broken.faults));
  if (broken?.faults === 0) return "It fails without any fault.";
  if (broken !== undefined) return `It fails with ${counted(broken.faults, "fault")}${limited ? "; fewer were not covered in full" : ", and not with fewer"}.`;
  if (limited !== undefined) return "No run that was covered fails.";
  const most = rungs[rungs.length - 1]?.faults ?? 0;
  return most === 0 ? "No run fails." : `It survives any ${counted(most, "fault")}.`;
}

export interface WalkRow {
  readonly key: string;
  readonly label: string;
  readonly severity: Bar["severity"];
  readonly walks: number;
  readonly interval: string;
}

/** Walks: counts, and the interval in which the probability lies; only uniform walks estimate one. */
export function walkRows(ends: readonly WalkEnd[]): WalkRow[] {
  return ends.map((end) => ({
    key: `${end.mode}|${end.verdict}|${end.outcome ?? ""}`,
    label: `${labelOf(end.verdict, end.outcome)} (${end.mode})`,
    severity: severityOf(end.verdict),
    walks: end.walks,
    interval: end.low === null || end.high === null ? "no estimate" : `${tenth(end.low)} to ${tenth(end.high)} %`,
  }));
}

function tenth(part: number): string {
  return (part * 100).toFixed(1);
}
