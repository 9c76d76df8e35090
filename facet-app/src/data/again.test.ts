import { expect, test } from "vitest";
import { foundAgain } from "./again";
import { order, scenarioOf, stepOf } from "./fixture";

const run = (id: string, ...actions: string[]) =>
  scenarioOf(actions.map((action, seq) => stepOf(seq, action, "a")), { scenarioId: id, scenarioLabel: id });
const was = run("happy", "handle:a.One", "deliver:B>C", "handle:c.Two");

test("run and step keep their names, whatever their numbers", () => {
  const now = run("happy", "handle:a.Zero", "handle:a.One", "deliver:B>C", "handle:c.Two");
  expect(foundAgain(was, 1, [run("other"), now])).toEqual({ run: now, step: 2, said: [] });
  expect(foundAgain(was, null, [now])).toEqual({ run: now, step: null, said: [] });
});

test("the second of a name is not the first", () => {
  const twice = run("happy", "handle:a.One", "deliver:B>C", "deliver:B>C");
  expect(foundAgain(twice, 2, [was])).toEqual({ run: was, step: 1, said: ["deliver:B>C #2 no longer happens in this run: the step before it is selected."] });
});

test("a step that is gone gives way to the one before it", () => {
  const now = run("happy", "handle:a.One", "deliver:B>C");
  expect(foundAgain(was, 2, [now])).toEqual({ run: now, step: 1, said: ["handle:c.Two no longer happens in this run: the step before it is selected."] });
  expect(foundAgain(was, 0, [run("happy", "handle:c.Two")])).toMatchObject({ step: null, said: ["handle:a.One no longer happens in this run."] });
});

test("a run that is gone gives way to the one that goes its way the longest", () => {
  const [far, near] = [run("far", "handle:c.Two"), run("near", "handle:a.One", "deliver:B>C", "lose:B>C")];
  expect(foundAgain(was, 1, [far, near])).toEqual({ run: near, step: 1, said: ["happy is gone. near, which begins the same way, is shown instead."] });
  expect(foundAgain(was, null, [far]).said).toEqual(["happy is gone. far is shown instead."]);
  expect(foundAgain(was, 1, [])).toEqual({ run: null, step: null, said: ["happy is gone, and its flow has no other run."] });
});

test("what has not changed is not searched", () => expect(foundAgain(order, 2, [order])).toEqual({ run: order, step: 2, said: [] }));
