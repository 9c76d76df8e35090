import { expect, test } from "vitest";
import { bundleOf } from "./facet";
import { flow, order } from "./fixture";
import { Feed, type Host, type Listener, type LiveState } from "./live";
import { positionOf } from "./messages";
import { Notices } from "./shapes";

const head = (flowId: string, hash: string) => ({ flowId, name: flowId.slice(5), hash, scenarios: [] });
const part = (flowId: string, description = "new") => ({
  flow: { ...flow, flowId, name: flowId.slice(5), description }, scenarios: [{ ...order, flowId, scenarioId: `${flowId}-${description}` }],
});
const live = { url: "/live", after: "e-5", base: "b1", flows: [head("flow-a", "h1"), head("flow-b", "h1")], held: [] };

/** A server and a page by hand: what was asked for, and what is answered. */
class World implements Host {
  urls: string[] = [];
  closed = 0;
  fetched: string[] = [];
  blobs = new Map<string, object>();
  timers: [number, () => void][] = [];
  looks: string | null = "flow-a";
  listener: Listener | null = null;
  states: LiveState[] = [];
  feed: Feed;
  constructor() {
    const bundle = bundleOf({ format: "moment.facet/1", project: "p", flows: [part("flow-a", "old").flow, part("flow-b", "old").flow], scenarios: [...part("flow-a", "old").scenarios, ...part("flow-b", "old").scenarios] }, new Notices());
    this.feed = new Feed(live, bundle, this, (state) => this.states.push(state));
    this.feed.start();
  }
  connect = (url: string, on: Listener) => {
    this.urls.push(url);
    this.listener = on;
    return () => void this.closed++;
  };
  fetch = (path: string): Promise<{} | null> => {
    this.fetched.push(path);
    return Promise.resolve(this.blobs.get(path.slice("/blob/".length)) ?? null);
  };
  later = (milliseconds: number, then: () => void) => {
    const timer: [number, () => void] = [milliseconds, then];
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((each) => each !== timer));
  };
  shown = () => this.looks;
  say = async (id: string, type: string, more: object = {}) => {
    this.listener?.message(id, JSON.stringify({ format: "moment.live/1", t: 1, type, ...more }));
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  get scenarios() {
    return this.feed.state.bundle.scenarios.map((each) => each.scenarioId);
  }
}

test("a position is an epoch and a number", () => {
  expect(positionOf("7f3a-42")).toEqual({ epoch: "7f3a", sequence: 42 });
  expect(positionOf("x")).toBeNull();
});

test("a patch swaps its flow where it stands, in order", async () => {
  const world = new World();
  expect(world.urls).toEqual(["/live?after=e-5"]);
  await world.say("e-6", "working", { flowIds: ["flow-a", "flow-b"] });
  await world.say("e-7", "patch", { flowId: "flow-a", hash: "h2", base: "b1", flow: part("flow-a") });
  expect(world.scenarios).toEqual(["flow-a-new", "flow-b-old"]);
  expect([...world.feed.state.working]).toEqual(["flow-b"]);
  expect(world.fetched).toEqual([]);
});

test("a big flow and another base are fetched", async () => {
  const world = new World();
  world.blobs.set("h2", part("flow-b")).set("b2", { format: "moment.facet/1", project: "renamed", flows: [], scenarios: [] });
  await world.say("e-6", "patch", { flowId: "flow-b", hash: "h2", base: "b2", flow: null });
  expect(world.fetched).toEqual(["/blob/b2", "/blob/h2"]);
  expect([world.feed.state.bundle.project, ...world.scenarios]).toEqual(["renamed", "flow-a-old", "flow-b-new"]);
});

test("a fetch that a newer patch overtakes is dropped", async () => {
  const world = new World();
  let answer: (value: {} | null) => void = () => {};
  world.fetch = () => new Promise<{} | null>((resolve) => (answer = resolve));
  await world.say("e-6", "patch", { flowId: "flow-a", hash: "h2", base: "b1", flow: null });
  await world.say("e-7", "patch", { flowId: "flow-a", hash: "h3", base: "b1", flow: part("flow-a", "newest") });
  answer(part("flow-a", "stale"));
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect(world.scenarios).toEqual(["flow-a-newest", "flow-b-old"]);
});

test("what was heard already is not heard again", async () => {
  const world = new World();
  await world.say("e-5", "removed", { flowIds: ["flow-b"] });
  expect(world.scenarios).toEqual(["flow-a-old", "flow-b-old"]);
});

test.each([["e-8"], ["f-6"]])("after a gap or a restart (%s) everything is asked for, once", async (id) => {
  const world = new World();
  await world.say(id, "working", { flowIds: ["flow-a"] });
  await world.say(id, "working", { flowIds: ["flow-a"] });
  expect(world.urls).toEqual(["/live?after=e-5", "/live"]);
  world.blobs.set("h9", part("flow-a")).set("h8", part("flow-c"));
  await world.say("", "resync", { reason: "unknown" });
  await world.say("f-9", "snapshot", { base: "b1", flows: [head("flow-c", "h8"), head("flow-a", "h9")], diagnostics: [{ code: "MOM001" }], held: [] });
  expect(world.fetched).toEqual(["/blob/h9", "/blob/h8"]);
  expect(world.scenarios).toEqual(["flow-a-new", "flow-c-new"]);
  expect(world.feed.state.bundle.diagnostics).toEqual([{ code: "MOM001" }]);
  await world.say("f-10", "working", { flowIds: ["flow-c"] });
  expect([...world.feed.state.working]).toEqual(["flow-c"]);
});

