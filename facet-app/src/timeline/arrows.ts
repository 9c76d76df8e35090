/** Which rows an arrow joins: crossings from producer to delivery, forks of duplicates, losses, steps of one lane. */
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
