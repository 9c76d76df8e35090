/** Opens what stands in the page or is handed to it; what was open stays open when something is refused. */
import { computed, signal } from "@preact/signals";
import { dropped, open as openFile, openAll, openText, type Dropped, type Opened, type Refusal } from "../data/open";
import type { Bundle, Page } from "../data/payloads";
import { overviewOf, type Overview } from "../data/overview";
import { Notices } from "../data/shapes";
import { beginning } from "../data/unpack";
import { bundleOfRuns } from "../data/runs";
import { against, againstName, bundle, dock } from "./state";
import { addRuns, openBase } from "./whole";

export const refusal = signal<Refusal | null>(null);
/** What the page says about itself; null in a bare one. */
export const page = signal<Page | null>(null);
/** Runs that stand behind the script are still to be read. */
export const isReading = signal(false);
/** What a big run looks like, while the rest of it is read. */
export const overview = signal<Overview | null>(null);
/** How often a person opened something else than what the page was written with. */
export const openings = signal(0);

const said = signal<ReadonlyMap<string, readonly string[]>>(new Map());
/** What a person should know about what is open, without it being in the way. */
export const notices = computed(() => [...new Set([...said.value.values()].flat())]);

/** Notices of one origin, in the place of those before. */
export function note(origin: string, texts: readonly string[]): void {
  const next = new Map(said.peek());
  next.delete(origin);
  if (texts.length > 0) next.set(origin, texts);
  said.value = next;
}

const LISTED = 200;

function say(origin: string, found: Notices): void {
  const texts = found.list.slice(0, LISTED).map(({ place, text }) => `${place} ${text}.`);
  note(origin, found.count > texts.length ? [...texts, `${found.count - texts.length} more things were mended while reading.`] : texts);
}

/** Where what was opened goes: in the place of what is open, to be compared with it, or as further runs. */
export type Manner = "instead" | "against" | "beside";

/** Shows what was opened. */
export function take(name: string, opened: Opened, manner: Manner = "instead"): void {
  if (opened.kind === "refusal") {
    refusal.value = opened.refusal;
    return;
  }
  refusal.value = null;
  const next: Bundle = opened.kind === "bundle" ? opened.bundle : bundleOfRuns(name, opened.runs, opened.notices);
  if (bundle.value === null || manner === "instead") {
    said.value = new Map();
    openBase(next);
  } else if (manner === "against") [against.value, againstName.value] = [next, name];
  else addRuns(next);
  say(`file ${name}`, opened.notices);
}

const lent = (file: File): Dropped => ({
  name: file.name,
  size: file.size,
  read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
});

/** Chosen or dropped files; of several that open, the second is compared with the first. */
export async function takeFiles(files: readonly File[], beside = false): Promise<void> {
  const [only] = files.map(lent);
  if (files.length === 1 && only !== undefined) await foresee(await only.read(0, Math.min(only.size, SLICE)).catch(() => new Uint8Array()));
  const opened = await openAll(files.map(lent));
  overview.value = null;
  const isCompared = opened.length > 1 || (beside && bundle.value !== null);
  opened.forEach((each, at) => take(files[at]?.name ?? "files", each, beside || at > 0 ? "against" : "instead"));
  if (opened.every((each) => each.kind === "refusal")) return;
  if (!beside) openings.value += 1;
  if (isCompared && against.value !== null) dock.value = "compare";
}

const block = (id: string): string => document.getElementById(id)?.textContent ?? "";

const wide = Uint8Array as unknown as { readonly fromBase64?: (text: string) => Uint8Array };

/** Base64 in slices, where the browser has no better. */
function bytesOf(text: string): Uint8Array {
  if (wide.fromBase64 !== undefined) return wide.fromBase64(text);
  const whole = text.replace(/\s+/g, "");
  const bytes = new Uint8Array(Math.floor((whole.length * 3) / 4));
  let end = 0;
  for (let from = 0; from < whole.length; from += SLICE) {
    const part = atob(whole.slice(from, from + SLICE));
    for (let at = 0; at < part.length; at++) bytes[end++] = part.charCodeAt(at);
  }
  return bytes.subarray(0, end);
}

/** A multiple of four signs, which are three bytes. */
const SLICE = 1 << 20;

/** Draws what a big run looks like, from the first bytes of its file, before the rest of it is read. */
async function foresee(first: Uint8Array): Promise<void> {
  if (bundle.peek() !== null) return;
  const isPacked = first[0] === 0x1f && first[1] === 0x8b;
  overview.value = overviewOf(isPacked ? await beginning(first) : first, Number.MAX_SAFE_INTEGER);
  if (overview.value !== null) await painted();
}

/** What is on the screen is drawn first; a page that nobody sees draws nothing. */
const painted = (): Promise<void> =>
  new Promise((done) => {
    if (document.hidden) setTimeout(done);
    else requestAnimationFrame(() => setTimeout(done));
  });

const parsed = (): Promise<void> =>
  new Promise((done) => {
    if (document.readyState !== "loading") done();
    else document.addEventListener("DOMContentLoaded", () => done(), { once: true });
  });

/** Runs stand after the script: they are there once the page is, and read when it has been drawn. */
async function readRuns(): Promise<void> {
  await parsed();
  await painted();
  const blocks = [...document.querySelectorAll<HTMLElement>('script[type="application/octet-stream"]')];
  for (const each of blocks) {
    const name = each.dataset["name"] ?? each.id;
    try {
      const text = each.textContent ?? "";
      await foresee(bytesOf(text.slice(0, SLICE)));
      take(name, await openFile(dropped(name, bytesOf(text))), "beside");
    } catch {
      take(name, openText(name, ""), "beside");
    }
    each.remove();
  }
  if (blocks.length > 0 && wide.fromBase64 === undefined) note("decoding", ["This browser decodes runs slowly: it has no Uint8Array.fromBase64."]);
  isReading.value = false;
  overview.value = null;
}

/** What the page was written with; the answer comes when its runs are read as well. */
export function readPage(): Promise<void> {
  try {
    page.value = JSON.parse(block("facet-page")) as Page;
  } catch {
    page.value = null;
  }
  if (block("facet-bundle") !== "") take("this page", openText("this page", block("facet-bundle")));
  if (block("facet-against") !== "") take("the other side", openText("the other side", block("facet-against")), "against");
  note("page", page.value?.notices ?? []);
  isReading.value = page.value !== null;
  return readRuns();
}
