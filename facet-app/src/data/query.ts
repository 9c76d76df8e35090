/** What is typed into the search box, as a question about the rows of a run. */
import type { Lists, Run, Strings } from "./run";
import { named } from "./text";

const KEYS = ["kind", "lane", "verdict", "fault", "field", "moment"] as const;
type Key = (typeof KEYS)[number];

/** A word of the question; without a key it is looked for in names. Lower case. */
export interface Term {
  readonly key: Key | null;
  readonly text: string;
}

export type Relation = "then" | "not before" | "without";

/** `A then B`: a relation and what is on each side; without one the left side is all there is. */
export interface Query {
  readonly left: readonly Term[];
  readonly relation: Relation | null;
  readonly right: readonly Term[];
  /** What was not understood, as sentences. */
  readonly notices: readonly string[];
}

/** For each row whether it belongs to the answer, and how many do. */
export interface Found {
  readonly rows: Uint8Array;
  readonly count: number;
}

const WORD = /"([^"]*)"?|(?:(kind|lane|verdict|fault|field|moment):)(?:"([^"]*)"?|(\S*))|(\S+)/gi;

interface Word extends Term {
  /** Plain words may hold the sides together. */
  readonly plain: boolean;
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map(([, quoted, key, keyQuoted, keyPlain, plain]) => ({
    key: (key?.toLowerCase() as Key | undefined) ?? null,
    text: (quoted ?? keyQuoted ?? keyPlain ?? plain ?? "").toLowerCase(),
    plain: plain !== undefined,
  }));
}

/** Where a relation stands at a word, and how many words it takes. */
function relationAt(words: readonly Word[], at: number): [Relation, number] | null {
  const is = (offset: number, text: string): boolean => words[at + offset]?.plain === true && words[at + offset]?.text === text;
  if (is(0, "then")) return ["then", 1];
  if (is(0, "without")) return ["without", 1];
  return is(0, "not") && is(1, "before") ? ["not before", 2] : null;
}

const terms = (words: readonly Word[]): Term[] => words.filter((word) => word.text !== "").map(({ key, text }) => ({ key, text }));

export function parse(text: string): Query {
  const words = wordsOf(text);
  const notices = words.filter((word) => word.key !== null && word.text === "").map((word) => `Say what ${word.key}: is to be.`);
  for (let at = 1; at < words.length; at++) {
    const found = relationAt(words, at);
    const right = found === null ? [] : terms(words.slice(at + found[1]));
    if (found === null || right.length === 0) continue;
    const more = words.slice(at + found[1]).findIndex((_, next, rest) => next > 0 && next < rest.length - 1 && relationAt(rest, next) !== null);
    if (more >= 0) notices.push(`One relation at a time is understood: what follows ${named(found[0])} is looked for as words.`);
    return { left: terms(words.slice(0, at)), relation: found[0], right, notices };
  }
  return { left: terms(words), relation: null, right: [], notices };
}

export const isEmpty = (query: Query): boolean => query.left.length === 0 && query.right.length === 0;

/** Strings in lower case, kept as long as the run is. */
const lowered = new WeakMap<Strings, readonly string[]>();

function lowerOf(strings: Strings): readonly string[] {
  let texts = lowered.get(strings);
  if (texts === undefined || texts.length !== strings.size) {
    texts = Array.from({ length: strings.size }, (_, number) => strings.at(number).toLowerCase());
    lowered.set(strings, texts);
  }
  return texts;
}

/** Which of the words hold a text: rows are then looked up, not compared. */
const table = (words: readonly string[], text: string): Uint8Array => Uint8Array.from(words, (word) => Number(word.includes(text)));

function byColumn(out: Uint8Array, column: Uint8Array | Uint16Array | Uint32Array, hits: Uint8Array): void {
  if (!hits.includes(1)) return;
  for (let row = 0; row < out.length; row++) if (hits[column[row]!] === 1) out[row] = 1;
}

function byLists(out: Uint8Array, { start, value }: Lists, hits: Uint8Array): void {
  if (value.length === 0 || !hits.includes(1)) return;
  for (let row = 0; row < out.length; row++)
    for (let at = start[row]!; at < start[row + 1]!; at++)
      if (hits[value[at]!] === 1) {
        out[row] = 1;
        break;
      }
}

function rowsOf(term: Term, run: Run): Uint8Array {
  const out = new Uint8Array(run.rows);
  const enumerated = (words: readonly string[]): Uint8Array => table(words.map((word) => word.toLowerCase()), term.text);
  const interned = (): Uint8Array => table(lowerOf(run.strings), term.text);
  switch (term.key) {
    case "kind":
      byColumn(out, run.step, enumerated(run.kinds));
      break;
    case "lane":
      byColumn(out, run.lane, enumerated(run.lanes));
      break;
    case "fault":
      byColumn(out, run.fault, enumerated(run.faults));
      break;
    case "verdict":
      if (run.verdict.toLowerCase().includes(term.text)) out.fill(1);
      break;
    case "moment":
      byColumn(out, run.moment, interned());
      break;
    case "field": {
      const hits = interned();
      byLists(out, run.fields, hits);
      byLists(out, { start: run.diffs.start, value: run.diffs.path }, hits);
      break;
    }
    case null: {
      const hits = interned();
      byColumn(out, run.action, hits);
      byColumn(out, run.aggregate, hits);
      byLists(out, run.events, hits);
    }
  }
  return out;
}

/** Rows that all terms hold for. */
function all(terms: readonly Term[], run: Run): Uint8Array {
  const [first, ...rest] = terms.map((term) => rowsOf(term, run));
  if (first === undefined) return new Uint8Array(run.rows).fill(1);
  for (const other of rest) for (let row = 0; row < first.length; row++) first[row]! &= other[row]!;
  return first;
}

/** A and B of every `A then B`: an A with a B after it, a B with an A before it. */
function then(a: Uint8Array, b: Uint8Array): Uint8Array {
  const first = a.indexOf(1);
  const last = b.lastIndexOf(1);
  if (first < 0 || last <= first) return new Uint8Array(a.length);
  return a.map((is, row) => Number((is === 1 && row < last) || (b[row] === 1 && row > first)));
}

/** All A and the first B, when no A is earlier than that; nothing otherwise. */
function notBefore(a: Uint8Array, b: Uint8Array): Uint8Array {
  const first = b.indexOf(1);
  const earliest = a.indexOf(1);
  if (first < 0 || (earliest >= 0 && earliest < first)) return new Uint8Array(a.length);
  const out = a.slice();
  out[first] = 1;
  return out;
}

/** Every A after which no B comes. */
function without(a: Uint8Array, b: Uint8Array): Uint8Array {
  const last = b.lastIndexOf(1);
  return a.map((is, row) => Number(is === 1 && row >= last));
}

const RELATIONS: Readonly<Record<Relation, (a: Uint8Array, b: Uint8Array) => Uint8Array>> = { then, "not before": notBefore, without };

/** The rows of a run that answer; every row of an empty question. */
export function find(query: Query, run: Run): Found {
  const left = all(query.left, run);
  const rows = query.relation === null ? left : RELATIONS[query.relation](left, all(query.right, run));
  let count = 0;
  for (const is of rows) count += is;
  return { rows, count };
}

/** The next row that answers after `row` (before it with -1), around the end; -1 when none does. */
export function next({ rows, count }: Found, row: number, way: 1 | -1 = 1): number {
  if (count === 0) return -1;
  if (way === 1) {
    const found = rows.indexOf(1, row + 1);
    return found < 0 ? rows.indexOf(1) : found;
  }
  const found = row <= 0 ? -1 : rows.lastIndexOf(1, row - 1);
  return found < 0 ? rows.lastIndexOf(1) : found;
}
