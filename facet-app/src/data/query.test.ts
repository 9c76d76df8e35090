import fc from "fast-check";
import { expect, test } from "vitest";
import { doubled, flow, scenarioOf, stepOf } from "./fixture";
import { find, next, parse } from "./query";
import { runOf } from "./run";

const run = runOf(doubled, flow);
const rows = (text: string, of = run) => [...find(parse(text), of).rows.entries()].filter(([, is]) => is === 1).map(([row]) => row);

test.each([
  ["", [0, 1, 2, 3, 4]],
  ["placeorder", [0]],
  ["OrderPlaced", [0, 1, 2, 4]],
  ["OrderPlaced deliver", [2, 4]],
  ["deliver:OrderPlaced>Fulfillment", [2, 4]],
  ["started", [3]],
  ["kind:deliver", [2, 4]],
  ["KIND:Deliver lane:fulfil", [2, 4]],
  ["fault:dup", [1]],
  ["lane:ordering", [0, 1]],
  ["verdict:double", [0, 1, 2, 3, 4]],
  ["verdict:completed", []],
  ["field:orderId", [0]],
  ["field:lane:fulfillment", [3]],
  ["moment:submission", [0]],
  ['moment:"submission"', [0]],
  ['"fulfillment #2"', [4]],
  ["nothing such", []],
  ["duplicate then kind:deliver", [1, 2, 4]],
  ["start then placeorder", []],
  ["start not before kind:deliver", [2, 3]],
  ["kind:deliver not before start", []],
  ["kind:deliver without start", [4]],
  ["placeorder without start", []],
  ["start without absent", [3]],
  ["then", []],
  ['"then" start', []],
])("%s", (text, expected) => expect(rows(text)).toEqual(expected));

test("the sides of a relation are read apart", () =>
  expect(parse("kind:deliver a not before b lane:x")).toEqual({
    left: [{ key: "kind", text: "deliver" }, { key: null, text: "a" }], relation: "not before",
    right: [{ key: null, text: "b" }, { key: "lane", text: "x" }], notices: [],
  }));

test("what is not understood is said", () => {
  expect(parse("kind: a").notices).toEqual(["Say what kind: is to be."]);
  expect(parse("a then b then c").notices).toEqual(["One relation at a time is understood: what follows then is looked for as words."]);
});

test("a relation that nothing follows is a word", () => expect(parse("a then")).toMatchObject({ relation: null, left: [{ text: "a" }, { text: "then" }] }));

test("answers are walked around the end", () => {
  const found = find(parse("kind:deliver"), run);
  expect([next(found, -1), next(found, 2), next(found, 4), next(found, 2, -1), next(found, 0, -1)]).toEqual([2, 4, 2, 4, 4]);
  expect(next(find(parse("absent"), run), 0)).toBe(-1);
});

/** The relations said again as plainly as can be. */
const plainly = {
  then: (a: boolean[], b: boolean[]) => a.map((is, row) => (is && b.some((it, at) => it && at > row)) || (b[row]! && a.some((it, at) => it && at < row))),
  "not before": (a: boolean[], b: boolean[]) => {
    const first = b.indexOf(true);
    return a.map((is, row) => first >= 0 && !a.some((it, at) => it && at < first) && (is || row === first));
  },
  without: (a: boolean[], b: boolean[]) => a.map((is, row) => is && !b.some((it, at) => it && at > row)),
};

test("relations are what they say, on any run", () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom("handle:o.Aa", "handle:o.Bb", "handle:o.Cc", "handle:o.AaBb"), { maxLength: 9 }), (actions) => {
      const any = runOf(scenarioOf(actions.map((action, seq) => stepOf(seq, action, "ordering"))), flow);
      const a = actions.map((action) => action.includes("Aa"));
      const b = actions.map((action) => action.includes("Bb"));
      for (const relation of ["then", "not before", "without"] as const)
        expect([...find(parse(`aa ${relation} bb`), any).rows].map(Boolean)).toEqual(plainly[relation](a, b));
    }),
    { numRuns: 500 },
  ));

test("any text is a question", () => fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => void find(parse(text), run))));
