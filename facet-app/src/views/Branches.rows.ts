/** The decisions of a flow as a tree: what each arm leads to, how likely it is, and what nobody anticipated. */
import type { Flow, Scenario, Step } from "../data/payloads";
import { divided, fraction, ONE, percent, plus, same, size, written, ZERO, type Fraction } from "../layout/fraction";
import type { Twig } from "../layout/tree";
import { parts, said, sentence } from "./sentence.rows";

export interface BranchTwig extends Twig {
  readonly label: string;
  /** The decision or command that this is an answer to. */
  readonly of: string;
  /** `1/3 (33.3 %)`, empty when it is not known. */
  readonly exact: string;
  readonly taken: boolean;
  /** Of an arm that no run takes: the choices that should lead to it. */
  readonly way: readonly string[];
  /** An end: what it is, and the run that shows it. */
  readonly end: { readonly kind: string; readonly outcome: string | null; readonly good: boolean; readonly runs: number; readonly first: string } | null;
  readonly children: readonly BranchTwig[];
}

export interface Beyond {
  readonly action: string;
  readonly text: string;
  readonly runs: number;
  readonly first: string;
  readonly seq: number;
}

export interface BranchRows {
  /** Null when the flow decides nothing. */
  readonly root: BranchTwig | null;
  readonly beyond: readonly Beyond[];
  /** What the drawing leaves out or does not know. */
  readonly notes: readonly string[];
}

interface Growing {
  readonly key: string;
  readonly action: string;
  /** The choices from the root to here. */
  readonly way: readonly string[];
  readonly runs: Scenario[];
  readonly below: Map<string, Growing>;
  readonly ends: Map<string, Scenario[]>;
}

export function branchRows(flow: Flow, runs: readonly Scenario[]): BranchRows {
  const own = runs.filter((each) => each.flowId === flow.flowId);
  const calm = own.filter((each) => each.faults.length === 0);
  const trunk = grown(calm);
  const isExact = agrees(trunk, flow);
  const root = twig(trunk, flow, isExact ? ONE : null, calm);
  const faulty = own.length - calm.length;
  const notes = [
    ...(isExact || root.children.length === 0 ? [] : ["How likely each arm is cannot be said from the runs in this file."]),
    ...(faulty === 0 ? [] : [`${faulty === 1 ? "1 run" : `${faulty} runs`} with faults ${faulty === 1 ? "is" : "are"} not drawn: faults are counted, never weighted.`]),
  ];
  const decides = flow.decisions.length > 0 || root.children.length > 1;
  return { root: decides ? root : null, beyond: beyond(own), notes: decides ? notes : [] };
}

const sprout = (key: string, action: string, way: readonly string[]): Growing => ({ key, action, way, runs: [], below: new Map(), ends: new Map() });

