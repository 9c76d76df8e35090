/** Lineage: the line of one field through the contexts. */
import { Card } from "../parts/Card";
import { Mark } from "../parts/Badge";
import { Grid } from "../parts/Grid";
import { safe } from "../parts/verdict";
import { bundle, flow, focus } from "../shell/state";
import { fieldOf, isBroken, picks, stations, told, type Station } from "./Lineage.rows";

export function Lineage() {
  if (flow.value === null || bundle.value === null) return <Card title="No flow is open." />;
  const { lineage, model } = bundle.value;
  const field = fieldOf(lineage, flow.value.name, focus.value);
  if (field === null) return <Picker />;
  const line = stations(lineage, flow.value.name, field, model);
  const columns = [...new Set(line.map((each) => each.depth))].map((depth) => line.filter((each) => each.depth === depth));
  return (
    <div class="view">
      <div class="tools">
        <button type="button" onClick={() => { focus.value = null; }}>Pick another field</button>
        <h3>{safe(field)}</h3>
      </div>
      <ol class="stations" aria-label={`Line of ${safe(field)}`}>
        {columns.map((inside) => (
          <li key={inside[0]!.depth}>{inside.map((each) => <Stop key={each.id} station={each} />)}</li>
        ))}
      </ol>
    </div>
  );
}

function Stop({ station }: { station: Station }) {
  const isLost = isBroken(station);
  return (
    <button type="button" class={isLost ? "stop lost" : "stop"} aria-pressed={station.isFocus} onClick={() => { focus.value = station.id; }}>
      <span class="quiet">{safe(station.context)}</span>
      <code>{safe(station.owner)}.{safe(station.field)}</code>
      {isLost ? <Mark tone="bad" word={station.role} /> : <span>{station.role}</span>}
      {station.classification !== null && <span>{safe(station.classification)}</span>}
      {station.leaks !== null && <Mark tone="bad" word={`not marked ${safe(station.leaks)}`} />}
      <span>{told(station)}</span>
      {station.folded > 0 && <span class="quiet">and {station.folded} more in {safe(station.context)}</span>}
      {station.place !== null && <span class="quiet">{safe(station.place.path)}:{station.place.line}</span>}
    </button>
  );
}

function Picker() {
  const rows = picks(bundle.value!.lineage, flow.value!.name, focus.value);
  if (rows.length === 0) return <Card title="No field of this flow comes from another one." />;
  return (
    <div class="view">
      <div class="tools"><h3>Pick a field</h3></div>
      <Grid label="Fields of the flow" bare rows={rows} text={(row) => row.id} act={(row) => { focus.value = row.id; }}
        columns={[
          { title: "Field", width: "minmax(0, 1fr)", cell: (row) => <code>{safe(row.id)}</code> },
          { title: "State", width: "10ch", cell: (row) => (row.isLost ? <Mark tone="bad" word="lost" /> : "") },
        ]} />
    </div>
  );
}
