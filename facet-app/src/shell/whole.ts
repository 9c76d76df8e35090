/** What is open, put together: a bundle, flows of it that were run with other options, runs that stand beside it. */
import { batch, signal } from "@preact/signals";
import { foundAgain } from "../data/again";
import { withFlow, withRuns } from "../data/patch";
import type { Bundle, FlowPart } from "../data/payloads";
import { bundle, flow, flowName, made, open, other, runId, scenario, scenarios, step } from "./state";

let base: Bundle | null = null;
let runs: readonly Bundle[] = [];
/** Flows as they were run on request, instead of as the project has them. */
export const reruns = signal<ReadonlyMap<string, FlowPart>>(new Map());

function together(): Bundle | null {
  if (base === null) return null;
  return runs.reduce(withRuns, [...reruns.value.values()].reduce(withFlow, base));
}

/** Shows another bundle: nothing of the one before stays. */
export function openBase(next: Bundle): void {
  batch(() => {
    [base, runs, reruns.value, made.value, other.value] = [next, [], new Map(), [], null];
    open(next);
  });
}

/** Puts runs beside what is open; they are what is shown when nothing was. */
export function addRuns(next: Bundle): void {
  if (base === null) openBase(next);
  else {
    runs = [...runs, next];
    bundle.value = together();
  }
}

/** What is open has changed: what is looked at is found again by its names. What is gone is answered, as sentences. */
function show(next: Bundle | null): readonly string[] {
  if (next === null) return [];
  const [was, at, before] = [scenario.value, step.value, flow.value];
  const said: string[] = [];
  batch(() => {
    bundle.value = next;
    const same = next.flows.find((each) => each.flowId === before?.flowId) ?? next.flows[0];
    flowName.value = same?.name ?? null;
    const found = was === null ? null : foundAgain(was, at, scenarios.value);
    runId.value = (found?.run ?? scenarios.value.find((each) => !each.verdict.good) ?? scenarios.value[0])?.scenarioId ?? null;
    step.value = found?.step ?? null;
    said.push(...(found?.said ?? []));
    if (other.value !== null && !scenarios.value.some((each) => each.scenarioId === other.value)) {
      said.push("The run that was marked to compare is gone.");
      other.value = null;
    }
  });
  return said;
}

/** The same project, as a server says it is now. A flow that it says anew is no longer shown as it was run on request. */
export function renew(next: Bundle): readonly string[] {
  const now = new Map(next.flows.map((each) => [each.flowId, each]));
  const before = new Map(base?.flows.map((each) => [each.flowId, each]));
  const kept = [...reruns.value].filter(([id]) => now.has(id) && now.get(id) === before.get(id));
  base = next;
  reruns.value = new Map(kept);
  return show(together());
}

/** Shows a flow as it was run on request; null: as the project has it. */
export function rerunWith(flowId: string, part: FlowPart | null): readonly string[] {
  const next = new Map(reruns.value);
  if (part === null) next.delete(flowId);
  else next.set(flowId, part);
  reruns.value = next;
  return show(together());
}
