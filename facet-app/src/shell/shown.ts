/** Which steps of the run stay when a search, a cone or two marks set the others aside. Masks and rows are those of its columns. */
import { computed, signal } from "@preact/signals";
import { coneOf } from "../data/cone";
import { alongRows, both, rowsOf } from "../data/narrowed";
import { find, isEmpty, next, parse, type Found } from "../data/query";
import { stepsOf } from "../data/steps";
import { bundle, forks, panel, runId, scenario, spoken, step, steps } from "./state";
import { timed } from "./timing";
import { along } from "./walk";

/** What is typed into the search box, and whether it is about every run or this one. */
export const search = signal("");
export const over = signal<"all" | "run">("all");
/** The causes of the selected step stay, all other steps are greyed. */
export const isCone = signal(false);
const marked = signal<{ readonly run: string | null; readonly steps: readonly number[] }>({ run: null, steps: [] });
/** Numbers of marked steps of the selected run, two at most: with two, what is between them is added up. */
export const marks = computed(() => (marked.value.run === runId.value ? marked.value.steps : []));

export const query = computed(() => parse(search.value));
/** What answers in the selected run; null without a search. */
export const found = computed<Found | null>(() => {
  const [question, run] = [query.value, steps.value];
  return isEmpty(question) || run === null ? null : timed("facet:search", () => find(question, run.run));
});
/** Runs with a step that answers, with how many; null when the search is about the selected run alone. */
export const answering = computed<ReadonlyMap<string, number> | null>(() => {
  const question = query.value;
  if (isEmpty(question) || over.value === "run") return null;
  const flows = new Map(bundle.value?.flows.map((each) => [each.flowId, each]));
  const answers = new Map<string, number>();
  for (const run of [...(bundle.value?.scenarios ?? []), ...forks.value]) {
    const count = run === scenario.value ? (found.value?.count ?? 0) : find(question, stepsOf(run, flows.get(run.flowId)).run).count;
    if (count > 0) answers.set(run.scenarioId, count);
  }
  return answers;
});
const cone = computed<Uint8Array | null>(() => {
  const [run, seq] = [steps.value, step.value];
  return !isCone.value || run === null || seq === null ? null : coneOf(run.run, run.row(seq)).holds;
});
/** For each row whether it stays in colour: 1, or it is greyed. Null: all stay. */
export const kept = computed<Uint8Array | null>(() => both(found.value?.rows ?? null, cone.value));
/** The rows that the list shows, in order; null: all. */
export const listed = computed<Uint32Array | null>(() => (found.value === null ? null : rowsOf(found.value.rows)));
/** First and last row between two marks; null with fewer. */
export const range = computed<readonly [number, number] | null>(() => {
  const rows = marks.value.map((seq) => steps.value?.row(seq) ?? -1).filter((row) => row >= 0);
  return rows.length < 2 ? null : [Math.min(...rows), Math.max(...rows)];
});

/** Keeps the cone of the selected step, or gives it up. */
export function turnCone(): void {
  if (!isCone.value && step.value === null) spoken.value = "Select a step to keep what led to it.";
  else isCone.value = !isCone.value;
  const holds = cone.value;
  if (holds !== null) spoken.value = `What led here is kept: ${rowsOf(holds).length} of ${holds.length} steps.`;
  else if (step.value !== null) spoken.value = "All steps are shown again.";
}

/** Marks the selected step, or takes its mark away; a third mark takes the place of the older one. */
export function markStep(): void {
  const seq = step.value;
  const run = steps.value;
  if (seq === null || run === null) {
    spoken.value = "Select a step to mark it.";
    return;
  }
  const others = marks.value.filter((each) => each !== seq && run.row(each) >= 0);
  marked.value = { run: runId.value, steps: marks.value.includes(seq) ? others : [...others, seq].slice(-2) };
  const between = range.value;
  spoken.value = between !== null ? `Steps ${between[0] + 1} to ${between[1] + 1} are marked.` : marks.value.length === 1 ? "One step is marked: mark another to add up what is between." : "No step is marked.";
}

/** Marks two rows of the selected run; without rows no step is marked. */
export function markRange(rows: readonly [number, number] | null): void {
  const run = steps.value;
  marked.value = { run: runId.value, steps: rows === null || run === null ? [] : rows.flatMap((row) => run.seq(row) ?? []) };
}

/** The step `by` places on, among those that a search leaves. */
export function stepBy(by: number): number | null {
  const run = steps.value;
  if (run === null) return null;
  const rows = listed.value;
  if (rows === null) return along(run, step.value, by);
  const row = alongRows(rows, run.row(step.value), by);
  return row === null ? null : run.seq(row);
}

/** Selects the next step that answers, around the end; a search without an answer leads to why not. */
export function nextFound(way: 1 | -1): void {
  const [run, answers] = [steps.value, found.value];
  if (run === null || answers === null) return;
  const row = next(answers, run.row(step.value), way);
  if (row >= 0) step.value = run.seq(row);
  else {
    panel.value = "explain";
    spoken.value = "No step of this run answers the search: Explain says why not.";
  }
}
