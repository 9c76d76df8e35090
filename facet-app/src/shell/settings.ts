/** What a person sets about the page; kept where the browser lets it, otherwise for this page only. */
import { computed, effect, signal } from "@preact/signals";
import { compact, letters } from "../parts/Grid";

export type Theme = "system" | "light" | "dark";

export const theme = signal<Theme>("system");
/** Keys without Ctrl command the page while no field has focus. */
export const singleKeys = signal(true);
/** Rows of lists and grids: 36 pixels, or 28 to see more of them. */
export const comfortable = signal(false);
export const rowHeight = computed(() => (comfortable.value ? 36 : 28));
/** Width of the picker and the panel, height of the dock. */
export const sizes = { side: signal(264), panel: signal(360), dock: signal(248) };
export const FIRST = { side: 264, panel: 360, dock: 248 };
/** Whether settings outlive the page. */
export const kept = signal(true);

const PLACE = "moment.facet";
const dark = matchMedia("(prefers-color-scheme: dark)");
const system = signal(dark.matches);

function read(): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    kept.value = false;
    return {};
  }
}

function write(text: string): void {
  try {
    localStorage.setItem(PLACE, text);
  } catch {
    kept.value = false;
  }
}

/** Reads the settings, and from then on keeps them and follows the system's theme. A page inside another keeps none. */
export function begin(embedded: boolean): void {
  if (embedded) kept.value = false;
  const before = embedded ? {} : read();
  if (before.theme === "light" || before.theme === "dark") theme.value = before.theme;
  singleKeys.value = before.singleKeys !== false;
  comfortable.value = before.comfortable === true;
  for (const [name, size] of Object.entries(sizes)) {
    const old = before[name];
    if (typeof old === "number" && old >= 120 && old <= 1200) size.value = old;
  }
  dark.addEventListener("change", () => { system.value = dark.matches; });
  effect(() => {
    const wanted = theme.value === "system" ? (system.value ? "dark" : "light") : theme.value;
    document.documentElement.dataset.theme = wanted;
  });
  effect(() => { letters.value = !singleKeys.value; });
  effect(() => {
    compact.value = rowHeight.value;
    document.documentElement.style.setProperty("--row", `${rowHeight.value}px`);
  });
  effect(() => {
    const { side, panel, dock } = sizes;
    const text = JSON.stringify({ theme: theme.value, singleKeys: singleKeys.value, comfortable: comfortable.value, side: side.value, panel: panel.value, dock: dock.value });
    if (!embedded) write(text);
  });
}

/** The switch in the bar: the other one than what is seen now. */
export function turn(): void {
  theme.value = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
}
