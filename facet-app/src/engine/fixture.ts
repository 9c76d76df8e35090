/** The machine of the fixture that the design shows, for tests; with a budget of faults. */
import order from "../../fixtures/order.tables.json";
import type { Flow } from "../data/payloads";
import { starting, type Machine, type State } from "./machine";
import { isRefused, machineOf } from "./tables";

export function fixture(): Machine {
  const found = machineOf(order);
  if (isRefused(found)) throw new Error(found.why);
  return found;
}

export const budget = (machine: Machine, faults: number): State => starting(machine, new Map([["budget", faults]]));

const flow: Flow = {
  flowId: "flow-order-placed", name: "order-placed", description: "Order submission triggers fulfillment", lanes: [], moments: [],
  figures: [], decisions: [], coverage: [], findings: [], walks: null, tables: null, tablesOmitted: null, tablesReason: null, ledger: [],
};

/** What is known around it: nothing but its name. */
export const around = { flow, model: { contexts: [], policies: [], sagas: [], relationships: [], terms: [] }, known: [], seed: 1 };
