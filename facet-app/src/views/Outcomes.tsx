/** Outcomes: how the flow ends, with figures, on a rung of the fault ladder. */
import { useState } from "preact/hooks";
import { Card } from "../parts/Card";
import { Mark } from "../parts/Badge";
import { Bars } from "../parts/Bars";
import { safe } from "../parts/verdict";
import { dialog } from "../shell/dialog";
import { live } from "../shell/live";
import { flow, runId, scenarios, select, spoken } from "../shell/state";
import { counted } from "./amounts.rows";
import { useExplored, Whose } from "./Explored";
import { outcomes, walkRows, type Bar } from "./Outcomes.rows";
import { narrowing } from "./Scenarios";
import { ALL } from "./Scenarios.rows";

export function Outcomes() {
  const [faults, setFaults] = useState<number | null>(null);
  const explored = useExplored();
  const own = flow.value;
  const shown = own === null ? null : outcomes(explored === null ? own : { ...own, figures: explored }, scenarios.value, faults);
  if (shown === null) return <Card title="No figures.">Nothing was explored here.</Card>;
  const value = shown.rungs.find((rung) => rung.faults === faults) ?? shown.rungs[shown.rungs.length - 1];
  const walks = flow.value?.walks ?? null;
  return (
    <div class="view scrolls">
      <div class="tools">
        <label>
          {"With "}
          <select value={String(value?.faults ?? 0)} onChange={(event) => setFaults(Number(event.currentTarget.value))}>
            {shown.rungs.map((rung) => <option key={rung.faults} value={String(rung.faults)}>{rung.label}</option>)}
          </select>
        </label>
        <Whose isDone={explored !== null} />
        <span>{shown.summary}.</span>
        <span>{shown.survives}</span>
        {live.value !== null && <button type="button" onClick={() => { dialog.value = "rerun"; }}>Run again …</button>}
      </div>
      <Bars label="Ends: a bar opens a run that ends so" act={(id) => show(shown.bars.find((bar) => bar.key === id))}
        bars={shown.bars.map((bar) => ({ id: bar.key, label: safe(bar.label), share: bar.length, text: figures(bar), tone: bar.tone, exact: exact(bar) }))} />
      {walks !== null && (
        <table class="walks">
          <caption>{counted(walks.walks, "walk")}, beyond what was explored</caption>
          <thead><tr><th scope="col">End</th><th scope="col">Walks</th><th scope="col">Probability</th></tr></thead>
          <tbody>
            {walkRows(walks.ends).map((row) => (
              <tr key={row.key}><th scope="row"><Mark tone={row.tone} word={safe(row.label)} /></th><td>{row.walks}</td><td>{row.interval}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function figures(bar: Bar): string {
  if (bar.key === "limit") return "";
  const runs = `${bar.runs} ${bar.exactRuns === "1" ? "run" : "runs"}, ${counted(bar.scenarioIds.length, "scenario")}`;
  return bar.probability === null ? `only with faults · ${runs}` : `${bar.probability} · ${runs}`;
}

function exact(bar: Bar): string {
  const chance = bar.exactProbability === null ? "" : `, probability ${bar.exactProbability}`;
  return `${bar.exactRuns} runs${chance}`;
}

/** Narrows the picker to this verdict and opens the first run that ends so; again, the next one. */
function show(bar: Bar | undefined): void {
  const ids = bar?.scenarioIds ?? [];
  const next = ids[(ids.indexOf(runId.value ?? "") + 1) % Math.max(1, ids.length)];
  if (bar === undefined || next === undefined) {
    spoken.value = "No scenario of this file ends so.";
    return;
  }
  narrowing.value = { ...ALL, verdict: bar.verdict };
  select(next);
}
