/** Writes `moment.run/1`, the same bytes as the writer in Python. */
import { FIXED, MAGIC, SIZES, type Type } from "./header";
import type { Run } from "./run";
import { bytesOf } from "./utf8";

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const BUCKETS = 1024;

/** Lanes × buckets over time: how many steps, and the worst of them. */
function overview(run: Run): [Uint16Array, Uint8Array] {
  const count = new Uint16Array(run.lanes.length * BUCKETS);
  const worst = new Uint8Array(count.length);
  const span = run.time.reduce((most, each) => Math.max(most, each), 0) || 1;
  for (let row = 0; row < run.rows; row++) {
    const bucket = Math.min(BUCKETS - 1, Math.max(0, Math.floor((run.time[row]! / span) * BUCKETS)));
    const at = run.lane[row]! * BUCKETS + bucket;
    count[at] = Math.min(count[at]! + 1, 65_535);
    worst[at] = Math.max(worst[at]!, run.severity[row]!);
  }
  return [count, worst];
}

function joined(texts: readonly string[]): [Uint32Array, Uint8Array] {
  const parts = texts.map(bytesOf);
  const start = new Uint32Array(parts.length + 1);
  parts.forEach((part, at) => (start[at + 1] = start[at]! + part.length));
  const bytes = new Uint8Array(start.at(-1)!);
  parts.forEach((part, at) => bytes.set(part, start[at]));
  return [start, bytes];
}

/** Columns in the order of the file; optional ones only where they say something. */
function columnsOf(run: Run, payloads: readonly string[]): [string, Type, Numbers][] {
  const strings = Array.from({ length: run.strings.size }, (_, number) => run.strings.at(number));
  const [stringStart, stringBytes] = joined(strings);
  // What a big run looks like stands before all else, so that it is seen first.
  const [count, worst] = run.rows > 8192 ? overview(run) : [null, null];
  const columns: [string, Type, Numbers][] = [
    ...(count === null ? [] : ([["overviewCount", "u16", count], ["overviewWorst", "u8", worst]] as [string, Type, Numbers][])),
    ["stringStart", "u32", stringStart], ["stringBytes", "u8", stringBytes], ["time", "f64", run.time], ["action", "u32", run.action],
    ["aggregate", "u32", run.aggregate], ["correlation", "u32", run.correlation], ["kind", "u8", run.step], ["severity", "u8", run.severity],
    ["fault", "u8", run.fault], ["lane", "u16", run.lane], ["causeStart", "u32", run.causeStart], ["cause", "u32", run.cause],
    ["causeReason", "u8", run.causeReason],
  ];
  const { diffs, checks, events, fields } = run;
  if (diffs.path.length > 0)
    columns.push(["diffStart", "u32", diffs.start], ["diffPath", "u32", diffs.path], ["diffFrom", "u32", diffs.from], ["diffTo", "u32", diffs.to]);
  if (checks.name.length > 0) columns.push(["checkStart", "u32", checks.start], ["checkName", "u32", checks.name], ["checkHolds", "u8", checks.holds]);
  if (run.moment.some((each) => each !== 0)) columns.push(["moment", "u32", run.moment]);
  if (events.value.length > 0) columns.push(["eventStart", "u32", events.start], ["event", "u32", events.value]);
  if (fields.value.length > 0) columns.push(["fieldStart", "u32", fields.start], ["field", "u32", fields.value]);
  if (payloads.some((each) => each !== "")) {
    const [payloadStart, payloadBytes] = joined(payloads);
    columns.push(["payloadStart", "u32", payloadStart], ["payloadBytes", "u8", payloadBytes]);
  }
  return columns;
}

const upToEight = (length: number): number => Math.ceil(length / 8) * 8;

/** One run as a file; payloads (one JSON text per row) are left out unless they are given. */
export function write(run: Run, payloads: readonly string[] = []): Uint8Array {
  const columns = columnsOf(run, payloads);
  let offset = 0;
  const places: [string, [Type, number, number]][] = columns.map(([name, type, values]) => {
    const from = upToEight(offset);
    offset = from + values.length * SIZES[type];
    return [name, [type, from, values.length]];
  });
  const { runId, label, kind, verdict, rows } = run;
  const head = bytesOf(JSON.stringify({
    format: "moment.run/1", specHash: run.origin.specHash, flow: run.flow, seed: run.origin.seed, scope: run.origin.scope,
    start: new Date(run.start).toISOString(), rows, runs: [{ runId, label, kind, verdict, first: 0, rows }],
    lanes: run.lanes, kinds: run.kinds, reasons: run.reasons, faults: run.faults, columns: Object.fromEntries(places),
  }));
  const body = upToEight(FIXED + head.length);
  const bytes = new Uint8Array(body + offset).fill(0x20, FIXED, body);
  bytes.set(bytesOf(MAGIC));
  new DataView(bytes.buffer).setUint32(8, body - FIXED, true);
  bytes.set(head, FIXED);
  columns.forEach(([, , values], at) => bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), body + places[at]![1][1]));
  return bytes;
}
