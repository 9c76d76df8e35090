/** Ledger: crossings against the fields of their contracts. */
import { useState } from "preact/hooks";
import { Card } from "../parts/Card";
import { Mark } from "../parts/Badge";
import { Grid, type Column } from "../parts/Grid";
import { safe, type Tone } from "../parts/verdict";
import { bundle, dock, flow, focus, scenarios, select, spoken } from "../shell/state";
import { counted } from "./amounts.rows";
import { isFailing, ledgerRows, type CellState, type CrossingRow, type LedgerRows } from "./Ledger.rows";
import { Apply } from "./Apply";
import { PlaceLink } from "./PlaceLink";

/** More fields than these stand on further pages of columns. */
const FIELDS = 12;

const SIGNS: Readonly<Record<CellState, readonly [sign: string, word: string, tone: Tone]>> = {
  carried: ["✓", "carried", "good"],
  absent: ["○", "optional and absent", "plain"],
  missing: ["▲", "missing", "bad"],
  "wrong-type": ["▲", "wrong type", "bad"],
};

export function Ledger() {
  const [chosen, setChosen] = useState<string | null>(null);
  const [page, setPage] = useState(0);
  if (flow.value === null || bundle.value === null) return <Card title="No flow is open." />;
  const shown = ledgerRows(flow.value, scenarios.value, bundle.value.model, focus.value);
  if (shown.rows.length === 0) return <Card title="Nothing crosses a boundary here." />;
  const first = page * FIELDS < shown.fields.length ? page * FIELDS : 0;
  const at = shown.rows.findIndex((row) => row.crossing === chosen);
  const row = shown.rows[at];
  return (
    <div class="view">
      <div class="tools">
        <ContextFilter {...shown} />
        {shown.fields.length > FIELDS && (
          <span>
            <button type="button" disabled={first === 0} aria-label="Fields before" onClick={() => setPage(first / FIELDS - 1)}>‹</button>
            {` fields ${first + 1} to ${Math.min(first + FIELDS, shown.fields.length)} of ${shown.fields.length} `}
            <button type="button" disabled={first + FIELDS >= shown.fields.length} aria-label="Fields after" onClick={() => setPage(first / FIELDS + 1)}>›</button>
          </span>
        )}
        <span class="quiet">✓ carried · ▲ missing or wrong type · ○ optional and absent · – not in the contract</span>
      </div>
      <div class="halves">
        <Grid label="Crossings and the fields of their contracts" columns={columns(shown, first)} rows={shown.rows} selected={at}
          tone={(each) => (isFailing(each) ? "failing" : "")} text={(each) => each.event}
          act={(each) => { setChosen(each.crossing); jump(each); }} />
        {row !== undefined && <Detail row={row} />}
      </div>
    </div>
  );
}

function ContextFilter({ contexts, hidden }: LedgerRows) {
  return (
    <label>
      {"Context "}
      <select value={contexts.includes(focus.value ?? "") ? focus.value! : ""} onChange={(event) => { focus.value = event.currentTarget.value || null; }}>
        <option value="">all</option>
        {contexts.map((name) => <option key={name} value={name}>{safe(name, 60)}</option>)}
      </select>
      {hidden > 0 && <span class="quiet">{` ${hidden} hidden`}</span>}
    </label>
  );
}

function columns({ rows, fields }: LedgerRows, first: number): Column<CrossingRow>[] {
  const wide = (texts: readonly string[], least: number) => `${Math.min(34, Math.max(least, ...texts.map((text) => text.length)) + 2)}ch`;
  return [
    { title: "Relationship", width: wide(rows.map((row) => row.relationship), 12), cell: (row) => safe(row.relationship) },
    { title: "Crossing", width: wide(rows.map((row) => row.crossing), 10), cell: (row) => <code title={row.crossing}>{safe(row.event)} › {safe(row.to)}</code> },
    ...fields.slice(first, first + FIELDS).map((name) => ({ title: safe(name, 40), width: wide([name], 6), cell: (row: CrossingRow) => <Sign row={row} name={name} /> })),
    { title: "Delivery", width: "15ch", cell: (row) => safe(row.delivery) },
    { title: "Ordering", width: "10ch", cell: (row) => row.ordering },
    { title: "Idempotent by", width: wide(rows.map((row) => row.idempotency), 13), cell: (row) => safe(row.idempotency) || "nothing" },
    { title: "Runs", width: "7ch", end: true, cell: (row) => row.seen },
    { title: "Failed", width: "7ch", end: true, cell: (row) => row.failed },
  ];
}

function Sign({ row, name }: { row: CrossingRow; name: string }) {
  const cell = row.cells.get(name);
  if (cell === undefined) return <><span class="quiet" aria-hidden="true">–</span><span class="unseen">not in the contract</span></>;
  const [sign, word, tone] = SIGNS[cell.state];
  return tone === "bad" ? <Mark tone={tone} word={word} /> : <><span class={`badge ${tone}`} aria-hidden="true">{sign}</span><span class="unseen">{word}</span></>;
}

function jump(row: CrossingRow): void {
  if (row.failing === null) return;
  select(row.failing.scenarioId, row.failing.seq);
  spoken.value = `Step ${row.failing.seq + 1}: the contract of ${row.crossing} is not kept.`;
}

/** The chosen crossing: its fields, each the way into its lineage, and what would mend it. */
function Detail({ row }: { row: CrossingRow }) {
  return (
    <section class="detail" aria-label={`Contract of ${safe(row.crossing)}`}>
      <h3>{safe(row.event)} crosses to {safe(row.to)}</h3>
      <p class="quiet">{counted(row.seen, "run")} seen, {row.failed} failed.</p>
      {row.failing !== null && <button type="button" onClick={() => jump(row)}>Go to the failing step</button>}
      <ul>
        {[...row.cells].map(([name, { state, field }]) => (
          <li key={name}>
            <button type="button" title="Follow this field in lineage" onClick={() => { focus.value = `${row.event}.${name}`; dock.value = "lineage"; }}>
              <span class={`badge ${SIGNS[state][2]}`} aria-hidden="true">{SIGNS[state][0]}</span> <code>{safe(name)}</code>
            </button>
            {` ${SIGNS[state][1]}; ${safe(field.type)}, ${field.required ? "required" : "optional"}`}
            {field.usedBy.length > 0 && <span class="quiet"> — used by {field.usedBy.map((each) => safe(each)).join(", ")}</span>}
            {" "}<PlaceLink place={field.place} />
          </li>
        ))}
      </ul>
      {row.fix !== null && <Fix fix={row.fix} />}
    </section>
  );
}

function Fix({ fix }: { fix: NonNullable<CrossingRow["fix"]> }) {
  return (
    <>
      <h3>Fix: {safe(fix.title)}</h3>
      {fix.edits.map((edit) => (
        <figure class="code">
          <figcaption>{safe(edit.path)}:{edit.range.start.line}:{edit.range.start.column}</figcaption>
          <pre tabIndex={0} aria-label="Text to put there">{edit.text}</pre>
        </figure>
      ))}
      <Apply edits={fix.edits} />
      <p class="quiet">{fix.after.failing} of {fix.after.runs} runs fail with it, {fix.before.failing} of {fix.before.runs} without.</p>
    </>
  );
}
