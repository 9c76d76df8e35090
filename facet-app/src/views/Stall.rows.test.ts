import { expect, test } from "vitest";
import type { Waits, WaitNode } from "../data/payloads";
import { stallRows } from "./Stall.rows";
import { finding } from "./story.fixture";

const node = (id: string, there = false): WaitNode => ({ id, kind: "step", name: id.toUpperCase(), there, place: null });
const WAITS: Waits = {
  owed: ["soup"],
  nodes: [node("soup"), node("laid"), node("lay", true), node("shut", true)],
  edges: [
    { from: "soup", to: "laid", reason: "waits for" },
    { from: "laid", to: "lay", reason: "would come from" },
    { from: "lay", to: "shut", reason: "needs" },
  ],
  circles: [],
};

test("who waits is solid, what is missing hollow, who could supply it thin", () => {
  const rows = stallRows(finding({ waits: WAITS }));
  expect(rows?.nodes.map(({ name, look, word, column, says }) => [name, look, word, column, says])).toEqual([
    ["SOUP", "solid", "waits", 0, ["SOUP waits for LAID"]],
    ["LAID", "hollow", "missing", 1, ["LAID would come from LAY"]],
    ["LAY", "thin", "could supply it", 2, ["LAY needs SHUT"]],
    ["SHUT", "solid", "happened", 3, []],
  ]);
  expect(rows?.summary).toBe("The shortest chain: SOUP → LAID → LAY → SHUT.");
});

test("a circle is said, and its edges are marked", () => {
  const edges = [...WAITS.edges, { from: "lay", to: "soup", reason: "waits for" }];
  const rows = stallRows(finding({ waits: { ...WAITS, edges, circles: [["soup", "laid", "lay"]] } }));
  expect(rows?.summary).toBe("A circle: SOUP → LAID → LAY → SOUP.");
  expect(rows?.edges.map((edge) => edge.onCircle)).toEqual([true, true, false, true]);
});

test("of too many the shortest chain is drawn", () => {
  const rows = stallRows(finding({ waits: { ...WAITS, nodes: [...WAITS.nodes, node("other")] } }), 4);
  expect([rows?.nodes.length, rows?.hidden]).toEqual([4, 1]);
});

test("a condition is false, a decision begins with a capital", () => {
  const nodes: WaitNode[] = [{ ...node("soup"), name: "the decision Answer" }, { ...node("again"), kind: "condition" }];
  const rows = stallRows(finding({ waits: { ...WAITS, nodes, edges: [{ from: "soup", to: "again", reason: "waits for" }] } }));
  expect(rows?.nodes.map(({ name, word }) => [name, word])).toEqual([["The decision Answer", "waits"], ["AGAIN", "false"]]);
});

test("nothing owed, nothing drawn", () => {
  expect([stallRows(null), stallRows(finding({})), stallRows(finding({ waits: { owed: [], nodes: [], edges: [], circles: [] } }))]).toEqual([null, null, null]);
});
