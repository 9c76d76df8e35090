import fc from "fast-check";
import { expect, test } from "vitest";
import { broken } from "./broken";
import { bytesOf } from "./utf8";

test.each([
  ['{"scenarios": [{"a": 1}, {"events": [{"payload": {"x": "tex', { cut: true, byte: 59, inside: "scenarios[1].events[0].payload.x" }],
  ['{"scenarios": [1, 2', { cut: true, byte: 19, inside: "scenarios[1]" }],
  ['{"ä": tru', { cut: true, byte: 10, inside: "ä" }],
  ["", { cut: true, byte: 0, inside: "" }],
  ["[1, 2}", { cut: false, byte: 5, inside: "[1]" }],
  ['{"a": 1} x', { cut: false, byte: 9, inside: "" }],
  ["{'a': 1}", { cut: false, byte: 1, inside: "" }],
  ['{"flows": [NaN]}', { cut: false, byte: 11, inside: "flows[0]" }],
  ['{"a" 1}', { cut: false, byte: 5, inside: "" }],
])("%s", (text, found) => expect(broken(text)).toEqual(found));

test("what is JSON is not broken", () => fc.assert(fc.property(fc.jsonValue(), (value) => broken(JSON.stringify(value)) === null)));

test("every beginning of an object is cut off, at its end", () =>
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
      const text = JSON.stringify({ value });
      const part = text.slice(0, cut % text.length);
      fc.pre(!/[\ud800-\udbff]$/.test(part));
      expect(broken(part)).toMatchObject({ cut: true, byte: bytesOf(part).length });
    }),
  ));

test("it agrees with the reader of the language on every text", () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom(..."{}[]:,", '"a"', "1", "-", "e5", "null", " ", '"', "\\u00", ".5"), { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      let fine = true;
      try {
        JSON.parse(text);
      } catch {
        fine = false;
      }
      expect(broken(text) === null).toBe(fine);
    }),
    { numRuns: 5000 },
  ));

test("depth and length are no danger", () => {
  expect(broken("[".repeat(100_000))).toMatchObject({ cut: true, byte: 100_000 });
  expect(broken('{"a":'.repeat(10_000))).toMatchObject({ cut: true, byte: 50_000 });
});
