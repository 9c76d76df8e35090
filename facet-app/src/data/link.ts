/** What is looked at, as the hash of the page's address: `#flow=…&run=…&step=…`. */
import { named } from "./text";

export const LONGEST_VALUE = 8192;

/** Null and empty mean: not said. */
export interface Place {
  readonly flow: string | null;
  readonly run: string | null;
  /** Name of an action, with its ordinal. */
  readonly step: string | null;
  /** The view of the dock, and that of the panel. */
  readonly view: string | null;
  readonly panel: string | null;
  readonly q: string;
  /** `run` when a search is about this run alone. */
  readonly over: string | null;
  /** Names of actions from the start. */
  readonly fork: readonly string[];
  /** The forked run goes no further than these names; written as `~` after the last. */
  readonly stays: boolean;
  readonly budget: number | null;
  readonly axis: string | null;
  /** Keys of other versions, kept as they are. */
  readonly rest: readonly (readonly [string, string])[];
}

export interface Linked {
  readonly place: Place;
  /** What could not be taken, as sentences. */
  readonly notices: readonly string[];
}

export const NOWHERE: Place = { flow: null, run: null, step: null, view: null, panel: null, q: "", over: null, fork: [], stays: false, budget: null, axis: null, rest: [] };

const KNOWN = ["flow", "run", "step", "view", "panel", "q", "over", "fork", "budget", "axis"];

/** Half of a sign alone, which no address can carry. */
const HALF = /\p{Cs}/gu;

/** Signs that a hash carries as they are; all others, and `%&=~` that hold it together, are percent-written. */
const written = (text: string): string =>
  encodeURIComponent(text.replace(HALF, "\ufffd")).replace(/%(3A|3E|2F|23|2C|40|24|3B|2B|3D)/g, (sign) => decodeURIComponent(sign)).replaceAll("~", "%7E");

function said(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

export function write(place: Place): string {
  const pairs: [string, string][] = [];
  const add = (key: string, value: string | null): void => {
    if (value !== null && value !== "" && value.length <= LONGEST_VALUE) pairs.push([key, value]);
  };
  for (const key of ["flow", "run", "step", "view", "panel", "q", "over"] as const) {
    const value = place[key];
    add(key, value === null || value.length > LONGEST_VALUE ? null : written(value));
  }
  add("fork", `${place.fork.map(written).join("~")}${place.stays ? "~" : ""}`);
  add("budget", place.budget === null ? null : String(place.budget));
  add("axis", place.axis === null ? null : written(place.axis));
  for (const [key, value] of place.rest) pairs.push([written(key).replaceAll("=", "%3D"), written(value)]);
  return pairs.length === 0 ? "" : `#${pairs.map(([key, value]) => `${key}=${value}`).join("&")}`;
}

/** The raw values of a hash by key; the first of equal keys counts. */
function pairsOf(hash: string, notices: string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const key = said(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? "" : part.slice(equals + 1);
    if (key === null || said(value) === null) notices.push(`The link has a part that cannot be read: ${named(part)}.`);
    else if (value.length > LONGEST_VALUE) notices.push(`The link says more than 8 kB for ${named(key)}; that part is left out.`);
    else if (!pairs.has(key)) pairs.set(key, value);
  }
  return pairs;
}

/** Reads by grammar alone; whether the names exist is for the reader to say. */
export function read(hash: string): Linked {
  const notices: string[] = [];
  const pairs = pairsOf(hash, notices);
  const text = (key: string): string | null => said(pairs.get(key) ?? "") || null;
  const budget = pairs.get("budget") ?? "";
  if (budget !== "" && !/^\d{1,4}$/.test(budget)) notices.push(`The link has a budget that is no number: ${named(budget)}.`);
  const fork = (pairs.get("fork") ?? "").split("~").map((each) => said(each) ?? "");
  return {
    place: {
      flow: text("flow"),
      run: text("run"),
      step: text("step"),
      view: text("view"),
      panel: text("panel"),
      q: text("q") ?? "",
      over: text("over"),
      fork: fork.filter((each) => each !== ""),
      stays: fork.length > 1 && fork[fork.length - 1] === "",
      budget: /^\d{1,4}$/.test(budget) ? Number(budget) : null,
      axis: text("axis"),
      rest: [...pairs].filter(([key]) => !KNOWN.includes(key)).map(([key, value]) => [key, said(value) ?? ""] as const),
    },
    notices,
  };
}
