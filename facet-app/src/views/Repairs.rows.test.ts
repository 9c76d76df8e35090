import { expect, test } from "vitest";
import type { Repair } from "../data/payloads";
import { repairRows, untried } from "./Repairs.rows";
import { finding } from "./story.fixture";

const text = "one\ntwo\nthree\n";
const sources = [{ path: "a.moment", sha256: "", text }];
const at = (line: number, column: number) => ({ line, column, offset: 0 });
const repair = (start: [number, number], end: [number, number], made: string): Repair => ({
  kind: "k", title: "mend it", removes: [], reveals: [], brings: [{ code: "MOM322", verdict: "stalled", subject: "x", detail: "" }],
  edits: [{ path: "a.moment", range: { start: at(...start), end: at(...end) }, text: made }],
  before: { runs: "3", failing: "2", good: "1/3" }, after: { runs: "3", failing: "0", good: "1" },
});
const lines = (each: Repair) => repairRows(finding({ repairs: [each] }), sources)[0]?.changes[0]?.lines.map((line) => `${line.sign}${line.number} ${line.text}`);

test("whole lines go, come, or change", () => {
  expect(lines(repair([2, 1], [3, 1], ""))).toEqual(["-2 two"]);
  expect(lines(repair([2, 1], [2, 1], "  new\n"))).toEqual(["+2   new"]);
  expect(lines(repair([1, 1], [3, 1], "both\n"))).toEqual(["-1 one", "-2 two", "+1 both"]);
});

test("within a line the whole line is shown before and after", () => {
  expect(lines(repair([2, 2], [2, 4], "ake"))).toEqual(["-2 two", "+2 take"]);
});

test("what it does to the runs, what it brings, what is copied", () => {
  const [row] = repairRows(finding({ repairs: [repair([2, 1], [2, 1], "  new\n")] }), sources);
  expect([row?.title, row?.effect, row?.brings, row?.copied]).toEqual([
    "mend it", "Before, 2 of 3 runs fail; after, 0 of 3 runs fail.", ["MOM322 stalled: x"], "  new",
  ]);
});

test("without the text only what is added is known", () => {
  const [row] = repairRows(finding({ repairs: [repair([2, 1], [3, 1], "new\n")] }), []);
  expect(row?.changes[0]).toEqual({ path: "a.moment", lines: [{ sign: "+", number: 2, text: "new" }], hasText: false });
});

test("why there is no repair", () => {
  const none = (over: object) => untried(finding(over));
  expect([none({}), none({ repairsTried: 2 }), none({ repairsUntried: "out of time" }), none({ repairs: [repair([1, 1], [1, 1], "x")] })]).toEqual([
    "No repair is known for this.", "None of 2 tried repairs makes this better.", "No repair was tried: out of time.", "",
  ]);
});
