/** Every command of the page with its key: the palette, the help and the keyboard read this one list. */
import { axis, fold, nextShown, playing } from "../timeline/settings";
import { AXES } from "../timeline/axis";
import { VIEWS } from "../views";
import { pin, pins } from "../views/Inspector";
import { forkHere, undo } from "./forks";
import { dock, focus, other, panel, runId, scenarios, select, spoken, step, steps } from "./state";
import { dialog, sheet } from "./dialog";
import { theme, turn } from "./settings";
import { isCone, markRange, markStep, marks, search, stepBy, turnCone } from "./shown";
import { causes, effects, followed, neighbour, problem, type Followed } from "./walk";

export interface Command {
  readonly title: string;
  /** Keys as `KeyboardEvent.key`, two after one another with a space between, `Ctrl+k`; the first is shown. */
  readonly keys: readonly string[];
  run(): void;
}

function to(seq: number | null, otherwise = ""): void {
  if (seq === null) spoken.value = otherwise;
  else step.value = seq;
}

const walk = (by: number): void => to(stepBy(by));

let before: Followed | null = null;

function follow(way: typeof causes, none: string, name: string): void {
  const run = steps.value;
  if (run === null || step.value === null) return;
  before = followed(run, step.value, way, before);
  to(before?.to ?? null, none);
  if (before === null || before.of < 2) return;
  const { turn, of } = before;
  // After the timeline has said the step: that there are others is the news.
  requestAnimationFrame(() => setTimeout(() => { spoken.value = `${spoken.value}. ${name} ${turn + 1} of ${of}.`; }, 50));
}

function toProblem(forward: boolean): void {
  if (steps.value !== null) to(problem(steps.value, step.value, forward), "No further problem in this run.");
}

/** Where the panel is a sheet. */
const NARROW = matchMedia("(max-width: 900px)");

function show(id: string): void {
  const view = VIEWS.find((each) => each.id === id);
  if (view?.place === "dock") dock.value = id;
  else {
    panel.value = id;
    sheet.value = NARROW.matches;
  }
  spoken.value = `${view?.title ?? id} is shown.`;
}

function play(): void {
  const run = steps.value;
  if (run !== null && !playing.value && step.value === run.seq(run.length - 1)) walk(-run.length);
  playing.value = !playing.value;
}

function toRun(by: number): void {
  const id = neighbour(scenarios.value, runId.value, by);
  if (id !== null) select(id);
}

function back(): void {
  if (playing.value) playing.value = false;
  else if (sheet.value) sheet.value = false;
  else if (isCone.value) isCone.value = false;
  else if (search.value !== "") search.value = "";
  else if (marks.value.length > 0) markRange(null);
  else if (focus.value !== null) focus.value = null;
  else step.value = null;
}

function nextAxis(): void {
  const at = AXES.findIndex(([id]) => id === axis.value);
  axis.value = AXES[(at + 1) % AXES.length]?.[0] ?? "steps";
}

function mark(): void {
  other.value = other.value === runId.value ? null : runId.value;
  spoken.value = other.value === null ? "No run is marked to compare." : "This run is marked: select another to compare.";
}

/** The field that the page is narrowed to; else one is chosen in the payload of the step, where `p` and Enter pin it. */
function pinField(): void {
  show("step");
  const field = /([^/]+)\.([^./]+)$/.exec(focus.value ?? "");
  if (field !== null) {
    pin(`${field[1]}.${field[2]}`);
    spoken.value = pins.value.includes(`${field[1]}.${field[2]}`) ? `${field[2]} is pinned.` : `${field[2]} is no longer pinned.`;
    return;
  }
  requestAnimationFrame(() => {
    const payload = document.querySelector<HTMLElement>(".panel [role=tree] [tabindex='0']");
    payload?.focus();
    spoken.value = payload === null ? "This step has no payload: select a step that emits an event." : "Choose a field: p or Enter pins it.";
  });
}

export const COMMANDS: readonly Command[] = [
  { title: "Search", keys: ["/"], run: () => document.getElementById("search")?.focus() },
  { title: "Play or pause", keys: [" "], run: play },
  { title: "Next step", keys: ["j", "ArrowRight", "ArrowDown"], run: () => walk(1) },
  { title: "Previous step", keys: ["k", "ArrowLeft", "ArrowUp"], run: () => walk(-1) },
  { title: "To the cause", keys: ["h"], run: () => follow(causes, "Nothing in this run caused it.", "Cause") },
  { title: "To the effect", keys: ["l"], run: () => follow(effects, "Nothing follows from it.", "Effect") },
  { title: "First step", keys: ["Home"], run: () => walk(-Number.MAX_SAFE_INTEGER) },
  { title: "Last step", keys: ["End"], run: () => walk(Number.MAX_SAFE_INTEGER) },
  { title: "Next problem", keys: ["e"], run: () => toProblem(true) },
  { title: "Previous problem", keys: ["E"], run: () => toProblem(false) },
  { title: "Previous run", keys: ["["], run: () => toRun(-1) },
  { title: "Next run", keys: ["]"], run: () => toRun(1) },
  { title: "Fork here: the run from this step on is yours", keys: ["f"], run: () => void forkHere() },
  { title: "Fault here", keys: ["x"], run: () => { dialog.value = "fault"; } },
  { title: "Undo the last forked step", keys: ["u"], run: undo },
  { title: "Keep what led here", keys: ["c"], run: turnCone },
  { title: "Mark this step; two marks add up what is between", keys: ["m"], run: markStep },
  { title: "Mark this run to compare", keys: [], run: mark },
  { title: "Fold idle time", keys: ["i"], run: () => { fold.value = !fold.value; } },
  { title: "Lanes, both, list", keys: ["t"], run: nextShown },
  { title: "Next axis: steps, clock, causes", keys: [], run: nextAxis },
  { title: "Zoom in, out, left, right; fit; centre", keys: ["w", "s", "a", "d", "0", "."], run: () => {} },
  { title: "Pin a field of the payload", keys: ["p"], run: pinField },
  { title: "Link to what is shown; open a link", keys: [], run: () => { dialog.value = "link"; } },
  { title: "Run the flow again with other options", keys: [], run: () => { dialog.value = "rerun"; } },
  { title: "Open a file", keys: ["Ctrl+o"], run: () => { dialog.value = "open"; } },
  { title: "Light or dark", keys: [], run: turn },
  { title: "Theme of the system", keys: [], run: () => { theme.value = "system"; } },
  { title: "Settings", keys: [], run: () => { dialog.value = "settings"; } },
  { title: "Notices", keys: [], run: () => { dialog.value = "notices"; } },
  { title: "Commands", keys: ["Ctrl+k"], run: () => { dialog.value = "palette"; } },
  { title: "Help", keys: ["?"], run: () => { dialog.value = "help"; } },
  { title: "Back", keys: ["Escape"], run: back },
  ...VIEWS.filter((view) => view.place !== "side").map((view) => ({
    title: `Show ${view.title}`,
    keys: view.place === "dock" ? [`g ${view.key}`] : [],
    run: () => show(view.id),
  })),
];

const NAMES = new Map([[" ", "Space"], ["ArrowRight", "→"], ["ArrowLeft", "←"], ["ArrowDown", "↓"], ["ArrowUp", "↑"], ["Escape", "Esc"]]);

/** A key as it is written on the screen. */
export function named(key: string): string {
  return NAMES.get(key) ?? (key.startsWith("Ctrl+") ? `Ctrl ${key.slice(5).toUpperCase()}` : key);
}
