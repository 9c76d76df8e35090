/** How the timeline is looked at and played: signals that its parts share. */
import { signal } from "@preact/signals";
import type { Axis } from "./axis";

export const axis = signal<Axis>("steps");
export const fold = signal(true);
/** Rows before which a folded gap was opened. */
export const opened = signal<ReadonlySet<number>>(new Set());
/** Canvas alone, canvas and list, list alone. */
export const shows = signal<"canvas" | "both" | "list">("canvas");
export const playing = signal(false);
/** Steps a second. */
export const speed = signal(1);
export const halts = signal(true);
/** What stands in the window: from 0 to 1 of the whole length; the minimap draws it and asks for another. */
export const shown = signal<readonly [number, number]>([0, 1]);
export const wanted = signal<number | null>(null);
/** Asks the canvas for a view: a factor to zoom by, or to fit everything. */
export const zoomed = signal<{ readonly by: number | "fit" } | null>(null);
/** `t`: canvas, both, list. */
export function nextShown(): void {
  shows.value = shows.value === "canvas" ? "both" : shows.value === "both" ? "list" : "canvas";
}
