/** Why a run ends as it does, or why a step happened: what Explain shows, as data. */
import { Columnar } from "../data/columnar";
import { coneOf as coneIn } from "../data/cone";
import { rowNamed } from "../data/occurrences";
import { bare } from "../data/actions";
import type { Bundle, Finding, Flow, Place, Scenario, Step } from "../data/payloads";
import { effectsAt, stepsOf, type Steps } from "../data/steps";
import { fraction, percent, plus, written, ZERO } from "../layout/fraction";
import { parts, reason, said, saidAction, sentence } from "./sentence.rows";

/** Something said about a step that can be gone to. */
export interface Told {
  readonly seq: number;
  readonly text: string;
}

export interface ConeRow extends Told {
  readonly depth: number;
  /** The steps that led here, with the reason of each. */
  readonly because: readonly Told[];
}

export interface Explained {
  readonly good: boolean;
  readonly kind: string;
  readonly text: string;
  readonly recipe: readonly (Told & { readonly found: boolean })[];
  readonly cone: readonly ConeRow[];
  readonly more: number;
  readonly noReturn: (Told & { readonly before: string | null; readonly after: string | null }) | null;
  readonly nearest: { readonly id: string; readonly label: string; readonly taken: string; readonly instead: string } | null;
  readonly least: string;
  readonly rests: readonly string[];
}

const CAUSES = 200;

export function findingOf(flow: Flow, scenario: Scenario): Finding | null {
  return flow.findings.find((each) => each.scenarioId === scenario.scenarioId) ?? null;
}

/** `nearest` are the steps of the nearest good run where the page found it itself. */
export function explained(bundle: Bundle, flow: Flow, scenario: Scenario, runs: readonly Scenario[], nearestSteps: readonly string[] | null = null): Explained {
  const finding = findingOf(flow, scenario);
  const { good, kind, text } = scenario.verdict;
  const cone = good ? { rows: [], more: 0 } : coneRows(scenario, finding);
  const recipe = finding?.recipe ?? [...scenario.choices, ...scenario.faults];
  return {
    good,
    kind,
    text: sentence(text),
    recipe: recipe.map((action) => {
      const at = stepOf(scenario, action);
      return { seq: at?.seq ?? -1, text: saidAction(action), found: at !== null };
    }),
    cone: cone.rows,
    more: cone.more,
    noReturn: good ? null : noReturn(flow, scenario, finding, runs),
    nearest: good ? null : nearest(scenario, finding, runs, nearestSteps),
    least: finding === null ? "" : isOwn(finding) ? ownLeast(finding, scenario) : good ? "" : least(finding),
    rests: rests(bundle, scenario),
  };
}

/** The step of an action name: ` #2` is the second of that name. */
export function stepOf(scenario: Scenario, action: string): Step | null {
  const steps = stepsOf(scenario);
  return steps.at(rowNamed(steps.run, action)) ?? null;
}

/** At most so many as are told, and how many more there are. */
export interface ConeRows {
  readonly rows: readonly ConeRow[];
  readonly more: number;
}

/** The cone of the finding, nearest first; without one, of the last step of the run. */
function coneRows(scenario: Scenario, finding: Finding | null): ConeRows {
  const steps = stepsOf(scenario);
  if (finding === null || isOwn(finding)) return lastCone(scenario, steps);
  const depths = new Map<number, number>();
  const rows = finding.cone.map((each) => {
    const depth = depths.get(each.seq) ?? 0;
    for (const cause of each.because) if (!depths.has(cause.seq)) depths.set(cause.seq, depth + 1);
    return { seq: each.seq, text: sentence(each.text), depth, because: told(steps, each.because) };
  });
  return { rows: rows.slice(0, CAUSES), more: Math.max(0, rows.length - CAUSES) };
}

