"""The text of ``harness.ts`` that is the same for every model: what tests skip by and compare with."""

from __future__ import annotations

HARNESS = """\
/** The way that a run of a flow is to take. */
export interface Course {
  /** The conditions taken, first time first, by the name of the moment that decides. */
  readonly choices: { readonly [moment: string]: readonly string[] };
  /** Optional commands and events that are left out. */
  readonly without: readonly string[];
  /** How often, where the model gives a name instead of a number. */
  readonly times: { readonly [name: string]: number };
}

/** What a run of a flow came to: its events, and the outcome if it ended in one. */
export interface Passage {
  readonly happened: readonly { readonly _tag: string }[];
  readonly outcome?: string;
}

/** Runs a flow through everything that takes part in it. */
export type Conduct = (course: Course) => Passage | Promise<Passage>;

/** What a passage must show: each event as often as it is named here, at least; `times` exactly. */
export interface Expected {
  readonly happens: readonly string[];
  readonly never?: readonly string[];
  readonly times?: { readonly [name: string]: number };
  readonly outcome?: string;
}

/** The binding, or the test is skipped and says what to bind, in reports too. */
export function bound<T>(test: TestContext, name: string, binding: T | undefined): T {
  if (binding !== undefined) return binding;
  const reason = `not bound: ${name} (BINDINGS)`;
  Object.assign(test.task.meta, { skipped: reason });
  return test.skip(reason);
}

/** The answer of a command, whether it returns its refusal or throws it. */
export function outcome(execute: () => unknown): unknown {
  try {
    return execute();
  } catch (thrown) {
    if (tagOf(thrown)?.endsWith('.Refused') === true) return thrown;
    throw thrown;
  }
}

/** The event with this tag among what a command gave, which is one event or several. */
export function emitted(result: unknown, tag: string): unknown {
  return [result].flat().find((entry: unknown) => tagOf(entry) === tag);
}

/** The input of the command with this tag among what was answered, which is one command or several. */
export function inputOf(answer: unknown, tag: string): unknown {
  return (emitted(answer, tag) as { readonly input?: unknown } | undefined)?.input;
}

/** Exactly one of the events, whole. */
export function expectOneOf(result: unknown, guards: { readonly [tag: string]: Guard<unknown> }): void {
  const tag = tagOf(result) ?? '';
  expect(Object.keys(guards)).toContain(tag);
  expect(guards[tag]?.violations(result)).toEqual([]);
}

/** The state stays, or such a history is refused by an exception. */
export function expectUnmoved(stateOf: () => unknown, before: string): void {
  let state: unknown = before;
  try {
    state = stateOf();
  } catch (thrown) {
    expect(thrown).toBeDefined();
  }
  expect(state).toBe(before);
}

/** The contract takes the payload, and refuses it without any required field and with any field of another type. */
export function expectGuard(
  guard: Guard<unknown>,
  payload: unknown,
  required: readonly string[],
  optional: readonly string[],
): void {
  expect(guard.violations(payload)).toEqual([]);
  const whole: { readonly [field: string]: unknown } = Object.fromEntries(Object.entries(payload ?? {}));
  for (const field of required) expect(pathsOf(guard, without(whole, field))).toEqual([field]);
  for (const field of optional) expect(pathsOf(guard, without(whole, field))).toEqual([]);
  for (const field of [...required, ...optional]) {
    expect(pathsOf(guard, { ...whole, [field]: otherThan(whole, field) })).toEqual([field]);
    expect(pathsOf(guard, { ...whole, [field]: null })).toEqual([field]);
  }
}

export function expectPassage(passage: Passage, expected: Expected): void {
  const happened = passage.happened.map((event) => event._tag);
  const often = (tags: readonly string[], tag: string): number => tags.filter((other) => other === tag).length;
  for (const tag of new Set(expected.happens)) {
    expect([tag, often(happened, tag)]).toEqual([tag, Math.max(often(happened, tag), often(expected.happens, tag))]);
  }
  for (const [tag, times] of Object.entries(expected.times ?? {})) {
    expect([tag, often(happened, tag)]).toEqual([tag, times]);
  }
  expect(happened.filter((tag) => expected.never?.includes(tag))).toEqual([]);
  if (expected.outcome !== undefined) expect(passage.outcome).toBe(expected.outcome);
}

function tagOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && '_tag' in value && typeof value._tag === 'string'
    ? value._tag
    : undefined;
}

function pathsOf(guard: Guard<unknown>, value: unknown): readonly string[] {
  return [...new Set(guard.violations(value).map((violation) => violation.path))];
}

function without(whole: { readonly [field: string]: unknown }, field: string): { readonly [field: string]: unknown } {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field));
}

/** A value of another type than the field has; of an absent field nobody knows the type. */
function otherThan(whole: { readonly [field: string]: unknown }, field: string): unknown {
  const value = Object.hasOwn(whole, field) ? whole[field] : undefined;
  if (value === undefined) return Symbol('other');
  return typeof value === 'string' ? 0 : 'other';
}
"""
