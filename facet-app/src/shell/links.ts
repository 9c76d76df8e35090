/** The address says what is looked at: read once and on back and forward, written when it changes. */
import { batch, effect, signal } from "@preact/signals";
import { NOWHERE, read, write, type Place } from "../data/link";
import { nameAt, rowNamed } from "../data/occurrences";
import { AXES } from "../timeline/axis";
import { axis } from "../timeline/settings";
import { named } from "../data/text";
import { VIEWS } from "../views";
import { budget, restore, restoring } from "./forks";
import { isReading, note } from "./reading";
import { over, search } from "./shown";
import { bundle, dock, flow, flowName, own, panel, runId, scenarios, select, step, steps } from "./state";

/** Whether the address can be written here: not in a page inside another, whose links are offered as text. */
export const writable = signal(true);
/** The panel that a link need not name. */
const FIRST_PANEL = "explain";
/** What a link said that this page does not say itself. */
let kept: Place = NOWHERE;

/** The place of what is looked at now. */
export function here(): Place {
  const run = steps.value;
  const at = run?.row(step.value) ?? -1;
  const made = own.value;
  return {
    ...kept,
    flow: flow.value?.name ?? null,
    run: made?.from ?? runId.value,
    fork: made?.link ?? [],
    stays: made?.stays ?? false,
    budget: budget.value,
    step: run === null || at < 0 ? null : nameAt(run.run, at),
    view: dock.value,
    panel: panel.value === FIRST_PANEL ? null : panel.value,
    q: search.value,
    over: over.value === "run" && search.value !== "" ? "run" : null,
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
  budget.value = place.budget;
  if (place.fork.length > 0 || place.stays) {
    void restore(place.fork, place.stays).then((found) => {
      if (found === null || place.step === null) return;
      const there = steps.value?.seq(rowNamed(steps.value.run, place.step)) ?? null;
      if (there !== null) step.value = there;
    });
  } else if (place.step !== null) {
    const found = steps.value === null ? null : steps.value.seq(rowNamed(steps.value.run, place.step));
    if (found === null) lost("the step", place.step);
    else step.value = found;
  } else step.value = null;
  panel.value = FIRST_PANEL;
  for (const name of [place.panel, place.view]) {
    const view = VIEWS.find((each) => each.id === name);
    if (view !== undefined) (view.place === "dock" ? dock : panel).value = view.id;
    else if (name !== null) lost("the view", name);
  }
  search.value = place.q;
  over.value = place.over === "run" ? "run" : "all";
  axis.value = AXES.find(([id]) => id === place.axis)?.[0] ?? "steps";
  return unknown;
}

/** Whether all that it names is here. */
function follow(hash: string): boolean {
  const linked = read(hash);
  // In one batch: the address is not written on the way there.
  const said = [...linked.notices, ...batch(() => go(linked.place))];
  note("link", said);
  return said.length === 0;
}

/** Another run or view is a place to come back to; another step is the same place. */
const station = (place: Place) => `${runId.value}\n${place.view}\n${place.panel}`;

/** Goes where a link as text leads. */
export function goTo(text: string): void {
  follow(text.slice(Math.max(0, text.indexOf("#"))));
}

/** Follows the address of the page, then keeps it; a page inside another has none of its own. Names of runs that are still to be read are waited for. */
export function begin(embedded: boolean, read: Promise<void>): void {
  if (embedded) {
    writable.value = false;
    return;
  }
  const first = location.hash;
  const isFound = first === "" || (follow(first) && bundle.value !== null);
  addEventListener("popstate", () => void follow(location.hash));
  if (isReading.value) void read.then(() => keep(isFound ? "" : first));
  else keep("");
}

/** Writes what is looked at into the address, whenever that changes. */
function keep(late: string): void {
  if (late !== "") follow(late);
  let before = station(here());
  effect(() => {
    const place = here();
    if (bundle.value === null || restoring.value) return;
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
