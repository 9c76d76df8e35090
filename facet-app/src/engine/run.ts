/** A way that the page took, as a scenario of the bundle's shape, so that every view shows it. */
import { crossing } from "../data/actions";
import type { Branch, Flow, Model, Scenario, Step } from "../data/payloads";
import { entered } from "./entered";
import type { Space } from "./explore";
import type { Figures } from "./figures";
import { isGood, PLAIN, type Machine, type Variation } from "./machine";
import { endingOf, type Way } from "./step";
import { sagasOf } from "./sagas";
import { tell, type Told } from "./tell";

export interface Around {
  readonly flow: Flow;
  readonly model: Model;
  /** Scenarios of the file, which know how a first step is said. */
  readonly known: readonly Pick<Scenario, "flowId" | "given" | "when" | "steps">[];
  readonly scenarioId: string;
  readonly label: string;
  readonly seed: number;
  /** Of the run that it goes on from. */
  readonly variation?: Variation | null;
}

/** What was explored from the first state of the way. */
export interface Explored {
  readonly space: Space;
  readonly figures: Figures;
}

export function scenario(machine: Machine, way: Way, explored: Explored, around: Around): Scenario {
  const numbers = numbersOf(way, explored.space);
  const told = tell(machine, way, (number) => chance(explored, numbers[number + 1]), around.variation ?? PLAIN);
  const { steps, events, contracts, lengths } = told;
  const state = way.states[way.states.length - 1] ?? machine.initial;
  const ending = endingOf(machine, state) ?? { verdict: "incomplete", outcome: null, text: "the run was not taken to an end" };
  const given = way.actions.map((label) => machine.actions[label]?.given ?? null).find((each) => each !== null);
  const then = [...crossings(told), ending.text];
  const lost = isGood(ending.verdict) ? null : noReturn(explored, numbers, lengths);
  return {
    scenarioId: around.scenarioId,
    scenarioLabel: around.label,
    description: around.flow.description,
    given: given || "Nothing has happened yet",
    when: whenOf(told),
    then: then.join("; "),
    expectedPath: entered(machine, way, around.flow),
    activeBranches: branchesOf(steps, around.flow),
    events,
    kind: kindOf(steps, ending.verdict),
    verdict: {
      kind: ending.verdict,
      good: isGood(ending.verdict),
      outcome: ending.outcome,
      text: ending.text,
      pointOfNoReturn: lost,
      nearestGood: null,
    },
    flowId: around.flow.flowId,
    seed: around.seed,
    faults: way.actions.flatMap((label) => machine.actions[label]?.fault ? [machine.actions[label].name] : []),
    choices: way.actions.flatMap((label) => machine.actions[label]?.kind === "choose" ? [machine.actions[label].name] : []),
    steps,
    sagas: sagasOf(machine, way, told),
    contracts,
    variation: around.variation ?? null,
  };
}

/** The numbers of the way's states in the space; null beyond what was explored. */
export function numbersOf(way: Way, space: Space): (number | null)[] {
  const numbers: (number | null)[] = [0];
  for (const label of way.actions) {
    const here = numbers[numbers.length - 1] ?? null;
    let found: number | null = null;
    if (here !== null && here < space.expanded) {
      for (let edge = space.starts[here] ?? 0; edge < (space.starts[here + 1] ?? 0); edge += 1) {
        if (space.labels[edge] === label) found = space.targets[edge] ?? null;
      }
    }
    numbers.push(found);
  }
  return numbers;
}

/** Exact where it can be written so, else with six digits. */
function chance({ figures: { chances } }: Explored, number: number | null | undefined): string | null {
  if (number === null || number === undefined) return null;
  const good = chances.good[number] ?? NaN;
  return chances.goodText(number) ?? (Number.isNaN(good) ? null : `${Math.round(good * 1e6)}/1000000`);
}

/** The number of the first step after which no good end can follow without a further fault. */
function noReturn({ space, figures }: Explored, numbers: readonly (number | null)[], lengths: readonly number[]): number | null {
  if (space.limit !== null) return null;
  const lost = numbers.findIndex((number) => number !== null && figures.hopeful[number] === 0);
  if (lost < 0) return null;
  return lost > 1 ? (lengths[lost - 2] ?? 0) : lengths.length > 0 ? 0 : null;
}

function kindOf(steps: readonly Step[], verdict: string): string {
  const faults = steps.map((step) => step.fault);
  if (faults.includes("refuse")) return "negative";
  if (faults.includes("timeout")) return "timeout";
  if (faults.some((fault) => fault !== null)) return "fault";
  return verdict === "completed" || verdict === "compensated" ? "variant" : "failure";
}

function whenOf({ steps, commands, events }: Told): string {
  for (const step of steps) {
    const command = commands[step.seq] ?? null;
    if (command !== null) return `${command} is ${step.kind === "refuse" ? "refused" : "executed"} in ${step.context ?? ""}`;
    const made = events.find((each) => each.eventId === step.eventIds[0]);
    if (made !== undefined) return `${made.eventType} happens in ${step.context ?? ""}`;
  }
  return "Nothing happens";
}

function crossings({ contracts, steps, commands }: Told): string[] {
  const said = contracts.map((contract) => {
    const { event, to } = crossing(contract.crossing) ?? { event: contract.crossing, to: "" };
    const caused = steps.find((step) => (commands[step.seq] ?? null) !== null && step.causes.some((cause) => cause.seq === contract.seq));
    return `${event} crosses to ${to}${caused === undefined ? "" : ` and ${commands[caused.seq] ?? ""} is triggered`}`;
  });
  return [...new Set(said)];
}

function branchesOf(steps: readonly Step[], flow: Flow): Branch[] {
  return steps.flatMap((step) => {
    if (step.kind !== "choose") return [];
    const condition = step.action.slice(step.action.indexOf("=") + 1);
    const moment = flow.moments.find((each) => each.id === step.moment);
    const arm = moment?.arms.find((each) => each.condition === condition);
    if (moment === undefined || arm === undefined) return [];
    return [{ momentName: moment.label, condition, routeChosen: arm.lane ?? condition }];
  });
}
