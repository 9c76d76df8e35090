/** Runs of the reader's own: forked at a step, with a fault, by hand, from a link; undone, removed, found again. */
import { batch, effect, signal } from "@preact/signals";
import type { Asked } from "../engine/engine";
import type { Path } from "../engine/path";
import type { Bundle, Flow, Step } from "../data/payloads";
import { alike, known, titleOf, told, tried, worded } from "../views/Made.rows";
import { shortLabel } from "../views/Scenarios.rows";
import { ask } from "./asking";
import { bundle, flow, made, other, own, panel, runId, scenario, select, spoken, step, steps, type Made } from "./state";

/** Up to how many faults of any kind are looked at; null as the file was explored. */
export const budget = signal<number | null>(null);
/** A link is being followed: the address is left as it is. */
export const restoring = signal(false);
/** Counts whenever what can be done next should take the focus. */
export const offered = signal(0);
/** Why the last wish could not be fulfilled. */
export const refused = signal("");

let number = 0;

/** Budgets of the tables for a number of faults of any kind. */
export function budgetsFor(faults: number | null): ReadonlyMap<string, number> {
  const kinds = ["lose", "duplicate", "refuse", "timeout", "crash", "drift"];
  return new Map(faults === null ? [] : [["budget", faults], ...kinds.map((kind): [string, number] => [`budget:${kind}`, faults])]);
}

/** The selected run up to the selected step; with none selected, its start. */
export function upToHere(back = 0): Path {
  const run = steps.value;
  const rows = run === null ? -1 : run.row(step.value);
  return { steps: (scenario.value?.steps ?? []).slice(0, rows + 1).map(nameOf), back, names: [], variation: scenario.value?.variation ?? null };
}

const wholeRun = (): Path => ({ ...named([]), steps: (scenario.value?.steps ?? []).map(nameOf) });

/** The action of a step as the tables name it: of several instances the correlation says whose it is. */
function nameOf({ action, correlation }: Step): string {
  return (bundle.value?.scope.instances ?? 1) > 1 ? `${Number(/\d+$/.exec(correlation)?.[0] ?? 1)}/${action}` : action;
}

/** A path of names alone; its values differ from a plain run as those of the selected run do. */
const named = (names: readonly string[]): Path => ({ steps: [], back: 0, names, variation: scenario.value?.variation ?? null });

/** Takes an action after the selected step, or instead of it, and runs on from there unless this run goes by hand. */
export function take(name: string, instead = false): Promise<Made | null> {
  const before = own.value;
  const path = { ...upToHere(instead ? 1 : 0), names: [name] };
  const byHand = before?.stays === true && !instead;
  return make({ kind: "fork", path, stay: byHand, ...words([...(before?.hand ?? []), name], before) }, { hand: [...(before?.hand ?? []), name], stays: byHand, before });
}

/** From the selected step on the run is the reader's: it stops there, and what can be done next is offered. */
export async function forkHere(): Promise<void> {
  const at = steps.value?.row(step.value) ?? -1;
  const title = at < 0 ? "by hand from the start" : `by hand from step ${at + 1} on`;
  const found = await make({ kind: "fork", path: upToHere(), stay: true, ...words([], null, title) }, { hand: [], stays: true, before: null });
  if (found === null) return;
  panel.value = "step";
  offered.value += 1;
}

/** Goes on from the end of a run by hand, in narrative order, to an end. */
export function runOn(): Promise<Made | null> {
  const before = own.value;
  if (before === null) return Promise.resolve(null);
  return make({ kind: "fork", path: wholeRun(), stay: false, ...words(before.hand, before, shortLabel(before.scenario)) }, { hand: before.hand, stays: false, before });
}

/** Tries what could supply what a stalled run waits for, and says whether the stall is gone. */
export async function attempt(actions: readonly string[]): Promise<void> {
  const action = actions[0] ?? "";
  const found = await make({ kind: "reach", actions, path: wholeRun(), ...words([action], null) }, { hand: [action], stays: false, before: null });
  if (found === null || found.missing !== null) return;
  note(found, tried(action, found.scenario));
}

/** The run that makes these choices; where they do not lead there, the shortest that makes the last of them. */
export async function makeRun(names: readonly string[], hand = names.slice(-1)): Promise<void> {
  const [open, of] = [bundle.value, flow.value];
  if (open === null || of === null) return;
  const path = named(names);
  const first = await ask(open, of, { kind: "fork", path, stay: false, budgets: budgetsFor(budget.value), ...words(hand, null) });
  const last = names[names.length - 1] ?? "";
  const way = first.kind === "fork" && first.missing !== null ? ({ kind: "reach", actions: [last], path: { ...path, names: [] } } as const) : ({ kind: "fork", path, stay: false } as const);
  await make({ ...way, ...words(hand, null) }, { hand, stays: false, before: null });
}

/** Takes back the last step that was forked; before the first one, the run goes. */
export function undo(): void {
  const now = own.value;
  if (now === null) spoken.value = "Nothing was forked in this run: f forks here, x makes a fault.";
  else if (now.before === null && now.hand.length > 1) void shorter(now, now.hand.slice(0, -1));
  else if (now.before === null) remove(now);
  else {
    const { before } = now;
    made.value = made.value.map((each) => (each === now ? before : each));
    show(before, `Undone. ${told(before)}`);
  }
}