function grown(runs: readonly Scenario[]): Growing {
  const root = sprout("", "", []);
  for (const run of runs) {
    let at = root;
    at.runs.push(run);
    for (const step of run.steps.filter(decides)) {
      const name = step.action.replace(/ ?#\d+$/, "");
      const next = at.below.get(name) ?? sprout(`${at.key}~${name}`, name, [...at.way, name]);
      at.below.set(name, next);
      at = next;
      at.runs.push(run);
    }
    const end = endKey(run.verdict.kind, run.verdict.outcome);
    at.ends.set(end, [...(at.ends.get(end) ?? []), run]);
  }
  return pruned(root);
}

const endKey = (kind: string, outcome: string | null): string => `${kind}\n${outcome ?? ""}`;

const decides = (step: Step): boolean => step.kind === "choose" || (step.kind === "handle" && step.action.includes("="));

/** A command that always emits the same is no decision: its node goes, what is below it stays. */
function pruned(node: Growing): Growing {
  for (const [name, below] of [...node.below]) node.below.set(name, pruned(below));
  const only = [...node.below.values()][0];
  if (only === undefined || node.below.size > 1 || node.ends.size > 0 || !only.action.startsWith("handle:")) return node;
  return { ...node, below: only.below, ends: only.ends };
}

const ways = (node: Growing): number => node.below.size + node.ends.size;

/** Whether arms taken as equally likely give exactly the figures that the explorer computed: only then they are shown. */
function agrees(root: Growing, flow: Flow): boolean {
  const arms = new Map<string, Fraction>();
  const ends = new Map<string, Fraction>();
  const add = (sums: Map<string, Fraction>, key: string, share: Fraction) => sums.set(key, plus(sums.get(key) ?? ZERO, share));
  const walk = (node: Growing, share: Fraction): void => {
    if (node.action.startsWith("choose:")) add(arms, node.action, share);
    const each = divided(share, Math.max(1, ways(node)));
    for (const end of node.ends.keys()) add(ends, end, each);
    for (const below of node.below.values()) walk(below, each);
  };
  walk(root, ONE);
  const calm = flow.figures.find((figure) => figure.faults === 0)?.ends ?? [];
  const expected = calm.map((end): [string, string | null] => [endKey(end.verdict, end.outcome), end.probability]);
  const decided = flow.decisions.flatMap((decision) =>
    decision.arms.map((arm): [string, string | null] => [`choose:${slug(decision.moment)}=${arm.condition ?? ""}`, arm.probability]),
  );
  return calm.length > 0 && expected.every(matches(ends)) && decided.every(matches(arms));
}

const matches = (sums: Map<string, Fraction>) => ([key, probability]: [string, string | null]): boolean => {
  const exact = fraction(probability);
  return exact !== null && same(exact, sums.get(key) ?? ZERO);
};

const slug = (moment: string): string => moment.replace(/^moment:/, "").replace(/ ?#\d+$/, "");

function twig(node: Growing, flow: Flow, share: Fraction | null, calm: readonly Scenario[]): BranchTwig {
  const each = share === null ? null : divided(share, Math.max(1, ways(node)));
  const ends = [...node.ends.values()].map((runs) => endTwig(node.key, runs, each));
  const below = [...node.below.values()].map((next) => twig(next, flow, each, calm));
  const isLast = ends.length === 1 && below.length === 0 ? ends[0] : undefined;
  const children = isLast === undefined ? [...below, ...ends, ...untaken(node, flow, calm)] : [];
  const { what, option } = parts(node.action);
  const of = flow.moments.find((moment) => slug(moment.id) === what)?.label ?? what.slice(what.lastIndexOf(".") + 1);
  return {
    id: node.key === "" ? "~" : node.key,
    label: node.action === "" ? "Start" : option === "" ? "no arm" : option,
    of,
    share: share === null ? null : size(share),
    exact: exactly(share),
    taken: true,
    way: [],
    badness: isLast?.badness ?? 0,
    end: isLast?.end ?? null,
    children,
  };
}

function endTwig(key: string, runs: readonly Scenario[], share: Fraction | null): BranchTwig {
  const first = runs[0];
  const { kind, outcome, good } = first?.verdict ?? { kind: "", outcome: null, good: true };
  const end = { kind, outcome, good, runs: runs.length, first: first?.scenarioId ?? "" };
  const label = outcome ?? kind;
  return { id: `${key}!${kind}!${outcome ?? ""}`, label, of: "", share: share === null ? null : size(share), exact: exactly(share), taken: true, way: [], badness: good ? 0 : 1, end, children: [] };
}

const exactly = (share: Fraction | null): string => (share === null ? "" : `${written(share)} (${percent(share)})`);

/** Arms of the decision made here that no run in this file takes anywhere. */
function untaken(node: Growing, flow: Flow, calm: readonly Scenario[]): readonly BranchTwig[] {
  const made = [...node.below.keys()].find((action) => action.startsWith("choose:"));
  if (made === undefined) return [];
  const { what } = parts(made);
  const moment = flow.moments.find((each) => slug(each.id) === what);
  const taken = new Set(calm.flatMap((run) => run.steps.map((step) => step.action.replace(/ ?#\d+$/, ""))));
  const arms = (moment?.arms ?? []).filter((arm) => !taken.has(`choose:${what}=${arm.condition}`));
  return arms.map((arm) => ({
    id: `${node.key}?${arm.condition}`, label: arm.condition, of: moment?.label ?? what, share: null, exact: "", taken: false, way: [...node.way, `choose:${what}=${arm.condition}`], badness: 0, end: null, children: [],
  }));
}

/** Steps that no flow shows, each once, most frequent first. */
function beyond(runs: readonly Scenario[]): readonly Beyond[] {
  const found = new Map<string, Beyond>();
  for (const run of runs) {
    const seen = new Set<string>();
    for (const step of run.steps.filter((each) => each.beyondFlow)) {
      const action = step.action.replace(/ ?#\d+$/, "");
      if (seen.has(action)) continue;
      seen.add(action);
      const before = found.get(action);
      found.set(action, { action, text: sentence(said({ ...step, action })), first: run.scenarioId, seq: step.seq, ...before, runs: (before?.runs ?? 0) + 1 });
    }
  }
  return [...found.values()].sort((a, b) => b.runs - a.runs);
}
