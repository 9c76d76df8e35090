import { expect, test } from "vitest";
import { layoutTree, type Twig } from "./tree";

const twig = (id: string, share: number | null, badness = 0, ...children: Twig[]): Twig => ({ id, share, badness, children });
const seen = (root: Twig, limits?: { nodes: number; share: number }) =>
  layoutTree(root, limits).map((spot) => [spot.id, spot.parent, spot.depth, spot.row, spot.folded]);

test("leaves take a row each, a branch stands amid its children", () => {
  const root = twig("root", 1, 0, twig("a", 0.5, 0, twig("a1", 0.25), twig("a2", 0.25)), twig("b", 0.5));
  expect(seen(root)).toEqual([
    ["root", -1, 0, 1.25, 0],
    ["a", 0, 1, 0.5, 0],
    ["a1", 1, 2, 0, 0],
    ["a2", 1, 2, 1, 0],
    ["b", 0, 1, 2, 0],
  ]);
});

test("what is rarer than the limit folds to its ends, what is unknown does not", () => {
  const root = twig("root", 1, 0, twig("often", 0.9995), twig("rare", 0.0005, 0, twig("x", 0.0003), twig("y", 0.0002)), twig("unknown", null));
  expect(seen(root)).toEqual([
    ["root", -1, 0, 1, 0],
    ["often", 0, 1, 0, 0],
    ["unknown", 0, 1, 1, 0],
    ["root+", 0, 1, 2, 2],
  ]);
});

test("with too many nodes the worst stay", () => {
  const root = twig("root", 1, 0, ...Array.from({ length: 50 }, (_, at) => twig(`n${at}`, 0.02, at === 40 ? 3 : 0)));
  expect(seen(root, { nodes: 4, share: 0 }).map(([id, , , , folded]) => [id, folded])).toEqual([
    ["root", 0],
    ["n40", 0],
    ["n0", 0],
    ["root+", 48],
  ]);
});

test("a branch that has no room says how many ends it has", () => {
  const deep = twig("root", 1, 0, twig("a", 1, 0, twig("b", 1, 0, twig("c", 1), twig("d", 1))));
  expect(seen(deep, { nodes: 3, share: 0 }).at(-1)).toEqual(["a+", 1, 2, 0, 2]);
});
