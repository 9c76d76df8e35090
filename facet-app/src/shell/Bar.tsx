/** The bar: where we are, what is live, search, commands, theme, help. */
import { Badge } from "../parts/Badge";
import { Facet } from "../parts/icons";
import { safe } from "../parts/verdict";
import { dialog, sheet } from "./dialog";
import { notices } from "./reading";
import { LiveMark } from "./News";
import { Search } from "./Search";
import { bundle, flow, focus, scenario, toFlow } from "./state";
import { turn } from "./settings";

export function Bar() {
  const open = bundle.value;
  const run = scenario.value;
  return (
    <header class="bar-top">
      <h1 class="name"><Facet /> Facet</h1>
      {open !== null && (
        <nav aria-label="Where we are">
          <span class="project">{safe(open.project)}</span>
          <span aria-hidden="true">▸</span>
          <select aria-label="Flow" value={flow.value?.name ?? ""} onChange={(event) => toFlow(event.currentTarget.value)}>
            {open.flows.map((each) => <option key={each.name} value={each.name}>{safe(each.name, 80)}</option>)}
          </select>
          {run !== null && <><span aria-hidden="true">▸</span> <Badge verdict={run.verdict.kind} good={run.verdict.good} /></>}
        </nav>
      )}
      <span class="space" />
      <LiveMark />
      {focus.value !== null && (
        <button type="button" class="focus" onClick={() => { focus.value = null; }} aria-label={`Narrowed to ${focus.value}: show everything`}>
          {focus.value} <span aria-hidden="true">✕</span>
        </button>
      )}
      {notices.value.length > 0 && (
        <button type="button" onClick={() => { dialog.value = "notices"; }}>{notices.value.length} {notices.value.length === 1 ? "notice" : "notices"}</button>
      )}
      <Search />
      {open !== null && (
        <button type="button" class="sheet-button" aria-expanded={sheet.value} onClick={() => { sheet.value = !sheet.value; }}>Details</button>
      )}
      <button type="button" onClick={() => { dialog.value = "palette"; }} title="Every command (Ctrl K)">Commands</button>
      <button type="button" onClick={turn} aria-label="Light or dark" title="Light or dark">◐</button>
      <button type="button" onClick={() => { dialog.value = "help"; }} aria-label="Help" title="Help (?)">?</button>
    </header>
  );
}
