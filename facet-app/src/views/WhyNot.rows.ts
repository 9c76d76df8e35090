/** Why something did not happen in a run: the nearest run in which it did, or how far any run got. */
import type { Flow, Scenario } from "../data/payloads";
import { parts, said, saidAction, sentence } from "./sentence.rows";

export interface WhyNot {
  readonly text: string;
  /** The nearest run in which it happens, and where the two part. */
  readonly run: { readonly id: string; readonly label: string; readonly seq: number } | null;
  readonly parting: string;
}

/** Null when `name` (an event or a command, `Owner/Name` or `Name`) happens in the run, or is nothing that could happen in this flow. */
export function whyNot(flow: Flow, scenario: Scenario, runs: readonly Scenario[], name: string): WhyNot | null {
  const short = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf(".")) + 1);
  if (happens(scenario, short) !== null) return null;
  const others = runs
    .filter((each) => each.flowId === flow.flowId && happens(each, short) !== null)
    .sort((a, b) => distance(scenario, a) - distance(scenario, b));
  const near = others[0];
  if (near !== undefined) {
    const seq = happens(near, short) ?? 0;
    return { text: `${short} does not happen in this run.`, run: { id: near.scenarioId, label: near.scenarioLabel, seq }, parting: parting(scenario, near) };
  }
  const places = placements(flow, short);
  if (places.length === 0) return null;
  const coverage = flow.coverage.find((each) => places.includes(each.element));
  const furthest = coverage?.furthest ?? null;
  const got = furthest === null ? "" : ` The furthest that a run got: ${saidAction(furthest)}.`;
  return { text: `${short} happens in no run of this flow.${got}`, run: null, parting: "" };
}

function happens(scenario: Scenario, name: string): number | null {
  const events = new Set(scenario.events.filter((each) => each.eventType === name).map((each) => each.eventId));
  const found = scenario.steps.find((step) => {
    const { kind, what } = parts(step.action);
    const subject = what.slice(what.lastIndexOf(".") + 1);
    return step.eventIds.some((id) => events.has(id)) || (kind === "handle" && subject === name) || (kind === "policy" && subject === name);
  });
  return found?.seq ?? null;
}

function placements(flow: Flow, name: string): readonly string[] {
  const all = flow.moments.flatMap((moment) => [...moment.placements, ...moment.arms.flatMap((arm) => arm.placements)]);
  return all.filter((each) => each.node === name).map((each) => each.id);
}

/** Faults weigh more than choices: a run without them is nearer. */
function distance(a: Scenario, b: Scenario): number {
  const apart = (one: readonly string[], two: readonly string[]) =>
    one.filter((each) => !two.includes(each)).length + two.filter((each) => !one.includes(each)).length;
  return apart(a.choices, b.choices) + 4 * apart(a.faults, b.faults);
}

function parting(scenario: Scenario, near: Scenario): string {
  const at = near.steps.findIndex((step, index) => step.action !== scenario.steps[index]?.action);
  const there = near.steps[at];
  const here = scenario.steps[at];
  if (there === undefined) return "";
  return `There ${said(there)}; here ${here === undefined ? "nothing more happens" : said(here)}.`.replace(/^./, (letter) => sentence(letter).slice(0, 1));
}
