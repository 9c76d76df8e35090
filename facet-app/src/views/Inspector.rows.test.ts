import { expect, test } from "vitest";
import type { EventSeen, Model } from "../data/payloads";
import { eventsOf, fieldName, payloadTree, pinned, strip, travelled, type PayloadNode } from "./Inspector.rows";
import { bundle, place, run, step } from "./story.fixture";

const event = (eventId: string, eventType: string, payload: Record<string, unknown>): EventSeen => ({ eventId, eventType, payload, productSource: "moment", causationEventIds: [], correlationId: "c", timestamp: "", version: "1.0.0" });
const field = { name: "patient", type: "Patient", classification: "PHI", place };
const MODEL = { ...bundle().model, contexts: [{ aggregates: [{ events: [{ name: "Seen", fields: [field] }] }] }] } as unknown as Model;

const flat = (nodes: readonly PayloadNode[], depth = 0): unknown[] =>
  nodes.flatMap(({ key, value, size, classification, children }) => [[depth, key, value, size, classification], ...flat(children, depth + 1)]);

test("a payload is a tree; classified fields carry their word", () => {
  const seen = event("e1", "Seen", { patient: { name: "Ada", tags: ["a", "b"] }, ward: null, none: [], "a\u202eb": 1 });
  expect(flat(payloadTree(seen, MODEL))).toEqual([
    [0, "patient", null, 2, "PHI"], [1, "name", "Ada", 0, null], [1, "tags", null, 2, null], [2, "0", "a", 0, null], [2, "1", "b", 0, null],
    [0, "ward", "null", 0, null], [0, "none", "empty list", 0, null], [0, "a\\u202Eb", "1", 0, null],
  ]);
});

test("depth beyond sixty-four is not opened", () => {
  let deep: unknown = "end";
  for (let depth = 0; depth < 200; depth += 1) deep = { a: deep };
  const rows = flat(payloadTree(event("e", "Deep", { a: deep }), MODEL));
  expect([rows.length, rows.at(-1)]).toEqual([64, [63, "a", "…", 1, null]]);
});

const PLACED = event("e1", "Placed", { id: "1", secret: "s" });
const RUN = run("r", "completed", [step(0, "handle:shop.Place", { eventIds: ["e1"] }), step(1, "duplicate:Placed>Stock", {}, 0), step(2, "deliver:Placed>Stock", {}, 1)], {
  events: [PLACED, event("e2", "Other", {})],
  contracts: [{ crossing: "Placed>Stock", seq: 2, fields: [{ field: "id", type: "UUID", required: true, verdict: "carried", value: "1" }, { field: "sum", type: "Money", required: true, verdict: "missing", value: null }, { field: "note", type: "string", required: false, verdict: "missing", value: null }] }],
});
const at = (seq: number) => RUN.steps[seq] ?? expect.fail();

test("a delivery shows the event that it delivers, found behind a duplicate", () => {
  expect([0, 1, 2].map((seq) => (eventsOf(RUN, at(seq)) as readonly EventSeen[]).map((each) => each.eventId))).toEqual([["e1"], [], ["e1"]]);
});

test("which fields travelled, which are missing, which stayed behind", () => {
  expect(travelled(RUN, at(2)).map(({ fields, stayed }) => [fields.map(({ field, verdict, bad }) => [field, verdict, bad]), stayed])).toEqual([
    [[["id", "carried", false], ["sum", "missing", true], ["note", "missing", false]], ["secret"]],
  ]);
  expect(travelled(RUN, at(0))).toEqual([]);
});

test("checks are rows over the whole run, the failing first", () => {
  const check = (name: string, holds: boolean) => ({ kind: "precondition", name, holds, why: `${name} says` });
  const own = run("r", "x", [step(0, "handle:a.A", { checks: [check("isOpen", true)] }), step(1, "handle:a.B"), step(4, "handle:a.C", { checks: [check("isOpen", true), check("isPaid", false)] })]);
  expect(strip(own).map(({ name, marks, failures }) => [name, marks.join(""), failures])).toEqual([
    ["isPaid", "––▲", [{ seq: 4, why: "isPaid says" }]],
    ["isOpen", "✓–✓", []],
  ]);
});

test("a pinned field is its values over the run", () => {
  expect(pinned(RUN, "Placed.id")).toEqual([{ seq: 0, value: '"1"' }]);
  expect(pinned(RUN, "Placed.toString")).toEqual([]);
});

test("a difference of state is named in words", () => {
  expect(["lane:shop", "message:Placed>Stock", "lifecycle:Shop/Order", "saga:Rental", "budget", "other:x", "toString:x"].map(fieldName)).toEqual([
    "Lane shop", "Placed on its way to Stock", "State of Order", "Saga Rental", "Faults left", "other:x", "toString:x",
  ]);
});
