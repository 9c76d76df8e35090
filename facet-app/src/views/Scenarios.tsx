/** The picker: every run by flow, with how it ended in shape and word. */
import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Mark } from "../parts/Badge";
import { Grid, type Column } from "../parts/Grid";
import { safe, words } from "../parts/verdict";
import { live } from "../shell/live";
import { bundle, flow, focus, forks, other, runId, select } from "../shell/state";
import { answering, search } from "../shell/shown";
import { ALL, scenarioRows, type Narrowing, type ScenarioRow } from "./Scenarios.rows";

export const narrowing = signal<Narrowing>(ALL);

const narrow = (change: Partial<Narrowing>) => { narrowing.value = { ...narrowing.value, ...change }; };

/** How a flow stands with the server: held, gone, or being run. */
function standing(flowId: string): string {
  const state = live.value;
  if (state === null) return "";
  if (state.gone.has(flowId)) return " · no longer specified";
  const held = state.held.find((each) => each.flowId === flowId);
  if (held !== undefined) return ` · as of ${held.since}`;
  return state.working.has(flowId) ? " · running …" : "";
}

const COLUMN: Column<ScenarioRow> = {
  title: "Run",
  width: "minmax(0, 1fr)",
  cell: (row) => row.is === "flow"
    ? <span class="flow-name" title={safe(row.name, 1000)}><b>{safe(row.name)}</b> <small>{row.count} {row.count === 1 ? "run" : "runs"}{row.bad > 0 && <> · <span class="badge bad">{row.bad} ▲</span></>}{standing(row.id)}</small></span>
    : (
      <span class="run-name" title={safe(row.name, 1000)}>
        <span><Mark tone={row.tone} word={words(row.verdict)} bare /> {safe(row.name)}</span>
        <small>{words(row.verdict)} · {row.facts}{other.value === row.id && " · marked"}</small>
      </span>
    ),
};

function Choice({ label, value, values, change }: { label: string; value: string; values: readonly string[]; change(value: string): void }) {
  return (
    <select aria-label={label} value={value} onChange={(event) => change(event.currentTarget.value)}>
      <option value="">every {label.toLowerCase()}</option>
      {values.map((each) => <option key={each} value={each}>{words(each)}</option>)}
    </select>
  );
}

export function Scenarios() {
  const open = bundle.value;
  const wanted = narrowing.value;
  const context = open?.model.contexts.find((each) => each.name === focus.value)?.name ?? null;
  const runs = useMemo(() => [...(open?.scenarios ?? []), ...forks.value], [open, forks.value]);
  const answers = answering.value;
  const asked = useMemo(() => (answers === null ? runs : runs.filter((run) => answers.has(run.scenarioId))), [runs, answers]);
  const list = useMemo(() => (open === null ? null : scenarioRows(open, asked, wanted, context, forks.value)), [open, asked, wanted, context]);
  if (list === null) return null;
  const act = (row: ScenarioRow, at: number) => {
    const target = row.is === "run" ? row : list.rows[at + 1];
    if (target !== undefined) select(target.id);
  };
  return (
    <section class="scenarios" aria-label="Runs">
      <header>
        <h2>Runs</h2><small>{list.shown} of {runs.length} shown</small>
        <details class="filters">
          <summary>filter</summary>
          <div>
            <input type="search" aria-label="Filter runs" placeholder="Filter" value={wanted.text} onInput={(event) => narrow({ text: event.currentTarget.value })} />
            <Choice label="Verdict" value={wanted.verdict} values={list.verdicts} change={(verdict) => narrow({ verdict })} />
            <Choice label="Kind" value={wanted.kind} values={list.kinds} change={(kind) => narrow({ kind })} />
            <label><input type="checkbox" checked={wanted.worstFirst} onChange={(event) => narrow({ worstFirst: event.currentTarget.checked })} /> worst first</label>
          </div>
        </details>
      </header>
      {list.rows.length === 0 && open?.flows.length === 0 && runs.length === 0 ? <First /> : list.rows.length === 0 ? (
        <div class="card">
          <p>No run matches{[wanted.text, search.value].filter((each) => each !== "").map((each) => ` “${safe(each, 60)}”`).join(" and")}{context !== null && ` in ${context}`}.</p>
          <button type="button" onClick={() => { narrowing.value = ALL; search.value = ""; if (context !== null) focus.value = null; }}>Show every run</button>
        </div>
      ) : (
        <Grid label={`Runs, now of ${safe(flow.value?.name ?? "no flow")}`} bare height={48} columns={[COLUMN]} rows={list.rows} act={act}
          selected={list.rows.findIndex((row) => row.id === runId.value)} text={(row) => row.name}
          mark={(row) => { if (row.is === "run") other.value = other.value === row.id ? null : row.id; }} />
      )}
      {list.rows.length > 0 && list.shown < runs.length && <p class="hidden-line">{runs.length - list.shown} hidden</p>}
    </section>
  );
}

/** How the first flow is written. */
function First() {
  return (
    <div class="card">
      <p>The model has no flow yet. A first one:</p>
      <pre>{'flow "order-placed"\n  lane ordering "Ordering"\n  moment "Order submission"\n    ordering: PlaceOrder\n    ordering: OrderPlaced'}</pre>
    </div>
  );
}
