/** What the search box finds: steps of the run, elements of the model, runs. Pure. */
import type { Bundle, Flow, Scenario } from "../data/payloads";
import { stepsOf, type Steps } from "../data/steps";
import type { Choice } from "../parts/choices";

/** Where there are more steps than this, each action is found once, where it happens first. */
const MOST_STEPS = 20_000;

function stepsIn(run: Steps): readonly Choice[] {
  const seen = new Set<number>();
  return Array.from({ length: run.length }, (_, row) => row).flatMap((row) => {
    const action = run.length > MOST_STEPS ? run.run.action[row]! : null;
    if (action !== null && seen.has(action)) return [];
    if (action !== null) seen.add(action);
    const seq = run.seq(row);
    return { id: `step:${seq}`, title: action === null ? (run.at(row)?.action ?? "") : run.run.strings.at(action), hint: `step ${row + 1} of this run` };
  });
}

/** `step:<seq>`, `element:<id>`, `run:<id>`. */
export function findable(bundle: Bundle, flow: Flow | null, run: Scenario | null): readonly Choice[] {
  const steps = run === null ? [] : stepsIn(stepsOf(run, flow));
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
