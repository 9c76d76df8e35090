/** How a run went, as tone and shape: the only colours that say how, never without their word. */
import { VERDICT_TONES, type Tone } from "../data/payloads";
import { LONGEST, shown } from "../data/text";

export type { Tone };

export const SHAPE: Readonly<Record<Tone, string>> = { good: "●", noted: "◐", bad: "▲", incomplete: "◌", plain: "■" };

/** A verdict that is not known keeps its word and the neutral shape, whatever it claims. */
export function tone(kind: string, good = true): Tone {
  if (kind === "unhandled-refusal" && good) return "noted";
  return Object.hasOwn(VERDICT_TONES, kind) ? (VERDICT_TONES[kind] ?? "plain") : "plain";
}

/** Worst first. */
export const RANK: readonly Tone[] = ["bad", "incomplete", "noted", "plain", "good"];

/** Words of a wire name: `double-effect` is "double effect". */
export function words(name: string): string {
  return safe(name.replaceAll("-", " "));
}

/** Text from a file as it may be shown: unseen characters written out, cut at `most`. */
export function safe(text: string, most = LONGEST): string {
  return shown(text, most).text;
}
