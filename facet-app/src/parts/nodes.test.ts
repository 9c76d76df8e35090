import { expect, test } from "vitest";
import { flatten, type Node } from "./nodes";

const NODES: readonly Node[] = [
  { id: "a", text: "A", children: [{ id: "a1", text: "A1", children: [{ id: "x", text: "X" }] }, { id: "a2", text: "A2" }] },
  { id: "b", text: "B" },
];
const shown = (open: number, ...turned: string[]) =>
  flatten(NODES, open, new Set(turned)).map((line) => `${line.node.id}:${line.level}:${line.open}:${line.number}/${line.of}`);

test("lines stand in the order in which they are read", () => {
  expect(shown(1)).toEqual(["a:1:true:1/2", "a1:2:false:1/2", "a2:2:undefined:2/2", "b:1:undefined:2/2"]);
});

test("a turned node is closed where its level is open, and open where it is closed", () => {
  expect(shown(1, "a")).toEqual(["a:1:false:1/2", "b:1:undefined:2/2"]);
  expect(shown(1, "a1")).toContain("x:3:undefined:1/1");
});

test("depth costs no stack", () => {
  let node: Node = { id: "0", text: "" };
  for (let depth = 1; depth < 20_000; depth += 1) node = { id: String(depth), text: "", children: [node] };
  expect(flatten([node], 30_000, new Set())).toHaveLength(20_000);
});
