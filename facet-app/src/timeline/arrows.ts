/** Which rows an arrow joins: crossings from producer to delivery, forks of duplicates, losses, steps of one lane. */
import type { Places } from "./axis";
import type { Lanes } from "./lanes";
import type { Badge, Row } from "./rows";

export interface Arrow {
  /** Positions of rows. A loss ends at no row: `to` is where it is lost, `lane` the lane it never reached. */
  readonly from: number;
  readonly to: number;
  readonly lane: number;
  readonly kind: "crossing" | "lost" | "next";
  readonly badge: Badge | null;
}

/** The number of the lane whose label is the context a crossing goes to. */
function target(row: Row, lanes: Lanes): number {
  const context = row.crossing?.split(">")[1] ?? "";
  return lanes.shown.findIndex((lane) => lane.label === context || lane.id === context.toLowerCase());
}

export function arrowsOf(rows: readonly Row[], lanes: Lanes): readonly Arrow[] {
  const position = new Map(rows.map((row, i) => [row.seq, i]));
  const delivered = new Map<string, number>();
  const doubled = new Map<string, number>();
  const arrows: Arrow[] = [];
  rows.forEach((row, i) => {
    const from = position.get(row.causes[0]?.seq ?? -1);
    const lane = lanes.of[i] ?? 0;
    if (row.kind === "duplicate" && row.crossing !== null) doubled.set(row.crossing, i);
    if (row.kind === "lose") arrows.push({ from: i, to: i, lane: target(row, lanes), kind: "lost", badge: null });
    if (from === undefined || from >= i) return;
    if (row.shape === "delivery") {
      const times = delivered.get(row.crossing ?? "") ?? 0;
      delivered.set(row.crossing ?? "", times + 1);
      const fork = times > 0 ? doubled.get(row.crossing ?? "") : undefined;
      arrows.push({ from: fork ?? from, to: i, lane, kind: "crossing", badge: row.badge });
    } else {
      arrows.push({ from, to: i, lane, kind: "next", badge: null });
    }
  });
  return arrows;
}

const SHIFTS = [0, -7, 7, -14, 14];

/** How far each arrow keeps from the border it runs along: crossings that would lie on another move aside. */
export function shiftsOf(arrows: readonly Arrow[], lanes: Lanes, places: Places): Int8Array {
  const open = new Map<number, { readonly to: number; readonly shift: number }[]>();
  return Int8Array.from(arrows, (arrow) => {
    if (arrow.kind === "next") return 0;
    const from = places.x[arrow.from] ?? 0;
    const border = arrow.lane > (lanes.of[arrow.from] ?? 0) ? arrow.lane : arrow.lane + 1;
    const others = (open.get(border) ?? []).filter((other) => other.to > from);
    const shift = SHIFTS.find((each) => others.every((other) => other.shift !== each)) ?? 0;
    open.set(border, [...others, { to: places.x[arrow.to] ?? 0, shift }].slice(-8));
    return shift;
  });
}
