import { expect, test } from "vitest";
import { explain } from "./explain";
import { explore } from "./explore";
import { measure } from "./figures";
import { budget, fixture } from "./fixture";
import { recipe } from "./recipe";
import { follow, toTheEnd } from "./step";
import { isRefused, machineOf } from "./tables";

const machine = fixture();
const DUPLICATE = "duplicate:OrderPlaced>Fulfillment";

function explained(...names: string[]) {
  const way = toTheEnd(machine, follow(machine, names).way);
  const space = explore(machine, way.states[0]);
  return explain(machine, way, { space, figures: measure(space) });
}

test("a duplicate: what it takes, from where it is lost, and what would have been good", () => {
  const found = explained(DUPLICATE);
  expect(found.recipe).toEqual({ names: [DUPLICATE], minimal: true, always: true });
  expect([found.minFaults, found.lostAt]).toEqual([1, 1]);
  expect(found.nearestGood).toMatchObject({ at: 1, taken: DUPLICATE, instead: "deliver:OrderPlaced>Fulfillment" });
  expect(found.nearestGood?.way.actions).toHaveLength(3);
});

test("a good run takes nothing", () => {
  expect(explained()).toEqual({ recipe: { names: [], minimal: true, always: true }, minFaults: 0, lostAt: null, nearestGood: null, waits: [] });
});

test("choices that do not matter are left out, those that do are kept", () => {
  const choose = (name: string, mask: number, value: number, then: number) => ({ name: `choose:${name}`, kind: "choose", rows: [[mask, value, then]] });
  const found = machineOf({
    format: "moment.tables/1", flow: "f", bits: 4, initial: [0], fields: [], owed: [],
    actions: [choose("a=1", 3, 0, 1), choose("a=2", 3, 0, 2), choose("b=1", 12, 0, 4), choose("b=2", 12, 0, 8)],
    ends: [[3, 1, "stalled"], [3, 2, "completed"]],
  });
  if (isRefused(found)) throw new Error(found.why);
  const space = explore(found);
  const { endings } = measure(space);
  const bad = [...endings].filter(([, end]) => end.verdict === "stalled").map(([number]) => number);
  expect(recipe(space, [2, 0], bad, endings)).toEqual({ names: ["choose:a=1"], minimal: true, always: true });
});

test("a stall says what waits for what", () => {
  const stuck = machineOf({
    format: "moment.tables/1", flow: "f", bits: 2, initial: [0], ends: [], owed: [],
    fields: [{ name: "message:A", at: 0, bits: 1, values: ["0", "1"], says: ["no A", "A came"] }],
    actions: [{ name: "handle:x.B", kind: "handle", rows: [[3, 1, 2]] }],
  });
  if (isRefused(stuck)) throw new Error(stuck.why);
  const space = explore(stuck);
  const found = explain(stuck, { actions: [], states: [stuck.initial] }, { space, figures: measure(space) });
  expect(found.waits).toEqual([{ name: "handle:x.B", unmet: [{ field: "message:A", text: "no A; needs A came", movers: [] }] }]);
});

test("without a budget nothing is lost", () => {
  expect(measure(explore(machine, budget(machine, 0))).hopeful).toEqual(Uint8Array.from([1, 1, 1, 1]));
});
