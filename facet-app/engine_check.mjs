// Reads a JSON list of tables on standard input and prints what the page's engine finds in each, as JSON.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));

async function engine() {
  const made = await build({
    stdin: {
      contents: ["tables", "explore", "figures"].map((name) => `export * from "./src/engine/${name}";`).join("\n"),
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

const found = await engine();
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((tables) => seen(found, tables))));
