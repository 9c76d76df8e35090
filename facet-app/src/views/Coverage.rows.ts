/** The text of the specification, line by line, with how often what stands there was reached. */
import type { Coverage, Source } from "../data/payloads";
import { counted } from "./amounts.rows";

export interface Mark {
  /** Times that the least reached element of the line was reached. */
  readonly reached: number;
  readonly isNever: boolean;
  readonly elements: readonly Coverage[];
}

export interface Line {
  readonly number: number;
  readonly text: string;
  readonly mark: Mark | null;
}

export interface CoveredFile {
  readonly path: string;
  readonly never: number;
  readonly marked: number;
  /** Without text: one line per element of the model. */
  readonly isOutline: boolean;
  readonly lines: readonly Line[];
}

/** Files that the flow touches, those with unreached places first; and the one at `also`, which it need not touch. */
export function coveredFiles(coverage: readonly Coverage[], sources: readonly Source[], also: string | null = null): CoveredFile[] {
  const files = new Map<string, Coverage[]>(also === null ? [] : [[also, []]]);
  for (const each of coverage) {
    const list = files.get(each.place.path);
    if (list === undefined) files.set(each.place.path, [each]);
    else list.push(each);
  }
  const texts = new Map(sources.map((source) => [source.path, source.text ?? null]));
  const found = [...files].map(([path, elements]) => coveredFile(path, elements, texts.get(path) ?? null));
  return found.sort((left, right) => right.never - left.never || (left.path < right.path ? -1 : 1));
}

function coveredFile(path: string, elements: readonly Coverage[], text: string | null): CoveredFile {
  const never = elements.filter((each) => each.reached === 0).length;
  const lines = text === null ? outline(elements) : marked(text, elements);
  return { path, never, marked: elements.length, isOutline: text === null, lines };
}

function marked(text: string, elements: readonly Coverage[]): Line[] {
  const byLine = new Map<number, Coverage[]>();
  for (const each of elements) byLine.set(each.place.line, [...(byLine.get(each.place.line) ?? []), each]);
  return text.split(/\r\n|\n|\r/).map((line, index) => ({ number: index + 1, text: line, mark: markOf(byLine.get(index + 1)) }));
}

function outline(elements: readonly Coverage[]): Line[] {
  const ordered = [...elements].sort((left, right) => left.place.line - right.place.line || left.place.column - right.place.column);
  return ordered.map((each) => ({ number: each.place.line, text: `${each.kind} ${each.element}`, mark: markOf([each]) }));
}

function markOf(elements: readonly Coverage[] | undefined): Mark | null {
  if (elements === undefined || elements.length === 0) return null;
  const reached = Math.min(...elements.map((each) => each.reached));
  return { reached, isNever: reached === 0, elements };
}

/** The next unreached line after `index`, round the end; -1 when there is none. */
export function nextNever(lines: readonly Line[], index: number): number {
  const later = lines.findIndex((line, at) => at > index && line.mark?.isNever === true);
  return later >= 0 ? later : lines.findIndex((line) => line.mark?.isNever === true);
}

/** What is said of a line when it is focused: each element, never reached ones with the furthest run that got near. */
export function toldOf(mark: Mark): string[] {
  return mark.elements.map((each) => {
    const what = `${each.kind.replaceAll("-", " ")} ${each.element}`;
    if (each.reached > 0) return `${what}: reached in ${each.reached} of ${counted(each.of, "run")}.`;
    const near = each.furthest === null ? "no run got near it" : `the furthest run got to ${each.furthest}`;
    return `${what}: never reached in ${counted(each.of, "run")}; ${near}.`;
  });
}

/** `Everything was reached: 4 moments, 8 placements.`, else how many were not. */
export function summary(coverage: readonly Coverage[]): string {
  const never = coverage.filter((each) => each.reached === 0);
  if (never.length > 0) return `${counted(never.length, "place")} of ${coverage.length} never reached.`;
  const kinds = new Map<string, number>();
  for (const each of coverage) kinds.set(each.kind, (kinds.get(each.kind) ?? 0) + 1);
  const covers = [...kinds].map(([kind, count]) => `${count} × ${kind.replaceAll("-", " ")}`).join(", ");
  return `Everything was reached${covers === "" ? "" : `: ${covers}`}.`;
}
