import { expect, test } from "vitest";
import { matching } from "./choices";

const CHOICES = [
  { id: "1", title: "Reorder", hint: "command" },
  { id: "2", title: "OrderPlaced", hint: "event in Ordering" },
  { id: "3", title: "Fulfil", hint: "command of an order" },
];
const found = (query: string, most?: number) => matching(CHOICES, query, most).map((choice) => choice.id);

test("every word has to be there, beginnings come first", () => {
  expect(found("order")).toEqual(["2", "1", "3"]);
  expect(found("order command")).toEqual(["1", "3"]);
  expect(found("  ")).toEqual(["1", "2", "3"]);
  expect(found("nothing")).toEqual([]);
  expect(found("", 2)).toEqual(["1", "2"]);
});
