/** What the painter can draw, and how a row's body becomes a box in pixels. */
import { bodyWidth } from "./axis";
import { EVENT_LEAD } from "./discs";
import { across, centre, type Picture, type View } from "./picture";
import type { Shape } from "./rows";

export type Ink =
  | "paper" | "panel" | "rule" | "ink" | "quiet" | "edge" | "good" | "noted" | "bad" | "selected"
  | "event" | "command" | "policy" | "saga" | "read" | "outside";

export type Primitive =
  | { readonly is: "shape"; readonly shape: Shape | "disc"; readonly x: number; readonly y: number; readonly w: number;
      readonly h: number; readonly fill: Ink | null; readonly edge: Ink; readonly weight: number; readonly dashed: boolean }
  | { readonly is: "rect"; readonly x: number; readonly y: number; readonly w: number; readonly h: number;
      readonly fill: Ink | null; readonly edge: Ink | null; readonly round: number }
  | { readonly is: "line"; readonly points: readonly number[]; readonly ink: Ink; readonly weight: number;
      readonly dashed: boolean; readonly curved: boolean; readonly end: "arrow" | "cross" | null }
  | { readonly is: "text"; readonly x: number; readonly y: number; readonly text: string; readonly ink: Ink;
      readonly font: "mono" | "sans" | "strong"; readonly centred: boolean };

export interface Scene {
  readonly body: readonly Primitive[];
  readonly bands: readonly Primitive[];
  readonly heads: readonly Primitive[];
}

const BOX = 30;

export const say = (x: number, y: number, text: string, ink: Ink = "ink", font: "mono" | "sans" | "strong" = "mono", centred = false): Primitive =>
  ({ is: "text", x, y, text, ink, font, centred });
export const draw = (points: readonly number[], ink: Ink, more: Partial<Extract<Primitive, { is: "line" }>> = {}): Primitive =>
  ({ is: "line", weight: 1, dashed: false, curved: false, end: null, ...more, points, ink });
export const fill = (x: number, y: number, w: number, h: number, colour: Ink | null, edge: Ink | null = null, round = 0): Primitive =>
  ({ is: "rect", x, y, w, h, fill: colour, edge, round });

export const DISC = 14;
/** From this scale on events stand beside their steps. */
export const WITH_EVENTS = 0.5;

/** A row's body in pixels: what its arrows start from, what a pointer hits. */
export function bodyOf(picture: Picture, position: number, view: View): { x: number; y: number; w: number; h: number; end: number } {
  const row = picture.rows.at(position);
  const x = across(picture.places.x[position] ?? 0, view);
  const y = centre(picture.lanes.of[position] ?? 0, view);
  if (row === undefined) return { x, y, w: 0, h: 0, end: x };
  const round = row.shape === "delivery" || row.shape === "event";
  const room = (picture.places.width[position] ?? 0) * view.scale;
  const w = Math.max(Math.min(12, Math.max(3, room)), Math.min(bodyWidth(row), view.scale > WITH_EVENTS ? bodyWidth(row) * view.scale : room));
  const event = row.event !== null && view.scale > WITH_EVENTS ? (EVENT_LEAD - 2 + DISC) * view.scale : 0;
  return { x, y, w, h: round ? Math.min(20, w) : BOX, end: x + w + event };
}
