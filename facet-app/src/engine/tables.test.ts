import { expect, test } from "vitest";
import order from "../../fixtures/order.tables.json";
import { isRefused, machineOf } from "./tables";

const changed = (change: object): unknown => ({ ...structuredClone(order), ...change });
const why = (tables: unknown): string => {
  const found = machineOf(tables);
  return isRefused(found) ? found.why : "";
};

test("tables are packed into words", () => {
  const found = machineOf(order);
  if (isRefused(found)) throw new Error(found.why);
  expect(found.width).toBe(1);
  expect([...found.rows.slice(0, 3)]).toEqual([15, 0, 5]);
  expect(found.actions.map((each) => each.lastRow - each.firstRow)).toEqual([1, 1, 3, 1, 2]);
  expect(found.ends[2]?.said).toEqual({ verdict: "completed", outcome: null, text: "completed" });
});

test("tables that lie are refused, with what is wrong", () => {
  const field = { name: "f", at: 0, bits: 2, values: ["a"], says: ["a"] };
  const action = (rows: unknown): object => ({ actions: [{ name: "a", kind: "handle", rows }] });
  expect(why(changed({ fields: [{ ...field, at: 7 }] }))).toBe("field f leaves the 8 bits of a state: this file cannot be run here");
  expect(why(changed({ fields: [field, { ...field, name: "g", at: 1 }] }))).toContain("field g overlaps another");
  expect(why(changed({ bits: 64, initial: [0, 0], fields: [{ ...field, at: 31 }] }))).toContain("field f crosses two words");
  expect(why(changed({ fields: [{ ...field, values: ["1", "2", "3", "4", "5"] }] }))).toContain("5 values in 2 bits");
  for (const word of [-1, 0.5, 2 ** 32, "1", null]) {
    expect(why(changed(action([[15, 0, word]])))).toContain("rows of a has a word that is no unsigned number of 32 bits");
  }
  expect(why(changed(action([[15, 0]])))).toContain("rows of a has 2 words and not 3");
  expect(why(changed(action(Array.from({ length: 200_001 }, () => [0, 0, 0]))))).toContain("200001 rows, more than 200000");
  expect(why(changed({ format: "moment.tables/2" }))).toContain("moment.tables/2");
  expect(why(null)).toContain("the tables is no object");
  expect(why(changed({ ends: [[1, 1]] }))).toContain("ends is no text");
});
