/** Compare: two runs step by step, or two specifications by what they gained and lost. */
import { useState } from "preact/hooks";
import { Card } from "../parts/Card";
import { Mark } from "../parts/Badge";
import { Grid } from "../parts/Grid";
import { Tabs } from "../parts/Tabs";
import { safe } from "../parts/verdict";
import type { Place, Scenario } from "../data/payloads";
import { against, againstName, bundle, marked, other, scenario, scenarios, step } from "../shell/state";
import { compareRuns, type CompareRow } from "./Compare.rows";
import { PlaceLink } from "./PlaceLink";
import { changes, type Change } from "./Specifications.rows";

const SIDES = { same: "= both", left: "◀ only left", right: "▶ only right" } as const;
const JUDGED = { worse: "bad", changed: "plain", better: "good" } as const;

export function Compare() {
  const [tab, setTab] = useState("specifications");
  if (against.value === null) return <Runs />;
  const tabs = [{ id: "specifications", title: "Specifications" }, { id: "runs", title: "Runs" }];
  return <Tabs label="What is compared" tabs={tabs} value={tab} change={setTab}>{tab === "runs" ? <Runs /> : <Specifications />}</Tabs>;
}

function Runs() {
  const [left, right] = [scenario.value, marked.value];
  if (left === null) return <Card title="No run is open." />;
  return (
    <div class="view">
      <div class="tools">
        <span>{safe(left.scenarioLabel)} against</span>
        <select aria-label="The run on the right" value={right?.scenarioId ?? ""} onChange={(event) => { other.value = event.currentTarget.value || null; }}>
          <option value="">choose a run</option>
          {scenarios.value.filter((each) => each !== left).slice(0, 500).map((each) => (
            <option key={each.scenarioId} value={each.scenarioId}>{safe(each.scenarioLabel, 80)}</option>
          ))}
        </select>
      </div>
      {right === null || right === left ? <Card title="Mark a second run."><p>Choose it above, or press <kbd>m</kbd> on it in the picker.</p></Card> : <Rows left={left} right={right} />}
    </div>
  );
}

function Rows({ left, right }: { left: Scenario; right: Scenario }) {
  const [cursor, setCursor] = useState<string | null>(null);
  const { rows, summary } = compareRuns(left, right);
  const key = (row: CompareRow) => `${row.left?.seq ?? ""}|${row.right?.seq ?? ""}`;
  const inLeft = rows.findIndex((row) => row.left !== null && row.left.seq === step.value);
  const inRight = rows.findIndex((row) => row.left === null && key(row) === cursor);
  const at = inRight >= 0 ? inRight : inLeft;
  const row = rows[at];
  return (
    <>
      <p class="tools">{summary}</p>
      <div class="halves">
        <Grid label="Steps of both runs" rows={rows} selected={at} tone={(each) => each.side} text={(each) => each.action}
          act={(each) => {
            setCursor(key(each));
            if (each.left !== null) step.value = each.left.seq;
          }}
          columns={[
            { title: "Side", width: "13ch", cell: (each) => SIDES[each.side] },
            { title: "Left", width: "6ch", end: true, cell: (each) => (each.left === null ? "" : each.left.seq + 1) },
            { title: "Right", width: "6ch", end: true, cell: (each) => (each.right === null ? "" : each.right.seq + 1) },
            { title: "Step", width: "minmax(0, 2fr)", cell: (each) => <code>{safe(each.action)}</code> },
            { title: "Differs in", width: "minmax(0, 2fr)", cell: (each) => safe(each.differences.map((one) => one.path).join(", ")) },
          ]} />
        {row !== undefined && row.differences.length > 0 && (
          <section class="detail" aria-label="Differences of the step">
            <table>
              <thead><tr><th scope="col">Differs in</th><th scope="col">Left</th><th scope="col">Right</th></tr></thead>
              <tbody>
                {row.differences.map((each) => (
                  <tr key={each.path}><th scope="row">{safe(each.path)}</th><td>{safe(each.left)}</td><td>{safe(each.right)}</td></tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    </>
  );
}

function Specifications() {
  const rows = changes(against.value!, bundle.value!);
  return (
    <div class="view">
      <div class="tools">
        <span>Before: <b>{safe(againstName.value)}</b> of {safe(against.value?.project ?? "")}. After: <b>what is open</b> of {safe(bundle.value?.project ?? "")}.</span>
        <button type="button" onClick={() => { against.value = null; }}>Compare no longer</button>
      </div>
      {rows.length === 0 ? <Card title="Nothing changed.">Ends, findings, faults, coverage and contracts are the same.</Card> : <Changes rows={rows} />}
    </div>
  );
}

function Changes({ rows }: { rows: readonly Change[] }) {
  return (
    <Grid label="What changed between the specifications" rows={rows} text={(each) => each.subject}
      columns={[
        { title: "Judgement", width: "12ch", cell: (each) => <Mark tone={JUDGED[each.judgement]} word={each.judgement} /> },
        { title: "Flow", width: "minmax(0, 1fr)", cell: (each) => safe(each.flow) },
        { title: "What", width: "10ch", cell: (each) => each.what },
        { title: "Subject", width: "minmax(0, 3fr)", cell: (each) => <span title={each.subject}>{safe(each.subject)}</span> },
        { title: "Before", width: "minmax(0, 2fr)", cell: (each) => sided(each, "before") },
        { title: "After", width: "minmax(0, 2fr)", cell: (each) => sided(each, "after") },
      ]} />
  );
}

function sided(change: Change, side: "before" | "after") {
  const [says, place] = side === "before" ? [change.before, change.placeBefore] : [change.after, change.placeAfter];
  return <span title={placed(place)}>{safe(says)} {side === "after" && place !== null ? <PlaceLink place={place} /> : <span class="quiet">{placed(place)}</span>}</span>;
}

function placed(place: Place | null): string {
  return place === null ? "" : `${safe(place.path)}:${place.line}`;
}