/** What led to the last step, and to every fault that it does not follow from. */
function lastCone(scenario: Scenario, steps: Steps): ConeRows {
  const found = coneOf(scenario, steps.seq(steps.length - 1) ?? -1);
  const known = new Set(found.rows.map((row) => row.seq));
  const rows = [...found.rows];
  for (const each of scenario instanceof Columnar ? [] : scenario.steps.filter((step) => step.fault !== null)) {
    if (known.has(each.seq)) continue;
    for (const row of coneOf(scenario, each.seq).rows) {
      if (!known.has(row.seq)) rows.push(row);
      known.add(row.seq);
    }
  }
  return { rows: rows.slice(0, CAUSES), more: found.more + Math.max(0, rows.length - CAUSES) };
}

const told = (steps: Steps, causes: readonly Step["causes"][number][]): readonly Told[] =>
  causes.map((cause) => ({ seq: cause.seq, text: causeText(steps.at(steps.row(cause.seq)), cause.reason) }));

const causeText = (step: Step | undefined, word: string): string =>
  step === undefined ? `a step that is not in this file, ${reason(word)}` : `${said(step)}, ${reason(word)}`;

/** A step and everything that led to it, nearest first; `most` of them are told. */
export function coneOf(scenario: Scenario, seq: number, most = CAUSES): ConeRows {
  const steps = stepsOf(scenario);
  const cone = coneIn(steps.run, steps.row(seq));
  const rows = [...cone.rows.subarray(0, most)].flatMap((row, index) => {
    const step = steps.at(row);
    return step === undefined ? [] : [{ seq: step.seq, text: sentence(said(step)), depth: cone.depths[index] ?? 0, because: told(steps, step.causes) }];
  });
  return { rows, more: Math.max(0, cone.rows.length - most) };
}

export interface StepExplained extends Told {
  readonly at: string;
  readonly because: readonly Told[];
  readonly then: readonly Told[];
  /** How many more steps follow from it than are told. */
  readonly thenMore: number;
  readonly beyond: boolean;
  readonly cone: readonly ConeRow[];
  readonly more: number;
  /** Where the specification says so. */
  readonly place: Place | null;
}

/** Because and then of one step; null when the run has no such step. */
export function explainedStep(scenario: Scenario, seq: number): StepExplained | null {
  const steps = stepsOf(scenario);
  const row = steps.row(seq);
  const step = steps.at(row);
  if (step === undefined) return null;
  const cone = coneOf(scenario, seq, CAUSES + 1);
  const effects = [...new Set(effectsAt(steps.run, row))];
  return {
    seq,
    text: sentence(said(step)),
    at: `Step ${(row + 1).toLocaleString("en")} of ${steps.length.toLocaleString("en")}`,
    because: cone.rows[0]?.because ?? [],
    then: effects.slice(0, CAUSES).flatMap((each) => {
      const effect = steps.at(each);
      return effect === undefined ? [] : [{ seq: effect.seq, text: said(effect) }];
    }),
    thenMore: Math.max(0, effects.length - CAUSES),
    beyond: step.beyondFlow,
    place: step.place.line > 0 ? step.place : null,
    cone: cone.rows.slice(1),
    more: cone.more,
  };
}

function noReturn(flow: Flow, scenario: Scenario, finding: Finding | null, runs: readonly Scenario[]): Explained["noReturn"] {
  const seq = finding?.pointOfNoReturn ?? scenario.verdict.pointOfNoReturn;
  const steps = stepsOf(scenario);
  const index = steps.row(seq);
  const step = steps.at(index);
  if (step === undefined) return null;
  const before = index === 0 ? startGood(flow, runs) : (steps.at(index - 1)?.good ?? null);
  if (before === "0") return null;
  return { seq: step.seq, text: said(step), before: shown(before), after: shown(step.good) };
}

function shown(good: string | null): string | null {
  const exact = fraction(good);
  return exact === null || good === null ? null : good.includes("/") ? `${good} (${percent(exact)})` : percent(exact);
}

