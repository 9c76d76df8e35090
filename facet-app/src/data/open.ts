/** Files as they are dropped, chosen or found in the page: what they are, read, or why they are not. */
import { broken } from "./broken";
import { read } from "./columns";
import { isCloudEvent, scenariosOfLog } from "./events";
import { bundleOf, bundleOfScenarios } from "./facet";
import { FIXED, Unreadable, headerLength, headerOf, neededLength } from "./header";
import type { Bundle } from "./payloads";
import { KINDS, amount, foreign, newer, refused, tooBig, unknown, type Refusal } from "./refusal";
import type { Run } from "./run";
import { Notices, isObject } from "./shapes";
import { named } from "./text";
import { MOST_EXPANDED, unpack } from "./unpack";
import { textOf } from "./utf8";

export type { Refusal } from "./refusal";
export type { Notice } from "./shapes";

export type Opened =
  | { readonly kind: "bundle"; readonly bundle: Bundle; readonly notices: Notices }
  | { readonly kind: "runs"; readonly runs: readonly Run[]; readonly notices: Notices }
  | { readonly kind: "refusal"; readonly refusal: Refusal };

/** A file that is read in parts: its size is known before anything is. */
export interface Dropped {
  readonly name: string;
  readonly size: number;
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
}

export const MOST_JSON = 256 * 1024 ** 2;

const refusal = (refusal: Refusal): Opened => ({ kind: "refusal", refusal });

/** Kinds of files that people drop by mistake, by their first bytes. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(?:!doctype html|html|head|body|script)/i, "an HTML page"],
  [/^\s*<\?xml|^\s*<svg/i, "XML"],
  [/^\u0089PNG|^\u00ff\u00d8\u00ff|^GIF8|^RIFF....WEBP|^BM/s, "an image"],
  [/^%PDF/, "a PDF document"],
  [/^PK\u0003\u0004/, "a ZIP archive"],
];

/** The first bytes, one sign each. */
const begins = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 64));

/** Why the first bytes are none of ours; null when they may be. */
function foreignTo(name: string, bytes: Uint8Array): Refusal | null {
  if (bytes.length === 0) return refused(name, "The file is empty.", "byte 0", KINDS);
  const first = begins(bytes);
  const kind = FOREIGN.find(([pattern]) => pattern.test(first))?.[1];
  if (kind !== undefined) return foreign(name, bytes, kind);
  return /^(?:\u00ef\u00bb\u00bf)?\s*(?:[{[]|\/\/|$)/.test(first) ? null : foreign(name, bytes, "something else");
}

/** The text without `//` lines at its top. */
const withoutComment = (text: string): string => text.replace(/^\ufeff?(?:\s*\/\/[^\n]*(?:\n|$))*/, "");

type Parsed = { readonly value: unknown } | { readonly refusal: Refusal };

/** JSON, else one JSON value a line. */
function parsed(name: string, whole: string): Parsed {
  const text = withoutComment(whole);
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    const lines = linesOf(text);
    if (lines !== null) return { value: lines };
  }
  const found = broken(text) ?? { cut: false, byte: 0, inside: "" };
  const byte = found.byte + (whole.length - text.length);
  const inside = found.inside === "" ? "" : ` inside \`${found.inside}\``;
  const where = `byte ${byte.toLocaleString("en")}${inside}`;
  if (found.cut) return { refusal: refused(name, `The file is cut off: it ends at ${where}. Nothing half is shown.`, where, "Fetch or write the file again.") };
  return { refusal: refused(name, `The file is not JSON: it goes wrong at ${where}.`, where, `Mend the file there, or write it again. ${KINDS}`) };
}

/** A log line by line; null when it is none. What cannot be read in a log is kept as text and said later. */
function linesOf(text: string): readonly unknown[] | null {
  const end = text.indexOf("\n");
  const one = (line: string): unknown => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      return line;
    }
  };
  if (end < 0 || !isCloudEvent(one(text.slice(0, end)))) return null;
  return text.split("\n").filter((line) => line.trim() !== "").map(one);
}

