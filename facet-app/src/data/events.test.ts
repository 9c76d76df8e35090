import { expect, test } from "vitest";
import { scenariosOfLog } from "./events";
import { Notices } from "./shapes";

const line = (id: string, more: object = {}) => ({
  specversion: "1.0", id, type: "com.shop.OrderPlaced", source: "/shop/ordering", time: "2026-01-15T10:00:00Z", correlationid: "order-1", ...more,
});

test("a log is one run per correlation, chained by causation", () => {
  const notices = new Notices();
  const runs = scenariosOfLog(
    [line("1"), line("2", { correlationid: "order-2" }), line("3", { causationid: "1", type: "Shipped.v1", source: "fulfillment", data: { box: 1 } }), 7],
    notices,
  );
  expect(runs.map((run) => [run.scenarioId, run.events.map((event) => event.eventId)])).toEqual([["order-1", ["1", "3"]], ["order-2", ["2"]]]);
  expect(runs[0]?.events[1]).toEqual({
    eventId: "3", eventType: "Shipped.v1", productSource: "fulfillment", causationEventIds: ["1"], correlationId: "order-1",
    timestamp: "2026-01-15T10:00:00Z", version: "1.0.0", payload: { box: 1 },
  });
  expect(runs[0]?.events[0]).toMatchObject({ eventType: "OrderPlaced", productSource: "ordering" });
  expect(notices.list).toEqual([{ place: "line 4", text: "is no CloudEvent: it is left out" }]);
});

test("a log without correlation is one run", () => {
  const { correlationid, ...bare } = line("1", { data: "text" });
  expect(correlationid).toBe("order-1");
  expect(scenariosOfLog([bare], new Notices()).map((run) => [run.scenarioId, run.events[0]?.payload])).toEqual([["none", { data: "text" }]]);
});
