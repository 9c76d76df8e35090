/** A bundle after a change: flows come, change and go, everything else stays where it was. */
import { Columnar } from "./columnar";
import type { Bundle, FlowPart } from "./payloads";

/** The flow and its scenarios in the place of those with the same identifier, else at the end. */
export function withFlow(bundle: Bundle, { flow, scenarios }: FlowPart): Bundle {
  const isKnown = bundle.flows.some((each) => each.flowId === flow.flowId);
  const first = bundle.scenarios.findIndex((each) => each.flowId === flow.flowId);
  const before = first < 0 ? bundle.scenarios : bundle.scenarios.slice(0, first);
  const after = first < 0 ? [] : bundle.scenarios.slice(first).filter((each) => each.flowId !== flow.flowId);
  return {
    ...bundle,
    flows: isKnown ? bundle.flows.map((each) => (each.flowId === flow.flowId ? flow : each)) : [...bundle.flows, flow],
    scenarios: [...before, ...scenarios, ...after],
  };
}

export const withoutFlows = (bundle: Bundle, gone: ReadonlySet<string>): Bundle =>
  gone.size === 0
    ? bundle
    : {
        ...bundle,
        flows: bundle.flows.filter((each) => !gone.has(each.flowId)),
        scenarios: bundle.scenarios.filter((each) => !gone.has(each.flowId)),
      };

/** Model, lineage and sources of another state; flows, scenarios and diagnostics stay. */
export const withBase = (bundle: Bundle, base: Bundle): Bundle =>
  ({ ...base, flows: bundle.flows, scenarios: bundle.scenarios, diagnostics: bundle.diagnostics });

/** Runs beside a bundle: in the flow of their name, else in one that they bring. One of a name that is taken gets another, and says whose it is. */
export function withRuns(bundle: Bundle, runs: Bundle): Bundle {
  const known = new Set(bundle.flows.map((each) => each.flowId));
  const taken = new Set(bundle.scenarios.map((each) => each.scenarioId));
  const free = (id: string): string => {
    let other = id;
    for (let number = 2; taken.has(other); number++) other = `${id}-${number}`;
    taken.add(other);
    return other;
  };
  const scenarios = runs.scenarios.map((each) => {
    const scenarioId = free(each.scenarioId);
    if (scenarioId === each.scenarioId) return each;
    const scenarioLabel = `${each.scenarioLabel} (${runs.project})`;
    return each instanceof Columnar ? new Columnar({ ...each.run, label: scenarioLabel }, scenarioId) : { ...each, scenarioId, scenarioLabel };
  });
  return { ...bundle, flows: [...bundle.flows, ...runs.flows.filter((each) => !known.has(each.flowId))], scenarios: [...bundle.scenarios, ...scenarios] };
}
