"""The text of ``runtime.ts``: what every generated module leans on, the same for every model.

Violation paths are written ``lines[0].sku``, the value itself is the empty path; Python readers use the same.
"""

from __future__ import annotations

RUNTIME = r"""declare const brand: unique symbol;

/** Text of 32 hexadecimal digits with hyphens. */
export type UUID = string & { readonly [brand]: 'UUID' };
/** A moment in time, RFC 3339, with its offset. */
export type DateTime = string & { readonly [brand]: 'DateTime' };
/** A day of the calendar, `2031-04-05`. */
export type CalendarDate = string & { readonly [brand]: 'Date' };
/** An amount, finite. */
export type Money = number & { readonly [brand]: 'Money' };

/** One thing that is wrong with a value; the path of the value itself is empty. */
export interface Violation {
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** Knows whether a value from outside is a `T`. Unknown fields pass; `null` is not absence. */
export interface Guard<T> {
  readonly name: string;
  accepts(value: unknown): value is T;
  /** Everything that is wrong with the value, in declared order; empty when it is a `T`. */
  violations(value: unknown, path?: string): readonly Violation[];
}

/** A guard of a field that may be absent. */
export interface OptionalGuard<T> {
  readonly optional: true;
  readonly guard: Guard<T>;
}

/** What an event or command looks like on the wire: without its tag. */
export type Payload<T> = { readonly [K in keyof T as Exclude<K, '_tag'>]: T[K] };

/** The answer of a command that did not happen. */
export interface Refused<Command extends string, Reason extends string> {
  readonly _tag: `${Command}.Refused`;
  readonly reason: Reason;
  readonly message: string;
}

/** An edge without event is never taken by itself. */
export interface Transition<State extends string, Event extends string> {
  readonly from: State;
  readonly to: State;
  readonly on: Event | null;
}

/** States are left by edges only; a final state has none. */
export interface Lifecycle<State extends string, Event extends string> {
  readonly initial: State;
  readonly final: readonly State[];
  readonly transitions: readonly Transition<State, Event>[];
}

/** A saga as data; `timeout` is set when the deadline is a name and no duration. */
export interface SagaTable<State extends string, Event extends string> extends Lifecycle<State, Event> {
  readonly trigger: Event;
  readonly undo: readonly { readonly command: string; readonly with: string }[];
  readonly compensation: string;
  readonly timeoutSeconds?: number;
  readonly timeout?: string;
}

/** What `read` throws. */
export class ContractError extends Error {
  readonly violations: readonly Violation[];

  constructor(name: string, violations: readonly Violation[]) {
    super(`${name}: ${violations.map(describe).join('; ')}`);
    this.name = 'ContractError';
    this.violations = violations;
  }
}

/** The value as a `T`; throws a `ContractError` that holds the violations. */
export function read<T>(guard: Guard<T>, value: unknown): T {
  const violations = guard.violations(value);
  if (violations.length > 0) throw new ContractError(guard.name, violations);
  return value as T;
}

/** The event or command with this tag and payload. */
export function tagged<T extends { readonly _tag: string }>(tag: T['_tag'], payload: Payload<T>): T {
  return { ...payload, _tag: tag } as unknown as T;
}

/** The refusal of a command. */
export function refused<Command extends string, Reason extends string>(
  command: Command,
  reason: Reason,
  message: string,
): Refused<Command, Reason> {
  return { _tag: `${command}.Refused`, reason, message };
}

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME_PATTERN = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

export const string: Guard<string> = simple('string', (value) => typeof value === 'string');
export const number: Guard<number> = simple('number', Number.isFinite);
export const boolean: Guard<boolean> = simple('boolean', (value) => typeof value === 'boolean');
export const uuid: Guard<UUID> = simple('UUID', (value) => typeof value === 'string' && UUID_PATTERN.test(value));
export const dateTime: Guard<DateTime> = simple('DateTime', (value) => typeof value === 'string' && isDateTime(value));
export const calendarDate: Guard<CalendarDate> = simple('Date', (value) => typeof value === 'string' && isDate(value));
export const money: Guard<Money> = simple('Money', Number.isFinite);
export const unknown: Guard<unknown> = simple('unknown', () => true);

/** One of these words. */
export function oneOf<T extends string>(name: string, words: readonly T[]): Guard<T> {
  return simple(name, (value) => words.some((word) => word === value));
}

export function array<T>(item: Guard<T>): Guard<readonly T[]> {
  const name = `${item.name}[]`;
  return guardOf(name, (value, path) =>
    Array.isArray(value)
      ? value.flatMap((entry: unknown, index) => item.violations(entry, `${path}[${index}]`))
      : [violation(path, name, value)],
  );
}

export function optional<T>(guard: Guard<T>): OptionalGuard<T> {
  return { optional: true, guard };
}

/** A guard for every field, as thunks: the order of declarations does not matter, and types may contain themselves. */
export type Fields<T> = {
  readonly [K in keyof T]-?: () => T extends { readonly [P in K]: unknown }
    ? Guard<T[K]>
    : OptionalGuard<Exclude<T[K], undefined>>;
};

export function object<T>(name: string, fields: Fields<T>): Guard<T> {
  const members = Object.entries<() => Guard<unknown> | OptionalGuard<unknown>>(fields);
  return guardOf(name, (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [violation(path, name, value)];
    return members.flatMap(([field, thunk]) => {
      const rule = thunk();
      const place = path === '' ? field : `${path}.${field}`;
      const entry: unknown = Object.hasOwn(value, field) ? (value as { readonly [key: string]: unknown })[field] : undefined;
      if ('optional' in rule) return entry === undefined ? [] : rule.guard.violations(entry, place);
      return entry === undefined && rule.name !== 'unknown'
        ? [{ path: place, expected: rule.name, actual: 'nothing' }]
        : rule.violations(entry, place);
    });
  });
}

function simple<T>(name: string, accepts: (value: unknown) => boolean): Guard<T> {
  return guardOf(name, (value, path) => (accepts(value) ? [] : [violation(path, name, value)]));
}

function guardOf<T>(name: string, find: (value: unknown, path: string) => readonly Violation[]): Guard<T> {
  return {
    name,
    accepts: (value): value is T => find(value, '').length === 0,
    violations: (value, path = '') => find(value, path),
  };
}

function violation(path: string, expected: string, value: unknown): Violation {
  return { path, expected, actual: shown(value) };
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  return typeof value === 'object' || typeof value === 'function' ? typeof value : String(value);
}

function describe({ path, expected, actual }: Violation): string {
  return `${path === '' ? 'value' : path}: expected ${expected}, got ${actual}`;
}

function isDate(text: string): boolean {
  const [, year, month, day] = DATE_PATTERN.exec(text) ?? [];
  if (year === undefined || year === '0000') return false;
  const last = daysOf(Number(year), Number(month));
  return Number(day) >= 1 && Number(day) <= last;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isDateTime(text: string): boolean {
  return text[10] === 'T' && isDate(text.slice(0, 10)) && TIME_PATTERN.test(text.slice(11));
}
"""
