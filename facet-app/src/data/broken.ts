/** Where a JSON text breaks off or goes wrong, and inside what: for people whose file was cut in transit. */
import { named } from "./text";
import { byteLength } from "./utf8";

export interface Break {
  /** The text ends too early, rather than going wrong. */
  readonly cut: boolean;
  readonly byte: number;
  /** `scenarios[12].events`; empty at the top. */
  readonly inside: string;
}

interface Level {
  key: string | number;
  /** In an object: whether a name comes next. */
  names: boolean;
  /** Nothing stands in it yet. */
  fresh: boolean;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const BEGUN = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*(?:\\(?:u[0-9a-fA-F]{0,3})?)?$/y;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const UNFINISHED = /(?:t(?:r(?:u)?)?|f(?:a(?:l(?:s)?)?)?|n(?:u(?:l)?)?|-|-?(?:0|[1-9]\d*)(?:\.|(?:\.\d+)?[eE][+-]?))$/y;

function matched(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function placeOf(levels: readonly Level[]): string {
  return levels
    .map(({ key }) => (typeof key === "number" ? `[${key}]` : key === "" ? "" : `.${named(key)}`))
    .join("")
    .replace(/^\./, "");
}

/** The first place where a text is no JSON; null for one that is. Walks the text once, without recursion. */
export function broken(text: string): Break | null {
  const levels: Level[] = [];
  let at = 0;
  let valueNext = true;
  const stop = (where: number, cut: boolean): Break => ({ cut, byte: byteLength(text, where), inside: placeOf(levels) });
  for (;;) {
    at = matched(SPACE, text, at);
    const level = levels.at(-1);
    if (at === text.length) return level === undefined && !valueNext ? null : stop(at, true);
    const sign = text[at]!;
    if (level?.names === true) {
      if (sign === "}" && level.fresh) {
        levels.pop();
        at++;
        valueNext = false;
        continue;
      }
      const end = matched(STRING, text, at);
      if (end < 0) return stop(matched(BEGUN, text, at) < 0 ? at : text.length, matched(BEGUN, text, at) >= 0);
      const colon = matched(SPACE, text, end);
      if (colon === text.length) return stop(colon, true);
      if (text[colon] !== ":") return stop(colon, false);
      level.key = JSON.parse(text.slice(at, end)) as string;
      level.names = false;
      level.fresh = false;
      at = colon + 1;
      valueNext = true;
    } else if (valueNext) {
      if (sign === "{" || sign === "[") {
        levels.push(sign === "{" ? { key: "", names: true, fresh: true } : { key: 0, names: false, fresh: true });
        at++;
      } else if (sign === "]" && level?.key === 0 && level.fresh) {
        levels.pop();
        at++;
        valueNext = false;
      } else {
        if (matched(UNFINISHED, text, at) >= 0) return stop(text.length, true);
        const end = Math.max(matched(STRING, text, at), matched(PLAIN, text, at));
        if (end < 0) {
          const cut = matched(BEGUN, text, at) >= 0;
          return stop(cut ? text.length : at, cut);
        }
        at = end;
        valueNext = false;
      }
    } else if (level === undefined) return stop(at, false);
    else if (sign === ",") {
      if (typeof level.key === "number") {
        level.key++;
        valueNext = true;
      } else level.names = true;
      at++;
    } else if (sign === (typeof level.key === "number" ? "]" : "}")) {
      levels.pop();
      at++;
    } else return stop(at, false);
  }
}
