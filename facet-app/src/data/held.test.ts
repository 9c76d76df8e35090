import { expect, test } from "vitest";
import { banner, firstHolding } from "./held";

const held = (name: string, since: string, ...paths: string[]) => ({ flowId: `flow-${name}`, since, paths });
const error = (path: string, code = "MOM001", severity = "error") => ({ path, code, severity });

test("nothing held, nothing said", () => expect(banner([], [error("a.moment")])).toBeNull());

test("errors are counted where they hold, warnings and results are not", () =>
  expect(
    banner([held("order-placed", "14:02:11", "specs/order.moment")], [
      error("specs/order.moment"), error("specs/order.moment", "MOM101", "warning"), error("specs/order.moment", "MOM402"), error("other.moment"),
    ]),
  ).toBe("1 error in specs/order.moment: order-placed as of 14:02:11"));

test("several flows, several files", () =>
  expect(banner([held("a", "14:00:00", "y.moment", "x.moment"), held("b", "14:00:01", "x.moment")], [error("x.moment"), error("y.moment", "MOM901")])).toBe(
    "2 errors in x.moment, y.moment: a as of 14:00:00, b as of 14:00:01",
  ));

test("the first that holds is found among results", () => {
  const all = [error("a.moment", "MOM402"), error("b.moment"), error("a.moment")];
  expect([firstHolding([held("x", "", "a.moment")], all), firstHolding([], all)]).toEqual([2, -1]);
});
