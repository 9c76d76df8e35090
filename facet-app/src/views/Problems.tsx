/** What the check found, by file: code, sentence, excerpt, hint, and the run that shows it. */
import { useMemo } from "preact/hooks";
import { Mark } from "../parts/Badge";
import { Code } from "../parts/Code";
import { safe } from "../parts/verdict";
import { bundle, select } from "../shell/state";
import { Apply } from "./Apply";
import { PlaceLink } from "./PlaceLink";
import { problemRows, type Problem } from "./Problems.rows";

/** Names of the model stand between backticks. */
function Words({ text }: { text: string }) {
  return <>{safe(text, 1000).split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}

function One({ problem, text }: { problem: Problem; text: string | undefined }) {
  const { runId } = problem;
  const first = problem.spans[0];
  return (
    <li>
      <details data-number={problem.number}>
        <summary><Mark tone={problem.tone} word={problem.severity} bare /> <code>{safe(problem.code, 40)}</code> <Words text={problem.message} /></summary>
        {text !== undefined && first !== undefined && <Code path={problem.path} text={text} spans={problem.spans} />}
        {first !== undefined && <p><PlaceLink place={{ path: problem.path, line: first.line, column: first.from }} /></p>}
        {problem.hint !== null && <p><Words text={problem.hint} /></p>}
        {problem.fixes.map((fix) => <p key={fix.title} class="apply"><span>Offered: <Words text={fix.title} /></span> <Apply edits={fix.edits} /></p>)}
        {problem.accepted !== null && <p class="quiet">Accepted: {problem.accepted}</p>}
        {runId !== null && <button type="button" onClick={() => select(runId)}>Show the run</button>}
      </details>
    </li>
  );
}

export function Problems() {
  const open = bundle.value;
  const list = useMemo(() => (open === null ? null : problemRows(open)), [open]);
  if (open === null || list === null) return null;
  const texts = new Map(open.sources.map((source) => [source.path, source.text ?? undefined]));
  return (
    <section class="problems" aria-label="Problems">
      <header>
        <h2>Problems</h2>
        {list.all > 0 && <small>{list.all}{list.bad > 0 && <> · <span class="badge bad">{list.bad} ▲</span></>}</small>}
      </header>
      {list.all === 0 && <p>No problems: the text, the model and every run of {open.flows.length === 1 ? "its flow" : `its ${open.flows.length} flows`} were checked.</p>}
      <div class="list">
        {list.files.map((file) => (
          <div key={file.path}>
            <h3>{safe(file.path)}</h3>
            <ul>{file.problems.map((problem) => <One key={problem.id} problem={problem} text={texts.get(file.path)} />)}</ul>
          </div>
        ))}
        {list.rest.map((each) => <p key={each.path + each.code}>{each.count} more of <code>{safe(each.code, 40)}</code> in {safe(each.path)}.</p>)}
      </div>
    </section>
  );
}
