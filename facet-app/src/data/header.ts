/** The head of a columnar run: which columns the file has and where they stand. */
import { isObject } from "./shapes";
import { named } from "./text";
import { textOf } from "./utf8";

export const MAGIC = "MOMRUN1\n";
export const FIXED = 12;

export type Type = "u8" | "u16" | "u32" | "f64";
export const SIZES: Readonly<Record<Type, number>> = { u8: 1, u16: 2, u32: 4, f64: 8 };

/** Why a file cannot be read, as a value; `newer` is the format that it says it has. */
export class Unreadable {
  constructor(
    readonly what: string,
    readonly where: string,
    readonly newer: string | null = null,
  ) {}
}

export interface Column {
  readonly name: string;
  readonly type: Type;
  /** From the start of the file. */
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

export interface Part {
  readonly runId: string;
  readonly label: string;
  readonly kind: string;
  readonly verdict: string;
  /** Empty: the one that the header names. */
  readonly flow: string;
  readonly first: number;
  readonly rows: number;
}

export interface Header {
  readonly specHash: string;
  readonly flow: string;
  readonly seed: number;
  readonly scope: Readonly<Record<string, unknown>>;
  readonly start: number;
  readonly rows: number;
  readonly runs: readonly Part[];
  readonly lanes: readonly string[];
  readonly kinds: readonly string[];
  readonly reasons: readonly string[];
  readonly faults: readonly string[];
  readonly columns: ReadonlyMap<string, Column>;
}

const said = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number => (Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : -1);
const words = (value: unknown): string[] => (Array.isArray(value) ? value.map(said) : []);

/** How many bytes the header takes with what stands before it; needs the first twelve. */
export function headerLength(bytes: Uint8Array): number {
  return FIXED + new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(8, true);
}

function columnsOf(value: unknown, body: number, size: number): Map<string, Column> | Unreadable {
  const columns = new Map<string, Column>();
  for (const [name, entry] of Object.entries(isObject(value) ? value : {})) {
    const [type, offset, length] = Array.isArray(entry) ? (entry as unknown[]) : [];
    const place = `columns.${named(name)}`;
    if (!Object.hasOwn(SIZES, said(type)) || count(offset) < 0 || count(length) < 0 || count(offset) % 8 !== 0)
      return new Unreadable(`column \`${named(name)}\` is not described as type, offset and length`, place);
    const from = body + count(offset);
    const to = from + count(length) * SIZES[type as Type];
    if (to > size) return new Unreadable(`column \`${named(name)}\` ends beyond the file`, place);
    columns.set(name, { name, type: type as Type, from, to, length: count(length) });
  }
  const sorted = [...columns.values()].filter((each) => each.to > each.from).sort((a, b) => a.from - b.from);
  for (let at = 1; at < sorted.length; at++)
    if (sorted[at]!.from < sorted[at - 1]!.to)
      return new Unreadable(`column \`${named(sorted[at]!.name)}\` overlaps column \`${named(sorted[at - 1]!.name)}\``, `columns.${named(sorted[at]!.name)}`);
  return columns;
}

function partsOf(value: unknown, rows: number): Part[] | Unreadable {
  const parts: Part[] = [];
  for (const [at, each] of (Array.isArray(value) ? (value as unknown[]) : []).entries()) {
    const part = isObject(each) ? each : {};
    const first = count(part["first"]);
    const own = count(part["rows"]);
    if (first < 0 || own < 0 || first + own > rows) return new Unreadable(`the run has rows that are not in the file`, `runs[${at}]`);
    parts.push({ runId: said(part["runId"]), label: said(part["label"]), kind: said(part["kind"]), verdict: said(part["verdict"]), flow: said(part["flow"]), first, rows: own });
  }
  return parts.length > 0 ? parts : new Unreadable("no run is named", "runs");
}

/** The header of a file of `size` bytes from its first `headerLength` bytes. */
export function headerOf(bytes: Uint8Array, size: number): Header | Unreadable {
  const body = headerLength(bytes);
  if (body > size || body > bytes.length) return new Unreadable("the header ends beyond the file", "header");
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes.subarray(FIXED, body)));
  } catch {
    return new Unreadable("the header is no JSON", "header");
  }
  if (!isObject(value)) return new Unreadable("the header is no object", "header");
  const format = said(value["format"]);
  if (format !== "moment.run/1") return new Unreadable(`the header says \`${named(format)}\``, "format", /^moment\.run\/\d+$/.test(format) ? format : null);
  if (body % 8 !== 0) return new Unreadable("columns do not begin at a multiple of eight", "header");
  const rows = count(value["rows"]);
  if (rows < 0) return new Unreadable("the number of rows is missing", "rows");
  const columns = columnsOf(value["columns"], body, size);
  if (columns instanceof Unreadable) return columns;
  const runs = partsOf(value["runs"], rows);
  if (runs instanceof Unreadable) return runs;
  const start = Date.parse(said(value["start"]));
  return {
    specHash: said(value["specHash"]),
    flow: said(value["flow"]),
    seed: typeof value["seed"] === "number" ? value["seed"] : 0,
    scope: isObject(value["scope"]) ? value["scope"] : {},
    start: Number.isNaN(start) ? 0 : start,
    rows, runs, columns,
    lanes: words(value["lanes"]), kinds: words(value["kinds"]), reasons: words(value["reasons"]), faults: words(value["faults"]),
  };
}

/** How much of the file has to be read before a run can be shown: all but the payloads, which stand last. */
export function neededLength(header: Header, size: number): number {
  const payload = header.columns.get("payloadBytes");
  if (payload === undefined) return size;
  const last = [...header.columns.values()].every((each) => each === payload || each.to <= payload.from || each.to === each.from);
  return last ? payload.from : size;
}
