/** Runs of a file of columns as a bundle without a model: what is seen is what they say themselves. */
import { Columnar } from "./columnar";
import { grouped } from "./events";
import { bundleOfScenarios } from "./facet";
import type { Bundle, Flow } from "./payloads";
import type { Run } from "./run";
import type { Notices } from "./shapes";
import { named } from "./text";

/** A flow as its runs show it: its lanes are theirs. */
function flowOf(flowId: string, runs: readonly Run[]): Flow {
  const lanes = [...new Set(runs.flatMap((run) => run.lanes))];
  return {
    flowId, name: flowId.replace(/^flow-/, ""), description: "",
    lanes: lanes.map((id) => ({ id, label: id, context: id, outcome: null, classification: null })), moments: [],
    figures: [], decisions: [], coverage: [], ledger: [], findings: [], walks: null, tables: null, tablesOmitted: null,
    tablesReason: null,
  };
}

/** Equal identifiers get `-2`, `-3`. */
function apart(runs: readonly Run[], notices: Notices): readonly Columnar[] {
  const taken = new Set<string>();
  return runs.map((run, at) => {
    let id = run.runId;
    for (let again = 2; taken.has(id); again++) id = `${run.runId}-${again}`;
    taken.add(id);
    if (id !== run.runId) notices.add(`runs[${at}]`, `has the same identifier as an earlier run: it is called ${named(id)} here`);
    return new Columnar(run, id);
  });
}

export function bundleOfRuns(name: string, runs: readonly Run[], notices: Notices): Bundle {
  const scenarios = apart(runs, notices);
  const flows = [...grouped(scenarios, (each) => each.flowId)].map(([id, own]) => flowOf(id, own.map((each) => each.run)));
  const empty = bundleOfScenarios([], named(name), notices);
  const origin = runs[0]?.origin;
  const whole = (value: unknown): number => (typeof value === "number" ? value : 0);
  return {
    ...empty, flows, scenarios, specHash: origin?.specHash ?? "", seed: origin?.seed ?? 0,
    scope: { ...empty.scope, instances: whole(origin?.scope["instances"]), faults: whole(origin?.scope["faults"]) },
  };
}
