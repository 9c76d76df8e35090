/** The diagnostics of a check as rows by file, each with its excerpt's place and the run that shows it. */
import type { Bundle, Finding, Scenario, TextEdit } from "../data/payloads";
import type { Span } from "../parts/excerpt";
import type { Tone } from "../parts/verdict";

export interface Problem {
  readonly id: string;
  /** Its place among the diagnostics of the bundle. */
  readonly number: number;
  readonly code: string;
  readonly tone: Tone;
  readonly severity: string;
  readonly message: string;
  readonly path: string;
  readonly spans: readonly Span[];
  readonly hint: string | null;
  /** Why it was accepted, when it was. */
  readonly accepted: string | null;
  readonly runId: string | null;
  /** Edits that are offered. */
  readonly fixes: readonly Fix[];
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface ProblemFile {
  readonly path: string;
  readonly problems: readonly Problem[];
}

export interface ProblemList {
  readonly files: readonly ProblemFile[];
  readonly bad: number;
  readonly all: number;
  /** Beyond the first 500: how many of each rule in each file. */
  readonly rest: readonly { readonly path: string; readonly code: string; readonly count: number }[];
}

type Loose = Readonly<Record<string, unknown>>;

const MOST = 500;
const TONES = new Map<string, Tone>([["error", "bad"], ["warning", "noted"], ["info", "plain"]]);
const ORDER: readonly Tone[] = ["bad", "noted", "plain"];

const isLoose = (value: unknown): value is Loose => typeof value === "object" && value !== null;
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const whole = (value: unknown): number => (typeof value === "number" && Number.isInteger(value) ? value : 0);

function span(range: unknown, label: unknown): Span[] {
  if (!isLoose(range) || !isLoose(range.start)) return [];
  const [line, from] = [whole(range.start.line), whole(range.start.column)];
  const end = isLoose(range.end) && whole(range.end.line) === line ? whole(range.end.column) : from + 1;
  const said = text(label);
  return [{ line, from, to: Math.max(end, from + 1), ...(said === null ? {} : { label: said }) }];
}

function problemOf(raw: Loose, index: number, runId: string | null): Problem {
  const path = text(raw.path) ?? "";
  const labels = Array.isArray(raw.labels) ? raw.labels.filter(isLoose) : [];
  const severity = text(raw.severity) ?? "info";
  return {
    id: `${text(raw.fingerprint) ?? ""}-${index}`,
    number: index,
    code: text(raw.code) ?? "",
    tone: TONES.get(severity) ?? "plain",
    severity,
    message: text(raw.message) ?? "",
    path,
    spans: [...span(raw.range, null), ...labels.filter((label) => label.path === path).flatMap((label) => span(label.range, label.message))],
    hint: text(raw.hint),
    accepted: text(raw.suppressed),
    runId,
    fixes: Array.isArray(raw.fixes) ? raw.fixes.filter(isFix) : [],
  };
}

const isEdit = (value: unknown): value is TextEdit =>
  isLoose(value) && text(value.path) !== null && text(value.text) !== null && isLoose(value.range) && isLoose(value.range.start) && isLoose(value.range.end);

const isFix = (value: unknown): value is Fix => isLoose(value) && text(value.title) !== null && Array.isArray(value.edits) && value.edits.every(isEdit);

/** The finding of the same rule whose run touches an element of the problem; the only one of that rule otherwise. */
function runOf(raw: Loose, findings: readonly { readonly finding: Finding; readonly flow: string }[], runs: ReadonlyMap<string, Scenario>): string | null {
  const same = findings.filter(({ finding }) => finding.code === raw.code && finding.scenarioId !== null && runs.has(finding.scenarioId));
  const elements = Array.isArray(raw.elements) ? raw.elements.map(String) : [];
  const near = same.find(({ flow }) => elements.some((element) => element === flow || element.startsWith(`${flow}/`)));
  return (near ?? (same.length === 1 ? same[0] : undefined))?.finding.scenarioId ?? null;
}

export function problemRows(bundle: Bundle): ProblemList {
  const findings = bundle.flows.flatMap((flow) => flow.findings.map((finding) => ({ finding, flow: flow.name })));
  const runs = new Map(bundle.scenarios.map((run) => [run.scenarioId, run]));
  const all = bundle.diagnostics
    .map((raw, index) => problemOf(raw, index, runOf(raw, findings, runs)))
    .sort((one, two) => ORDER.indexOf(one.tone) - ORDER.indexOf(two.tone));
  const files = new Map<string, Problem[]>();
  for (const problem of all.slice(0, MOST)) files.set(problem.path, [...(files.get(problem.path) ?? []), problem]);
  const rest = new Map<string, { path: string; code: string; count: number }>();
  for (const { path, code } of all.slice(MOST)) {
    const key = `${path}\n${code}`;
    rest.set(key, { path, code, count: (rest.get(key)?.count ?? 0) + 1 });
  }
  return {
    files: [...files].map(([path, problems]) => ({ path, problems })),
    bad: all.filter((problem) => problem.tone === "bad" && problem.accepted === null).length,
    all: all.length,
    rest: [...rest.values()],
  };
}
