/** Opens what stands in the page or is handed to it: a bundle, or a refusal that says what to do. */
import { signal } from "@preact/signals";
import type { Bundle } from "../data/payloads";
import { safe } from "../parts/verdict";
import { against, bundle, open } from "./state";

export interface Refusal {
  readonly file: string;
  readonly problem: string;
  readonly way: string;
}

export const refusal = signal<Refusal | null>(null);
/** What a person should know about what is open, without it being in the way. */
export const notices = signal<readonly string[]>([]);

const WAY = "Facet opens the file that `moment facet --export FILE.json` writes.";

/** The bundle in a text, or why it is none. */
export function sniff(file: string, text: string): Bundle | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (problem) {
    const begins = text.trimStart();
    if (!/^[[{]/.test(begins)) {
      return { file, problem: begins === "" ? "The file is empty." : `This is not a Facet file. It begins: ${safe(begins, 60)}`, way: WAY };
    }
    return { file, problem: `The JSON cannot be read: ${(problem as Error).message}`, way: WAY };
  }
  const format = typeof value === "object" && value !== null && "format" in value ? String(value.format) : null;
  if (format === null) {
    const names = typeof value === "object" && value !== null ? Object.keys(value).slice(0, 8).map((name) => safe(name, 40)).join(", ") : "";
    return { file, problem: `This is JSON without \`format\`. Its names: ${names === "" ? "none" : names}.`, way: WAY };
  }
  const newer = /^moment\.facet\/(\d+)$/.exec(format);
  if (newer !== null && newer[1] !== "1") {
    return { file, problem: `Written by a newer Moment (format ${newer[1]}); this page reads 1.`, way: "Open it in the page of that Moment, or write it with the Moment of this page." };
  }
  if (newer === null) return { file, problem: `Facet does not open \`${safe(format, 60)}\`.`, way: WAY };
  const lists = ["flows", "scenarios", "diagnostics", "lineage", "sources"] as const;
  const lacking = lists.find((name) => !Array.isArray((value as Record<string, unknown>)[name]));
  if (lacking !== undefined) return { file, problem: `The bundle has no list \`${lacking}\`.`, way: WAY };
  return value as Bundle;
}

/** What was open stays open when the text is refused. */
export function take(file: string, text: string, beside = false): void {
  const read = sniff(file, text);
  if ("problem" in read) refusal.value = read;
  else {
    refusal.value = null;
    if (beside && bundle.value !== null) against.value = read;
    else open(read);
  }
}

const MOST = 256 * 1024 * 1024;

export async function takeFile(file: File, beside = false): Promise<void> {
  if (file.size > MOST) {
    const size = Math.round(file.size / 1024 / 1024);
    refusal.value = { file: file.name, problem: `The file has ${size} MB; JSON is read up to 256 MB.`, way: "Write one flow alone: `moment facet --export FILE.json --flow NAME`." };
    return;
  }
  take(file.name, await file.text(), beside);
}

/** The bundle that the page was written with. */
export function readPage(): void {
  const block = document.getElementById("facet-bundle");
  if (block?.textContent) take("this page", block.textContent);
}
