/** What the banner says: which errors hold flows back, and as of when those are shown. */
import type { Held } from "./payloads";
import { named } from "./text";

type Diagnostic = Readonly<Record<string, unknown>>;

/** Errors of syntax, names, types and of the project: all others are results, and shown as such. */
const HOLDS = /^MOM[0129]/;

const isHolding = (each: Diagnostic): boolean => each["severity"] === "error" && HOLDS.test(String(each["code"]));

const pathsOf = (held: readonly Held[]): readonly string[] => [...new Set(held.flatMap((each) => each.paths))].sort();

/** The place in the list of diagnostics of the first that holds a flow back; -1 for none. */
export const firstHolding = (held: readonly Held[], diagnostics: readonly Diagnostic[]): number =>
  diagnostics.findIndex((each) => isHolding(each) && pathsOf(held).includes(String(each["path"])));

/** `1 error in specs/order.moment: order-placed as of 14:02:11`; null when nothing is held. */
export function banner(held: readonly Held[], diagnostics: readonly Diagnostic[]): string | null {
  if (held.length === 0) return null;
  const paths = pathsOf(held);
  const count = diagnostics.filter((each) => isHolding(each) && paths.includes(String(each["path"]))).length;
  const errors = count === 0 ? "Errors" : `${count} ${count === 1 ? "error" : "errors"}`;
  const flows = held.map((each) => `${named(each.flowId.replace(/^flow-/, ""))} as of ${named(each.since)}`);
  return `${errors} in ${paths.map(named).join(", ")}: ${flows.join(", ")}`;
}
