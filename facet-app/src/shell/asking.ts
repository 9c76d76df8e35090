/** One engine for the page: the tables of the flow that is asked about are in it, and what forbids that is known. */
import { signal } from "@preact/signals";
import type { Answer, Asked, Request } from "../engine/engine";
import { thread, type Asking } from "../engine/thread";
import type { Bundle, Flow } from "../data/payloads";
import { note } from "./reading";

type Loaded = Extract<Answer, { kind: "loaded" | "refused" }>;

/** How many questions wait for an answer. */
export const waiting = signal(0);

let asking: Asking | null = null;
let inside: Flow["tables"] = null;
const known = new WeakMap<object, Promise<Loaded>>();

const say = (without: string): void => note("engine", [`${without}: what is explored is explored on the page itself, in slices.`]);

async function asked(request: Request): Promise<Answer> {
  asking ??= thread(say);
  waiting.value += 1;
  try {
    return await asking.ask(request);
  } finally {
    waiting.value -= 1;
  }
}

/** What the tables of a flow allow; a refusal says why there is nothing to run. */
export function tablesOf(open: Bundle, flow: Flow): Promise<Loaded> {
  const { tables } = flow;
  if (tables === null) return Promise.resolve({ kind: "refused", why: flow.tablesReason ?? "This file has no tables of the flow." });
  const before = known.get(tables);
  if (before !== undefined && inside === tables) return before;
  inside = tables;
  const around = { flow: { ...flow, tables: null, findings: [], figures: [], coverage: [] }, model: open.model, known: openings(open, flow), seed: open.seed };
  const found = asked({ kind: "load", tables, around }) as Promise<Loaded>;
  known.set(tables, found);
  return found;
}

/** How the runs of the file begin: that says how a first step is told. */
const openings = (open: Bundle, flow: Flow) =>
  open.scenarios.filter((each) => each.flowId === flow.flowId).map(({ flowId, given, when, steps }) => ({ flowId, given, when, steps: steps.slice(0, 1) }));

/** Asks about a flow; nothing else is asked between its tables and the question. */
export async function ask(open: Bundle, flow: Flow, request: Exclude<Request, Asked<"load">>): Promise<Answer> {
  const loaded = tablesOf(open, flow);
  const answer = flow.tables === null ? null : asked(request);
  const first = await loaded;
  return first.kind === "refused" || answer === null ? first : answer;
}
