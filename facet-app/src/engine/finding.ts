/** What the page finds about a run that it made itself, in the shape in which a file says it: every view reads one shape. */
import type { Finding, Scenario, WaitEdge, WaitNode, Waits } from "../data/payloads";
import { CONDITION } from "../data/waits";
import type { Explanation } from "./explain";
import type { Disabled } from "./step";

/** Repairs need the engine that reads the text. */
const UNTRIED = "repairs are tried by moment simulate";

export function findingOf(run: Scenario, { recipe, minFaults, nearestGood, waits }: Explanation): Finding {
  const good = nearestGood;
  return {
    code: "", verdict: run.verdict.kind, scenarioId: run.scenarioId, recipe: recipe.names, minimal: recipe.minimal, always: recipe.always,
    cone: [], waits: waits.length === 0 ? null : waitsOf(waits), pointOfNoReturn: run.verdict.pointOfNoReturn, nearestGood: null,
    divergesAt: good === null ? null : { taken: good.taken ?? "", instead: good.instead },
    minFaults: minFaults ?? run.faults.length, repairs: [], repairsTried: 0, repairsUntried: UNTRIED,
  };
}

/** Who waits for what: actions, those that they wait for, and conditions that no waiting action could make true. */
export function waitsOf(waits: readonly Disabled[]): Waits {
  const waiting = new Set(waits.map((each) => each.name));
  const nodes = new Map<string, WaitNode>();
  const edges = new Map<string, WaitEdge>();
  const add = (id: string, kind: WaitNode["kind"], name: string): string => {
    if (!nodes.has(id)) nodes.set(id, { id, kind, name, there: false, place: null });
    return id;
  };
  const edge = (from: string, to: string, reason: string): void => void edges.set(`${from}\n${to}`, { from, to, reason });
  for (const { name } of waits) add(name, "step", nameOf(name));
  for (const { name, unmet } of waits) {
    for (const { field, text, movers } of unmet) {
      const before = movers.filter((mover) => mover !== name && waiting.has(mover));
      for (const mover of before) edge(name, mover, "waits for");
      if (before.length > 0) continue;
      const condition = add(`${field}${CONDITION}${text}`, "condition", text);
      edge(name, condition, "cannot happen:");
      for (const mover of movers) if (mover !== name && !TAKES.test(mover)) edge(condition, add(mover, "step", nameOf(mover)), "would change by");
    }
  }
  const circles = circlesOf([...edges.values()]);
  const all = circles.length > 0 ? [...edges.values()] : direct([...edges.values()]);
  const awaited = new Set(all.filter((each) => each.reason === "waits for").map((each) => each.to));
  const last = waits.filter((each) => !awaited.has(each.name));
  return { owed: (last.length > 0 ? last : waits).map((each) => each.name), nodes: [...nodes.values()], edges: all, circles };
}

/** Faults that only take away are nobody's help. */
const TAKES = /^(?:lose|crash|refuse|drift):/;

/** Edges without those that a longer way says as well; there is no circle among them. */
function direct(edges: readonly WaitEdge[]): WaitEdge[] {
  const next = following(edges);
  const beyond = (from: string): Set<string> => {
    const found = new Set<string>(next.get(from) ?? []);
    for (const here of found) for (const there of next.get(here) ?? []) found.add(there);
    return found;
  };
  const far = new Map([...next.keys()].map((id) => [id, beyond(id)]));
  return edges.filter(({ from, to }) => !(next.get(from) ?? []).some((other) => other !== to && far.get(other)?.has(to) === true));
}

function following(edges: readonly WaitEdge[]): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  return next;
}

/** `OrderPlaced to Fulfillment`, `InitiateFulfillment`, `AssessFee: FeeWaived`, `decision: late`: what an action is about. */
function nameOf(action: string): string {
  const [kind, subject = ""] = [action.slice(0, action.indexOf(":")), action.slice(action.indexOf(":") + 1)];
  if (kind === "choose") return subject.replace("=", ": ");
  const [event, to] = subject.split(">");
  const named = to === undefined ? subject.slice(subject.indexOf(".") + 1).replace("=", ": ") : `${event} to ${to}`;
  return kind === "handle" || kind === "publish" || kind === "deliver" ? named : `${kind} ${named}`;
}

/** The shortest circle, when there is one. */
function circlesOf(edges: readonly WaitEdge[]): string[][] {
  const next = following(edges);
  let best: string[] | null = null;
  for (const start of next.keys()) {
    const found = circle(start, next);
    if (found !== null && (best === null || found.length < best.length)) best = found;
  }
  return best === null ? [] : [best];
}

function circle(start: string, next: ReadonlyMap<string, readonly string[]>): string[] | null {
  const came = new Map<string, string | null>([[start, null]]);
  for (const here of came.keys()) {
    for (const there of next.get(here) ?? []) {
      if (there === start) {
        const way: string[] = [];
        for (let at: string | null = here; at !== null; at = came.get(at) ?? null) way.unshift(at);
        return way;
      }
      if (!came.has(there)) came.set(there, here);
    }
  }
  return null;
}
