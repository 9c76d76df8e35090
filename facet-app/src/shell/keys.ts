/** The keyboard: single keys while no field has focus, `g` and a letter, Ctrl with a letter. */
import { COMMANDS } from "./commands";
import { dialog } from "./dialog";
import { singleKeys } from "./settings";

const FIELDS = /^(INPUT|SELECT|TEXTAREA)$/;
/** These take Space and Enter for themselves. */
const ACTIVE = /^(BUTTON|A|SUMMARY)$/;
const ARROW = /^Arrow|^Home$|^End$/;
/** The timeline hears these itself. */
const TIMELINE = new Set(["w", "s", "a", "d", "0", "."]);

const byKey = new Map(COMMANDS.flatMap((command) => command.keys.map((key) => [key, command] as const)));

/** Whether the element keeps this key for itself. */
export function keeps(element: { tagName: string; isContentEditable?: boolean; role?: string | null }, key: string): boolean {
  if (FIELDS.test(element.tagName) || element.isContentEditable === true) return true;
  if (key === " " && ACTIVE.test(element.tagName)) return true;
  return ARROW.test(key) && (element.role === "tabpanel" || element.tagName === "PRE");
}

/** Listens for as long as the page lives. */
export function listen(): void {
  let before = "";
  document.addEventListener("keydown", (event) => {
    if (dialog.value !== null) event.stopPropagation();
    if (event.defaultPrevented || event.altKey || dialog.value !== null) return;
    const control = event.ctrlKey || event.metaKey;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (!control && event.key !== "Escape") {
      if (keeps({ tagName: target.tagName, isContentEditable: target.isContentEditable, role: target.getAttribute("role") }, event.key)) return;
      if (!singleKeys.value && event.key.length === 1) {
        event.stopPropagation();
        return;
      }
    }
    const key = control ? `Ctrl+${event.key.toLowerCase()}` : before + event.key;
    before = "";
    if (key === "g") {
      before = "g ";
      event.preventDefault();
      return;
    }
    const command = byKey.get(key);
    if (command === undefined || TIMELINE.has(key)) return;
    event.preventDefault();
    command.run();
  });
}
