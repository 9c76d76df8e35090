import fc from "fast-check";
import { expect, test } from "vitest";
import { read } from "./columns";
import { doubled, flow, order, origin, scenarioOf, stepOf } from "./fixture";
import { Unreadable } from "./header";
import { OVERVIEW_BUCKETS, overviewLength, overviewOf } from "./overview";
import { runOf, type Run } from "./run";
import { beginning } from "./unpack";
import { bytesOf, textOf } from "./utf8";
import { write } from "./writer";

const file = write(runOf(order, flow, origin));
const runsOf = (bytes: Uint8Array): readonly Run[] => {
  const runs = read(bytes);
  if (runs instanceof Unreadable) throw new Error(runs.what);
  return runs;
};

/** A file whose header is another. */
function withHeader(change: (header: Record<string, unknown>) => object): Uint8Array {
  const length = new DataView(file.buffer).getUint32(8, true);
  const header = JSON.parse(textOf(file.subarray(12, 12 + length))) as Record<string, unknown>;
  const text = bytesOf(JSON.stringify(change(header)));
  const body = Math.ceil((12 + text.length) / 8) * 8;
  const bytes = new Uint8Array(body + file.length - 12 - length).fill(0x20);
  bytes.set(file.subarray(0, 8));
  new DataView(bytes.buffer).setUint32(8, body - 12, true);
  bytes.set(text, 12);
  bytes.set(file.subarray(12 + length), body);
  return bytes;
}

test("the run of the design is the bytes of the design", async () => {
  expect(file.length).toBe(1090);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", file as Uint8Array<ArrayBuffer>));
  const hex = [...digest].map((each) => each.toString(16).padStart(2, "0")).join("");
  expect([hex.slice(0, 8), hex.slice(-8)]).toEqual(["a0a6515e", "1689d3f1"]);
});

/** A run as plain values, strings written out. */
const plain = (run: Run) => ({
  ...run, strings: Array.from({ length: run.strings.size }, (_, at) => run.strings.at(at)), payloads: null,
});

test("what is written is read, column by column", async () => {
  const run = runOf(doubled, flow, origin);
  const payloads = await Promise.all(Array.from({ length: run.rows }, (_, row) => run.payloads!(row)));
  const [back] = runsOf(write(run, payloads));
  expect(plain(back!)).toEqual(plain(run));
  expect(await back!.payloads!(0)).toBe('{"orderId":1,"items":[]}');
  expect(await back!.payloads!(1)).toBe("");
  expect(back!.strings.find("OrderPlaced")).toBe(run.strings.find("OrderPlaced"));
  expect(write(back!, payloads)).toEqual(write(run, payloads));
});

test("a file that lies at an odd address is read the same", () => {
  const moved = new Uint8Array(file.length + 3);
  moved.set(file, 3);
  expect(plain(runsOf(moved.subarray(3))[0]!)).toEqual(plain(runsOf(file)[0]!));
});

test("two runs of one file have rows of their own", () => {
  const parts = [{ runId: "a", label: "A", kind: "", verdict: "", first: 0, rows: 1 }, { runId: "b", label: "B", kind: "", verdict: "", first: 1, rows: 2 }];
  const refused = read(withHeader((header) => ({ ...header, runs: parts })));
  expect(refused).toMatchObject({ what: "column `cause` names no earlier row of its run at row 1" });
  const alone = withHeader((header) => ({ ...header, runs: [{ ...parts[0], rows: 2 }] }));
  expect([...runsOf(alone)[0]!.action]).toEqual([2, 3]);
});