const isScenario = (value: unknown): boolean => isObject(value) && Object.hasOwn(value, "scenarioId");

/** Any JSON value as what it is. */
function valueOf(name: string, value: unknown): Opened {
  const notices = new Notices();
  const project = named(name).replace(/\.jsonl?$/, "");
  const format = isObject(value) && typeof value["format"] === "string" ? value["format"] : null;
  const number = /^moment\.(?:facet|run|tables|live)\/(\d+)$/.exec(format ?? "")?.[1];
  if (number !== undefined && Number(number) > 1) return refusal(newer(name, format!));
  if (format !== null && /^moment\.facet\/\d+$/.test(format)) return { kind: "bundle", bundle: bundleOf(value, notices), notices };
  if (format === null && isScenario(value)) return { kind: "bundle", bundle: bundleOfScenarios([value], project, notices), notices };
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  if (values.some(isCloudEvent)) return { kind: "bundle", bundle: bundleOfScenarios(scenariosOfLog(values, notices), project, notices), notices };
  if (values.some(isScenario) && Array.isArray(value)) return { kind: "bundle", bundle: bundleOfScenarios(values, project, notices), notices };
  return refusal(unknown(name, value, format));
}

/** What a text is: the data block of a page, or a small file. */
export function openText(name: string, text: string): Opened {
  const read = parsed(name, text);
  return "refusal" in read ? refusal(read.refusal) : valueOf(name, read.value);
}

function unreadable(name: string, problem: Unreadable): Opened {
  if (problem.newer !== null) return refusal(newer(name, problem.newer));
  return refusal(refused(name, `The columns cannot be read: ${problem.what}. Nothing half is shown.`, problem.where, "Write the file again: `moment simulate --export columns=FILE`."));
}

function runs(name: string, found: readonly Run[] | Unreadable): Opened {
  return found instanceof Unreadable ? unreadable(name, found) : { kind: "runs", runs: found, notices: new Notices() };
}

/** Header and needed columns of a `.run`; payloads stay where they are. */
async function openColumns(file: Dropped, most: number): Promise<Opened> {
  const fixed = await file.read(0, FIXED);
  const length = fixed.length < FIXED ? file.size : Math.min(headerLength(fixed), file.size);
  if (length > MOST_JSON) return unreadable(file.name, new Unreadable(`the header has ${amount(length)}`, "header"));
  const head = await file.read(0, length);
  if (!begins(head).startsWith("MOMRUN1\n") || head.length < FIXED) return runs(file.name, read(head));
  const header = headerOf(head, file.size);
  if (header instanceof Unreadable) return unreadable(file.name, header);
  const needed = neededLength(header, file.size);
  if (needed > most)
    return refusal(refused(file.name, `The columns that a page needs have ${amount(needed)}; at most ${amount(most)} are read.`, "columns", "Write fewer runs, or one flow alone: `--flow NAME`."));
  return runs(file.name, read(await file.read(0, needed), file.size, file.read));
}

/** One file. Its size and its first bytes are looked at before it is read. */
export async function open(file: Dropped, most = MOST_EXPANDED): Promise<Opened> {
  try {
    const first = await file.read(0, Math.min(file.size, 64));
    if (first[0] === 0x1f && first[1] === 0x8b) return await openPacked(file, most);
    if (begins(first).startsWith("MOMRUN")) return await openColumns(file, most);
    const problem = foreignTo(file.name, first);
    if (problem !== null) return refusal(problem);
    if (file.size > MOST_JSON) return refusal(tooBig(file.name, file.size, MOST_JSON));
    return openText(file.name, textOf(await file.read(0, file.size)));
  } catch {
    return refusal(refused(file.name, "The file could not be read: it was moved, changed or is not allowed.", "", "Choose it again."));
  }
}

