import { expect, test } from "vitest";
import { budget, fixture } from "./fixture";
import { difference, disabled, enabled, endingOf, follow, namesOf, next, owed, toTheEnd } from "./step";

const machine = fixture();
const name = (number: number): string => machine.actions[number]?.name ?? "";
const DELIVER = "deliver:OrderPlaced>Fulfillment";
const DUPLICATE = "duplicate:OrderPlaced>Fulfillment";
const INITIATE = "handle:fulfillment.InitiateFulfillment";

test("what can be done, and what it changes", () => {
  const start = budget(machine, 1);
  expect(enabled(machine, start).map(name)).toEqual(["handle:ordering.PlaceOrder", "refuse:ordering.PlaceOrder.orderNotPlaced"]);
  const after = next(machine, start, 0);
  expect(after && difference(machine, start, after)).toEqual([
    { path: "lane:ordering", from: "waiting", to: "done" },
    { path: "message:OrderPlaced>Fulfillment", from: "0", to: "1" },
  ]);
  expect(next(machine, start, 4)).toBe(null);
});

test("why something cannot be done, and who could change that", () => {
  expect(disabled(machine, budget(machine, 0), INITIATE).unmet).toEqual([
    { field: "lane:fulfillment", text: "waits for OrderPlaced; needs OrderPlaced was received", movers: [DELIVER] },
  ]);
  const placed = next(machine, budget(machine, 0), 0);
  expect(placed && disabled(machine, placed, DUPLICATE).unmet).toEqual([
    { field: "budget", text: "no fault left; needs one fault left", movers: [] },
  ]);
});

test("a link is followed from choice to choice, with the faults it names", () => {
  const { way, missing } = follow(machine, [DUPLICATE]);
  expect(missing).toBe(null);
  expect(namesOf(machine, way)).toEqual(["handle:ordering.PlaceOrder", DUPLICATE]);
  const whole = toTheEnd(machine, way);
  expect(namesOf(machine, whole).slice(2)).toEqual([DELIVER, INITIATE, `${DELIVER} #2`, `${INITIATE} #2`]);
  const end = whole.states[whole.states.length - 1];
  expect(end && endingOf(machine, end)?.verdict).toBe("double-effect");
});

test("a link that cannot be followed keeps what came before, and says why", () => {
  const { way, missing } = follow(machine, ["handle:ordering.PlaceOrder", "refuse:ordering.PlaceOrder.orderNotPlaced"]);
  expect(namesOf(machine, way)).toEqual(["handle:ordering.PlaceOrder"]);
  expect(missing?.unmet.map((each) => each.text)).toEqual(["PlaceOrder was handled; needs Ordering has not started"]);
});

test("what an end owes", () => {
  const placed = next(machine, budget(machine, 0), 0);
  expect(placed && owed(machine, placed)).toEqual(["OrderPlaced is not received"]);
});