/** Probability that the flow ends well, before anything has happened; null when no run shows how good one of its ends is. */
function startGood(flow: Flow, runs: readonly Scenario[]): string | null {
  const name = (kind: string, outcome: string | null) => `${kind} ${outcome ?? ""}`;
  const own = runs.filter((each) => each.flowId === flow.flowId);
  const isGood = new Map(own.map(({ verdict }) => [name(verdict.kind, verdict.outcome), verdict.good]));
  let sum = ZERO;
  for (const end of flow.figures.find((each) => each.faults === 0)?.ends ?? []) {
    const share = fraction(end.probability);
    const good = isGood.get(name(end.verdict, end.outcome));
    if (share === null || good === undefined) return null;
    if (good) sum = plus(sum, share);
  }
  return written(sum);
}

function nearest(scenario: Scenario, finding: Finding | null, runs: readonly Scenario[], steps: readonly string[] | null): Explained["nearest"] {
  const id = finding?.nearestGood ?? scenario.verdict.nearestGood;
  const isThat = (run: Scenario): boolean => steps !== null && run.steps.length === steps.length && run.steps.every((each, at) => bare(each.action) === bare(steps[at] ?? ""));
  const run = runs.find((each) => each.scenarioId === id) ?? runs.find((each) => each.flowId === scenario.flowId && isThat(each));
  if (run === undefined) return null;
  const split = finding?.divergesAt ?? divergence(scenario, run);
  return { id: run.scenarioId, label: run.scenarioLabel, taken: saidAction(split?.taken ?? ""), instead: saidAction(split?.instead ?? "") };
}

function divergence(scenario: Scenario, run: Scenario): { taken: string; instead: string } | null {
  const at = scenario.steps.findIndex((step, index) => step.action !== run.steps[index]?.action);
  const [taken, instead] = [scenario.steps[at]?.action, run.steps[at]?.action];
  return taken === undefined || instead === undefined ? null : { taken, instead };
}

/** Findings of the page itself have no code. */
const isOwn = (finding: Finding): boolean => finding.code === "";

/** How many faults a run made here took, and whether fewer would do. */
function ownLeast({ minFaults, verdict }: Finding, { faults, verdict: { good } }: Scenario): string {
  if (verdict === "incomplete") return "";
  const used = faults.length;
  if (used === 0) return good ? "" : "It took no fault.";
  const took = `It took ${count(used, "fault")}`;
  if (good) return `${took}, and still ends well.`;
  if (minFaults >= used) return used === 1 ? `${took}; without one no run ends like this.` : `${took}; fewer do not do.`;
  return `${took}; ${minFaults === 0 ? "none is needed" : `${minFaults === 1 ? "one" : minFaults} would do`}.`;
}

function least(finding: Finding): string {
  const faults = finding.minFaults;
  const how = faults === 0 ? "No fault is needed for this" : faults === 1 ? "It takes one fault" : `It takes ${faults} faults`;
  const fewer = faults === 0 ? "" : finding.minimal ? ", fewer do not do" : ", perhaps fewer would do";
  const always = finding.recipe.length === 0 ? "" : finding.always ? " Whenever the recipe happens, it ends like this." : " The recipe does not always end like this.";
  return `${how}${fewer}.${always}`;
}

/** What a run takes for granted. */
function rests(bundle: Bundle, scenario: Scenario): readonly string[] {
  const { instances, faults } = bundle.scope;
  // Columns do not say why a check holds.
  const assumed = (scenario instanceof Columnar ? [] : scenario.steps).flatMap((step) =>
    step.checks.filter((check) => check.why.startsWith("assumed")).map((check) => `${check.name} of ${subject(step)} is taken to hold: it is written in words only.`),
  );
  const worded = scenario.sagas
    .filter((saga) => bundle.model.sagas.some((each) => each.name === saga.saga && each.undo.length === 0))
    .map((saga) => `${saga.saga} is compensated in words only.`);
  const scope = `Looked at with ${count(instances, "instance")} and up to ${count(faults, "fault")}.`;
  return [...new Set([...assumed, ...worded]), scope];
}

const subject = (step: Step): string => parts(step.action).what.split(".")[1] ?? step.action;
const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
