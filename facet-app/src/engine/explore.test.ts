import { expect, test } from "vitest";
import { explore, Exploration, LIMITS, stateAt } from "./explore";
import { measure } from "./figures";
import { budget, fixture } from "./fixture";
import { enabled } from "./step";
import { isRefused, machineOf } from "./tables";

const machine = fixture();

test("the fixture without faults", () => {
  const space = explore(machine, budget(machine, 0));
  expect([space.states, space.edges, space.limit]).toEqual([4, 3, null]);
  const [rung] = measure(space).rungs;
  expect(rung?.runs).toBe(1n);
  expect(rung?.ends).toEqual([{ verdict: "completed", outcome: null, runs: 1n, probability: 1, exact: "1" }]);
});

test("the fixture with one fault", () => {
  const space = explore(machine, budget(machine, 1));
  expect([space.states, space.edges]).toEqual([10, 9]);
  const { rungs } = measure(space);
  expect(rungs.map(({ states, transitions, runs }) => [states, transitions, runs])).toEqual([[4, 3, 1n], [10, 9, 3n]]);
  expect(rungs[1]?.ends.map(({ verdict, runs, exact }) => [verdict, runs, exact])).toEqual([
    ["completed", 1n, "1"], ["double-effect", 1n, null], ["unhandled-refusal", 1n, null],
  ]);
});

test("a limit is said, and what was covered", () => {
  const limits = (change: object) => explore(counter(30), undefined, { ...LIMITS, ...change });
  expect(limits({ states: 5000 }).limit).toBe("states");
  expect(limits({ bytes: 300_000 }).limit).toBe("memory");
  let clock = 0;
  const late = explore(counter(30), undefined, { ...LIMITS, milliseconds: 0 }, () => clock++);
  expect(late.limit).toBe("seconds");
  expect(late.expanded).toBeLessThan(late.states);
  expect(measure(late).rungs[0]?.ends).toEqual([]);
});

test("slices find what one go finds", () => {
  const sliced = new Exploration(counter(9), counter(9).initial, LIMITS, () => 0);
  while (!sliced.advance(7));
  const whole = explore(counter(9));
  expect(sliced.space().targets).toEqual(whole.targets);
  expect([whole.states, whole.edges]).toEqual([512, 9 * 256]);
});

test("runs and chances of what can happen in any order", () => {
  const figures = measure(explore(counter(9)));
  expect(figures.rungs[0]?.ends).toEqual([
    { verdict: "completed", outcome: null, runs: 362_880n, probability: expect.closeTo(1, 9), exact: "1" },
  ]);
  expect([...figures.hopeful]).toEqual(Array(512).fill(1));
});

test("a machine that comes back to itself has no number of runs", () => {
  const figures = measure(explore(circle()));
  expect(figures.rungs[0]?.runs).toBe(null);
  expect([...figures.hopeful]).toEqual([1, 1, 1]);
});

/** `bits` things that happen once each in any order. */
function counter(bits: number) {
  return built({
    bits, initial: [0], fields: [],
    actions: Array.from({ length: bits }, (_, n) => ({ name: `a${n}`, kind: "handle", rows: [[2 ** n, 0, 2 ** n]] })),
    ends: [[2 ** bits - 1, 2 ** bits - 1, "completed"]],
  });
}

function circle() {
  const to = (name: string, from: number, then: number) => ({ name, kind: "handle", rows: [[3, from, then]] });
  return built({
    bits: 2, initial: [0], fields: [], actions: [to("a", 0, 1), to("b", 1, 0), to("c", 1, 2)], ends: [[3, 2, "completed"]],
  });
}

function built(tables: object) {
  const found = machineOf({ format: "moment.tables/1", flow: "f", owed: [], ...tables });
  if (isRefused(found)) throw new Error(found.why);
  return found;
}

test("rows that are looked up together fire as those that are compared one by one", () => {
  for (const [own, initial] of [[machine, budget(machine, 1)], [counter(13), undefined]] as const) {
    const space = explore(own, initial);
    for (let number = 0; number < space.expanded; number += 1)
      expect([...space.labels.subarray(space.starts[number], space.starts[number + 1])]).toEqual(enabled(own, stateAt(space, number)));
  }
});
