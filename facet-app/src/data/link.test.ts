import fc from "fast-check";
import { expect, test } from "vitest";
import { NOWHERE, read, write, type Place } from "./link";

const example =
  "#flow=order-placed&run=order-placed-happy-path&step=deliver:OrderPlaced>Fulfillment&view=ledger&q=lane:fulfillment&fork=handle:ordering.PlaceOrder~duplicate:OrderPlaced>Fulfillment&budget=1&axis=steps";

test("the link of the design is read, and written the same", () => {
  const { place, notices } = read(example);
  expect(place.step).toBe("deliver:OrderPlaced>Fulfillment");
  expect(place.fork).toEqual(["handle:ordering.PlaceOrder", "duplicate:OrderPlaced>Fulfillment"]);
  expect(place.stays).toBe(false);
  expect(place.budget).toBe(1);
  expect(notices).toEqual([]);
  expect(write(place)).toBe(example);
});

test("no hash is nowhere", () => {
  for (const hash of ["", "#", "#&&"]) expect(read(hash)).toEqual({ place: NOWHERE, notices: [] });
  expect(write(NOWHERE)).toBe("");
});

const text = fc.string({ unit: "binary", minLength: 1, maxLength: 30 });
const said = fc.option(text, { nil: null });

test("what is written is read", () =>
  fc.assert(
    fc.property(said, said, said, said, fc.array(text, { maxLength: 5 }), fc.boolean(), fc.option(fc.nat(9999), { nil: null }), (flow, run, step, view, fork, stays, budget) => {
      const place: Place = { ...NOWHERE, flow, run, step, view, panel: run, q: step ?? "", over: flow, fork, stays, budget, axis: view, rest: [["zoom", "2~3=&%"], ["a=b", ""]] };
      expect(read(write(place))).toEqual({ place, notices: [] });
    }),
  ));

test("any hash is read without an exception", () =>
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (hash) => void read(`#${hash}`))));

test("a browser may write signs differently", () =>
  expect(read("#step=deliver:OrderPlaced%3EFulfillment&q=two%20words").place).toMatchObject({ step: "deliver:OrderPlaced>Fulfillment", q: "two words" }));

test("values over 8 kB are refused, the rest is taken", () => {
  const { place, notices } = read(`#flow=${"x".repeat(9000)}&run=r`);
  expect(place).toEqual({ ...NOWHERE, run: "r" });
  expect(notices).toEqual(["The link says more than 8 kB for flow; that part is left out."]);
});

test("broken percent signs and budgets are said", () =>
  expect(read("#flow=%E0%A4%A&budget=-1").notices).toEqual([
    "The link has a part that cannot be read: flow=%E0%A4%A.",
    "The link has a budget that is no number: -1.",
  ]));

test("half a sign is written as the sign for what is lost", () => expect(write({ ...NOWHERE, q: "a\ud83d" })).toBe("#q=a%EF%BF%BD"));
