import { expect, test } from "vitest";
import { fixture } from "./fixture";
import { along, shorthand, trace } from "./path";
import { follow, namesOf, toTheEnd } from "./step";

const machine = fixture();
const PLACE = "handle:ordering.PlaceOrder";
const DELIVER = "deliver:OrderPlaced>Fulfillment";
const DUPLICATE = "duplicate:OrderPlaced>Fulfillment";
const INITIATE = "handle:fulfillment.InitiateFulfillment";

test("the steps of a run give its way, with its ordinals or without", () => {
  const steps = [PLACE, DUPLICATE, DELIVER, INITIATE, `${DELIVER} #2`];
  expect(namesOf(machine, trace(machine, steps) ?? { actions: [], states: [] })).toEqual(steps);
  expect(trace(machine, [DELIVER])).toBe(null);
});

test("a run that the tables cannot take is missing as a whole", () => {
  const { way, missing, told } = along(machine, { steps: [PLACE, "handle:nowhere.Nothing"], back: 0, names: [] });
  expect([way.actions, missing?.name, told]).toEqual([[], "handle:nowhere.Nothing", 0]);
});

test("every way is found again from its shorthand, to its end or up to where it stays", () => {
  const starts = [[], [DUPLICATE], [PLACE, DUPLICATE, DELIVER], ["refuse:ordering.PlaceOrder.orderNotPlaced"], [PLACE, DUPLICATE, DELIVER, DELIVER]];
  for (const names of starts) {
    const { way, missing } = follow(machine, names);
    expect(missing).toBe(null);
    const whole = toTheEnd(machine, way);
    expect(toTheEnd(machine, follow(machine, shorthand(machine, whole, false)).way)).toEqual(whole);
    expect(follow(machine, shorthand(machine, way, true)).way).toEqual(way);
  }
});

test("a link leaves out what happens by itself", () => {
  expect(shorthand(machine, toTheEnd(machine, follow(machine, [DUPLICATE]).way), false)).toEqual([DUPLICATE]);
  expect(shorthand(machine, toTheEnd(machine, follow(machine, []).way), false)).toEqual([PLACE]);
});
