// Bundles the page into one file: script, worker, style inline, with the content security policy of exactly these bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = process.argv[2] ?? join(HERE, "..", "src", "moment", "facet", "app.html");
const BARS = { script: 320_000, gzip: 117_000, style: 21_504 };
const INPUTS = ["build.mjs", "package-lock.json", "package.json", "template.html", "tsconfig.json"];

const sha256 = (bytes, encoding) => createHash("sha256").update(bytes).digest(encoding);

/** The hash of everything that the page is made of: relative paths and bytes, sorted, with line feeds alone. */
function sourceHash() {
  const inside = readdirSync(join(HERE, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(HERE.length + 1).replaceAll("\\", "/"));
  const hash = createHash("sha256");
  for (const path of [...INPUTS, ...inside].sort()) {
    hash.update(`${path}\0${readFileSync(join(HERE, path), "utf8").replaceAll("\r\n", "\n")}\0`);
  }
  return hash.digest("hex");
}

async function bundled(entry, options) {
  const made = await build({
    entryPoints: [join(HERE, entry)],
    bundle: true,
    minify: true,
    write: false,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    absWorkingDir: HERE,
    ...options,
  });
  return made.outputFiles[0].text.trimEnd();
}

/** The engine is one function that gives a module: the page calls it, or has a worker made of its text. */
const engine = await bundled("src/engine/worker.ts", { format: "cjs" });
const page = await bundled("src/main.tsx", { format: "iife", jsx: "automatic", jsxImportSource: "preact" });
const script = `function facetEngine(){const module={exports:{}};${engine};return module.exports}\n${page}`
  .replaceAll("</script", "<\\/script")
  .replaceAll("<!--", "<\\!--");
const style = await bundled("src/style/app.css", {});

const sizes = { script: Buffer.byteLength(script), gzip: gzipSync(script, { level: 9 }).length, style: Buffer.byteLength(style) };
const csp = [
  "default-src 'none'",
  `script-src 'sha256-${sha256(script, "base64")}'`,
  `style-src 'sha256-${sha256(style, "base64")}'`,
  "img-src blob: data:",
  "worker-src blob:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types facet-worker",
].join("; ");
const parts = { csp, source: sourceHash(), style, script };
const written = readFileSync(join(HERE, "template.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);

const over = Object.entries(BARS).filter(([name, bar]) => sizes[name] > bar);
if (over.length > 0) {
  console.error(over.map(([name, bar]) => `${name}: ${sizes[name]} bytes, over ${bar}`).join("\n"));
  process.exit(1);
}
mkdirSync(dirname(TARGET), { recursive: true });
writeFileSync(TARGET, written);
console.log(Object.entries(sizes).map(([name, size]) => `${name} ${size}`).join(", "));