test("an overview stands in big files only", () => {
  const steps = Array.from({ length: 9000 }, (_, seq) => stepOf(seq, "handle:ordering.A", "ordering", { at: new Date(seq * 1000).toISOString() }));
  expect(textOf(file).includes("overviewCount")).toBe(false);
  const big = write(runOf(scenarioOf(steps), flow));
  const needed = overviewLength(big, big.length)!;
  // The first picture of a run reads two columns: every other one may be missing from what is there.
  const seen = overviewOf(big.slice(0, needed), Number.MAX_SAFE_INTEGER);
  expect(needed).toBe(new DataView(big.buffer).getUint32(8, true) + 12 + 2 * OVERVIEW_BUCKETS * 3);
  expect([seen?.rows, seen?.lanes, seen?.count.slice(0, OVERVIEW_BUCKETS).reduce((sum, each) => sum + each, 0)]).toEqual([9000, ["ordering", "fulfillment"], 9000]);
  expect([overviewOf(big.slice(0, needed - 1), big.length), overviewOf(file, file.length), overviewOf(new Uint8Array(3), 3)]).toEqual([null, null, null]);
});

test("the beginning of a packed run unpacks to its beginning", async () => {
  const steps = Array.from({ length: 9000 }, (_, seq) => stepOf(seq, `handle:ordering.A${(seq * 48_271) % 9973}`, "ordering"));
  const big = write(runOf(scenarioOf(steps), flow));
  const packed = new Uint8Array(await new Response(new Blob([big as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
  const first = await beginning(packed.slice(0, packed.length / 2));
  expect(first.length).toBeGreaterThan(overviewLength(big, big.length)!);
  expect(first).toEqual(big.slice(0, first.length));
  expect((await beginning(new Uint8Array([0x1f, 0x8b, 1, 2, 3]))).length).toBe(0);
});

test("payloads behind the columns are read by slice", async () => {
  const run = runOf(doubled, flow, origin);
  const whole = write(run, ["{}", "", "[1]", "", ""]);
  const asked: number[][] = [];
  const short = whole.slice(0, whole.length - 5);
  const runs = read(short, whole.length, (from, to) => {
    asked.push([from, to]);
    return Promise.resolve(whole.subarray(from, to));
  });
  expect(await (runs as readonly Run[])[0]!.payloads!(2)).toBe("[1]");
  expect(asked).toEqual([[whole.length - 3, whole.length]]);
});

test.each([
  ["an unknown column is left alone", (header: Record<string, unknown>) => ({ ...header, columns: { ...(header["columns"] as object), later: ["u8", 0, 0] } }), null],
  ["a newer format", (header: Record<string, unknown>) => ({ ...header, format: "moment.run/9" }), "the header says `moment.run/9`"],
  ["a column outside", (header: Record<string, unknown>) => ({ ...header, columns: { ...(header["columns"] as object), cause: ["u32", 312, 99] } }), "column `cause` ends beyond the file"],
  ["an overlap", (header: Record<string, unknown>) => ({ ...header, columns: { ...(header["columns"] as object), lane: ["u16", 280, 3] } }), "column `lane` overlaps column `fault`"],
  ["another type", (header: Record<string, unknown>) => ({ ...header, columns: { ...(header["columns"] as object), kind: ["u16", 264, 3] } }), "column `kind` has the type u16 instead of u8"],
  ["rows that are not there", (header: Record<string, unknown>) => ({ ...header, rows: 2 }), "the run has rows that are not in the file"],
  ["no runs", (header: Record<string, unknown>) => ({ ...header, runs: [] }), "no run is named"],
])("%s", (_, change, what) => {
  const found = read(withHeader(change));
  expect(found instanceof Unreadable ? found.what : null).toBe(what);
});

test("a file that is cut off says which column ends beyond it", () => {
  expect(read(file.subarray(0, 1080))).toMatchObject({ what: "column `cause` ends beyond the file" });
  expect(read(file.subarray(0, 500))).toMatchObject({ what: "the header ends beyond the file" });
  expect(read(file.subarray(0, 9))).toMatchObject({ what: "the file ends before its header" });
});

test("bytes that are turned give runs or a reason, never an exception", () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 4 }), (changes) => {
      const bytes = file.slice();
      for (const [at, value] of changes) bytes[at] = value;
      const runs = read(bytes);
      if (!(runs instanceof Unreadable)) for (const run of runs) for (let row = 0; row < run.rows; row++) run.strings.at(run.action[row]!);
    }),
    { numRuns: 2000 },
  ));