test("a flow that is removed stays readable while it is looked at", async () => {
  const world = new World();
  await world.say("e-6", "removed", { flowIds: ["flow-a", "flow-b"] });
  expect(world.scenarios).toEqual(["flow-a-old"]);
  expect(world.feed.state.said).toBe("a, b are no longer in the specification.");
  world.looks = null;
  world.feed.looked();
  expect(world.scenarios).toEqual([]);
});

test("held flows are named until they recover", async () => {
  const world = new World();
  const held = [{ flowId: "flow-a", since: "14:02:11", paths: ["a.moment"] }];
  await world.say("e-6", "diagnostics", { diagnostics: [{ code: "MOM001" }], held });
  expect(world.feed.state.held).toEqual(held);
  await world.say("e-7", "recovered", { flowIds: ["flow-a"] });
  expect([world.feed.state.held, world.feed.state.said]).toEqual([[], "a can be read again."]);
});

test("a lost connection is said, and tried again", () => {
  const world = new World();
  world.listener?.lost(false);
  expect([world.feed.state.phase, world.timers.length]).toEqual(["lost", 0]);
  world.listener?.lost(true);
  expect(world.timers.map(([after]) => after)).toEqual([2000]);
  world.timers[0]?.[1]();
  world.listener?.opened();
  expect([world.feed.state.phase, world.feed.state.said, world.urls.length]).toEqual(["live", "Connected again.", 2]);
});

test("a hidden tab lets go, and catches up when it is shown", async () => {
  const world = new World();
  await world.say("e-6", "working", { flowIds: [] });
  world.feed.visible(false);
  world.feed.visible(true);
  expect([world.timers.length, world.closed]).toEqual([0, 0]);
  world.feed.visible(false);
  expect(world.timers[0]?.[0]).toBe(5000);
  world.timers[0]?.[1]();
  expect([world.feed.state.phase, world.closed]).toEqual(["paused", 1]);
  world.feed.visible(true);
  expect(world.urls).toEqual(["/live?after=e-5", "/live?after=e-6"]);
});

test("a blob that is gone asks for everything, later", async () => {
  const world = new World();
  await world.say("e-6", "patch", { flowId: "flow-a", hash: "lost", base: "b1", flow: null });
  expect([world.scenarios[0], world.timers[0]?.[0]]).toEqual(["flow-a-old", 2000]);
  world.timers[0]?.[1]();
  expect(world.urls.at(-1)).toBe("/live");
});

test("what is not understood is said and harms nothing", async () => {
  const world = new World();
  world.listener?.message("e-6", "{");
  world.listener?.message("e-6", '{"format": "moment.live/2"}');
  expect(world.feed.state.said).toBe("The server said something that this page does not understand.");
  await world.say("e-6", "patch", { flowId: "flow-a", hash: "h2", base: "b1", flow: { flow: 7 } });
  expect(world.scenarios).toEqual(["flow-a-old", "flow-b-old"]);
  expect(world.feed.state.bundle.flows.length).toBe(2);
});

test("a tab that is hidden while the connection is lost connects when it is shown", () => {
  const world = new World();
  world.listener?.lost(true);
  world.feed.visible(false);
  world.feed.visible(true);
  expect(world.urls.length).toBe(2);
});

const texts = (project: string) => ({ format: "moment.facet/1", project, flows: [], scenarios: [] });

test("findings wait for the texts that they point into", async () => {
  const world = new World();
  let answer: (value: {} | null) => void = () => {};
  world.fetch = () => new Promise<{} | null>((resolve) => (answer = resolve));
  await world.say("e-6", "diagnostics", { base: "b2", diagnostics: [{ code: "MOM001" }], held: [] });
  expect(world.feed.state.bundle.diagnostics).toEqual([]);
  answer(texts("new"));
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect([world.feed.state.bundle.project, world.feed.state.bundle.diagnostics]).toEqual(["new", [{ code: "MOM001" }]]);
});

test("findings and texts that newer ones overtake are dropped", async () => {
  const world = new World();
  const answers: ((value: {} | null) => void)[] = [];
  world.fetch = () => new Promise<{} | null>((resolve) => void answers.push(resolve));
  await world.say("e-6", "diagnostics", { base: "b2", diagnostics: [{ code: "MOM001" }], held: [] });
  await world.say("e-7", "diagnostics", { base: "b3", diagnostics: [{ code: "MOM002" }], held: [] });
  answers[1]?.(texts("newest"));
  answers[0]?.(texts("older"));
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect([world.feed.state.bundle.project, world.feed.state.bundle.diagnostics]).toEqual(["newest", [{ code: "MOM002" }]]);
});
