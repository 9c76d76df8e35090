/** An excerpt of a specification: line numbers, carets, labels. */
import { carets, excerpt, type Span } from "./excerpt";

export type { Span } from "./excerpt";

export function Code({ path, text, spans, around = 1 }: { path: string; text: string; spans: readonly Span[]; around?: number }) {
  const lines = excerpt(text, spans, around);
  const first = spans[0];
  return (
    <figure class="code">
      <figcaption>{path}{first === undefined ? "" : `:${first.line}:${first.from}`}</figcaption>
      <pre tabIndex={0} aria-label={`Text of ${path}`}>
        {lines.map((line) => (
          <>
            <span class="line"><i aria-hidden="true">{line.number}</i>{line.text || " "}{"\n"}</span>
            {line.spans.map((span) => (
              <span class="line carets"><i aria-hidden="true" />{carets(span, line.text)} {span.label ?? ""}{"\n"}</span>
            ))}
          </>
        ))}
      </pre>
    </figure>
  );
}
