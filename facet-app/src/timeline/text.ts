/** How wide text stands in the canvas, and how it is cut in the middle when it does not fit. */
import { visible } from "../data/text";

/** One sign of the monospaced face at 12 px. */
export const SIGN = 7.25;

export const widthOf = (text: string): number => text.length * SIGN;

/** One sign of the names of lanes: 13 px, strong. */
export const STRONG_SIGN = 7.9;

const PLAIN = /^[\x20-\x7e]*$/;

/** The text, signs that no eye sees written out, cut in the middle to the room there is; empty when not even five signs fit. */
export function fitted(name: string, room: number, sign = SIGN): string {
  const text = PLAIN.test(name) ? name : visible(name);
  const signs = Math.floor(room / sign);
  if (text.length <= signs) return text;
  if (signs < 5) return "";
  const head = Math.ceil((signs - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (signs - 1 - head))}`;
}
