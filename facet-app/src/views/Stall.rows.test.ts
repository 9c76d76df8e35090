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
  expect(rows?.nodes.map(({ name, look, column, says }) => [name, look, column, says])).toEqual([
    ["SOUP", "solid", 0, ["SOUP waits for LAID"]],
    ["LAID", "hollow", 1, ["LAID would come from LAY"]],
    ["LAY", "thin", 2, ["LAY needs SHUT"]],
    ["SHUT", "solid", 3, []],
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

test("nothing owed, nothing drawn", () => {
  expect([stallRows(null), stallRows(finding({})), stallRows(finding({ waits: { owed: [], nodes: [], edges: [], circles: [] } }))]).toEqual([null, null, null]);
});
