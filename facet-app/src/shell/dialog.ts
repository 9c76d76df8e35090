/** What stands over the page: a dialog, the sheet of a narrow one. */
import { signal } from "@preact/signals";

/** The dialog that is open. */
export const dialog = signal<"palette" | "link" | "rerun" | "help" | "settings" | "open" | "notices" | "fault" | null>(null);
/** Under 900 pixels the panel is a sheet that comes when it is asked for. */
export const sheet = signal(false);
