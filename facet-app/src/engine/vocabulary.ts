/** Events, plans, shapes and crossings of tables, which everything else refers to by number. */
import type { Crossing, PlannedField, Shape, Vocabulary as Found } from "./machine";
import { Lie, list, maybe, object, text, texts, whole, type Members } from "./reading";

const U32 = 0x1_0000_0000;

export class Vocabulary {
  private readonly named: { id: string; eventType: string }[];
  private readonly plans: (readonly PlannedField[])[];
  private readonly shapes: readonly Shape[];
  private readonly crossings: readonly Crossing[];

  constructor(top: Members) {
    const all = (member: string): readonly unknown[] => maybe(top.get(member), (value) => list(value, member)) ?? [];
    this.named = all("events").map((value) => {
      const each = object(value, "events");
      return { id: text(each.get("id"), "events"), eventType: text(each.get("eventType"), "events") };
    });
    this.plans = all("plans").map((value) => list(value, "plans").map((field) => plannedField(object(field, "plans"), "plans")));
    this.shapes = all("shapes").map(shapeOf);
    for (const action of all("actions")) this.meet(object(action, "actions"));
    this.crossings = all("crossings").map((value) => crossingOf(value, this));
  }

  /** Tables without `events` name those that their actions emit. */
  private meet(action: Members): void {
    for (const value of maybe(action.get("emits"), (found) => list(found, "emits")) ?? []) {
      const name = object(value, "emits").get("eventType");
      if (typeof name === "string" && this.eventOf(name) === null) this.named.push({ id: name, eventType: name });
    }
  }

  found(): Found {
    return { events: this.named, plans: this.plans, shapes: this.shapes, crossings: this.crossings };
  }

  eventOf(eventType: string): number | null {
    const found = this.named.findIndex((each) => each.eventType === eventType);
    return found < 0 ? null : found;
  }

  crossingOf(name: string): number | null {
    const found = this.crossings.findIndex((each) => each.name === name);
    return found < 0 ? null : found;
  }

  /** Event and plan of an emission: numbers, or the event's name and the plan itself. */
  emitted(each: Members, where: string): { event: number; plan: number } {
    const plan = each.get("plan");
    if (typeof plan === "number") return { event: this.event(each.get("event"), where), plan: this.plan(plan, where) };
    const bare = { sources: [], own: null, context: null, identifier: null, shape: null, optional: false };
    this.plans.push([...object(plan, where)].map(([name, made]) => ({ name, new: list(made, where), ...bare })));
    return { event: this.eventOf(text(each.get("eventType"), where)) ?? 0, plan: this.plans.length - 1 };
  }

  event = (value: unknown, where: string): number => numberIn(value, this.named, `event in ${where}`);
  events = (values: readonly number[], where: string): number[] => values.map((value) => this.event(value, where));
  plan = (value: unknown, where: string): number => numberIn(value, this.plans, `plan in ${where}`);
  crossing = (value: unknown, where: string): number => numberIn(value, this.crossings, `crossing in ${where}`);
}

function numberIn(value: unknown, all: readonly unknown[], where: string): number {
  const found = whole(value, where, 0, U32);
  if (found >= all.length) throw new Lie(`${where} has number ${found} of ${all.length}`);
  return found;
}

const slot = (each: Members, member: string, where: string): number | null =>
  maybe(each.get(member), (value) => whole(value, `${member} in ${where}`, 0, U32));

function plannedField(each: Members, where: string): PlannedField {
  return {
    name: text(each.get("name"), where),
    new: list(each.get("new"), where),
    sources: list(each.get("sources") ?? [], where).map((value) => whole(value, where, 0, U32)),
    own: slot(each, "own", where),
    context: slot(each, "context", where),
    identifier: slot(each, "identifier", where),
    shape: slot(each, "shape", where),
    optional: each.get("optional") === true,
  };
}

function shapeOf(value: unknown): Shape {
  const each = object(value, "shapes");
  const fields = list(each.get("fields"), "shapes").map((found) => {
    const field = object(found, "shapes");
    const { name, new: made, shape, optional } = plannedField(field, "shapes");
    return { name, new: made, shape, optional, same: text(field.get("same"), "shapes") };
  });
  return { values: maybe(each.get("values"), (found) => texts(found, "shapes")), fields };
}

function crossingOf(value: unknown, vocabulary: Vocabulary): Crossing {
  const each = object(value, "crossings");
  const name = text(each.get("name"), "crossings");
  return {
    name,
    event: vocabulary.event(each.get("event"), name),
    target: text(each.get("target"), name),
    fields: list(each.get("fields"), name).map((found) => {
      const field = object(found, name);
      const said = (member: string): string => text(field.get(member), name);
      return { field: said("field"), type: said("type"), required: field.get("required") === true, verdict: said("verdict") };
    }),
    arrivals: list(each.get("arrivals"), name).map((found) => {
      const arrival = object(found, name);
      const source = whole(arrival.get("source"), name, 0, U32);
      return { source, context: slot(arrival, "context", name), identifier: slot(arrival, "identifier", name) };
    }),
  };
}
