import fc from "fast-check";
import { expect, test } from "vitest";
import { doubled, flow, order, origin } from "./fixture";
import { dropped, open, openAll, openText, type Opened } from "./open";
import { runOf } from "./run";
import { bytesOf } from "./utf8";
import { write } from "./writer";

const bundle = { format: "moment.facet/1", project: "shop", flows: [flow], scenarios: [order] };
const text = JSON.stringify(bundle);
const from = (content: string | Uint8Array, name = "a.json") => open(dropped(name, typeof content === "string" ? bytesOf(content) : content));
const refused = (opened: Opened) => (opened.kind === "refusal" ? opened.refusal : null);
const ids = (opened: Opened) => (opened.kind === "bundle" ? opened.bundle.scenarios.map((each) => each.scenarioId) : opened);

async function packed(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

test("a bundle opens, with a line before it, with a byte order mark, packed", async () => {
  for (const content of [text, `// made by moment\n// twice\n${text}`, `\ufeff${text}`, await packed(bytesOf(text))])
    expect(ids(await from(content))).toEqual(["order-placed-happy-path"]);
});

test("a bare scenario and a list of them open", async () => {
  expect(ids(await from(JSON.stringify(order)))).toEqual(["order-placed-happy-path"]);
  expect(ids(await from(`// two\n${JSON.stringify([order, doubled])}`))).toEqual(["order-placed-happy-path", "doubled"]);
});

test("a log opens line by line, one line or many", async () => {
  const line = (id: string) => JSON.stringify({ specversion: "1.0", id, type: "A", source: "b", time: "2026-01-15T10:00:00Z", correlationid: "c" });
  const opened = await from(`${line("1")}\n${line("2")}\n{"cut`, "log.jsonl");
  expect(ids(opened)).toEqual(["c"]);
  expect(opened.kind === "bundle" && opened.notices.list).toEqual([{ place: "line 3", text: "is no CloudEvent: it is left out" }]);
  expect(ids(await from(line("1")))).toEqual(["c"]);
});

test("columns open, packed and as they are", async () => {
  const file = write(runOf(order, flow, origin));
  for (const bytes of [file, await packed(file)]) {
    const opened = await from(bytes, "a.run");
    expect(opened.kind === "runs" && opened.runs.map((run) => [run.runId, run.rows])).toEqual([["order-placed-happy-path", 3]]);
  }
});

test("payloads of columns stay on disk until they are asked for", async () => {
  const file = write(runOf(doubled, flow), ["{}", "", "", "", ""]);
  const asked: number[] = [];
  const opened = await open({ name: "a.run", size: file.length, read: (a, b) => (asked.push(b), Promise.resolve(file.slice(a, b))) });
  expect(Math.max(...asked)).toBeLessThanOrEqual(file.length - 2);
  expect(opened.kind === "runs" && (await opened.runs[0]!.payloads!(0))).toBe("{}");
});

test.each([
  ["", "The file is empty."],
  ["hello\u202e", "This is not a Facet file but something else. It begins: hello\\u202E"],
  ["<!doctype html><p>", "This is not a Facet file but an HTML page. It begins: <!doctype html><p>"],
  ["[1, 2]", "This is JSON without `format` and without `scenarioId`. It has no names."],
  ['{"__proto__": 1, "b": 2}', "This is JSON without `format` and without `scenarioId`. Its names: __proto__, b."],
  ['{"format": "else/3"}', "This is JSON of the format else/3, which Facet does not open. Its names: format."],
  ['{"format": "moment.facet/2"}', "It was written by a newer Moment (moment.facet, format 2); this page reads 1."],
  ['{"format": "moment.facet/1", "scenarios": [{}, {"a', "The file is cut off: it ends at byte 50 inside `scenarios[1]`. Nothing half is shown."],
  ['// c\n{"a": x}', "The file is not JSON: it goes wrong at byte 11 inside `a`."],
])("%s", async (content, what) => expect(refused(await from(content))?.what).toBe(what));

test("an image is named one, its bytes written out", async () =>
  expect(refused(await from(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10), "p.png"))).toMatchObject({
    title: "p.png cannot be opened", what: "This is not a Facet file but an image. It begins: �PNG\\u000D\\u000A",
  }));

test("columns that are cut off or newer are refused", async () => {
  const file = write(runOf(order, flow, origin));
  expect(refused(await from(file.subarray(0, 1080)))).toMatchObject({ where: "columns.cause", what: "The columns cannot be read: column `cause` ends beyond the file. Nothing half is shown." });
  expect(refused(await from("MOMRUN9\n    "))?.what).toBe("It was written by a newer Moment (moment.run, format 9); this page reads 1.");
  for (let length = 8; length < file.length; length += 50) expect((await from(file.subarray(0, length))).kind).toBe("refusal");
});

test("sizes are looked at before anything is read", async () => {
  let read = 0;
  const file = { name: "big.json", size: 2 * 1024 ** 3, read: (a: number, b: number) => ((read += b - a), Promise.resolve(bytesOf("{".padEnd(b - a)))) };
  expect(refused(await open(file))?.what).toBe("The file has 2.0 GB; as JSON at most 256 MB are read.");
  expect(read).toBe(64);
});

test("unpacking stops at the limit", async () => {
  const bomb = await packed(new Uint8Array(3_000_000));
  expect(refused(await open(dropped("b.gz", bomb), 2 ** 20))?.what).toBe("Unpacked, the file has more than 1 MB: unpacking was stopped.");
  expect(refused(await open(dropped("b.gz", bomb.subarray(0, 500))))?.what).toBe("The packed file is cut off or damaged. Nothing half is shown.");
});

test("a manifest brings its scenarios together", async () => {
  const manifest = { flows: [{ name: "order-placed", scenarios: [{ file: "runs/a.json" }, { file: "gone.json" }, { file: "bad.json" }] }] };
  const bare = { ...order, flowId: undefined };
  const files = [dropped("manifest.json", bytesOf(JSON.stringify(manifest))), dropped("a.json", bytesOf(JSON.stringify(bare))), dropped("bad.json", bytesOf("[]"))];
  const [opened] = await openAll(files);
  expect(opened?.kind === "bundle" && opened.bundle.flows.map((each) => each.flowId)).toEqual(["flow-order-placed"]);
  expect(opened?.kind === "bundle" && opened.notices.list).toEqual([
    { place: "gone.json", text: "is named by the manifest, but was not dropped with it" },
    { place: "bad.json", text: "is no scenario" },
  ]);
  expect(refused((await openAll(files.slice(0, 1)))[0]!)?.what).toBe("None of the 3 files that it lists was dropped with it.");
});

test("a file that cannot be read is a refusal", async () =>
  expect(refused(await open({ name: "a", size: 9, read: () => Promise.reject(new Error("gone")) }))?.wayOut).toBe("Choose it again."));

test("any text and any bytes are opened or refused", async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => void (await from(bytes))));
  fc.assert(fc.property(fc.json(), (json) => void openText("a", json)));
});
