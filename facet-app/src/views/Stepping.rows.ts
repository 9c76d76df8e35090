/** What can be done at a step of a run, which faults could strike there, and why the rest cannot: in words. */
import type { Options } from "../engine/engine";
import type { Unmet } from "../engine/step";
import { safe } from "../parts/verdict";
import { parts } from "./sentence.rows";

export interface Offer {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
  /** Instead of the selected step, not after it. */
  readonly instead: boolean;
}

export interface Closed {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
  readonly why: string;
}

export interface Offers {
  readonly next: readonly Offer[];
  readonly faults: readonly Offer[];
  readonly closed: readonly Closed[];
  readonly closedFaults: readonly Closed[];
}

const last = (what: string): string => what.slice(Math.max(what.lastIndexOf("."), what.lastIndexOf("/")) + 1);
const crossed = (what: string): string => what.replace(/^(?:.*\.)?([^.>]*)>(.*)$/, "$1 to $2");

const DO: Readonly<Record<string, (what: string, option: string) => string>> = {
  handle: (what, event) => `Handle ${last(what)}${event === "" ? "" : `, which emits ${event}`}`,
  refuse: (what) => {
    const [, command = what, precondition = ""] = what.split(".");
    return `Refuse ${command}${precondition === "" ? "" : `: ${precondition} does not hold`}`;
  },
  publish: (what) => `Let ${last(what)} happen`,
  deliver: (what) => `Deliver ${crossed(what)}`,
  lose: (what) => `Lose ${crossed(what)}`,
  duplicate: (what) => `Deliver ${crossed(what)} twice`,
  drift: (what) => `Send ${crossed(what)} without one contract field`,
  crash: (what) => `Crash ${what}: it forgets what it has received`,
  timeout: (what) => `Let ${what} time out`,
  choose: (what, arm) => `Decide ${what.replaceAll("-", " ")}: ${arm === "" ? "no arm" : arm}`,
  skip: (what) => `Skip ${last(what)}`,
  undo: (what) => `Undo ${last(what)}`,
  saga: (what, state) => `Let ${what} become ${state}`,
  policy: (what) => `Let ${last(what)} react`,
  service: (what) => `Let ${last(what)} react`,
};

/** What taking an action is, as a command; an unknown kind is shown by its name. */
export function doing(action: string): string {
  const { kind, what, option, times } = parts(action);
  const words = Object.hasOwn(DO, kind) ? DO[kind]?.(what, option) : undefined;
  return safe(`${words ?? action}${times > 1 ? ` (time ${times})` : ""}`);
}

/** Of these what is says enough; of others what is needed as well, for it is one of several. */
const PLAIN: ReadonlySet<string> = new Set(["step", "message", "known", "decision", "close", "flag", "undoable", "budget"]);

/** Why one field stands in the way, as the tables say it. */
export function why({ field, text }: Pick<Unmet, "field" | "text">): string {
  return safe(PLAIN.has(field.split(":")[0] ?? "") ? (text.split("; needs ")[0] ?? text) : text, 400);
}

/** Whether a field is the mark of what the action itself does: then it is done already. */
const isOwn = (name: string, { field }: Unmet): boolean => {
  const { kind, what } = parts(name);
  return field.replace(/ ?#\d+$/, "") === `${kind === "choose" ? "decision" : "step"}:${what}`;
};

/** All that stands in the way, each reason once; an action that no run comes to has none. */
export function reasons(unmet: readonly Unmet[]): string {
  const found = [...new Set(unmet.map(why))];
  return found.length === 0 ? "no run of this flow comes to it" : found.join("; ");
}

/** Options as they are offered: what comes next, faults, and what is closed, the nearest to being possible first. */
export function offers(options: Options): Offers {
  const offer = (instead: boolean) => ({ name, kind }: { name: string; kind: string }): Offer => ({ name, kind, text: doing(name), instead });
  const after = options.enabled.filter((each) => each.fault !== null && !options.instead.some((one) => one.name === each.name));
  const rank = (each: Offer): number => KINDS.findIndex(([kind]) => kind === each.kind);
  const possible = new Set(options.instead.map((each) => each.name));
  const closed = options.disabled
    .filter((each) => !possible.has(each.name))
    .map((each) => ({ ...each, isDone: Number(each.unmet.some((unmet) => isOwn(each.name, unmet))) }))
    .sort((one, two) => one.isDone - two.isDone || one.unmet.length - two.unmet.length)
    .map(({ name, kind, fault, unmet }) => ({ name, kind, fault, text: doing(name), why: reasons(unmet) }));
  return {
    next: options.enabled.filter((each) => each.fault === null).map(offer(false)),
    faults: [...options.instead.map(offer(true)), ...after.map(offer(false))].sort((one, two) => rank(one) - rank(two)),
    closed: closed.filter((each) => each.fault === null),
    closedFaults: closed.filter((each) => each.fault !== null),
  };
}

/** In the order of the menu. */
const KINDS: readonly (readonly [string, string, string])[] = [
  ["lose", "Lose a message", "no message of this flow crosses a boundary"],
  ["duplicate", "Deliver a message twice", "no message of this flow crosses a boundary"],
  ["refuse", "Refuse a command", "no command of this flow has a precondition that could fail"],
  ["timeout", "Let a saga time out", "no saga of this flow has a time limit"],
  ["crash", "Crash a receiver", "no context of this flow waits with what it has received"],
  ["drift", "Send a message without a contract field", "no contract of this flow requires a field"],
];

/** Faults that cannot strike here: actions with their reason, and kinds of which this flow has none. */
export function closedFaults({ faults, closedFaults: closed }: Offers): readonly Closed[] {
  const there = new Set([...faults, ...closed].map((each) => each.kind));
  return [...closed, ...KINDS.flatMap(([kind, text, reason]) => (there.has(kind) ? [] : [{ name: kind, kind, text, why: reason }]))];
}
