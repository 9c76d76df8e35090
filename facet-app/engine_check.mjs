// Reads a JSON list on standard input and prints as JSON what the page's engine finds in each: in tables their figures,
// in a bundle every scenario again, as the page tells it, and what explains it, in walks through tables what they tell.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));

async function engine() {
  const made = await build({
    stdin: {
      contents: ["tables", "explore", "figures", "step", "run", "explain", "tell", "sagas", "entered"].map((name) => `export * from "./src/engine/${name}";`).join("\n"),
      resolveDir: HERE,
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "warning",
  });
  return import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].contents).toString("base64")}`);
}

function seen({ machineOf, isRefused, explore, measure }, tables) {
  const machine = machineOf(tables);
  if (isRefused(machine)) return { refused: machine.why };
  const space = explore(machine);
  const { rungs, endings, chances } = measure(space);
  const rung = rungs[Math.min(machine.faults, rungs.length - 1)];
  return {
    flow: machine.flow,
    states: space.states,
    transitions: space.edges,
    limit: space.limit,
    runs: String(rung.runs),
    ends: rung.ends.map(({ verdict, outcome, runs, exact }) => ({ verdict, outcome, runs: String(runs), probability: exact })),
    texts: [...new Set([...endings.values()].map((ending) => ending.text))].sort(),
    good: chances.goodText(0),
    rungs: rungs.map(({ faults, states, transitions, runs }) => ({ faults, states, transitions, runs: String(runs) })),
  };
}

/** The way of a scenario: actions whose records are its steps, one after the other. */
function wayOf({ enabled, next }, machine, steps) {
  const from = (states, actions, at) => {
    if (at === steps.length) return { actions, states };
    for (const number of enabled(machine, states.at(-1))) {
      const { records } = machine.actions[number];
      if (records.some((record, n) => record.action !== steps[at + n]?.action)) continue;
      const found = from([...states, next(machine, states.at(-1), number)], [...actions, number], at + records.length);
      if (found !== null) return found;
    }
    return null;
  };
  return from([machine.initial], [], 0);
}

function told(engine, bundle) {
  const { machineOf, isRefused, explore, measure, scenario, explain } = engine;
  return bundle.flows.flatMap((flow) => {
    const machine = flow.tables === null ? null : machineOf(flow.tables);
    if (machine === null) return [];
    if (isRefused(machine)) return [{ flow: flow.name, refused: machine.why }];
    const space = explore(machine);
    const explored = { space, figures: measure(space) };
    return bundle.scenarios.filter((each) => each.flowId === flow.flowId).map((each) => {
      const way = wayOf(engine, machine, each.steps);
      if (way === null) return { scenarioId: each.scenarioId, lost: true };
      const around = { flow, model: bundle.model, known: bundle.scenarios, scenarioId: each.scenarioId, label: each.scenarioLabel, seed: 1, variation: each.variation ?? undefined };
      const { recipe, minFaults } = explain(machine, way, explored);
      return { scenario: scenario(machine, way, explored, around), recipe, minFaults };
    });
  });
}

/** A walk takes of the actions that are enabled the one with each of these numbers. */
function walked({ machineOf, isRefused, enabled, next, tell, sagasOf, entered }, { tables, moments, walks }) {
  const machine = machineOf(tables);
  if (isRefused(machine)) return { refused: machine.why };
  return walks.map(({ taken, variation }) => {
    const way = { actions: [], states: [machine.initial] };
    const names = [];
    for (const number of taken) {
      const open = enabled(machine, way.states.at(-1));
      names.push(open.map((label) => machine.actions[label].name));
      way.actions.push(open[number]);
      way.states.push(next(machine, way.states.at(-1), open[number]));
    }
    const told = tell(machine, way, () => null, variation);
    const { steps, events, contracts } = told;
    return { enabled: names, steps, events, contracts, sagas: sagasOf(machine, way, told), path: entered(machine, way, { moments }) };
  });
}

function answered(engine, each) {
  if (each?.walks !== undefined) return walked(engine, each);
  return each?.flows === undefined ? seen(engine, each) : told(engine, each);
}

const found = await engine();
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((each) => answered(found, each))));
