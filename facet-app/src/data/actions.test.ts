import fc from "fast-check";
import { expect, test } from "vitest";
import { bare, crossing, numbered, read, write } from "./actions";

test("a name has a kind, a subject and an ordinal", () => {
  expect(read("handle:ordering.PlaceOrder")).toEqual({ kind: "handle", subject: "ordering.PlaceOrder", ordinal: 1 });
  expect(read("choose:decision=a: b #12")).toEqual({ kind: "choose", subject: "decision=a: b", ordinal: 12 });
  expect(read("odd")).toEqual({ kind: "", subject: "odd", ordinal: 1 });
});

test("what is written is read", () =>
  fc.assert(
    fc.property(fc.constantFrom("handle", "lose", "choose"), fc.stringMatching(/^[^#]+$/), fc.integer({ min: 1, max: 99 }), (kind, subject, ordinal) => {
      fc.pre(subject === subject.trimEnd());
      expect(read(write({ kind, subject, ordinal }))).toEqual({ kind, subject, ordinal });
    }),
  ));

test("again is numbered", () => expect(numbered(["a:b", "c:d", "a:b", "a:b"])).toEqual(["a:b", "c:d", "a:b #2", "a:b #3"]));
test("an ordinal is no part of the bare name", () => expect(bare("a:b #2")).toBe("a:b"));
test("a crossing names its event and where it goes", () => {
  expect(crossing("lose:OrderPlaced>Fulfillment #2")).toEqual({ event: "OrderPlaced", to: "Fulfillment" });
  expect(crossing("handle:a.B")).toBeNull();
});
