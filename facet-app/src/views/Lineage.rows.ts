/** Where a field comes from and where it goes: the stations of its line through the contexts, and the gaps in it. */
import type { Lineage, Model, Place } from "../data/payloads";

export type StationRole = "declared" | "gap" | "carried" | "renamed" | "read" | "lost";

export interface Station {
  readonly id: string;
  /** How many links after the source. */
  readonly depth: number;
  readonly context: string;
  readonly owner: string;
  readonly field: string;
  readonly role: StationRole;
  readonly classification: string | null;
  /** The word that the station before carries and this context does not: `PHI`. */
  readonly leaks: string | null;
  readonly how: Lineage["how"] | null;
  readonly place: Place | null;
  readonly isFocus: boolean;
  /** More stations of this context at this depth that are not shown. */
  readonly folded: number;
}

export interface Pick {
  readonly id: string;
  readonly isLost: boolean;
}

interface Known {
  readonly classification: string | null;
  readonly place: Place;
  readonly isCommand: boolean;
}

const FAN = 12;

/** `Context/Aggregate/Element.field`, taken apart. */
export function parts(id: string): { context: string; owner: string; field: string } {
  const path = id.split("/");
  const last = path[path.length - 1] ?? id;
  const dot = last.indexOf(".");
  const owner = dot < 0 ? last : last.slice(0, dot);
  return { context: path.length > 1 ? path[0]! : "", owner, field: dot < 0 ? "" : last.slice(dot + 1) };
}

/** What can be picked: the fields of `flow` that the focus names, all when it names none; lost ones first. */
export function picks(lineage: readonly Lineage[], flow: string, focus: string | null): Pick[] {
  const links = lineage.filter((link) => link.flow === flow);
  const lost = new Set(links.filter((link) => !link.carried).flatMap((link) => [link.from, link.to]));
  const all = [...new Set(links.flatMap((link) => [link.from, link.to]))];
  const named = all.filter((id) => focus !== null && isNamed(id, focus));
  return (named.length > 0 ? named : all)
    .map((id) => ({ id, isLost: lost.has(id) }))
    .sort((left, right) => Number(right.isLost) - Number(left.isLost) || (left.id < right.id ? -1 : 1));
}

function isNamed(id: string, focus: string): boolean {
  const { context, owner, field } = parts(id);
  return id === focus || context === focus || owner === focus || id.startsWith(`${focus}.`) || `${owner}.${field}` === focus;
}

/** The field that the focus means, in full; null when there is none or when several would answer to it. */
export function fieldOf(lineage: readonly Lineage[], flow: string, focus: string | null): string | null {
  if (focus === null) return null;
  const ids = new Set(lineage.filter((link) => link.flow === flow).flatMap((link) => [link.from, link.to]));
  if (ids.has(focus)) return focus;
  const named = [...ids].filter((id) => `${parts(id).owner}.${parts(id).field}` === focus);
  return named.length === 1 ? named[0]! : null;
}

/** From the sources of `field` to everything that it reaches, by depth. Links in a circle are followed once. */
export function stations(lineage: readonly Lineage[], flow: string, field: string, model: Model): Station[] {
  const links = lineage.filter((link) => link.flow === flow);
  const into = by(links, (link) => link.to);
  const outOf = by(links, (link) => link.from);
  const reached = new Set([...closure(field, into, (link) => link.from), ...closure(field, outOf, (link) => link.to)]);
  const depths = depthsOf(reached, into);
  const known = fieldsOf(model);
  const found = [...reached].map((id) => {
    const before = (into.get(id) ?? []).filter((link) => reached.has(link.from));
    const made = station(id, depths.get(id) ?? 0, before, known, field);
    // The model does not declare the field where the contract expects it: this is where the line breaks.
    const isGap = made.role === "declared" && !known.has(id) && (outOf.get(id) ?? []).some((link) => !link.carried);
    return isGap ? { ...made, role: "gap" as const } : made;
  });
  found.sort((left, right) => left.depth - right.depth || rank(left) - rank(right) || (left.id < right.id ? -1 : 1));
  return folded(found);
}

/** Whether the line breaks here. */
export function isBroken({ role }: Station): boolean {
  return role === "gap" || role === "lost";
}

function rank(station: Station): number {
  return station.isFocus ? 0 : isBroken(station) ? 1 : station.leaks !== null ? 2 : 3;
}

