import { expect, test } from "vitest";
import type { Lineage, Model } from "../data/payloads";
import { fieldOf, picks, stations, told } from "./Lineage.rows";

const link = (from: string, to: string, carried = true, how: Lineage["how"] = "contract"): Lineage => ({ from, to, how, flow: "delivery", carried });
const place = { path: "shop.moment", line: 1, column: 1 };
const field = (name: string, classification: string | null = null) => ({ name, type: "string", classification, place });
const model = {
  contexts: [
    { name: "Shop", aggregates: [{ commands: [], events: [{ id: "Shop/Order/Paid", name: "Paid", fields: [field("address", "PII"), field("orderId")] }] }] },
    { name: "Couriers", aggregates: [{ commands: [{ id: "Couriers/Ride/Send", name: "Send", inputs: [field("address"), field("orderId")] }], events: [] }] },
  ],
} as unknown as Model;
const lineage = [
  link("Shop/Order/Paid.orderId", "Couriers/Ride/Send.orderId"),
  link("Shop/Order/Paid.address", "Couriers/Ride/Send.address", false),
  link("Couriers/Ride/Send.orderId", "Couriers/Ride/Sent.number", true, "emitted"),
];

test("the line of a field runs from its source to all that it reaches", () => {
  const found = stations(lineage, "delivery", "Couriers/Ride/Send.orderId", model);
  expect(found.map((each) => [each.depth, each.context, each.owner, each.field, each.role, each.isFocus])).toEqual([
    [0, "Shop", "Paid", "orderId", "declared", false],
    [1, "Couriers", "Send", "orderId", "read", true],
    [2, "Couriers", "Sent", "number", "renamed", false],
  ]);
  expect(found.map(told)).toEqual(["Paid declares orderId.", "Send reads orderId by contract.", "Sent receives it as emitted as number."]);
});

test("a field that nothing carries is lost, and its classification does not come along", () => {
  const [, lost] = stations(lineage, "delivery", "Shop/Order/Paid.address", model);
  expect([lost!.role, lost!.leaks, told(lost!)]).toEqual(["lost", "PII", "Send needs address, and nothing carries it there (by contract)."]);
});

test("an event that does not declare what its contract requires is the gap", () => {
  const [gap, lost] = stations([link("Shop/Order/Paid.note", "Couriers/Ride/Send.note", false)], "delivery", "Couriers/Ride/Send.note", model);
  expect([gap!.role, told(gap!), lost!.role]).toEqual(["gap", "Paid does not carry note.", "lost"]);
});

test("lost fields are offered first; a focus narrows what is offered", () => {
  expect(picks(lineage, "delivery", null).map((each) => [each.id, each.isLost])).toEqual([
    ["Couriers/Ride/Send.address", true], ["Shop/Order/Paid.address", true],
    ["Couriers/Ride/Send.orderId", false], ["Couriers/Ride/Sent.number", false], ["Shop/Order/Paid.orderId", false],
  ]);
  expect(picks(lineage, "delivery", "Sent").map((each) => each.id)).toEqual(["Couriers/Ride/Sent.number"]);
  expect(picks(lineage, "another", null)).toEqual([]);
});

test("a field may be named in short", () => {
  const named = ["Send.orderId", "Shop/Order/Paid.orderId", "Shop", "Send.nothing", null];
  expect(named.map((each) => fieldOf(lineage, "delivery", each))).toEqual(["Couriers/Ride/Send.orderId", "Shop/Order/Paid.orderId", null, null, null]);
});

test("a circle is followed once, a fan of more than twelve folds per context", () => {
  const circle = [link("A/a/X.f", "A/a/Y.f"), link("A/a/Y.f", "A/a/X.f")];
  expect(stations(circle, "delivery", "A/a/X.f", model).map((each) => [each.id, each.depth])).toEqual([["A/a/X.f", 0], ["A/a/Y.f", 1]]);
  const fan = Array.from({ length: 13 }, (_, at) => link("A/a/X.f", `${at < 10 ? "B" : "C"}/b/Y${at}.f`));
  expect(stations(fan, "delivery", "A/a/X.f", model).map((each) => [each.context, each.folded])).toEqual([["A", 0], ["B", 9], ["C", 2]]);
});
