/** Two specifications: ends, findings, coverage, contracts and smallest numbers of faults that were gained or lost. */
import type { Bundle, Finding, Flow, LedgerField, Place, Scenario } from "../data/payloads";
import { tone } from "../parts/verdict";

export interface Change {
  readonly flow: string;
  readonly what: "flow" | "end" | "finding" | "faults" | "coverage" | "contract";
  readonly subject: string;
  readonly before: string;
  readonly after: string;
  readonly judgement: "better" | "worse" | "changed";
  readonly placeBefore: Place | null;
  readonly placeAfter: Place | null;
}

/** A thing that a flow has, by the name under which the other side would have it. */
interface Fact {
  readonly says: string;
  readonly isBad: boolean;
  readonly place: Place | null;
}

/** What changed from `before` to `after`, worse first. */
export function changes(before: Bundle, after: Bundle): Change[] {
  const [old, now] = [byName(before), byName(after)];
  const found: Change[] = [];
  for (const name of new Set([...now.keys(), ...old.keys()])) {
    const [one, two] = [old.get(name), now.get(name)];
    if (one !== undefined && two !== undefined) found.push(...inFlow(name, [one, before], [two, after]));
    else found.push({ flow: name, what: "flow", subject: name, before: there(one), after: there(two), judgement: "changed", placeBefore: firstPlace(one), placeAfter: firstPlace(two) });
  }
  const order = ["worse", "changed", "better"];
  return found.sort((left, right) => order.indexOf(left.judgement) - order.indexOf(right.judgement));
}

function byName(bundle: Bundle): Map<string, Flow> {
  return new Map(bundle.flows.map((flow) => [flow.name, flow]));
}

function there(flow: Flow | undefined): string {
  return flow === undefined ? "none" : "there";
}

function firstPlace(flow: Flow | undefined): Place | null {
  return flow?.moments[0]?.place ?? null;
}

type Side = readonly [flow: Flow, bundle: Bundle];

function inFlow(flow: string, before: Side, after: Side): Change[] {
  const [[one], [two]] = [before, after];
  const rungs = new Set(one.figures.map((figure) => figure.faults).filter((each) => two.figures.some(({ faults }) => faults === each)));
  return [
    ...compared(flow, "end", ends(one, rungs), ends(two, rungs)),
    ...compared(flow, "finding", findings(before), findings(after)),
    ...faults(flow, one, two),
    ...compared(flow, "coverage", coverage(one), coverage(two)),
    ...compared(flow, "contract", contracts(one), contracts(two)),
  ];
}

function compared(flow: string, what: Change["what"], before: ReadonlyMap<string, Fact>, after: ReadonlyMap<string, Fact>): Change[] {
  const found: Change[] = [];
  for (const subject of new Set([...after.keys(), ...before.keys()])) {
    const [one, two] = [before.get(subject), after.get(subject)];
    if (one?.says === two?.says) continue;
    const [wasBad, isBad] = [one?.isBad ?? false, two?.isBad ?? false];
    found.push({
      flow, what, subject,
      before: one?.says ?? "none",
      after: two?.says ?? "none",
      judgement: wasBad === isBad ? "changed" : isBad ? "worse" : "better",
      placeBefore: one?.place ?? null,
      placeAfter: two?.place ?? null,
    });
  }
  return found;
}

/** Ends on the rungs that both sides have; that there is one counts, not how many runs lead to it. */
function ends(flow: Flow, rungs: ReadonlySet<number>): Map<string, Fact> {
  const found = new Map<string, Fact>();
  for (const figure of flow.figures.filter((each) => rungs.has(each.faults))) {
    for (const end of figure.ends) {
      const name = end.outcome === null ? end.verdict : `${end.verdict} ${end.outcome}`;
      const rung = figure.faults === 0 ? "without faults" : `with up to ${figure.faults} faults`;
      found.set(`${name}, ${rung}`, { says: "possible", isBad: tone(end.verdict, false) === "bad", place: null });
    }
  }
  return found;
}

function recipeOf(finding: Finding): string {
  return finding.recipe.length === 0 ? "always" : finding.recipe.join(", ");
}

function findings([flow, bundle]: Side): Map<string, Fact> {
  const runs = new Map(bundle.scenarios.map((each) => [each.scenarioId, each]));
  const named = flow.findings.map((each): [string, Fact] => [
    `${each.code} ${each.verdict}: ${recipeOf(each)}`, { says: "found", isBad: true, place: placeOf(each, runs.get(each.scenarioId ?? "")) },
  ]);
  return new Map(named);
}

/** A finding names no place; the step that its run fails at has one. */
function placeOf(finding: Finding, run: Scenario | undefined): Place | null {
  const failing = finding.cone.find((each) => each.last)?.seq ?? (run?.steps.length ?? 0) - 1;
  return run?.steps.find((step) => step.seq === failing)?.place ?? null;
}

function faults(flow: string, before: Flow, after: Flow): Change[] {
  const [one, two] = [fewest(before), fewest(after)];
  if (one === two) return [];
  const judgement = (two ?? Infinity) < (one ?? Infinity) ? "worse" : "better";
  return [{
    flow, what: "faults", subject: "smallest number of faults that breaks it", judgement,
    before: one === null ? "none found" : String(one),
    after: two === null ? "none found" : String(two),
    placeBefore: firstPlace(before), placeAfter: firstPlace(after),
  }];
}

function fewest(flow: Flow): number | null {
  return flow.findings.length === 0 ? null : Math.min(...flow.findings.map((each) => each.minFaults));
}

function coverage(flow: Flow): Map<string, Fact> {
  const named = flow.coverage.map((each): [string, Fact] => [
    `${each.kind} ${each.element}`, { says: each.reached > 0 ? "reached" : "never reached", isBad: each.reached === 0, place: each.place },
  ]);
  return new Map(named);
}

function contracts(flow: Flow): Map<string, Fact> {
  const named = flow.ledger.flatMap((entry) => [
    [entry.crossing, { says: [entry.relationship, entry.delivery].join(", "), isBad: false, place: entry.fields[0]?.place ?? null }] as [string, Fact],
    ...entry.fields.map((field): [string, Fact] => [
      `${entry.crossing}.${field.field}`, { says: promised(field), isBad: field.required && !field.carried, place: field.place },
    ]),
  ]);
  return new Map(named);
}

function promised(field: LedgerField): string {
  return `${field.type}, ${field.required ? "required" : "optional"}, ${field.carried ? "carried" : "not carried"}`;
}
