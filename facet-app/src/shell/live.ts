/** Follows the server while files are edited: its news become what is shown, what is looked at stays. */
import { effect, signal, untracked } from "@preact/signals";
import { banner } from "../data/held";
import { Feed, type Host, type Listener, type LiveState } from "../data/live";
import type { Bundle, Message } from "../data/payloads";
import { note, openings, page } from "./reading";
import { bundle, flow, spoken } from "./state";
import { renew } from "./whole";

/** What is known of the server; null in a page that follows none. */
export const live = signal<LiveState | null>(null);
/** When the page last heard something new, as `14:02:11`. */
export const heard = signal("");
/** What a change took away, until somebody has read it. */
export const lost = signal<readonly string[]>([]);

const TYPES: readonly Message["type"][] = ["snapshot", "patch", "removed", "diagnostics", "recovered", "working", "resync"];

const clock = (): string => new Date().toLocaleTimeString("en-GB");

/** One stream; the flow that is looked at is said, so that the server runs it first. */
function connect(url: string, on: Listener): () => void {
  const shown = flow.peek()?.flowId;
  const source = new EventSource(shown === undefined ? url : `${url}${url.includes("?") ? "&" : "?"}shown=${encodeURIComponent(shown)}`);
  source.addEventListener("open", () => on.opened());
  source.addEventListener("error", () => on.lost(source.readyState === EventSource.CLOSED));
  for (const type of TYPES) source.addEventListener(type, (event: MessageEvent<string>) => on.message(event.lastEventId, event.data));
  return () => source.close();
}

const host: Host = {
  connect,
  fetch: async (path) => {
    const answer = await fetch(path);
    return answer.ok ? ((await answer.json()) as unknown) : null;
  },
  later: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  },
  shown: () => flow.peek()?.flowId ?? null,
};

function show(next: Bundle): void {
  const gone = renew(next);
  if (gone.length > 0) {
    lost.value = gone;
    spoken.value = gone.join(" ");
  }
  requestAnimationFrame(() => performance.mark("facet:patched"));
}

function changed(state: LiveState): void {
  const before = live.peek();
  live.value = state;
  if (state.bundle !== before?.bundle) {
    heard.value = clock();
    show(state.bundle);
  }
  const held = banner(state.held, state.bundle.diagnostics);
  if (held !== null && held !== banner(before?.held ?? [], before?.bundle.diagnostics ?? [])) spoken.value = held;
  if (state.said !== null && state.said !== before?.said) spoken.value = state.said;
}

/** Follows the server that the page names, until something else is opened. */
export function begin(): void {
  const [served, opened] = [page.value?.live ?? null, bundle.value];
  if (served === null || opened === null) return;
  const feed = new Feed(served, opened, host, changed);
  live.value = feed.state;
  heard.value = clock();
  let shown = host.shown();
  effect(() => {
    const now = flow.value?.flowId ?? null;
    if (now === shown) return;
    shown = now;
    untracked(() => {
      lost.value = [];
      feed.looked();
      if (live.peek()?.phase === "live") feed.start();
    });
  });
  const visible = (): void => feed.visible(!document.hidden);
  document.addEventListener("visibilitychange", visible);
  effect(() => {
    if (openings.value === 0) return;
    document.removeEventListener("visibilitychange", visible);
    feed.stop();
    live.value = null;
    untracked(() => note("live", ["Something else was opened: this page no longer follows the server. Load it again to follow it."]));
  });
  feed.start();
  if (document.hidden) visible();
}
