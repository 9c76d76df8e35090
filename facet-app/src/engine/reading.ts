/** Reads members of an untrusted document; what is not as it should be is a `Lie` that says where. */
export class Lie extends Error {}

export type Members = ReadonlyMap<string, unknown>;

export function object(value: unknown, where: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Lie(`${where} is no object`);
  return new Map(Object.entries(value));
}

export function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Lie(`${where} is no list`);
  return value;
}

export function text(value: unknown, where: string): string {
  if (typeof value !== "string") throw new Lie(`${where} is no text`);
  return value;
}

export const texts = (value: unknown, where: string): readonly string[] => list(value, where).map((each) => text(each, where));

export function whole(value: unknown, where: string, least: number, most: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw new Lie(`${where} is no whole number from ${least} to ${most}`);
  }
  return value;
}

/** `count` unsigned words of 32 bits. */
export function words(value: unknown, where: string, count: number): readonly number[] {
  const found = list(value, where);
  if (found.length !== count) throw new Lie(`${where} has ${found.length} words and not ${count}`);
  for (const word of found) {
    if (typeof word !== "number" || word >>> 0 !== word) throw new Lie(`${where} has a word that is no unsigned number of 32 bits`);
  }
  return found as readonly number[];
}

/** Null for what is absent or null. */
export const maybe = <T>(value: unknown, read: (value: unknown) => T): T | null => (value === undefined || value === null ? null : read(value));
