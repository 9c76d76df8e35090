/** What a value of a file has to look like, and what stands in its place when it does not. */

export interface Notice {
  /** Where in the file: `scenarios[3].verdict.kind`. */
  readonly place: string;
  readonly text: string;
}

/** What was mended while reading. The first thousand are kept, all are counted. */
export class Notices {
  readonly list: Notice[] = [];
  count = 0;
  add(place: string, text: string): void {
    this.count++;
    if (this.list.length < 1000) this.list.push({ place, text });
  }
}

/** A place in a file, as a chain from the inside out: written only when something is said about it. */
export interface At {
  readonly inside: At | null;
  readonly key: string | number;
  readonly notices: Notices;
}

export const within = (at: At, key: string | number): At => ({ inside: at, key, notices: at.notices });

export function placeOf(at: At): string {
  const keys: string[] = [];
  for (let here: At | null = at; here !== null; here = here.inside)
    keys.push(typeof here.key === "number" ? `[${here.key}]` : `.${here.key}`);
  return keys.reverse().join("").replace(/^\.+/, "");
}

export interface Shape<T> {
  /** The value itself when it fits, else the nearest that does; says what was changed. Never throws. */
  read(value: unknown, at: At): T;
  /** What stands where the file says nothing. */
  empty(): T;
}

/** What a value is, in words. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  const words: ReadonlyMap<string, string> = new Map([["string", "text"], ["number", "a number"], ["boolean", "yes or no"]]);
  return words.get(typeof value) ?? "an object";
}

function wrong<T>(at: At, value: unknown, meant: string, instead: T): T {
  at.notices.add(placeOf(at), `is ${kindOf(value)} where ${meant} is meant`);
  return instead;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text: Shape<string> = {
  read: (value, at) => {
    if (typeof value === "string") return value;
    return wrong(at, value, "text", typeof value === "number" || typeof value === "boolean" ? String(value) : "");
  },
  empty: () => "",
};

/** Text that some writers give as a number. */
export const textOrNumber: Shape<string> = {
  read: (value, at) => (typeof value === "number" ? String(value) : text.read(value, at)),
  empty: () => "",
};

export const number: Shape<number> = {
  read: (value, at) => (typeof value === "number" ? value : wrong(at, value, "a number", 0)),
  empty: () => 0,
};

export const flag: Shape<boolean> = {
  read: (value, at) => (typeof value === "boolean" ? value : wrong(at, value, "yes or no", false)),
  empty: () => false,
};

/** Whatever it is: looked at where it is used. */
export const anything: Shape<unknown> = { read: (value) => value, empty: () => null };

export const object: Shape<Readonly<Record<string, unknown>>> = {
  read: (value, at) => (isObject(value) ? value : wrong(at, value, "an object", {})),
  empty: () => ({}),
};

/** One of some words; an unknown one is kept as it is. */
export const word = <T extends string>(first: T): Shape<T> => ({ read: (value, at) => text.read(value, at) as T, empty: () => first });

/** The number that a format stands at, and nothing else. */
export const exactly = <T>(value: T): Shape<T> => ({ read: () => value, empty: () => value });

export const maybe = <T>(shape: Shape<T>): Shape<T | null> => ({
  read: (value, at) => (value === null || value === undefined ? null : shape.read(value, at)),
  empty: () => null,
});

export const list = <T>(shape: Shape<T>): Shape<readonly T[]> => ({
  read: (value, at) => {
    if (!Array.isArray(value)) return wrong(at, value, "a list", []);
    let changed = false;
    const read = value.map((each: unknown, index) => {
      const kept = shape.read(each, within(at, index));
      changed ||= kept !== each;
      return kept;
    });
    return changed ? read : value;
  },
  empty: () => [],
});

/** A list of exactly two. */
export const pair = <T>(shape: Shape<T>): Shape<readonly [T, T]> => ({
  read: (value, at) => {
    const [first, second] = Array.isArray(value) ? value : wrong(at, value, "a pair", []);
    return [shape.read(first, within(at, 0)), shape.read(second, within(at, 1))];
  },
  empty: () => [shape.empty(), shape.empty()],
});

type Shapes<T, K extends keyof T> = { readonly [Key in K]-?: Shape<T[Key]> };

/**
 * An object: fields that every file has, of which a missing one is said, and fields that some have. Fields that are
 * not listed stay. An object in which nothing was wrong is given back as it is.
 */
export const record =
  <T extends object>() =>
  <K extends keyof T>(published: Shapes<T, K>, added: Shapes<T, Exclude<keyof T, K>>): Shape<T> => {
    const known = Object.entries<Shape<unknown>>(published as Record<string, Shape<unknown>>);
    const others = Object.entries<Shape<unknown>>(added as Record<string, Shape<unknown>>);
    const read = (value: unknown, at: At): T => {
      if (!isObject(value)) return wrong(at, value, "an object", empty());
      let mended: Record<string, unknown> | null = null;
      const take = (key: string, shape: Shape<unknown>, silent: boolean): void => {
        const missing = !Object.hasOwn(value, key);
        if (missing && !silent) at.notices.add(placeOf(within(at, key)), "is missing");
        const kept = missing ? shape.empty() : shape.read(value[key], within(at, key));
        if (missing || kept !== value[key]) (mended ??= { ...value })[key] = kept;
      };
      for (const [key, shape] of known) take(key, shape, false);
      for (const [key, shape] of others) take(key, shape, true);
      return (mended ?? value) as T;
    };
    const empty = (): T => Object.fromEntries([...known, ...others].map(([key, shape]) => [key, shape.empty()])) as T;
    return { read, empty };
  };
