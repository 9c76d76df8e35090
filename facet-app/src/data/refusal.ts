/** Why a file is not opened: what it is, what is wrong and where, and what to do. */
import { named, visible } from "./text";
import { textOf } from "./utf8";

export interface Refusal {
  readonly title: string;
  readonly what: string;
  /** Byte, column or path inside the file; empty when it is about the whole. */
  readonly where: string;
  readonly wayOut: string;
}

export const KINDS =
  "Facet opens facet.json and scenarios as JSON, runs as columns (.run, also packed as .gz), and CloudEvents as JSON lines.";

const WRITE = "Write it with `moment simulate`, or a whole page with `moment facet export`.";

export const amount = (bytes: number): string =>
  bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} kB` : bytes < 1024 ** 3 ? `${Math.round(bytes / 1024 ** 2)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`;

export const refused = (name: string, what: string, where: string, wayOut: string): Refusal => ({
  title: `${named(name)} cannot be opened`, what, where, wayOut,
});

/** The first bytes as text, with everything unseen written out. */
export function foreign(name: string, bytes: Uint8Array, kind: string): Refusal {
  const begins = visible(textOf(bytes.subarray(0, 40)));
  return refused(name, `This is not a Facet file but ${kind}.${begins === "" ? "" : ` It begins: ${begins}`}`, "byte 0", KINDS);
}

export function newer(name: string, format: string): Refusal {
  const [kind = "", number = ""] = format.split("/");
  return refused(
    name, `It was written by a newer Moment (${named(kind)}, format ${named(number)}); this page reads 1.`, "format",
    "Open it in the page of that Moment, or write it again with the Moment of this page: `moment simulate`.",
  );
}

export const tooBig = (name: string, size: number, most: number): Refusal =>
  refused(
    name, `The file has ${amount(size)}; as JSON at most ${amount(most)} are read.`, "",
    "Write the runs as columns, `moment simulate --export columns=FILE`, or one flow alone: `--flow NAME`.",
  );

/** JSON that is none of ours. */
export function unknown(name: string, value: unknown, format: string | null): Refusal {
  const names = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const listed = names.slice(0, 12).map(named).join(", ") + (names.length > 12 ? ` and ${names.length - 12} more` : "");
  const what = format === null ? "This is JSON without `format` and without `scenarioId`." : `This is JSON of the format ${named(format)}, which Facet does not open.`;
  return refused(name, `${what} ${listed === "" ? "It has no names." : `Its names: ${listed}.`}`, "", `${KINDS} ${WRITE}`);
}
