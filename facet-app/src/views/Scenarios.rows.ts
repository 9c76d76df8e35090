/** The runs as a list: by flow, narrowed, in order or the worst first. */
import type { Bundle, Scenario } from "../data/payloads";
import { passesThrough, stepsOf } from "../data/steps";
import { RANK, safe, tone, type Tone } from "../parts/verdict";

export interface Narrowing {
  readonly text: string;
  /** Empty: every one. */
  readonly verdict: string;
  readonly kind: string;
  readonly worstFirst: boolean;
}

export const ALL: Narrowing = { text: "", verdict: "", kind: "", worstFirst: false };

export type ScenarioRow =
  | { readonly is: "flow"; readonly id: string; readonly name: string; readonly count: number; readonly bad: number }
  | { readonly is: "run"; readonly id: string; readonly name: string; readonly tone: Tone; readonly verdict: string; readonly facts: string };

export interface ScenarioList {
  readonly rows: readonly ScenarioRow[];
  readonly shown: number;
  readonly of: number;
  readonly verdicts: readonly string[];
  readonly kinds: readonly string[];
}

/** The label without the name of its flow, which stands above it; without a label the identifier. */
export function shortLabel(run: Scenario): string {
  if (run.scenarioLabel === "") return run.scenarioId;
  const at = run.scenarioLabel.indexOf(" — ");
  return at < 0 ? run.scenarioLabel : run.scenarioLabel.slice(at + 3);
}

const counted = (count: number, one: string) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

function rowOf(run: Scenario): ScenarioRow {
  // A run with faults needs no word that says so twice.
  const facts = [...(run.faults.length > 0 ? [] : [safe(run.kind)]), counted(stepsOf(run).length, "step"), ...(run.faults.length > 0 ? [counted(run.faults.length, "fault")] : [])];
  return { is: "run", id: run.scenarioId, name: shortLabel(run), tone: tone(run.verdict.kind, run.verdict.good), verdict: run.verdict.kind, facts: facts.join(" · ") };
}

function fits(run: Scenario, narrowing: Narrowing, words: readonly string[], context: string | null): boolean {
  if (narrowing.verdict !== "" && run.verdict.kind !== narrowing.verdict) return false;
  if (narrowing.kind !== "" && run.kind !== narrowing.kind) return false;
  if (context !== null && !passesThrough(run, context)) return false;
  if (words.length === 0) return true;
  const text = [run.scenarioLabel, run.kind, run.verdict.kind, ...run.activeBranches.map((branch) => branch.condition), ...run.faults].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

const rank = (run: Scenario) => RANK.indexOf(tone(run.verdict.kind, run.verdict.good));

/** The group of runs that the page made. */
export const MADE = "made here";

/** `context` narrows to runs that pass through it; what the page `made` stands first, in a group of its own. */
export function scenarioRows(bundle: Bundle, runs: readonly Scenario[], narrowing: Narrowing, context: string | null, made: readonly Scenario[] = []): ScenarioList {
  const own = new Set(made);
  const words = narrowing.text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const byFlow = new Map<string, Scenario[]>([[MADE, []], ...bundle.flows.map((flow): [string, Scenario[]] => [flow.flowId, []])]);
  let shown = 0;
  for (const run of runs) {
    if (!fits(run, narrowing, words, context)) continue;
    shown += 1;
    const group = own.has(run) ? MADE : run.flowId;
    const known = byFlow.get(group);
    if (known === undefined) byFlow.set(group, [run]);
    else known.push(run);
  }
  const names = new Map([[MADE, "Made here"], ...bundle.flows.map((flow): [string, string] => [flow.flowId, flow.name])]);
  const rows: ScenarioRow[] = [];
  for (const [flowId, found] of byFlow) {
    if (found.length === 0) continue;
    const bad = found.filter((run) => tone(run.verdict.kind, run.verdict.good) === "bad").length;
    rows.push({ is: "flow", id: flowId, name: names.get(flowId) ?? flowId, count: found.length, bad });
    if (narrowing.worstFirst) found.sort((one, two) => rank(one) - rank(two));
    rows.push(...found.map(rowOf));
  }
  return {
    rows,
    shown,
    of: runs.length,
    verdicts: [...new Set(runs.map((run) => run.verdict.kind))].sort(),
    kinds: [...new Set(runs.map((run) => run.kind))].sort(),
  };
}
