import { expect, test } from "vitest";
import { waitsOf } from "./finding";

const unmet = (field: string, text: string, ...movers: string[]) => ({ field, text, movers });

test("who waits for whom, and what is false at the end of the chain", () => {
  const waits = waitsOf([
    { name: "publish:b.Done", unmet: [unmet("step:b.Do", "b.Do is waiting; needs b.Do is done", "handle:b.Do=Done")] },
    { name: "handle:b.Do=Done", unmet: [unmet("known:A>B", "unknown; needs known", "deliver:A>B")] },
    { name: "deliver:A>B", unmet: [unmet("message:A>B", "A>B is 0; needs A>B is 1", "handle:a.Ask", "duplicate:A>B", "deliver:A>B")] },
  ]);
  expect(waits.owed).toEqual(["publish:b.Done"]);
  expect(waits.nodes.map((node) => node.name)).toEqual(["Done", "Do: Done", "A to B", "A>B is 0; needs A>B is 1", "Ask", "duplicate A to B"]);
  expect(waits.edges.map((edge) => [edge.from.split(":")[0], edge.reason, edge.to.split(":")[0]])).toEqual([
    ["publish", "waits for", "handle"], ["handle", "waits for", "deliver"], ["deliver", "cannot happen:", "message"],
    ["message", "would change by", "handle"], ["message", "would change by", "duplicate"],
  ]);
  expect(waits.circles).toEqual([]);
});

test("what waits for itself is a circle, and then all of it is owed", () => {
  const waits = waitsOf([
    { name: "handle:a.One", unmet: [unmet("step:a.Two", "waiting; needs done", "handle:a.Two")] },
    { name: "handle:a.Two", unmet: [unmet("step:a.One", "waiting; needs done", "handle:a.One")] },
  ]);
  expect([waits.owed, waits.circles]).toEqual([["handle:a.One", "handle:a.Two"], [["handle:a.One", "handle:a.Two"]]]);
});

test("what a longer way says is not said twice, and what only takes away helps nobody", () => {
  const waits = waitsOf([
    { name: "publish:b.Done", unmet: [unmet("step:b.Do", "…", "handle:b.Do"), unmet("step:a.Ask", "…", "handle:a.Ask")] },
    { name: "handle:b.Do", unmet: [unmet("step:a.Ask", "…", "handle:a.Ask")] },
    { name: "handle:a.Ask", unmet: [unmet("message:A>B", "…", "lose:A>B", "duplicate:A>B")] },
  ]);
  expect(waits.edges.map((edge) => `${edge.from} ${edge.to.replace("\n", " ")}`)).toEqual([
    "publish:b.Done handle:b.Do", "handle:b.Do handle:a.Ask", "handle:a.Ask message:A>B …", "message:A>B\n… duplicate:A>B",
  ]);
});
