/** The address says what is looked at: read once and on back and forward, written when it changes. */
import { effect, signal } from "@preact/signals";
import { NOWHERE, read, write, type Place } from "../data/link";
import { nameAt, rowNamed } from "../data/occurrences";
import { AXES } from "../timeline/axis";
import { axis } from "../timeline/settings";
import { named } from "../data/text";
import { VIEWS } from "../views";
import { notices } from "./reading";
import { bundle, dock, flow, flowName, panel, runId, scenarios, select, step, steps } from "./state";

/** Whether the address can be written here: not in a page inside another. */
const writable = signal(true);
/** What a link said that this page does not say itself. */
let kept: Place = NOWHERE;

/** The place of what is looked at now. */
export function here(): Place {
  const run = steps.value;
  const at = run?.row(step.value) ?? -1;
  return {
    ...kept,
    flow: flow.value?.name ?? null,
    run: runId.value,
    step: run === null || at < 0 ? null : nameAt(run.run, at),
    view: dock.value,
    axis: axis.value === "steps" ? null : axis.value,
  };
}

/** Goes where the place says, as far as its names are known; what is not, is said. */
export function go(place: Place): readonly string[] {
  const unknown: string[] = [];
  const open = bundle.value;
  kept = place;
  if (open === null) return [];
  const lost = (what: string, name: string) => unknown.push(`The link names ${what} ${named(name)}, which is not in this file.`);
  if (place.flow !== null) {
    if (open.flows.some((each) => each.name === place.flow)) {
      if (flowName.value !== place.flow) {
        flowName.value = place.flow;
        const first = scenarios.value[0];
        if (first !== undefined && place.run === null) select(first.scenarioId);
      }
    } else lost("the flow", place.flow);
  }
  if (place.run !== null && place.run !== runId.value) {
    if (open.scenarios.some((each) => each.scenarioId === place.run)) select(place.run);
    else lost("the run", place.run);
  }
  if (place.step !== null) {
    const found = steps.value === null ? null : steps.value.seq(rowNamed(steps.value.run, place.step));
    if (found === null) lost("the step", place.step);
    else step.value = found;
  } else step.value = null;
  const view = VIEWS.find((each) => each.id === place.view);
  if (view !== undefined) (view.place === "dock" ? dock : panel).value = view.id;
  else if (place.view !== null) lost("the view", place.view);
  axis.value = AXES.find(([id]) => id === place.axis)?.[0] ?? "steps";
  return unknown;
}

function follow(): void {
  const linked = read(location.hash);
  notices.value = [...notices.value.filter((text) => !text.startsWith("The link")), ...linked.notices, ...go(linked.place)];
}

/** Another run or view is a place to come back to; another step is the same place. */
const station = (place: Place) => `${place.run}\n${place.view}`;

/** Follows the address of the page, then keeps it. */
export function begin(): void {
  if (location.hash !== "") follow();
  addEventListener("popstate", follow);
  let before = station(here());
  effect(() => {
    const place = here();
    if (bundle.value === null) return;
    const hash = write(place);
    if (hash === location.hash) {
      before = station(place);
      return;
    }
    const isNew = station(place) !== before;
    before = station(place);
    try {
      if (isNew) history.pushState(null, "", hash);
      else history.replaceState(null, "", hash);
    } catch {
      writable.value = false;
    }
  });
}
