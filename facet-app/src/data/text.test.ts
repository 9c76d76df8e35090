import { expect, test } from "vitest";
import { named, shown, visible } from "./text";

test("signs that turn or hide text are written out", () =>
  expect(visible("a\u202Eb\u0000c\u200Bd\u2066")).toBe("a\\u202Eb\\u0000c\\u200Bd\\u2066"));

test("a lone surrogate is written out, a pair stays", () => expect(visible("\ud83d 😀")).toBe("\\uD83D 😀"));

test("markup and addresses stay what they are: text", () =>
  expect(visible('<script>alert("1")</script> javascript:1 __proto__')).toBe('<script>alert("1")</script> javascript:1 __proto__'));

test("two hundred signs fit, more are cut", () => {
  expect(shown("x".repeat(200))).toEqual({ text: "x".repeat(200), cut: false });
  expect(shown("x".repeat(1_000_000))).toEqual({ text: `${"x".repeat(199)}…`, cut: true });
  expect(named("a".repeat(198) + "😀bcd")).toBe(`${"a".repeat(198)}…`);
});
