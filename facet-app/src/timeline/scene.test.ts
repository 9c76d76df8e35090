import { expect, test } from "vitest";
import { all, doubled, flow, runOf, stepOf } from "./fixture";
import { hit } from "./hit";
import { HEAD, pictureOf, type View } from "./picture";
import { bodyOf, type Primitive } from "./primitives";
import { sceneOf } from "./scene";
import { fitted } from "./text";

const view: View = { left: 0, top: 0, width: 2_000, height: 600, scale: 1, selected: -1, hovered: -1 };
const picture = pictureOf(doubled, flow, "steps", true);
const texts = (marks: readonly Primitive[]) => marks.flatMap((mark) => (mark.is === "text" ? [mark.text] : []));
const count = (marks: readonly Primitive[], test: (mark: Primitive) => boolean) => marks.filter(test).length;

test("text is cut in the middle, or left out", () => {
  expect([fitted("InitiateFulfillment", 80), fitted("short", 80), fitted("InitiateFulfillment", 20)]).toEqual(["Initi…lment", "short", ""]);
});

test("each step is its shape, and its event a disc", () => {
  const { body } = sceneOf(picture, view);
  const shapes = body.flatMap((mark) => (mark.is === "shape" ? [mark.shape] : []));
  expect(shapes).toEqual(["command", "disc", "fault", "delivery", "command", "delivery", "outcome"]);
  expect(texts(body)).toEqual(expect.arrayContaining(["Place", "Placed", "duplicate Placed", "Start", "Declined"]));
});

test("lane headers say name, class, steps and the worst", () => {
  expect(texts(sceneOf(picture, view).heads)).toEqual(expect.arrayContaining(["Ordering", "Core", "2 steps ◐", "Not ours", "outcome", "1 step"]));
});

test("a selected step has a double ring", () => {
  const rings = (selected: number) => count(sceneOf(picture, { ...view, selected }).body, (mark) => mark.is === "rect" && mark.edge === "selected");
  expect([rings(-1), rings(3)]).toEqual([0, 2]);
});

test("a hit is the inverse of the layout, at every scale and place", () => {
  for (const scale of [0.3, 1, 1.7]) for (const left of [0, 120]) {
    const looked = { ...view, scale, left, top: 10 };
    all.forEach((_, i) => {
      const box = bodyOf(picture, i, looked);
      if (box.x + box.w / 2 > HEAD) expect(hit(picture, looked, box.x + box.w / 2, box.y)).toBe(i);
    });
  }
  expect(hit(picture, view, 20, 100)).toBe(-1);
  expect(hit(picture, view, 1_990, 590)).toBe(-1);
});

test("only what stands in the window is drawn", () => {
  const { body } = sceneOf(picture, { ...view, width: 420 });
  expect(texts(body)).toContain("Place");
  expect(texts(body)).not.toContain("Declined");
});

test("badges do not cover each other", () => {
  const contracts = [2, 4].map((seq) => ({ crossing: "Placed>Fulfillment", seq, fields: [] }));
  for (const scale of [0.5, 1]) {
    const { body } = sceneOf(pictureOf({ ...doubled, contracts }, flow, "steps", true), { ...view, scale });
    const pills = body.flatMap((mark) => (mark.is === "rect" && mark.round === 10 ? [mark] : []));
    expect(pills.length).toBe(2);
    const [one, two] = pills;
    expect(one && two && (Math.abs(one.y - two.y) >= 20 || one.x + one.w <= two.x || two.x + two.w <= one.x)).toBe(true);
  }
});

test("a loss ends in a cross; the point of no return is a mark with words", () => {
  const verdict = { kind: "stalled", good: false, outcome: null, text: "", pointOfNoReturn: 1, nearestGood: null };
  const lost = runOf([stepOf(0, "handle:ordering.Place", "ordering"), stepOf(1, "lose:Placed>Fulfillment", "ordering", { fault: "lose" })], { verdict });
  const { body } = sceneOf(pictureOf(lost, flow, "steps", true), view);
  expect(count(body, (mark) => mark.is === "line" && mark.end === "cross")).toBe(1);
  expect(texts(body)).toContain("▲ point of no return");
});

