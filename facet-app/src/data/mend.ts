/** What a file says of its own parts: names that are used twice, that point nowhere, that lead back to themselves. */
import type { Bundle, Cause, EventSeen, Flow, Lane, Scenario, Step } from "./payloads";
import { grouped, stepsOfEvents } from "./events";
import type { Notices } from "./shapes";
import { named } from "./text";

/** Causes of each event without unknown ones and without those that close a circle. */
function causesOf(events: readonly EventSeen[], place: string, notices: Notices): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  events.forEach((event, at) => {
    if (index.has(event.eventId)) notices.add(`${place}.events[${at}]`, `has the same identifier as an earlier event: ${named(event.eventId)}`);
    else index.set(event.eventId, at);
  });
  const kept = events.map((event, at) =>
    event.causationEventIds.filter((id) => {
      if (index.has(id)) return true;
      notices.add(`${place}.events[${at}]`, `✕ ${named(id)} is not in this file`);
      return false;
    }),
  );
  for (const [from, to] of backEdges(kept.map((ids) => ids.map((id) => index.get(id)!)))) {
    const id = events[to]!.eventId;
    kept[from] = kept[from]!.filter((each) => each !== id);
    notices.add(`${place}.events[${from}]`, `${named(events[from]!.eventId)} and ${named(id)} are causes of each other: the circle is cut here`);
  }
  return kept;
}

/** Edges that close a circle, found depth first without recursion. */
function backEdges(edges: readonly (readonly number[])[]): [number, number][] {
  const found: [number, number][] = [];
  const state = new Uint8Array(edges.length); // 0 new, 1 on the path, 2 done
  const next = new Uint32Array(edges.length);
  for (let first = 0; first < edges.length; first++) {
    const path = state[first] === 0 ? [first] : [];
    while (path.length > 0) {
      const here = path.at(-1)!;
      state[here] = 1;
      const to = edges[here]![next[here]!++];
      if (to === undefined) state[path.pop()!] = 2;
      else if (state[to] === 1) found.push([here, to]);
      else if (state[to] === 0) path.push(to);
    }
  }
  return found;
}

/** Causes that are an earlier step of this run. */
function earlier(step: Step, at: number, rows: ReadonlyMap<number, number>, place: string, notices: Notices): readonly Cause[] {
  const kept = step.causes.filter((cause) => {
    const row = rows.get(cause.seq);
    if (row !== undefined && row < at) return true;
    const what = row === undefined ? `✕ step ${cause.seq} is not in this run` : `step ${cause.seq} is no earlier step: the circle is cut here`;
    notices.add(`${place}.steps[${at}].causes`, what);
    return false;
  });
  return kept.length === step.causes.length ? step.causes : kept;
}

function stepsOf(scenario: Scenario, place: string, notices: Notices): readonly Step[] {
  const rows = new Map(scenario.steps.map((step, at) => [step.seq, at]));
  if (rows.size < scenario.steps.length) notices.add(`${place}.steps`, "have the same number more than once");
  const known = new Set(scenario.events.map((event) => event.eventId));
  let changed = false;
  const steps = scenario.steps.map((step, at) => {
    for (const id of step.eventIds) if (!known.has(id)) notices.add(`${place}.steps[${at}].eventIds`, `✕ ${named(id)} is not in this file`);
    if (step.at !== "" && Number.isNaN(Date.parse(step.at))) notices.add(`${place}.steps[${at}].at`, `is no time: ${named(step.at)}`);
    const causes = earlier(step, at, rows, place, notices);
    changed ||= causes !== step.causes;
    return causes === step.causes ? step : { ...step, causes };
  });
  return changed ? steps : scenario.steps;
}

function scenarioOf(scenario: Scenario, place: string, notices: Notices): Scenario {
  const causes = causesOf(scenario.events, place, notices);
  let changed = false;
  const events = scenario.events.map((event, at) => {
    if (Number.isNaN(Date.parse(event.timestamp))) notices.add(`${place}.events[${at}].timestamp`, `is no time: ${named(event.timestamp)}`);
    if (causes[at]!.length === event.causationEventIds.length) return event;
    changed = true;
    return { ...event, causationEventIds: causes[at]! };
  });
  const steps = scenario.steps.length === 0 ? stepsOfEvents(events) : stepsOf(scenario, place, notices);
  if (!changed && steps === scenario.steps && scenario.flowId !== "") return scenario;
  return { ...scenario, events: changed ? events : scenario.events, steps, flowId: scenario.flowId || "flow-scenarios" };
}

const laneOf = (id: string): Lane => ({ id, label: id, context: id, outcome: null, classification: null });

/** The flow that scenarios without one belong to: its lanes are those of their steps. */
function flowOf(flowId: string, scenarios: readonly Scenario[]): Flow {
  const lanes = new Set(scenarios.flatMap((each) => each.steps.flatMap((step) => step.lane ?? [])));
  return {
    flowId, name: flowId.replace(/^flow-/, ""), description: scenarios[0]?.description ?? "", lanes: [...lanes].map(laneOf), moments: [],
    figures: [], decisions: [], coverage: [], ledger: [], findings: [], walks: null, tables: null, tablesOmitted: null,
    tablesReason: null,
  };
}

/** Equal identifiers get `-2`, `-3`. */
function apart(scenarios: readonly Scenario[], notices: Notices): readonly Scenario[] {
  const taken = new Set<string>();
  return scenarios.map((scenario, at) => {
    let id = scenario.scenarioId;
    for (let again = 2; taken.has(id); again++) id = `${scenario.scenarioId}-${again}`;
    taken.add(id);
    if (id === scenario.scenarioId) return scenario;
    notices.add(`scenarios[${at}]`, `has the same identifier as an earlier scenario: it is called ${named(id)} here`);
    return { ...scenario, scenarioId: id };
  });
}

/** A bundle whose parts point at each other and nowhere else. */
export function mended(bundle: Bundle, notices: Notices): Bundle {
  const scenarios = apart(bundle.scenarios.map((each, at) => scenarioOf(each, `scenarios[${at}]`, notices)), notices);
  const known = new Set(bundle.flows.map((flow) => flow.flowId));
  const others = grouped(scenarios.filter((each) => !known.has(each.flowId)), (each) => each.flowId);
  return { ...bundle, flows: [...bundle.flows, ...[...others].map(([id, runs]) => flowOf(id, runs))], scenarios };
}