/** A run of a link has no run before it: its path without the last name is asked for. */
async function shorter(now: Made, names: readonly string[]): Promise<void> {
  const found = await make({ kind: "fork", path: named(names), stay: now.stays, ...words(names, now) }, { hand: names, stays: now.stays, before: now });
  if (found !== null) made.value = made.value.map((each) => (each === found ? { ...each, before: null } : each));
}

export function remove(now: Made): void {
  batch(() => {
    select(now.from);
    made.value = made.value.filter((each) => each !== now);
    if (other.value === now.from || other.value === now.scenario.scenarioId) other.value = null;
  });
  spoken.value = "The run made here is removed.";
}

/** Follows the fork of a link; the run that it parts from is selected already. */
export async function restore(names: readonly string[], stays: boolean): Promise<Made | null> {
  restoring.value = true;
  try {
    const same = made.value.find((each) => each.scenario.flowId === flow.value?.flowId && each.stays === stays && alike(each.link, names));
    if (same !== undefined) {
      runId.value = same.scenario.scenarioId;
      return same;
    }
    const found = await make({ kind: "fork", path: named(names), stay: stays, ...words(names, null) }, { hand: names, stays, before: null });
    if (found === null || found.missing === null) return found;
    // The link goes on saying all that it said.
    const whole = { ...found, link: names };
    made.value = made.value.map((each) => (each === found ? whole : each));
    return whole;
  } finally {
    restoring.value = false;
  }
}

/** Identifier and label of a run. */
function words(hand: readonly string[], before: Made | null, title?: string): { scenarioId: string; label: string } {
  if (before === null) number += 1;
  const name = scenario.value?.scenarioLabel.split(" — ")[0] ?? flow.value?.name ?? "";
  return { scenarioId: before?.scenario.scenarioId ?? `made-${number}`, label: `${name} — ${title ?? titleOf(hand)}` };
}

type Wish = (Omit<Asked<"fork">, "budgets"> | Omit<Asked<"reach">, "budgets">);

/** Asks for the run, shows it, and marks the one that it parts from to be compared with it. */
async function make(wish: Wish, kept: Pick<Made, "hand" | "stays" | "before">): Promise<Made | null> {
  const [open, of] = [bundle.value, flow.value];
  const from = kept.before?.from ?? own.value?.from ?? runId.value;
  if (open === null || of === null || from === null) return null;
  const answer = await ask(open, of, { ...wish, budgets: budgetsFor(budget.value) });
  refused.value = answer.kind === "refused" ? answer.why : "";
  if (answer.kind !== "fork") {
    spoken.value = refused.value;
    return null;
  }
  const found: Made = { ...worded(answer), ...kept, from, note: kept.stays ? "" : known(answer.scenario, open) };
  batch(() => {
    const rest = made.value.filter((each) => each !== kept.before);
    made.value = kept.before === null ? [...rest, found] : made.value.map((each) => (each === kept.before ? found : each));
    other.value = from;
    show(found, told(found));
  });
  return found;
}

function show(found: Made, text: string): void {
  runId.value = found.scenario.scenarioId;
  step.value = found.at;
  if (found.stays && panel.value === "step") offered.value += 1;
  // After the timeline has said which step is selected: what came of it is the news.
  requestAnimationFrame(() => setTimeout(() => { spoken.value = text; }, 50));
}

function note(found: Made, text: string): void {
  made.value = made.value.map((each) => (each === found ? { ...each, note: text } : each));
  requestAnimationFrame(() => setTimeout(() => { spoken.value = text; }, 50));
}

/** A file that changes takes the runs made here along: each is asked for again by its names, or goes with its flow. */
export function begin(): void {
  let before: Bundle | null = null;
  effect(() => {
    const open = bundle.value;
    const old = before;
    before = open;
    if (open === null || old === null || old === open || made.peek().length === 0) return;
    const flows = (of: Bundle): Map<string, Flow> => new Map(of.flows.map((each) => [each.flowId, each]));
    const [now, then] = [flows(open), flows(old)];
    made.value = made.peek().filter((each) => now.has(each.scenario.flowId));
    for (const each of made.peek()) {
      const [of, was] = [now.get(each.scenario.flowId), then.get(each.scenario.flowId)];
      if (of !== undefined && of.tables !== was?.tables) void again(open, of, each);
    }
  });
}

async function again(open: Bundle, of: Flow, old: Made): Promise<void> {
  const { scenarioId, scenarioLabel } = old.scenario;
  const label = old.missing === null ? scenarioLabel : `${scenarioLabel.split(" — ")[0]} — ${titleOf(old.hand)}`;
  const answer = await ask(open, of, { kind: "fork", path: { steps: [], back: 0, names: old.link, variation: old.scenario.variation ?? null }, stay: old.stays, budgets: budgetsFor(budget.value), scenarioId, label });
  if (bundle.value !== open) return;
  // What is not possible for now may be so again: its name stays in the path.
  const found = answer.kind === "fork" ? { ...old, ...worded(answer), link: answer.missing === null ? answer.link : old.link, note: "", before: null } : null;
  made.value = made.value.flatMap((each) => (each === old ? (found ?? []) : each));
}
