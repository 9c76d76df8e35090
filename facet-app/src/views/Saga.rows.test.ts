import { expect, test } from "vitest";
import { owes, phase, sagaRows } from "./Saga.rows";
import { bundle, run } from "./story.fixture";

const saga = (name: string, end: string, owed: string[]) => ({ saga: name, instance: 1, states: [{ seq: 0, state: "Out", phase: end }], debt: [{ seq: 0, owed }] });

test("sagas of the run, stuck first; words for phases and debts", () => {
  const rows = sagaRows(bundle().model, run("r", "completed", [], { sagas: [saga("fine", "done", []), saga("bad", "stuck", ["A", "B"])] }), null);
  expect(rows.ladders.map((each) => [each.saga, phase(each.phase), owes(each)])).toEqual([
    ["bad", "stuck: an undo was refused", "Owed: A, B are neither confirmed nor undone."],
    ["fine", "done", "Nothing is owed."],
  ]);
  expect([owes({ owed: ["A"] }), phase("unheard"), phase("constructor")]).toEqual(["Owed: A is neither confirmed nor undone.", "unheard", "constructor"]);
});

test("without a saga it says so", () => {
  expect(sagaRows(bundle().model, run("r", "completed", []), null)).toEqual({ ladders: [], empty: "This flow starts no saga in this run." });
});
