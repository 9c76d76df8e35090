/** Candidate repairs of a finding: each a change of the text, line by line, and what it does to the runs. */
import type { Failure, Finding, Repair, Source, TextEdit } from "../data/payloads";

export interface Line {
  readonly sign: "-" | "+";
  readonly number: number;
  readonly text: string;
}

export interface Change {
  readonly path: string;
  /** Null when the file does not carry the text: then only what is added is known. */
  readonly lines: readonly Line[];
  readonly hasText: boolean;
}

export interface RepairRow {
  readonly title: string;
  readonly changes: readonly Change[];
  readonly effect: string;
  readonly brings: readonly string[];
  readonly edits: readonly TextEdit[];
  /** What is copied: the new text of each place. */
  readonly copied: string;
}

export function repairRows(finding: Finding, sources: readonly Source[]): readonly RepairRow[] {
  const texts = new Map(sources.map((each) => [each.path, each.text ?? null]));
  return finding.repairs.map((repair) => {
    const changes = repair.edits.map((edit) => change(edit, texts.get(edit.path) ?? null));
    return { title: repair.title, changes, effect: effect(repair), brings: repair.brings.map(failure), edits: repair.edits, copied: copied(changes) };
  });
}

/** Why there is none. */
export function untried(finding: Finding): string {
  if (finding.repairs.length > 0) return "";
  if (finding.repairsUntried !== null) return `No repair was tried: ${finding.repairsUntried}.`;
  return finding.repairsTried === 0 ? "No repair is known for this." : `None of ${finding.repairsTried} tried repairs makes this better.`;
}

function change(edit: TextEdit, text: string | null): Change {
  const { start, end } = edit.range;
  const lines = text?.split(/\r?\n/) ?? null;
  const before = lines?.[start.line - 1]?.slice(0, start.column - 1) ?? "";
  const after = lines?.[end.line - 1]?.slice(end.column - 1) ?? "";
  const isWhole = start.column === 1 && end.column === 1;
  const taken = lines?.slice(start.line - 1, isWhole ? end.line - 1 : end.line) ?? [];
  const made = isWhole ? edit.text : `${before}${edit.text}${after}`;
  const added = made === "" && isWhole ? [] : made.replace(/\n$/, "").split("\n");
  const row = (sign: Line["sign"]) => (line: string, index: number) => ({ sign, number: start.line + index, text: line });
  return { path: edit.path, lines: [...taken.map(row("-")), ...added.map(row("+"))], hasText: lines !== null };
}

const copied = (changes: readonly Change[]): string =>
  changes.map((each) => each.lines.filter((line) => line.sign === "+").map((line) => line.text).join("\n")).join("\n").trimEnd();

function effect({ before, after }: Repair): string {
  const failing = (of: Repair["before"]) => `${of.failing} of ${of.runs} runs fail`;
  return `Before, ${failing(before)}; after, ${failing(after)}.`;
}

const failure = (each: Failure): string => `${each.code} ${each.verdict}: ${each.subject}`;
