/** Payloads from plans: per field a constant, what a cause carries, the clock, or nothing. */
import type { Plan } from "./machine";

export type Payload = Readonly<Record<string, unknown>>;

/** The payload of an event's `occurrence`-th happening in its step; `causes` are the payloads that each cause carries. */
export function payload(plan: Plan, occurrence: number, causes: readonly (readonly Payload[])[], at: string): Payload {
  const found: [string, unknown][] = [];
  for (const [field, [how, ...rest]] of plan) {
    if (how === "=" && rest.length > 0) found.push([field, rest[Math.min(occurrence, rest.length - 1)]]);
    if (how === "@") found.push([field, at]);
    const source = how === "<" ? causes[Number(rest[0])]?.find((each) => Object.hasOwn(each, field)) : undefined;
    if (source !== undefined) found.push([field, source[field]]);
  }
  // Own members even for a field of the name `__proto__`.
  return Object.fromEntries(found);
}
