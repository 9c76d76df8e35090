/** Reads `moment.run/1`, runs as columns in one file: numbers stay where they lie, text is decoded when asked for. */
import { FIXED, MAGIC, Unreadable, headerOf, type Header, type Part, type Type } from "./header";
import { effectsOf, type Lists, type Run, type Strings } from "./run";
import { textOf } from "./utf8";

type Slice = (from: number, to: number) => Promise<Uint8Array>;

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array };

/** Strings that are decoded when they are asked for. */
class Decoded implements Strings {
  readonly #texts: string[] = [];
  #numbers: Map<string, number> | null = null;
  constructor(
    readonly starts: Uint32Array,
    readonly bytes: Uint8Array,
  ) {}
  get size(): number {
    return Math.max(this.starts.length - 1, 0);
  }
  at(number: number): string {
    return (this.#texts[number] ??= number < this.size ? textOf(this.bytes.subarray(this.starts[number], this.starts[number + 1])) : "");
  }
  find(text: string): number {
    if (this.#numbers === null) {
      this.#numbers = new Map();
      for (let number = this.size - 1; number >= 0; number--) this.#numbers.set(this.at(number), number);
    }
    return this.#numbers.get(text) ?? -1;
  }
}

/** What of a column is asked for: a type, and how many numbers; null where it may be absent. */
function column<T extends Type>(header: Header, bytes: Uint8Array, name: string, type: T, length: number | null): InstanceType<(typeof ARRAYS)[T]> {
  const found = header.columns.get(name);
  if (found === undefined) {
    if (length !== null && length > 0) throw new Unreadable(`column \`${name}\` is missing`, `columns.${name}`);
    return new ARRAYS[type](0) as InstanceType<(typeof ARRAYS)[T]>;
  }
  if (found.type !== type) throw new Unreadable(`column \`${name}\` has the type ${found.type} instead of ${type}`, `columns.${name}`);
  if (length !== null && found.length !== length) throw new Unreadable(`column \`${name}\` has ${found.length} numbers instead of ${length}`, `columns.${name}`);
  return new ARRAYS[type](bytes.buffer as ArrayBuffer, bytes.byteOffset + found.from, found.length) as InstanceType<(typeof ARRAYS)[T]>;
}

/** Starts of lists: from 0, never back, to the end of what they cut up. */
function starts(values: Uint32Array, name: string, end: number): Uint32Array {
  for (let at = 1; at < values.length; at++)
    if (values[at]! < values[at - 1]!) throw new Unreadable(`column \`${name}\` goes back at row ${at}`, `columns.${name}`);
  if ((values[0] ?? 0) !== 0 || (values.at(-1) ?? 0) !== end) throw new Unreadable(`column \`${name}\` does not cover what it cuts up`, `columns.${name}`);
  return values;
}

/** The part of cut-up columns that belongs to a run, counted from its own beginning. */
function slice(all: Uint32Array, part: Part): { start: Uint32Array; from: number; to: number } {
  const own = all.subarray(part.first, part.first + part.rows + 1);
  const from = own[0] ?? 0;
  return { start: from === 0 ? own : own.map((each) => each - from), from, to: own.at(-1) ?? 0 };
}

class Reader {
  constructor(
    readonly header: Header,
    readonly bytes: Uint8Array,
    readonly more: Slice | null,
  ) {}
  get = <T extends Type>(name: string, type: T, length: number | null): InstanceType<(typeof ARRAYS)[T]> => column(this.header, this.bytes, name, type, length);

  /** Starts of an optional column: all empty when the file does not have it. */
  starts(name: string, values: number): Uint32Array {
    if (!this.header.columns.has(name)) return new Uint32Array(this.header.rows + 1);
    return starts(this.get(name, "u32", this.header.rows + 1), name, values);
  }

  lists(start: string, value: string, part: Part): Lists {
    const values = this.get(value, "u32", null);
    const own = slice(this.starts(start, values.length), part);
    return { start: own.start, value: values.subarray(own.from, own.to) };
  }

