/** What comes from the server while it is followed: the mark in the bar, and lines under it for what a person must know. */
import type { ComponentChildren } from "preact";
import { banner, firstHolding } from "../data/held";
import { safe } from "../parts/verdict";
import { heard, live, lost } from "./live";
import { flow, toFlow } from "./state";
import { reruns, rerunWith } from "./whole";

/** In the bar: whether the page keeps up, and since when it shows what it shows. */
export function LiveMark() {
  const state = live.value;
  if (state === null) return null;
  if (state.phase === "lost") return <span class="live noted" title="All that is shown stays usable"><i aria-hidden="true">▲</i> connection lost, trying again</span>;
  const working = state.working.size;
  return (
    <span class={working > 0 ? "live working" : "live"} title={working > 0 ? `Running ${[...state.working].map((id) => id.replace(/^flow-/, "")).join(", ")} again` : "Follows the files as they are saved"}>
      <i aria-hidden="true">{working > 0 ? "◌" : "●"}</i> {working > 0 ? "running" : "live"} <time>{heard.value}</time>
    </span>
  );
}

function Line({ tone, children, way, act }: { tone: "bad" | "noted" | "plain"; children: ComponentChildren; way?: string; act?: () => void }) {
  return (
    <div class={`news ${tone}`}>
      <p>{children}</p>
      {act !== undefined && <button type="button" onClick={act}>{way}</button>}
    </div>
  );
}

/** To the error that holds flows back, among all problems. */
function toProblem(): void {
  const state = live.value;
  const number = state === null ? -1 : firstHolding(state.held, state.bundle.diagnostics);
  const found = document.querySelector<HTMLDetailsElement>(`.problems [data-number="${number}"]`);
  if (found === null) return;
  found.open = true;
  found.querySelector<HTMLElement>("summary")?.focus();
}

/** The lines under the bar. */
export function News() {
  const state = live.value;
  const shown = flow.value;
  const held = state === null ? null : banner(state.held, state.bundle.diagnostics);
  const isGone = shown !== null && state !== null && state.gone.has(shown.flowId);
  const others = isGone ? state.bundle.flows.filter((each) => !state.gone.has(each.flowId)) : [];
  const rerun = shown !== null && reruns.value.has(shown.flowId) ? shown : null;
  if (held === null && !isGone && rerun === null && lost.value.length === 0) return null;
  return (
    <section class="newses" aria-label="News">
      {held !== null && <Line tone="bad" way="Show the problem" act={toProblem}><span aria-hidden="true">▲</span> {held}</Line>}
      {isGone && (
        <Line tone="noted">
          <b>{safe(shown.name)}</b> is no longer in the specification. It is shown as it last was, until you choose another flow.{" "}
          {others.slice(0, 3).map((each) => <button key={each.flowId} type="button" class="link" onClick={() => { toFlow(each.name); }}>{safe(each.name)}</button>)}
        </Line>
      )}
      {rerun !== null && (
        <Line tone="plain" way="Show the project's" act={() => { lost.value = rerunWith(rerun.flowId, null); }}>
          <b>{safe(rerun.name)}</b> is shown as it was run with other options than those of the project.
        </Line>
      )}
      {lost.value.length > 0 && <Line tone="noted" way="Dismiss" act={() => { lost.value = []; }}>{lost.value.join(" ")}</Line>}
    </section>
  );
}
