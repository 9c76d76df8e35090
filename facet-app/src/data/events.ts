/** A log of events as runs: CloudEvents, one JSON object a line, chained by `correlationid` and `causationid`. */
import type { EventSeen, Scenario, Step } from "./payloads";
import { isObject, type Notices } from "./shapes";
import { named } from "./text";

/** Values by key, keys in the order they are met. */
export function grouped<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
}

/** One step per event, in order; no check was made. A cause that comes later in the file is no cause of a step. */
export function stepsOfEvents(events: readonly EventSeen[]): readonly Step[] {
  const rows = new Map<string, number>();
  return events.map((event, seq) => {
    const causes = event.causationEventIds.flatMap((id) => {
      const row = rows.get(id);
      return row === undefined ? [] : [{ seq: row, reason: "emitted" }];
    });
    if (!rows.has(event.eventId)) rows.set(event.eventId, seq);
    return {
      seq, action: `publish:${event.productSource}.${event.eventType}`, kind: "publish", lane: event.productSource, context: event.productSource,
      aggregate: null, moment: null, arm: null, beyondFlow: false, eventIds: [event.eventId], at: event.timestamp, causes,
      correlation: event.correlationId, diff: [], checks: [], fault: null, place: { path: "", line: 0, column: 0 }, good: null,
    };
  });
}

/** What makes an object one of a log: the members that every CloudEvent has. */
export const isCloudEvent = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && typeof value["specversion"] === "string" && typeof value["type"] === "string" && typeof value["id"] === "string";

/** The last part of `com.shop.ordering.OrderPlaced` or of `/shop/ordering`. */
const last = (name: string): string => name.split(/[./:#]/).filter((part) => part !== "").at(-1) ?? name;

const said = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

function eventOf(value: Readonly<Record<string, unknown>>): EventSeen {
  const cause = value["causationid"];
  const data = value["data"];
  return {
    eventId: said(value["id"]),
    eventType: last(said(value["type"])).replace(/^v\d+$/, said(value["type"])),
    productSource: last(said(value["source"])) || "elsewhere",
    causationEventIds: Array.isArray(cause) ? cause.map(said) : said(cause).split(/[ ,]+/).filter((id) => id !== "" && id !== value["id"]),
    correlationId: said(value["correlationid"]) || "none",
    timestamp: said(value["time"]),
    version: said(value["dataversion"]) || "1.0.0",
    payload: isObject(data) ? data : data === undefined ? {} : { data },
  };
}

/** One scenario per correlation, in the order in which they begin; events stay in file order. */
export function scenariosOfLog(values: readonly unknown[], notices: Notices): Scenario[] {
  const events = values.flatMap((value, at) => {
    if (isCloudEvent(value)) return [eventOf(value)];
    notices.add(`line ${at + 1}`, "is no CloudEvent: it is left out");
    return [];
  });
  return [...grouped(events, (event) => event.correlationId)].map(([correlation, own]) => ({
    scenarioId: correlation, scenarioLabel: named(correlation), description: "A log of events", given: "", when: own[0]?.eventType ?? "", then: own.at(-1)?.eventType ?? "",
    expectedPath: [], activeBranches: [], events: own, kind: "log", flowId: "flow-log", seed: 0, faults: [], choices: [], steps: [], sagas: [],
    contracts: [],
    verdict: { kind: "unjudged", good: true, outcome: null, text: "a log is shown, not judged", pointOfNoReturn: null, nearestGood: null },
  }));
}
