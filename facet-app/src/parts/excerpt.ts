/** Lines of a specification around a place, with the columns that carets stand under. */

export interface Span {
  readonly line: number;
  /** First and last column, counted from 1, the last one not in it. */
  readonly from: number;
  readonly to: number;
  readonly label?: string;
}

export interface CodeLine {
  readonly number: number;
  readonly text: string;
  readonly spans: readonly Span[];
}

/** The lines within `around` of a span; a gap shows in the numbers. */
export function excerpt(text: string, spans: readonly Span[], around = 1): readonly CodeLine[] {
  const lines = text.split(/\r\n|\n/);
  const wanted = new Set<number>();
  for (const span of spans) {
    for (let line = span.line - around; line <= span.line + around; line += 1) {
      if (line >= 1 && line <= lines.length) wanted.add(line);
    }
  }
  return [...wanted].sort((one, two) => one - two).map((number) => ({
    number,
    text: (lines[number - 1] ?? "").replaceAll("\t", " "),
    spans: spans.filter((span) => span.line === number),
  }));
}

/** The line of carets under a span, as wide as the marked text and never longer than the line. */
export function carets(span: Span, text: string): string {
  const from = Math.max(1, Math.min(span.from, text.length + 1));
  const to = Math.max(from + 1, Math.min(span.to, text.length + 1));
  return " ".repeat(from - 1) + "^".repeat(to - from);
}
