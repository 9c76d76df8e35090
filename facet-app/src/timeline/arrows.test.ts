import { expect, test } from "vitest";
import { arrowsOf, shiftsOf } from "./arrows";
import { placed } from "./axis";
import { flow, rows, runOf, stepOf } from "./fixture";
import { lanesOf } from "./lanes";
import { rowsOf } from "./rows";

test("a second delivery comes from the duplicate, not from the producer", () => {
  const crossings = arrowsOf(rows, lanesOf(flow, rows)).filter((arrow) => arrow.kind === "crossing");
  expect(crossings.map((arrow) => [arrow.from, arrow.to])).toEqual([[0, 2], [1, 4]]);
});

test("a lost message points at the lane it never reached", () => {
  const lost = rowsOf(runOf([
    stepOf(0, "handle:ordering.Place", "ordering"),
    stepOf(1, "lose:Placed>Fulfillment", "ordering", { causes: [{ seq: 0, reason: "emitted" }], fault: "lose" }),
  ]), flow);
  expect(arrowsOf(lost, lanesOf(flow, lost)).filter((arrow) => arrow.kind === "lost")).toEqual([{ from: 1, to: 1, lane: 1, kind: "lost", badge: null }]);
});

test("causes that come later or nowhere are no arrows", () => {
  const odd = rowsOf(runOf([stepOf(0, "handle:o.A", "ordering", { causes: [{ seq: 1, reason: "emitted" }] }), stepOf(1, "handle:o.B", "ordering", { causes: [{ seq: 9, reason: "emitted" }] })]), flow);
  expect(arrowsOf(odd, lanesOf(flow, odd))).toEqual([]);
});

test("crossings along one border keep apart while both are open", () => {
  const lanes = lanesOf(flow, rows);
  const arrows = arrowsOf(rows, lanes);
  const shifts = shiftsOf(arrows, lanes, placed(rows, "steps", true));
  expect(arrows.flatMap((arrow, i) => (arrow.kind === "crossing" ? [shifts[i]] : []))).toEqual([0, -7]);
});
