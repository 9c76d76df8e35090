/** Opens what stands in the page or is handed to it; what was open stays open when something is refused. */
import { signal } from "@preact/signals";
import { dropped, open as openFile, openAll, openText, type Dropped, type Opened, type Refusal } from "../data/open";
import type { Bundle, Page } from "../data/payloads";
import { Notices } from "../data/shapes";
import { bundleOfRuns } from "../data/runs";
import { against, bundle, open } from "./state";

export const refusal = signal<Refusal | null>(null);
/** What a person should know about what is open, without it being in the way. */
export const notices = signal<readonly string[]>([]);
/** What the page says about itself; null in a bare one. */
export const page = signal<Page | null>(null);

const LISTED = 200;

function say(found: Notices): void {
  const texts = found.list.slice(0, LISTED).map(({ place, text }) => `${place} ${text}.`);
  notices.value = found.count > texts.length ? [...texts, `${found.count - texts.length} more things were mended while reading.`] : texts;
}

/** Shows what was opened, beside what is there already or instead of it. */
export function take(name: string, opened: Opened, beside = false): void {
  if (opened.kind === "refusal") {
    refusal.value = opened.refusal;
    return;
  }
  refusal.value = null;
  const next: Bundle = opened.kind === "bundle" ? opened.bundle : bundleOfRuns(name, opened.runs, opened.notices);
  say(opened.notices);
  if (beside && bundle.value !== null) against.value = next;
  else open(next);
}

const lent = (file: File): Dropped => ({
  name: file.name,
  size: file.size,
  read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
});

/** Chosen or dropped files; of several that open, the second is compared with the first. */
export async function takeFiles(files: readonly File[], beside = false): Promise<void> {
  const opened = await openAll(files.map(lent));
  opened.forEach((each, at) => take(files[at]?.name ?? "files", each, beside || at > 0));
}

const block = (id: string): string => document.getElementById(id)?.textContent ?? "";

/** Base64 in slices, where the browser has no better. */
function bytesOf(text: string): Uint8Array {
  const wide = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array };
  if (wide.fromBase64 !== undefined) return wide.fromBase64(text);
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

/** Runs stand after the script: they are there once the page is. */
async function readRuns(): Promise<void> {
  for (const each of document.querySelectorAll<HTMLElement>('script[type="application/octet-stream"]')) {
    const name = each.dataset["name"] ?? each.id;
    try {
      take(name, await openFile(dropped(name, bytesOf(each.textContent ?? ""))));
    } catch {
      take(name, openText(name, ""));
    }
  }
}

/** What the page was written with. */
export function readPage(): void {
  try {
    page.value = JSON.parse(block("facet-page")) as Page;
  } catch {
    page.value = null;
  }
  if (block("facet-bundle") !== "") take("this page", openText("this page", block("facet-bundle")));
  if (block("facet-against") !== "") take("the other side", openText("the other side", block("facet-against")), true);
  notices.value = [...notices.value, ...(page.value?.notices ?? [])];
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => void readRuns());
  else void readRuns();
}
