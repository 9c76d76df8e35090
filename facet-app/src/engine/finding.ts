/** What the page finds about a run that it made itself, in the shape in which a file says it: every view reads one shape. */
import type { Finding, Scenario, WaitEdge, WaitNode, Waits } from "../data/payloads";
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

/** Who waits for what: actions, the conditions that are false for them, and the actions that would change these. */
export function waitsOf(waits: readonly Disabled[]): Waits {
  const nodes = new Map<string, WaitNode>();
  const edges = new Map<string, WaitEdge>();
  const add = (id: string, kind: WaitNode["kind"], name: string): string => {
    if (!nodes.has(id)) nodes.set(id, { id, kind, name, there: false, place: null });
    return id;
  };
  const edge = (from: string, to: string, reason: string): void => void edges.set(`${from}\n${to}`, { from, to, reason });
  for (const { name } of waits) add(name, "step", nameOf(name));
  for (const { name, unmet } of waits) {
    for (const need of unmet) {
      const condition = add(`${need.field}: ${need.text}`, "condition", need.text);
      edge(name, condition, "waits, because");
      for (const mover of need.movers) if (mover !== name) edge(condition, add(mover, "step", nameOf(mover)), "would come from");
    }
  }
  return { owed: waits.map((each) => each.name), nodes: [...nodes.values()], edges: [...edges.values()], circles: circlesOf([...edges.values()]) };
}

/** `OrderPlaced to Fulfillment`, `InitiateFulfillment`: what an action is about. */
function nameOf(action: string): string {
  const subject = action.slice(action.indexOf(":") + 1).split(/=|\(×/)[0] ?? "";
  const [event, to] = subject.split(">");
  return to === undefined ? subject.slice(subject.indexOf(".") + 1) : `${event} to ${to}`;
}

/** The shortest circle, when there is one. */
function circlesOf(edges: readonly WaitEdge[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
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