function by(links: readonly Lineage[], end: (link: Lineage) => string): Map<string, Lineage[]> {
  const found = new Map<string, Lineage[]>();
  for (const link of links) {
    const list = found.get(end(link));
    if (list === undefined) found.set(end(link), [link]);
    else list.push(link);
  }
  return found;
}

function closure(start: string, next: ReadonlyMap<string, readonly Lineage[]>, end: (link: Lineage) => string): Set<string> {
  const seen = new Set([start]);
  for (const id of seen) for (const link of next.get(id) ?? []) seen.add(end(link));
  return seen;
}

/** Longest way from a source, as far as that is without a circle. */
function depthsOf(reached: ReadonlySet<string>, into: ReadonlyMap<string, readonly Lineage[]>): Map<string, number> {
  const depths = new Map<string, number>();
  let waiting = [...reached];
  while (waiting.length > 0) {
    const ready = waiting.filter((id) => sources(id).every((from) => depths.has(from)));
    // A circle has no first station: its links are cut at the one that comes first in the file.
    for (const id of ready.length > 0 ? ready : waiting.slice(0, 1)) {
      depths.set(id, 1 + Math.max(-1, ...sources(id).map((from) => depths.get(from) ?? -1)));
    }
    waiting = waiting.filter((id) => !depths.has(id));
  }
  return depths;

  function sources(id: string): string[] {
    return (into.get(id) ?? []).map((link) => link.from).filter((from) => reached.has(from) && from !== id);
  }
}

function fieldsOf(model: Model): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const aggregate of model.contexts.flatMap((context) => context.aggregates)) {
    for (const command of aggregate.commands) for (const input of command.inputs) known.set(`${command.id}.${input.name}`, { ...input, isCommand: true });
    for (const event of aggregate.events) for (const field of event.fields) known.set(`${event.id}.${field.name}`, { ...field, isCommand: false });
  }
  return known;
}

function station(id: string, depth: number, into: readonly Lineage[], known: ReadonlyMap<string, Known>, focus: string): Station {
  const { context, owner, field } = parts(id);
  const classification = known.get(id)?.classification ?? null;
  const before = into.find((link) => parts(link.from).context !== context && known.get(link.from)?.classification);
  const word = before === undefined ? null : (known.get(before.from)?.classification ?? null);
  return {
    id, depth, context, owner, field, classification,
    role: roleOf(field, into, known.get(id)),
    leaks: word !== null && word !== classification ? word : null,
    how: into[0]?.how ?? null,
    place: known.get(id)?.place ?? null,
    isFocus: id === focus,
    folded: 0,
  };
}

function roleOf(field: string, into: readonly Lineage[], known: Known | undefined): StationRole {
  if (into.length === 0) return "declared";
  if (into.every((link) => !link.carried)) return "lost";
  if (into.every((link) => parts(link.from).field !== field)) return "renamed";
  return known?.isCommand ? "read" : "carried";
}

/** Where one depth has more than twelve stations, each context shows its worst and the number of the others. */
function folded(found: readonly Station[]): Station[] {
  const depths = new Map<number, Station[]>();
  for (const each of found) depths.set(each.depth, [...(depths.get(each.depth) ?? []), each]);
  return [...depths.values()].flatMap((fan) => {
    if (fan.length <= FAN) return fan;
    const contexts = new Map<string, Station[]>();
    for (const each of fan) contexts.set(each.context, [...(contexts.get(each.context) ?? []), each]);
    return [...contexts.values()].map((inside) => ({ ...inside[0]!, folded: inside.length - 1 }));
  });
}

/** The sentence a list says about a station. */
export function told(station: Station): string {
  const ways = { contract: "by contract", context: "within the context", emitted: "as emitted" };
  const how = station.how === null ? "" : ` ${ways[station.how] ?? station.how}`;
  switch (station.role) {
    case "declared": return `${station.owner} declares ${station.field}.`;
    case "gap": return `${station.owner} does not carry ${station.field}.`;
    case "lost": return `${station.owner} needs ${station.field}, and nothing carries it there${how === "" ? "" : ` (${how.trim()})`}.`;
    case "renamed": return `${station.owner} receives it${how} as ${station.field}.`;
    case "read": return `${station.owner} reads ${station.field}${how}.`;
    case "carried": return `${station.owner} carries ${station.field}${how}.`;
  }
}
