/** Why something did not happen in a run: the nearest run in which it did, or how far any run got. */
import type { Flow, Model, Scenario } from "../data/payloads";
import { find, isEmpty, type Query, type Term } from "../data/query";
import type { Run } from "../data/run";
import { named } from "../data/text";
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

/** What a search missed in a run: an element of the model that does not happen there, or why there is no answer though all of it does. */
export type Missed = { readonly element: string } | { readonly text: string };

const alone = (...left: readonly Term[]): Query => ({ left, relation: null, right: [], notices: [] });

/** Null when the run answers. */
export function missed(query: Query, run: Run, model: Model): Missed | null {
  if (isEmpty(query) || find(query, run).count > 0) return null;
  const absent = [...query.left, ...query.right].find((term) => find(alone(term), run).count === 0);
  if (absent !== undefined) {
    const element = absent.key === null ? elementOf(absent.text, model) : null;
    if (element !== null) return { element };
    if (absent.key === "verdict") return { text: `This run does not end “${named(absent.text)}”: it is ${named(run.verdict.replaceAll("-", " "))}.` };
    return { text: `No step of this run has ${absent.key === null ? "" : `the ${absent.key} `}“${named(absent.text)}”${absent.key === null ? ", and nothing in the model is called so" : ""}.` };
  }
  const [a, b] = [query.left, query.right].map((side) => `“${side.map((term) => named(term.text)).join(" ")}”`);
  for (const side of [query.left, query.right]) {
    if (find(alone(...side), run).count === 0) return { text: "Each part of the search matches some step, but no step all of them." };
  }
  const texts = { then: `Both happen, but no ${b} after a ${a}.`, "not before": `${a} happens before the first ${b}.`, without: `After every ${a} there is a ${b}.` };
  return { text: query.relation === null ? "" : texts[query.relation] };
}

/** The command, event or policy of that name, else the first with it in its name. */
function elementOf(text: string, model: Model): string | null {
  const names = [
    ...model.contexts.flatMap((context) => context.aggregates.flatMap((aggregate) => [...aggregate.commands, ...aggregate.events])),
    ...model.policies,
  ].map((each) => each.name);
  return names.find((name) => name.toLowerCase() === text) ?? names.find((name) => name.toLowerCase().includes(text)) ?? null;
}