test("a step beyond the flow has a dashed frame and says so", () => {
  const { body } = sceneOf(pictureOf(runOf([stepOf(0, "policy:A.B", "ordering", { beyondFlow: true })]), flow, "steps", true), view);
  expect(body.filter((mark) => mark.is === "shape")).toMatchObject([{ shape: "policy", dashed: true }]);
  expect(texts(body)).toContain("beyond the flow");
});

test("by causal depth nothing is drawn that follows the order of the run", () => {
  const stairs = (axis: "steps" | "depth") => count(sceneOf(pictureOf(doubled, flow, axis, true), view).body, (mark) => mark.is === "line" && mark.ink === "good");
  expect([stairs("steps"), stairs("depth")]).toEqual([2, 0]);
  expect(texts(sceneOf(pictureOf(doubled, flow, "depth", true), view).bands)).toEqual([]);
});

test("within an action of several steps the chance of a good end stays until its last", () => {
  const chances = ["1", null, null, "1/2", null];
  const told = runOf(chances.map((good, seq) => stepOf(seq, "handle:ordering.Place", "ordering", { good })));
  expect([...(pictureOf(told, flow, "steps", true).good ?? [])]).toEqual([1, 1, 1, 0.5, Number.NaN]);
  const lines = sceneOf(pictureOf(told, flow, "steps", true), view).body.flatMap((mark) => (mark.is === "line" && mark.ink === "good" ? [mark.points] : []));
  lines.slice(1).forEach((points, at) => expect(points.slice(0, 2)).toEqual(lines[at]?.slice(-2)));
});

test("several events of a step are a disc each, of many it is said how many", () => {
  const disks = (marks: readonly Primitive[]) => count(marks, (mark) => mark.is === "shape" && mark.shape === "disc");
  const of = (most: number) => {
    const events = Array.from({ length: most }, (_, at) => ({ ...doubled.events[0]!, eventId: `e${at}`, eventType: `Placed${at}` }));
    const run = runOf([stepOf(0, "handle:ordering.Place", "ordering", { eventIds: events.map((event) => event.eventId) })], { events });
    const { body } = sceneOf(pictureOf(run, flow, "steps", true), view);
    return [disks(body), texts(body).filter((text) => /^Placed|more/.test(text))];
  };
  expect(of(2)).toEqual([2, ["Placed0", "Placed1"]]);
  expect(of(9)).toEqual([3, ["Placed0", "Placed1", "Placed2", "+6 more"]]);
});

test("what does not stay in the cone is greyed, and has no badge", () => {
  const contracts = [2, 4].map((seq) => ({ crossing: "Placed>Fulfillment", seq, fields: [] }));
  const kept = Uint8Array.from([1, 0, 1, 1, 0, 0]);
  const { body } = sceneOf(pictureOf({ ...doubled, contracts }, flow, "steps", true), { ...view, kept });
  expect(body.flatMap((mark) => (mark.is === "shape" && mark.shape !== "disc" ? [mark.edge] : []))).toEqual(["edge", "rule", "edge", "edge", "rule", "rule"]);
  expect(count(body, (mark) => mark.is === "rect" && mark.round === 10)).toBe(1);
});

test("what is set aside has no colour, its arrows neither", () => {
  const inks = (kept: Uint8Array | null) =>
    new Set(sceneOf(picture, { ...view, kept }).body.flatMap((mark) => (mark.is === "shape" ? [mark.edge, mark.fill] : mark.is === "line" && mark.end !== null ? [mark.ink] : [])));
  expect(inks(null).has("edge")).toBe(true);
  expect([...inks(new Uint8Array(all.length))].sort()).toEqual(["paper", "rule"]);
});
