/** The strip above a run that the page made: what it is, where it parts from the file, and what can be done with it. */
import { Copy } from "../views/story";
import { shortLabel } from "../views/Scenarios.rows";
import { reasons, doing } from "../views/Stepping.rows";
import { Icon } from "../parts/icons";
import { safe } from "../parts/verdict";
import { dialog } from "./dialog";
import { waiting } from "./asking";
import { forkHere, refused, remove, runOn, undo } from "./forks";
import { here, writable } from "./links";
import { write } from "../data/link";
import { bundle, dock, own, scenario, select, type Made } from "./state";

export function MadeHere() {
  const now = own.value;
  if (now === null) return null;
  const from = bundle.value?.scenarios.find((each) => each.scenarioId === now.from);
  return (
    <section class="made" aria-label="Run made here">
      <p>
        <b>Made here</b> <span>{safe(shortLabel(now.scenario))}</span>
        {from !== undefined && <small>{" "}from <button type="button" class="link" onClick={() => select(from.scenarioId)}>{safe(shortLabel(from))}</button></small>}
        {waiting.value > 0 && <small>{" "}running the model…</small>}
      </p>
      <div role="group" aria-label="What can be done with it">
        <button type="button" onClick={undo} title="Undo the last forked step (u)">Undo <kbd>u</kbd></button>
        {now.stays && <button type="button" onClick={() => { void runOn(); }}>Run on</button>}
        <button type="button" onClick={() => { dock.value = "compare"; }}>Compare</button>
        <LinkButton />
        <button type="button" onClick={() => remove(now)} aria-label="Remove this run">✕</button>
      </div>
      <Said now={now} />
    </section>
  );
}

function Said({ now }: { now: Made }) {
  const { missing, note, limit } = now;
  if (missing === null && note === "" && limit === null) return null;
  return (
    <>
      {missing !== null && <p class="bad"><span aria-hidden="true">▲</span> <em>{doing(missing.name)}</em> is not possible here: {reasons(missing.unmet)}.</p>}
      {note !== "" && <p>{safe(note, 1000)}</p>}
      {limit !== null && <p class="quiet">Not all of what could follow was looked at ({limit}): there may be a shorter way to this end.</p>}
    </>
  );
}

/** Where the page has an address the link is copied; a page inside another offers it as text. */
function LinkButton() {
  const hash = write(here());
  const address = location.href.split("#")[0] ?? "";
  if (writable.value) return <Copy text={`${address}${hash}`} what="Link" title="Copy link" />;
  return <label>Link <input readOnly value={hash} aria-label="Link to this run" onFocus={(event) => event.currentTarget.select()} /></label>;
}

/** Fork here and fault here, for whoever does not know the keys; why the last wish failed. */
export function Hand() {
  if (scenario.value === null) return null;
  return (
    <div class="hand">
      <button type="button" onClick={() => { void forkHere(); }} title="The run from this step on becomes yours (f)"><Icon kind="choose" /> Fork here <kbd>f</kbd></button>
      <button type="button" onClick={() => { dialog.value = "fault"; }} title="What if something fails at this step (x)"><Icon kind="lose" /> Fault here <kbd>x</kbd></button>
      {refused.value !== "" && <p class="bad">{safe(refused.value, 400)}</p>}
    </div>
  );
}
