/** A bundle after a change: flows come, change and go, everything else stays where it was. */
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
