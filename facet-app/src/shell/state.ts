/** What is looked at: signals that every view shares. Runs stay outside the reactive graph: a signal holds a handle. */
import { computed, signal } from "@preact/signals";
import type { Bundle, Flow, Scenario } from "../data/payloads";
import { stepsOf, type Steps } from "../data/steps";
import type { Forked } from "../engine/engine";

/** What is open; null before anything is. */
export const bundle = signal<Bundle | null>(null);
/** The other side of a comparison, from a second bundle. */
export const against = signal<Bundle | null>(null);
/** What it was opened from. */
export const againstName = signal("");
/** Name of the flow, identifier of the scenario (or of a forked run), number of the step. */
export const flowName = signal<string | null>(null);
export const runId = signal<string | null>(null);
export const step = signal<number | null>(null);
/** The element (event, command, context, `Owner.field`) that views narrow to; null for none. */
export const focus = signal<string | null>(null);
/** The dock view and the panel view that are shown. */
export const dock = signal("ledger");
export const panel = signal("explain");
/** The run marked to be compared with the selected one. */
export const other = signal<string | null>(null);
/** A run that the page made itself. */
export interface Made extends Omit<Forked, "kind"> {
  /** The run of the file from which it parts. */
  readonly from: string;
  /** What the reader took, in order. */
  readonly hand: readonly string[];
  /** It goes no further than the reader took it. */
  readonly stays: boolean;
  /** What came of it, in a sentence; often nothing that needs one. */
  readonly note: string;
  /** The same run before its last step was taken. */
  readonly before: Made | null;
}

/** Runs that the page made, newest last. */
export const made = signal<readonly Made[]>([]);
export const forks = computed<readonly Scenario[]>(() => made.value.map((each) => each.scenario));
/** What the live region says. */
export const spoken = signal("");

/** The flow that is looked at, with what the page found about its own runs. */
export const flow = computed<Flow | null>(() => {
  const found = bundle.value?.flows.find((each) => each.name === flowName.value) ?? null;
  const own = made.value.filter((each) => each.scenario.flowId === found?.flowId).map((each) => each.finding);
  return found === null || own.length === 0 ? found : { ...found, findings: [...found.findings, ...own] };
});
/** The selected run as one that the page made; null when the file has it. */
export const own = computed<Made | null>(() => made.value.find((each) => each.scenario.scenarioId === runId.value) ?? null);
export const scenarios = computed<readonly Scenario[]>(() => {
  const id = flow.value?.flowId;
  const all = [...(bundle.value?.scenarios ?? []), ...forks.value];
  return all.filter((each) => each.flowId === id);
});
export const scenario = computed<Scenario | null>(
  () => scenarios.value.find((each) => each.scenarioId === runId.value) ?? null,
);
/** The steps of the selected run: a handle on its columns. */
export const steps = computed<Steps | null>(() => (scenario.value === null ? null : stepsOf(scenario.value, flow.value)));
export const marked = computed<Scenario | null>(
  () => scenarios.value.find((each) => each.scenarioId === other.value) ?? null,
);

/** Shows a run; its flow with it, and no step of the one before. */
export function select(id: string, at: number | null = null): void {
  const found = [...(bundle.value?.scenarios ?? []), ...forks.value].find((each) => each.scenarioId === id);
  if (found === undefined) return;
  const name = bundle.value?.flows.find((each) => each.flowId === found.flowId)?.name;
  if (name !== undefined) flowName.value = name;
  runId.value = id;
  step.value = at;
  if (at === null) spoken.value = `${found.scenarioLabel}: ${found.verdict.text}`;
}

/** The worst of some runs: the first that does not end well. */
const worst = (runs: readonly Scenario[]): Scenario | undefined => runs.find((each) => !each.verdict.good) ?? runs[0];

/** Another flow, and the worst of its runs. */
export function toFlow(name: string): void {
  const next = bundle.value?.flows.find((each) => each.name === name);
  const run = worst(bundle.value?.scenarios.filter((each) => each.flowId === next?.flowId) ?? []);
  if (run !== undefined) select(run.scenarioId);
  else flowName.value = name;
}

/** Opens a bundle on its first flow and the worst of its runs. */
export function open(next: Bundle): void {
  bundle.value = next;
  const first = next.flows[0];
  flowName.value = first?.name ?? null;
  runId.value = worst(next.scenarios.filter((each) => each.flowId === first?.flowId))?.scenarioId ?? null;
  step.value = null;
}
