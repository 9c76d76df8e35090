/** The page: bar, picker, timeline, panel and dock; what is narrower folds. */
import { useEffect } from "preact/hooks";
import { Guard } from "../parts/Card";
import { Split } from "../parts/Split";
import { Tabs } from "../parts/Tabs";
import { Overview } from "../timeline/Overview";
import { Timeline } from "../timeline/Timeline";
import { shows } from "../timeline/settings";
import { VIEWS } from "../views";
import type { View } from "../views/view";
import { Bar } from "./Bar";
import { sheet } from "./dialog";
import { Dialogs } from "./Dialogs";
import { Hand, MadeHere } from "./MadeHere";
import { Refused, useDrop, Welcome } from "./Opener";
import { News } from "./News";
import { isReading, overview } from "./reading";
import { FIRST, sizes } from "./settings";
import { bundle, dock, panel, runId, spoken } from "./state";

const inPlace = (place: View["place"]) => VIEWS.filter((view) => view.place === place);
const DOCK = inPlace("dock");
const PANEL = inPlace("panel");
const SIDE = inPlace("side");

function Shown({ view }: { view: View | undefined }) {
  if (view === undefined) return null;
  return <Guard key={view.id} name={view.title} from={runId.value}><view.component /></Guard>;
}

function Views({ label, views, at }: { label: string; views: readonly View[]; at: typeof dock }) {
  const shown = views.find((view) => view.id === at.value) ?? views[0];
  const tabs = views.map((view) => ({ id: view.id, title: view.title, ...(view.key && { hint: `${view.title} (g ${view.key})` }) }));
  return (
    <Tabs label={label} tabs={tabs} value={shown?.id ?? ""} change={(id) => { at.value = id; }}>
      <Shown view={shown} />
    </Tabs>
  );
}

function Columns() {
  const { side, panel: wide, dock: tall } = sizes;
  return (
    <div class="page">
      <div class="columns">
        <aside class="side" aria-label="Runs and problems" style={{ width: `${side.value}px` }}>
          {SIDE.map((view) => <Shown key={view.id} view={view} />)}
          <Split label="Width of the runs" axis="x" value={side.value} least={180} most={480} first={FIRST.side}
            change={(value) => { side.value = value; }} />
        </aside>
        <main><MadeHere /><Guard name="Timeline" from={runId.value}><Timeline /></Guard></main>
        <aside class={sheet.value ? "panel open" : "panel"} aria-label="Details" style={{ width: `${wide.value}px` }}>
          <Split label="Width of the panel" axis="x" after value={wide.value} least={240} most={720} first={FIRST.panel}
            change={(value) => { wide.value = value; }} />
          <Views label="Panel" views={PANEL} at={panel} />
          <Hand />
        </aside>
      </div>
      <section class="dock" aria-label="Dock" style={{ height: `${tall.value}px` }}>
        <Split label="Height of the dock" axis="y" after value={tall.value} least={120} most={720} first={FIRST.dock}
          change={(value) => { tall.value = value; }} />
        <Views label="Dock" views={DOCK} at={dock} />
      </section>
    </div>
  );
}

export function App() {
  useDrop();
  useEffect(() => {
    if (matchMedia("(max-width: 600px)").matches) shows.value = "list";
  }, []);
  return (
    <>
      <Bar />
      <Refused />
      <News />
      {bundle.value === null && overview.value !== null ? <main class="foreseen"><Overview of={overview.value} /></main> : bundle.value === null ? <main class="welcome">{isReading.value ? <p class="loading">Reading the runs of this page …</p> : <Welcome />}</main> : <Columns />}
      <Dialogs />
      <div class="unseen" role="status" aria-live="polite">{spoken.value}</div>
    </>
  );
}
