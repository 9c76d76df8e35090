/** A run that the page made, in words: its title, what came of it, whether the file has it, what is false in its waits. */
import { bare } from "../data/actions";
import type { Bundle, Scenario } from "../data/payloads";
import { CONDITION } from "../data/waits";
import type { Forked } from "../engine/engine";
import { shortLabel } from "./Scenarios.rows";
import { saidAction, sentence } from "./sentence.rows";
import { doing, why } from "./Stepping.rows";

/** What was taken last tells a run from the others. */
export function titleOf(hand: readonly string[]): string {
  const last = hand[hand.length - 1];
  return last === undefined ? "as it goes by itself" : `${saidAction(last)}${hand.length > 1 ? ` and ${hand.length - 1} before` : ""}`;
}

/** What came of taking a step. */
export function told({ scenario: run, missing, stays }: Pick<Forked, "scenario" | "missing"> & { readonly stays: boolean }): string {
  if (missing !== null) return `${doing(missing.name)} is not possible here.`;
  return stays ? `By hand: ${run.steps.length} ${run.steps.length === 1 ? "step" : "steps"} so far.` : `${run.scenarioLabel}: ${run.verdict.text}.`;
}

/** Whether a stall is gone after a supplier was tried. */
export function tried(action: string, { verdict: { good, kind, text } }: Scenario): string {
  const isGone = kind !== "stalled";
  return `${sentence(saidAction(action))} ${isGone ? "The stall is gone" : "It still stalls"}: ${text}.${isGone && !good ? " That is no good end either." : ""}`;
}

const sameSteps = (one: Scenario, two: Scenario): boolean =>
  one.flowId === two.flowId && one.steps.length === two.steps.length && one.steps.every((each, at) => bare(each.action) === bare(two.steps[at]?.action ?? ""));

/** Whether the file has a run of the same steps. */
export function known(run: Scenario, { scenarios }: Pick<Bundle, "scenarios">): string {
  const same = scenarios.find((each) => sameSteps(each, run));
  return same === undefined ? "" : `The file has this run too: ${shortLabel(same)}.`;
}

/** As the page says it: what is false in a wait, and a run that stops before what was named. */
export function worded(answer: Forked): Forked {
  const { finding, scenario: run, missing } = answer;
  const waits = finding.waits === null ? null : { ...finding.waits, nodes: finding.waits.nodes.map((node) => (node.kind === "condition" ? { ...node, name: condition(node.id) } : node)) };
  const label = missing === null ? run.scenarioLabel : `${run.scenarioLabel.split(" — ")[0]} — as far as it is possible`;
  return { ...answer, finding: { ...finding, waits }, scenario: { ...run, scenarioLabel: label } };
}

function condition(id: string): string {
  const [field = "", text = ""] = id.split(CONDITION);
  return why({ field, text });
}

export const alike = (one: readonly string[], two: readonly string[]): boolean => one.length === two.length && one.every((each, at) => each === two[at]);
