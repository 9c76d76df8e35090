/** The machine of the fixture that the design shows, for tests; with a budget of faults. */
import order from "../../fixtures/order.tables.json";
import { starting, type Machine, type State } from "./machine";
import { isRefused, machineOf } from "./tables";

export function fixture(): Machine {
  const found = machineOf(order);
  if (isRefused(found)) throw new Error(found.why);
  return found;
}

export const budget = (machine: Machine, faults: number): State => starting(machine, new Map([["budget", faults]]));
