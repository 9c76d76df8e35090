/** The swimlane timeline: minimap and toolbar, lanes, list of the same rows, player. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Flow, Scenario } from "../data/payloads";
import { safe } from "../parts/verdict";
import { Narrowed } from "../shell/Narrowed";
import { kept, listed } from "../shell/shown";
import { flow, scenario, spoken, step } from "../shell/state";
import { AXES, type Axis } from "./axis";
import { Canvas } from "./Canvas";
import { Minimap } from "./Minimap";
import { pictureOf } from "./picture";
import { Player } from "./Player";
import { sentence } from "./rows";
import { axis, fold, opened, playing, shows, speed, zoomed } from "./settings";
import { Twin } from "./Twin";

/** A number that changes with the theme, whoever changes it. */
function useTheme(): number {
  const [number, setNumber] = useState(0);
  useEffect(() => {
    const next = () => setNumber((before) => before + 1);
    const seen = new MutationObserver(next);
    seen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", next);
    return () => {
      seen.disconnect();
      system.removeEventListener("change", next);
    };
  }, []);
  return number;
}

function Toolbar() {
  return (
    <div class="timeline-tools" role="group" aria-label="View of the timeline">
      <label>
        axis{" "}
        <select value={axis.value} onChange={(event) => { axis.value = event.currentTarget.value as Axis; }}>
          {AXES.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
      <label class="tick">
        <input type="checkbox" checked={fold.value} disabled={axis.value !== "clock"} onChange={(event) => { fold.value = event.currentTarget.checked; }} />
        fold idle time
      </label>
      <label>
        show{" "}
        <select value={shows.value} onChange={(event) => { shows.value = event.currentTarget.value as "canvas" | "both" | "list"; }}>
          <option value="canvas">lanes</option>
          <option value="both">lanes and list</option>
          <option value="list">list</option>
        </select>
      </label>
      <span class="zoom">
        <button type="button" aria-label="Zoom out" title="Zoom out (s)" onClick={() => { zoomed.value = { by: 0.8 }; }}>−</button>
        <button type="button" aria-label="Zoom in" title="Zoom in (w)" onClick={() => { zoomed.value = { by: 1.25 }; }}>+</button>
        <button type="button" title="Fit the whole run (0)" onClick={() => { zoomed.value = { by: "fit" }; }}>fit</button>
      </span>
    </div>
  );
}

function Open({ run, of }: { readonly run: Scenario; readonly of: Flow }) {
  const theme = useTheme();
  const picture = useMemo(() => pictureOf(run, of, axis.value, fold.value, opened.value), [run, of, axis.value, fold.value, opened.value]);
  const { rows } = picture;
  const lanes = useMemo(() => new Map(picture.lanes.shown.map((lane) => [lane.id, safe(lane.label)])), [picture]);
  const at = rows.steps.row(step.value);
  useEffect(() => {
    const row = rows.at(at);
    const fast = playing.value && speed.value > 1 && row?.severity === 0;
    if (row !== undefined && !fast) spoken.value = sentence(row, rows.length, at);
  }, [at, run]);
  useEffect(() => { if (opened.value.size > 0) opened.value = new Set(); }, [run]);
  return (
    <section class="timeline" aria-label="Timeline">
      <div class="timeline-bar">
        <Minimap picture={picture} theme={theme} />
        <Toolbar />
      </div>
      {rows.length === 0 && <p class="nothing">Nothing happens in this run: it has no steps.</p>}
      {shows.value !== "list" && <Canvas id={run.scenarioId} picture={picture} kept={kept.value} theme={theme} />}
      <Twin rows={rows} listed={listed.value} kept={kept.value} lanes={lanes} visible={shows.value !== "canvas"} />
      <Narrowed />
      <Player picture={picture} />
    </section>
  );
}

export function Timeline() {
  const run = scenario.value;
  const of = flow.value;
  if (run === null || of === null) {
    return <section class="timeline empty" aria-label="Timeline"><p>No run is shown. Pick a scenario to see its steps.</p></section>;
  }
  return <Open run={run} of={of} />;
}
