import { expect, test } from "vitest";
import { sniff } from "./reading";

const problem = (text: string) => {
  const read = sniff("a.json", text);
  return "problem" in read ? read.problem : "opened";
};

test("what is no bundle is refused by what it is", () => {
  expect(problem("")).toBe("The file is empty.");
  expect(problem("<html>\u202E")).toBe("This is not a Facet file. It begins: <html>\\u202E");
  expect(problem('{"a": 1')).toMatch(/^The JSON cannot be read: /);
  expect(problem('{"a": 1, "__proto__": 2}')).toBe("This is JSON without `format`. Its names: a, __proto__.");
  expect(problem("null")).toBe("This is JSON without `format`. Its names: none.");
  expect(problem('{"format": "moment.facet/2"}')).toBe("Written by a newer Moment (format 2); this page reads 1.");
  expect(problem('{"format": "moment.facet/1"}')).toBe("The bundle has no list `flows`.");
});

test("a bundle opens", () => {
  expect(problem('{"format": "moment.facet/1", "flows": [], "scenarios": [], "diagnostics": [], "lineage": [], "sources": []}')).toBe("opened");
});
