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

/** Where the line from one card to another leaves the first and meets the second; lines there and back stand side by side. */
export function ends(from: MapCard, to: MapCard): readonly [number, number, number, number] {
  const [ax, ay] = [from.x + CARD.width / 2, from.y + CARD.height / 2];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return [ax, ay, ax, ay];
  const [sx, sy] = [(-dy / length) * 5, (dx / length) * 5];
  // How far along the way a point that stands aside by (x, y) leaves a card.
  const leaves = (x: number, y: number) => Math.min(
    dx === 0 ? Infinity : (CARD.width / 2 + 3 - Math.sign(dx) * x) / Math.abs(dx),
    dy === 0 ? Infinity : (CARD.height / 2 + 3 - Math.sign(dy) * y) / Math.abs(dy),
  );
  const [out, into] = [leaves(sx, sy), 1 - leaves(-sx, -sy)];
  return [ax + dx * out + sx, ay + dy * out + sy, ax + dx * into + sx, ay + dy * into + sy];
}
