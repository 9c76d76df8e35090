// Reads {bundle, files} on standard input (files: base64 of columnar runs, one a scenario of the bundle) and prints, as JSON,
// what the page reads in each file, the file that the page writes of that, and the file it writes of the scenario itself.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));

async function data() {
  const made = await build({
    stdin: {
      contents: ["columns", "writer", "run", "columnar"].map((name) => `export * from "./src/data/${name}";`).join("\n"),
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

const { read, write, runOf, Columnar } = await data();
const base64 = (bytes) => Buffer.from(bytes).toString("base64");

async function payloadsOf(run) {
  return Promise.all(Array.from({ length: run.rows }, (_, row) => run.payloads?.(row) ?? ""));
}

async function seen(file, scenario, bundle) {
  const runs = read(Uint8Array.from(Buffer.from(file, "base64")));
  if (!Array.isArray(runs)) return { refused: runs.what };
  const run = runs[0];
  const flow = bundle.flows.find((each) => each.flowId === scenario.flowId);
  const told = runOf(scenario, flow, run.origin);
  const back = new Columnar(run);
  return {
    scenario: { steps: back.steps, events: back.events },
    again: base64(write(run, await payloadsOf(run))),
    own: base64(write(told)),
  };
}

const { bundle, files } = JSON.parse(readFileSync(0, "utf8"));
const found = [];
for (const [at, file] of files.entries()) found.push(await seen(file, bundle.scenarios[at], bundle));
console.log(JSON.stringify(found));