async function openPacked(file: Dropped, most: number): Promise<Opened> {
  if (file.size > most) return refusal(refused(file.name, `The packed file has ${amount(file.size)}; at most ${amount(most)} are read.`, "", "Unpack it first."));
  const bytes = await unpack(await file.read(0, file.size), most);
  if (bytes === "too big") return refusal(refused(file.name, `Unpacked, the file has more than ${amount(most)}: unpacking was stopped.`, "", "Unpack it first: a `.run` is then read in parts."));
  if (bytes === "broken") return refusal(refused(file.name, "The packed file is cut off or damaged. Nothing half is shown.", "", "Fetch or write the file again."));
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return refusal(refused(file.name, "The file is packed twice.", "", "Unpack it once."));
  return open(dropped(file.name.replace(/\.gz$/, ""), bytes), most);
}

/** Bytes that are there already. */
export const dropped = (name: string, bytes: Uint8Array): Dropped => ({
  name, size: bytes.length, read: (from, to) => Promise.resolve(bytes.subarray(from, to)),
});

interface Listed {
  readonly flowId: string;
  readonly file: string;
}

/** The files that a manifest lists, flow by flow. */
function listed(manifest: unknown): Listed[] {
  const flows = isObject(manifest) && Array.isArray(manifest["flows"]) ? (manifest["flows"] as unknown[]) : [];
  return flows.flatMap((flow) => {
    const entries = isObject(flow) && Array.isArray(flow["scenarios"]) ? (flow["scenarios"] as unknown[]) : [];
    const said = isObject(flow) ? (flow["flowId"] ?? (typeof flow["name"] === "string" ? `flow-${flow["name"]}` : null)) : null;
    return entries.flatMap((entry) =>
      isObject(entry) && typeof entry["file"] === "string" ? [{ flowId: typeof said === "string" ? said : "flow-scenarios", file: entry["file"] }] : [],
    );
  });
}

/** Scenarios in files of their own, by the manifest that was dropped with them; one that is missing or broken is said. */
async function openManifest(manifest: Dropped, files: readonly Dropped[]): Promise<Opened> {
  if (manifest.size > MOST_JSON) return refusal(tooBig(manifest.name, manifest.size, MOST_JSON));
  const read = parsed(manifest.name, textOf(await manifest.read(0, manifest.size)));
  if ("refusal" in read) return refusal(read.refusal);
  const notices = new Notices();
  const scenarios: unknown[] = [];
  const entries = listed(read.value);
  for (const { flowId, file } of entries) {
    const found = files.find((each) => file === each.name || file.endsWith(`/${each.name}`));
    if (found === undefined) notices.add(named(file), "is named by the manifest, but was not dropped with it");
    else if (found.size > MOST_JSON) notices.add(named(file), `has ${amount(found.size)} and is left out`);
    else {
      const scenario = parsed(found.name, textOf(await found.read(0, found.size)));
      if ("refusal" in scenario) notices.add(named(file), scenario.refusal.what);
      else if (!isScenario(scenario.value)) notices.add(named(file), "is no scenario");
      else scenarios.push({ flowId, ...(scenario.value as object) });
    }
  }
  if (entries.length === 0) return refusal(refused(manifest.name, "The manifest lists no scenarios.", "flows[].scenarios[].file", KINDS));
  if (scenarios.length === 0) return refusal(refused(manifest.name, `None of the ${entries.length} files that it lists was dropped with it.`, "flows[].scenarios[].file", "Drop the manifest together with the files it lists."));
  return { kind: "bundle", bundle: bundleOfScenarios(scenarios, "dropped files", notices), notices };
}

/** Several files at once: a manifest with its scenarios is one, else each is its own. */
export async function openAll(files: readonly Dropped[]): Promise<readonly Opened[]> {
  const manifest = files.find((each) => each.name === "manifest.json");
  if (manifest === undefined) return Promise.all(files.map((each) => open(each)));
  try {
    return [await openManifest(manifest, files)];
  } catch {
    return [refusal(refused(manifest.name, "A file could not be read: it was moved, changed or is not allowed.", "", "Drop them again."))];
  }
}
