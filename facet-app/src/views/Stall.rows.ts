/** Who waits for what at the end of a run: nodes and edges in words, and the shortest circle or chain. */
import type { Finding, Flow, WaitNode } from "../data/payloads";
import { layoutWaits, type WaitSpot } from "../layout/waits";

export interface StallNode extends WaitSpot {
  readonly name: string;
  readonly kind: string;
  /** Solid: it waits. Hollow: it is missing. Thin: it could supply what is missing. */
  readonly look: "solid" | "hollow" | "thin";
  /** The look in a word: `waits`, `missing`, `false`, `happened`, `could supply it`. */
  readonly word: string;
  /** `ServeSoup waits for TableLaid`: one sentence an edge that leaves the node. */
  readonly says: readonly string[];
  readonly place: WaitNode["place"];
}

export interface StallRows {
  readonly nodes: readonly StallNode[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly reason: string; readonly onCircle: boolean }[];
  readonly summary: string;
  readonly hidden: number;
}

/** Null when nothing is owed. */
export function stallRows(finding: Finding | null, limit?: number): StallRows | null {
  const waits = finding?.waits ?? null;
  if (waits === null || waits.nodes.length === 0) return null;
  const byId = new Map(waits.nodes.map((node) => [node.id, node]));
  const laid = layoutWaits(waits.nodes.map((node) => node.id), waits.edges, waits.owed, waits.circles, limit);
  const name = (id: string) => capital(byId.get(id)?.name ?? id);
  const supplies = new Set(waits.edges.filter((edge) => /^(?:would|could) /.test(edge.reason)).map((edge) => edge.to));
  const nodes = laid.spots.map((spot): StallNode => {
    const node = byId.get(spot.id);
    const says = waits.edges.filter((edge) => edge.from === spot.id).map((edge) => `${name(edge.from)} ${edge.reason} ${name(edge.to)}`);
    const shape = look(node, waits.owed, supplies);
    return { ...spot, name: name(spot.id), kind: node?.kind ?? "", look: shape, word: word(shape, node, waits.owed), says, place: node?.place ?? null };
  });
  const shown = new Set(nodes.map((node) => node.id));
  const pairs = new Set(laid.shortest.map((id, at) => `${id}\n${laid.shortest[at + 1] ?? (laid.isCircle ? laid.shortest[0] : "")}`));
  const edges = waits.edges
    .filter((edge) => shown.has(edge.from) && shown.has(edge.to))
    .map((edge) => ({ ...edge, onCircle: pairs.has(`${edge.from}\n${edge.to}`) }));
  return { nodes, edges, summary: summary(laid.shortest.map(name), laid.isCircle), hidden: laid.hidden };
}

/** Names that the action of a supplier may have: those of the page are names already, those of a file are placements. */
export function actionsOf({ id, kind }: Pick<StallNode, "id" | "kind">, flow: Flow): readonly string[] {
  if (kind === "decision") {
    const moment = flow.moments.find((each) => id.endsWith(`/${each.id.replace(/^moment:/, "")}`));
    return moment?.arms.map((arm) => `choose:${moment.id.replace(/^moment:/, "")}=${arm.condition}`) ?? [];
  }
  if (kind !== "step") return [];
  if (/^[a-z]+:/.test(id)) return [id];
  const placements = flow.moments.flatMap((moment) => [...moment.placements, ...moment.arms.flatMap((arm) => arm.placements)]);
  const found = placements.find((each) => each.id === id);
  return found === undefined ? [] : ["handle", "publish"].map((verb) => `${verb}:${found.lane}.${found.node}`);
}

/** `the decision Answer` begins a label or a sentence; names of things begin as they are written. */
const capital = (name: string): string => name.replace(/^the /, "The ");

function look(node: WaitNode | undefined, owed: readonly string[], supplies: Set<string>): StallNode["look"] {
  if (node === undefined || owed.includes(node.id)) return "solid";
  if (supplies.has(node.id)) return "thin";
  return node.there ? "solid" : "hollow";
}

function word(shape: StallNode["look"], node: WaitNode | undefined, owed: readonly string[]): string {
  if (shape === "thin") return "could supply it";
  if (shape === "hollow") return node?.kind === "condition" ? "false" : "missing";
  return node?.there === true && !owed.includes(node.id) ? "happened" : "waits";
}

function summary(names: readonly string[], isCircle: boolean): string {
  if (names.length === 0) return "";
  return isCircle ? `A circle: ${[...names, names[0]].join(" → ")}.` : `The shortest chain: ${names.join(" → ")}.`;
}
