/** What the search box finds: steps of the run, elements of the model, runs. Pure. */
import type { Bundle, Flow, Scenario } from "../data/payloads";
import type { Choice } from "../parts/choices";

/** `step:<seq>`, `element:<id>`, `run:<id>`. */
export function findable(bundle: Bundle, flow: Flow | null, run: Scenario | null): readonly Choice[] {
  const steps = (run?.steps ?? []).map((step) => ({ id: `step:${step.seq}`, title: step.action, hint: `step ${step.seq} of this run` }));
  const elements = bundle.model.contexts.flatMap((context) => [
    { id: `element:${context.name}`, title: context.name, hint: "context" },
    ...context.aggregates.flatMap((aggregate) => [
      ...aggregate.commands.map((command) => ({ id: `element:${command.id}`, title: command.name, hint: `command in ${context.name}` })),
      ...aggregate.events.flatMap((event) => [
        { id: `element:${event.id}`, title: event.name, hint: `event in ${context.name}` },
        ...event.fields.map((field) => ({ id: `element:${event.id}.${field.name}`, title: field.name, hint: `field of ${event.name}` })),
      ]),
    ]),
  ]);
  const runs = bundle.scenarios.map((each) => ({
    id: `run:${each.scenarioId}`,
    title: each.scenarioLabel,
    hint: each.flowId === flow?.flowId ? "run of this flow" : "run",
  }));
  return [...steps, ...elements, ...runs];
}
