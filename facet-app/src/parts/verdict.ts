/** How a run went, as tone and shape: the only colours that say how, never without their word. */
import { LONGEST, shown } from "../data/text";

export type Tone = "good" | "noted" | "bad" | "incomplete" | "plain";

export const SHAPE: Readonly<Record<Tone, string>> = { good: "●", noted: "◐", bad: "▲", incomplete: "◌", plain: "■" };

const GOOD = new Set(["completed"]);
const NOTED = new Set(["compensated"]);
const BAD = new Set([
  "stalled", "contract-violation", "illegal-transition", "unanticipated", "double-effect",
  "unfinished-saga", "policy-loop", "retry-exhausted",
]);

/** A verdict that is not known keeps its word and the neutral shape, whatever it claims. */
export function tone(kind: string, good = true): Tone {
  if (GOOD.has(kind)) return "good";
  if (NOTED.has(kind)) return "noted";
  if (BAD.has(kind)) return "bad";
  if (kind === "incomplete") return "incomplete";
  if (kind === "unhandled-refusal") return good ? "noted" : "bad";
  return "plain";
}

/** Worst first. */
export const RANK: readonly Tone[] = ["bad", "incomplete", "noted", "plain", "good"];

/** Words of a wire name: `double-effect` is "double effect". */
export function words(name: string): string {
  return name.replaceAll("-", " ");
}

/** Text from a file as it may be shown: unseen characters written out, cut at `most`. */
export function safe(text: string, most = LONGEST): string {
  return shown(text, most).text;
}
