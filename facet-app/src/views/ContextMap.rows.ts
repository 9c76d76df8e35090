/** Contexts as cards on a plane and what crosses between them, as drawing and as table. */
import type { Bundle } from "../data/payloads";

export interface MapCard {
  readonly name: string;
  readonly classification: string;
  readonly x: number;
  readonly y: number;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  /** Crossings in all flows, and those that break their contract in some run. */
  readonly crossings: number;
  readonly bad: number;
}

export interface ContextMapRows {
  readonly cards: readonly MapCard[];
  readonly edges: readonly MapEdge[];
  readonly width: number;
  readonly height: number;
  /** Contexts that are left out of the drawing, because there are too many. */
  readonly hidden: number;
}

export const CARD = { width: 168, height: 56, across: 296, down: 128, edge: 24 };
const MOST = 40;

/** Crossings between two contexts: `BedAssigned>Ward` belongs to the context whose event it is. */
function crossings(bundle: Bundle): Map<string, { from: string; to: string; type: string; all: Set<string>; bad: Set<string> }> {
  const home = new Map(bundle.model.contexts.flatMap((context) =>
    context.aggregates.flatMap((aggregate) => aggregate.events.map((event) => [event.name, context.name] as const))));
  const found = new Map<string, { from: string; to: string; type: string; all: Set<string>; bad: Set<string> }>();
  const edge = (from: string, to: string, type: string) => {
    const key = `${from}>${to}`;
    const known = found.get(key) ?? { from, to, type, all: new Set<string>(), bad: new Set<string>() };
    found.set(key, known);
    if (!known.type.split(", ").includes(type)) known.type += `, ${type}`;
    return known;
  };
  const broken = new Set(bundle.scenarios.flatMap((run) => run.contracts
    .filter((contract) => contract.fields.some((field) => field.verdict === "missing" || field.verdict === "wrong-type"))
    .map((contract) => contract.crossing)));
  for (const each of bundle.model.relationships) edge(each.from, each.to, each.type);
  for (const row of bundle.flows.flatMap((flow) => flow.ledger)) {
    const [event, to] = row.crossing.split(">");
    const from = home.get(event ?? "");
    if (from === undefined || to === undefined) continue;
    const known = edge(from, to, row.relationship);
    known.all.add(row.crossing);
    if (broken.has(row.crossing) || row.fields.some((field) => field.required && !field.carried)) known.bad.add(row.crossing);
  }
  return found;
}

/** With more than forty contexts only `chosen` and its neighbours are drawn. */
export function contextMap(bundle: Bundle, chosen: string | null): ContextMapRows {
  const edges = [...crossings(bundle).values()].map((each) => ({
    from: each.from, to: each.to, type: each.type, crossings: each.all.size, bad: each.bad.size,
  }));
  const { contexts } = bundle.model;
  const near = new Set(edges.filter((each) => each.from === chosen || each.to === chosen).flatMap((each) => [each.from, each.to]));
  const drawn = contexts.length <= MOST ? contexts : contexts.filter((context) => context.name === chosen || near.has(context.name)).slice(0, MOST);
  const columns = [...new Set(drawn.map((context) => context.at[0]))].sort((one, two) => one - two);
  const lines = [...new Set(drawn.map((context) => context.at[1]))].sort((one, two) => one - two);
  const cards = drawn.map((context) => ({
    name: context.name,
    classification: context.classification ?? "",
    x: CARD.edge + columns.indexOf(context.at[0]) * CARD.across,
    y: CARD.edge + lines.indexOf(context.at[1]) * CARD.down,
  }));
  return {
    cards,
    edges,
    width: Math.max(0, ...cards.map((card) => card.x)) + CARD.width + CARD.edge,
    height: Math.max(0, ...cards.map((card) => card.y)) + CARD.height + CARD.edge,
    hidden: contexts.length - drawn.length,
  };
}

export type Point = readonly [x: number, y: number];

/** An edge as a curve with one control point; `middle` is where its count stands. */
export interface Curve {
  readonly from: Point;
  readonly by: Point;
  readonly to: Point;
  readonly middle: Point;
}

/** How far a curve may swing aside, in the order in which it is tried. */
const SWINGS = [10, 60, -60, 110, -110, 170, -170, 240, -240];
const ROOM = 6;

/** The straightest curve between two cards that touches no other; there and back swing to different sides. */
export function curve(from: MapCard, to: MapCard, cards: readonly MapCard[]): Curve {
  const others = cards.filter((card) => card !== from && card !== to);
  const all = SWINGS.map((swing) => swung(from, to, swing));
  return all.find((each) => others.every((card) => !meets(each, card))) ?? all[0]!;
}

function swung(from: MapCard, to: MapCard, swing: number): Curve {
  const [start, end] = [middleOf(from), middleOf(to)];
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = Math.hypot(dx, dy) || 1;
  const by: Point = [(start[0] + end[0]) / 2 - (dy / length) * swing * 2, (start[1] + end[1]) / 2 + (dx / length) * swing * 2];
  const [out, into] = [leaving(from, start, by), leaving(to, end, by)];
  return { from: out, by, to: into, middle: along(out, by, into, 0.5) };
}

const middleOf = (card: MapCard): Point => [card.x + CARD.width / 2, card.y + CARD.height / 2];

/** Where the line from the middle of a card towards a point comes out of the card, with a little air. */
function leaving(card: MapCard, middle: Point, towards: Point): Point {
  const [dx, dy] = [towards[0] - middle[0], towards[1] - middle[1]];
  const share = Math.min(dx === 0 ? Infinity : (CARD.width / 2 + 3) / Math.abs(dx), dy === 0 ? Infinity : (CARD.height / 2 + 3) / Math.abs(dy));
  return Number.isFinite(share) ? [middle[0] + dx * share, middle[1] + dy * share] : middle;
}

/** A point of the quadratic Bézier curve. */
function along(from: Point, by: Point, to: Point, share: number): Point {
  const [a, b, c] = [(1 - share) ** 2, 2 * share * (1 - share), share ** 2];
  return [a * from[0] + b * by[0] + c * to[0], a * from[1] + b * by[1] + c * to[1]];
}

function meets({ from, by, to }: Curve, card: MapCard): boolean {
  return Array.from({ length: 25 }, (_, at) => along(from, by, to, at / 24)).some(([x, y]) =>
    x > card.x - ROOM && x < card.x + CARD.width + ROOM && y > card.y - ROOM && y < card.y + CARD.height + ROOM);
}
