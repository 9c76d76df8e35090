import { expect, test } from "vitest";
import type { Scenario } from "../data/payloads";
import { compareRuns } from "./Compare.rows";

type Made = readonly [lane: string, action: string, payload?: Record<string, unknown>, state?: string];
const run = (...made: Made[]) =>
  ({
    steps: made.map(([lane, action, payload, state], seq) => ({
      seq, lane, action, eventIds: payload ? [`evt-${seq}`] : [], diff: state ? [{ path: `lane:${lane}`, from: "waiting", to: state }] : [],
    })),
    events: made.flatMap(([, , payload], seq) => (payload ? [{ eventId: `evt-${seq}`, eventType: "Paid", payload }] : [])),
  }) as unknown as Scenario;
const shown = (left: Scenario, right: Scenario) => compareRuns(left, right).rows.map((row) => [row.action, row.side, row.left?.seq ?? null, row.right?.seq ?? null]);

test("steps belong together by action name, and lanes align on their own", () => {
  const left = run(["shop", "pay"], ["books", "note"], ["shop", "pack"]);
  const right = run(["books", "note"], ["shop", "pay"], ["shop", "lose"], ["shop", "pack"], ["shop", "send"]);
  expect(shown(left, right)).toEqual([
    ["pay", "same", 0, 1], ["lose", "right", null, 2], ["note", "same", 1, 0], ["pack", "same", 2, 3], ["send", "right", null, 4],
  ]);
  expect(compareRuns(left, right).summary).toBe("3 in both, 0 only left, 2 only right.");
  expect(compareRuns(right, left).summary).toBe("3 in both, 2 only left, 0 only right.");
});

test("payload and state that differ within a pair are told by path", () => {
  const left = run(["shop", "pay", { total: 3, items: [{ id: "a" }], same: [1] }, "done"]);
  const right = run(["shop", "pay", { total: 4, items: [{ id: "b" }, { id: "c" }], same: [1] }, "refused"]);
  expect(compareRuns(left, right).rows[0]!.differences).toEqual([
    { path: "lane:shop", left: "done", right: "refused" },
    { path: "Paid.total", left: "3", right: "4" },
    { path: "Paid.items.0.id", left: "a", right: "b" },
    { path: "Paid.items.1", left: "none", right: '{"id":"c"}' },
  ]);
  expect(compareRuns(left, left).rows[0]!.differences).toEqual([]);
});

test("nothing in common is said, and both stand side by side", () => {
  const found = compareRuns(run(["a", "x"], ["a", "y"]), run(["b", "x"]));
  expect([found.isUnaligned, found.rows.map((row) => [row.action, row.side])]).toEqual([true, [["x", "left"], ["x", "right"], ["y", "left"]]]);
  expect(compareRuns(run(), run()).rows).toEqual([]);
});
