/** How a flow ends: one bar per verdict and outcome on a rung of the fault ladder, and what walks found beyond it. */
import { GOOD_VERDICTS, type Figure, type Flow, type Scenario, type WalkEnd } from "../data/payloads";
import type { Rung } from "../engine/figures";
import { fraction, percent, size } from "../layout/fraction";
import { RANK, tone, words, type Tone } from "../parts/verdict";
import { counted, grouped, shortAmount } from "./amounts.rows";

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly verdict: string;
  readonly tone: Tone;
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

/** The bars of the rung with `faults`, the top one when it is null or unknown. Not covered comes first, then bad ends. */
export function outcomes(flow: Flow, scenarios: readonly Scenario[], faults: number | null): Outcomes | null {
  const figure = flow.figures.find((each) => each.faults === faults) ?? flow.figures[flow.figures.length - 1];
  if (figure === undefined) return null;
  const bars = figure.ends.map((end): Bar => {
    const chance = fraction(end.probability);
    const length = chance ?? fraction(`${end.runs}/${figure.runs}`);
    return {
      key: `${end.verdict}|${end.outcome ?? ""}`,
      label: labelOf(end.verdict, end.outcome),
      verdict: end.verdict,
      tone: tone(end.verdict, isGood(end.verdict, scenarios)),
      length: length === null ? 0 : size(length),
      probability: chance === null ? null : percent(chance),
      exactProbability: end.probability,
      runs: shortAmount(end.runs),
      exactRuns: grouped(end.runs),
      scenarioIds: scenarios
        .filter((each) => each.verdict.kind === end.verdict && each.verdict.outcome === end.outcome && each.faults.length <= figure.faults)
        .map((each) => each.scenarioId),
    };
  });
  bars.sort((left, right) => RANK.indexOf(left.tone) - RANK.indexOf(right.tone) || right.length - left.length);
  if (figure.limit !== null) bars.unshift(notCovered(figure.limit));
  return {
    rungs: flow.figures.map((each) => ({ faults: each.faults, label: each.faults === 0 ? "no fault" : `up to ${counted(each.faults, "fault")}` })),
    bars,
    summary: `${shortAmount(figure.runs)} ${figure.runs === "1" ? "run" : "runs"} in ${counted(figure.states, "state")}`,
    survives: survives(flow, scenarios),
  };
}

function labelOf(verdict: string, outcome: string | null): string {
  return outcome === null ? words(verdict) : `${words(verdict)}: ${outcome}`;
}

/** Whether a refusal is bad is for the engine to say; it does so in the run. */
function isGood(verdict: string, scenarios: readonly Scenario[]): boolean {
  return scenarios.find((each) => each.verdict.kind === verdict)?.verdict.good ?? (GOOD_VERDICTS as readonly string[]).includes(verdict);
}

function notCovered(limit: string): Bar {
  return {
    key: "limit", label: `not covered: ${limit}`, verdict: "incomplete", tone: "incomplete", length: 1,
    probability: null, exactProbability: null, runs: "unknown", exactRuns: "unknown", scenarioIds: [],
  };
}

/** The smallest number of faults with a bad end, in a sentence. Rungs that hit a limit promise nothing. */
function survives(flow: Flow, scenarios: readonly Scenario[]): string {
  const rungs = [...flow.figures].sort((left, right) => left.faults - right.faults);
  const broken = rungs.find((each) => each.ends.some((end) => tone(end.verdict, isGood(end.verdict, scenarios)) === "bad"));
  const limited = rungs.find((each) => each.limit !== null && (broken === undefined || each.faults < broken.faults));
  if (broken?.faults === 0) return "It fails without any fault.";
  if (broken !== undefined) return `It fails with ${counted(broken.faults, "fault")}${limited ? "; fewer were not covered in full" : ", and not with fewer"}.`;
  if (limited !== undefined) return "No run that was covered fails.";
  const most = rungs[rungs.length - 1]?.faults ?? 0;
  return most === 0 ? "No run fails." : `It survives any ${counted(most, "fault")}.`;
}

/** What the page explored itself, as the figures of a file; where a state can come back to itself no number holds the runs. */
export function figuresOf(rungs: readonly Rung[], most: number, limit: string | null): Figure[] {
  return rungs.slice(0, most + 1).map(({ faults, states, transitions, runs, ends }) => ({
    faults, states, transitions, limit, runs: runs === null ? "countless" : String(runs),
    ends: ends.map((end) => ({ verdict: end.verdict, outcome: end.outcome, runs: runs === null ? "countless" : String(end.runs), probability: end.exact ?? (end.probability === null ? null : millionths(end.probability)) })),
  }));
}

const millionths = (probability: number): string => `${Math.round(probability * 1e6)}/1000000`;

export interface WalkRow {
  readonly key: string;
  readonly label: string;
  readonly tone: Tone;
  readonly walks: number;
  readonly interval: string;
}

/** Walks: counts, and the interval in which the probability lies; only uniform walks estimate one. */
export function walkRows(ends: readonly WalkEnd[]): WalkRow[] {
  return ends.map((end) => ({
    key: `${end.mode}|${end.verdict}|${end.outcome ?? ""}`,
    label: `${labelOf(end.verdict, end.outcome)} (${end.mode})`,
    tone: tone(end.verdict),
    walks: end.walks,
    interval: end.low === null || end.high === null ? "no estimate" : `${tenth(end.low)} to ${tenth(end.high)} %`,
  }));
}

function tenth(part: number): string {
  return (part * 100).toFixed(1);
}
