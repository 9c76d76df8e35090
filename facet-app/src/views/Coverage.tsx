/** Coverage: the text of the specification with how often each line was reached. */
import { useEffect, useState } from "preact/hooks";
import { Card } from "../parts/Card";
import { Grid } from "../parts/Grid";
import { Mark } from "../parts/Badge";
import { safe } from "../parts/verdict";
import { looked } from "../shell/places";
import { bundle, flow, spoken } from "../shell/state";
import { coveredFiles, nextNever, summary, toldOf, type CoveredFile, type Line } from "./Coverage.rows";

export function Coverage() {
  const [path, setPath] = useState<string | null>(null);
  const [at, setAt] = useState(-1);
  const [asked, setAsked] = useState<string | null>(null);
  useEffect(() => {
    const place = looked.value;
    if (place === null) return;
    looked.value = null;
    setAsked(place.path);
    setPath(place.path);
    setAt(place.line - 1);
    spoken.value = `Line ${place.line} of ${safe(place.path)}.`;
  }, [looked.value]);
  if (flow.value === null || bundle.value === null) return <Card title="No flow is open." />;
  const files = coveredFiles(flow.value.coverage, bundle.value.sources, asked);
  const file = files.find((each) => each.path === path) ?? files[0];
  if (file === undefined) return <Card title="No coverage was recorded for this flow." />;
  const mark = file.lines[at]?.mark ?? null;

  function next(): void {
    const found = nextNever(file!.lines, at);
    const here = files.indexOf(file!);
    const later = [...files.slice(here + 1), ...files.slice(0, here + 1)].find((each) => each.never > 0);
    const other = found > at ? file : later;
    const line = other === file ? found : nextNever(other?.lines ?? [], -1);
    if (line < 0) return;
    setPath(other!.path);
    setAt(line);
    spoken.value = toldOf(other!.lines[line]!.mark!).join(" ");
  }

  return (
    <div class="view" onKeyDown={(event) => {
      if (event.key !== "e" || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
      next();
      event.preventDefault();
      event.stopPropagation();
    }}>
      <div class="tools">
        <Files files={files} value={file.path} change={(to) => { setPath(to); setAt(-1); }} />
        <button type="button" disabled={files.every((each) => each.never === 0)} onClick={next}>Next unreached <kbd>e</kbd></button>
        <span>{summary(flow.value.coverage)}</span>
        {file.isOutline && <span class="quiet">The text is not in this file; this is an outline.</span>}
      </div>
      <div class="halves">
        <Grid key={file.path} label={`Coverage of ${safe(file.path)}`} bare height={24} rows={file.lines} selected={at} act={(_, row) => setAt(row)}
          tone={(line) => (line.mark?.isNever ? "never" : "")}
          columns={[
            { title: "Line", width: "6ch", end: true, cell: (line) => <span class="quiet">{line.number}</span> },
            { title: "Reached", width: "9ch", end: true, cell: reached },
            { title: "Text", width: "minmax(max-content, 1fr)", cell: (line) => <code class="text">{safe(line.text, 2000)}</code> },
          ]} />
        {mark !== null && (
          <section class="detail" aria-label="What stands in this line">
            <h3>Line {file.lines[at]!.number}</h3>
            <ul>{toldOf(mark).map((sentence) => <li key={sentence}>{safe(sentence, 400)}</li>)}</ul>
          </section>
        )}
      </div>
    </div>
  );
}

function Files({ files, value, change }: { files: readonly CoveredFile[]; value: string; change: (path: string) => void }) {
  return (
    <label>
      {"File "}
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        {files.map((each) => (
          <option key={each.path} value={each.path}>{safe(each.path, 80)}{each.never > 0 ? `: ${each.never} never reached` : ""}</option>
        ))}
      </select>
    </label>
  );
}

function reached(line: Line) {
  if (line.mark === null) return "";
  return line.mark.isNever ? <Mark tone="incomplete" word="never" /> : `${line.mark.reached} ×`;
}
