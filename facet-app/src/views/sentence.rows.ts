/** What happens in one step of a run, as a sentence in the words of the domain; and its reasons. */
import type { Step } from "../data/payloads";
import { safe } from "../parts/verdict";

type Said = Pick<Step, "action" | "kind" | "context"> & Partial<Pick<Step, "checks">>;

const OF: Readonly<Record<string, (what: string, option: string, step: Said) => string>> = {
  handle: (what, event) => `${last(what)} was handled${event === "" ? "" : ` and emitted ${event}`}`,
  refuse: (what, _, step) => `${refusedCommand(what)} was refused${named(step)}`,
  publish: (what) => `${last(what)} happened`,
  deliver: (what) => crossed(what, "arrived in"),
  lose: (what) => `${crossed(what, "to")} was lost`,
  duplicate: (what) => `${crossed(what, "to")} was duplicated`,
  drift: (what) => `${crossed(what, "to")} was sent without one contract field`,
  crash: (what, _, step) => `${step.context ?? what} lost what it had received`,
  choose: (what, arm) => (arm === "" ? `${asWords(what)} took no arm` : `${asWords(what)} took ${arm}`),
  skip: (what) => `${last(what)} was skipped`,
  saga: (what, state) => `${what} became ${state}`,
  timeout: (what) => `${what} timed out`,
  undo: (what, _, step) =>
    step.checks?.some((check) => !check.holds) === true ? `undoing ${last(what)} was refused${named(step)}` : `${last(what)} was undone`,
  policy: (what) => `${last(what)} reacted`,
  service: (what) => `${last(what)} reacted`,
  end: (what) => `the flow came to ${last(what)}`,
};

/** `PlaceOrder was handled`, `OrderPlaced arrived in Fulfillment`; an unknown kind is shown by its name. */
export function said(step: Said): string {
  const { kind, what, option, times } = parts(step.action);
  const words = Object.hasOwn(OF, kind) ? OF[kind]?.(what, option, step) : undefined;
  return safe(`${words ?? step.action}${times > 1 ? ` (time ${times})` : ""}`);
}

/** An action name on its own: a member of a recipe, a divergence. */
export const saidAction = (action: string): string => said({ action, kind: "", context: null });

const REASONS: Readonly<Record<string, string>> = {
  emitted: "which emitted it",
  delivered: "which delivered it",
  "triggered-by": "which triggered it",
  policy: "by a policy",
  saga: "by a saga",
  duplicate: "which made a second one",
  outside: "from outside",
};

/** Why one step led to another; an unknown reason is shown as it is. */
export const reason = (word: string): string => (Object.hasOwn(REASONS, word) ? (REASONS[word] ?? word) : word);

export const sentence = (text: string): string => (text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`);

interface Parts {
  readonly kind: string;
  readonly what: string;
  readonly option: string;
  readonly times: number;
}

/** `handle:lane.Command=Event #2` in its parts. */
export function parts(action: string): Parts {
  const times = / ?#(\d{1,9})$/.exec(action);
  const name = times === null ? action : action.slice(0, times.index);
  const colon = name.indexOf(":");
  const equals = name.indexOf("=", colon);
  return {
    kind: name.slice(0, Math.max(colon, 0)),
    what: name.slice(colon + 1, equals < 0 ? undefined : equals),
    option: equals < 0 ? "" : name.slice(equals + 1),
    times: Number(times?.[1] ?? 1),
  };
}

const last = (what: string): string => what.slice(Math.max(what.lastIndexOf("."), what.lastIndexOf("/")) + 1);

const asWords = (slug: string): string => sentence(slug.replaceAll("-", " ")).slice(0, -1);

function refusedCommand(what: string): string {
  const [lane, command] = what.split(".");
  return command ?? lane ?? what;
}

function named(step: Said): string {
  const refused = step.checks?.find((check) => !check.holds)?.name ?? parts(step.action).what.split(".")[2];
  return refused === undefined ? "" : ` (${refused})`;
}

function crossed(what: string, between: string): string {
  const at = what.lastIndexOf(">");
  return at < 0 ? what : `${last(what.slice(0, at))} ${between} ${what.slice(at + 1)}`;
}