  payloads(part: Part): Run["payloads"] {
    const column = this.header.columns.get("payloadBytes");
    if (column === undefined || !this.header.columns.has("payloadStart")) return null;
    const start = this.starts("payloadStart", column.length);
    const read: Slice | null = column.to <= this.bytes.length ? null : this.more;
    return (row) => {
      if (row < 0 || row >= part.rows) return "";
      const from = column.from + start[part.first + row]!;
      const to = column.from + start[part.first + row + 1]!;
      return read === null ? textOf(this.bytes.subarray(from, to)) : read(from, to).then(textOf);
    };
  }
}

function causes(reader: Reader, part: Part): Pick<Run, "causeStart" | "cause" | "causeReason" | "effectStart" | "effect"> {
  const all = reader.get("cause", "u32", null);
  const own = slice(starts(reader.get("causeStart", "u32", reader.header.rows + 1), "causeStart", all.length), part);
  const raw = all.subarray(own.from, own.to);
  const cause = part.first === 0 ? raw : raw.map((each) => each - part.first);
  for (let row = 0; row < part.rows; row++)
    for (let at = own.start[row]!; at < own.start[row + 1]!; at++)
      if (cause[at]! >= row) throw new Unreadable(`column \`cause\` names no earlier row of its run at row ${part.first + row}`, "columns.cause");
  const causeReason = reader.get("causeReason", "u8", all.length).subarray(own.from, own.to);
  return { causeStart: own.start, cause, causeReason, ...effectsOf(own.start, cause) };
}

function runOf(reader: Reader, part: Part, strings: Strings): Run {
  const { header } = reader;
  const own = <T extends Type>(name: string, type: T): InstanceType<(typeof ARRAYS)[T]> =>
    reader.get(name, type, header.rows).subarray(part.first, part.first + part.rows) as InstanceType<(typeof ARRAYS)[T]>;
  const path = reader.lists("diffStart", "diffPath", part);
  const check = reader.lists("checkStart", "checkName", part);
  const from = slice(reader.starts("diffStart", reader.get("diffPath", "u32", null).length), part);
  const tested = slice(reader.starts("checkStart", reader.get("checkName", "u32", null).length), part);
  const changes = header.columns.get("diffPath")?.length ?? 0;
  const tests = header.columns.get("checkName")?.length ?? 0;
  return {
    runId: part.runId, label: part.label, kind: part.kind, verdict: part.verdict, flow: part.flow || header.flow, rows: part.rows,
    origin: { specHash: header.specHash, seed: header.seed, scope: header.scope },
    start: header.start, lanes: header.lanes, kinds: header.kinds, reasons: header.reasons, faults: header.faults, strings,
    time: own("time", "f64"), action: own("action", "u32"), aggregate: own("aggregate", "u32"), correlation: own("correlation", "u32"),
    step: own("kind", "u8"), severity: own("severity", "u8"), fault: own("fault", "u8"), lane: own("lane", "u16"),
    ...causes(reader, part),
    moment: header.columns.has("moment") ? own("moment", "u32") : new Uint32Array(part.rows),
    events: reader.lists("eventStart", "event", part),
    fields: reader.lists("fieldStart", "field", part),
    diffs: {
      start: path.start, path: path.value,
      from: reader.get("diffFrom", "u32", changes).subarray(from.from, from.to),
      to: reader.get("diffTo", "u32", changes).subarray(from.from, from.to),
    },
    checks: { start: check.start, name: check.value, holds: reader.get("checkHolds", "u8", tests).subarray(tested.from, tested.to) },
    payloads: reader.payloads(part),
  };
}

/** All runs of a file of `size` bytes; what lies behind `bytes` (payloads) is read by slice. */
export function read(bytes: Uint8Array, size = bytes.length, more: Slice | null = null): readonly Run[] | Unreadable {
  if (bytes.length < FIXED) return new Unreadable("the file ends before its header", "header");
  const magic = textOf(bytes.subarray(0, 8));
  if (magic !== MAGIC) return new Unreadable("the file does not begin as a columnar run does", "byte 0", /^MOMRUN\d\n$/.test(magic) ? `moment.run/${magic[6]}` : null);
  const header = headerOf(bytes, size);
  if (header instanceof Unreadable) return header;
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  try {
    const reader = new Reader(header, aligned, more);
    const text = reader.get("stringBytes", "u8", null);
    const start = starts(reader.get("stringStart", "u32", null), "stringStart", text.length);
    const strings = new Decoded(start, text);
    return header.runs.map((part) => runOf(reader, part, strings));
  } catch (problem) {
    if (problem instanceof Unreadable) return problem;
    throw problem;
  }
}
