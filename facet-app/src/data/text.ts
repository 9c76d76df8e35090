/** Text of a file as it is safe to show: signs that hide or turn what follows are written out, long names are cut. */

export const LONGEST = 200;

/** Controls, zero-width and bidirectional signs, lone surrogates: what no eye sees. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

const written = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

/** The whole text with unseen signs written as `\u202E`. */
export const visible = (text: string): string => text.replace(UNSEEN, written);

export interface Shown {
  readonly text: string;
  /** There is more of it: the whole is shown on demand. */
  readonly cut: boolean;
}

/** At most 200 signs of a text, ended by `…` when there is more. */
export function shown(text: string, longest = LONGEST): Shown {
  if (text.length <= longest) return { text: visible(text), cut: false };
  const half = /[\ud800-\udbff]$/.test(text.slice(0, longest - 1)) ? 2 : 1;
  return { text: `${visible(text.slice(0, longest - half))}…`, cut: true };
}

/** A name in a sentence. */
export const named = (text: string): string => shown(text).text;
