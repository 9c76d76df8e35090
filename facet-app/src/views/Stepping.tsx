/** The reader's hand on a run: what can be done after the selected step, what cannot and why; and the menu of faults. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Answer } from "../engine/engine";
import { Icon } from "../parts/icons";
import { safe } from "../parts/verdict";
import { ask } from "../shell/asking";
import { dialog } from "../shell/dialog";
import { offered, runOn, take, upToHere } from "../shell/forks";
import { live } from "../shell/live";
import { bundle, flow, own, scenario, step, steps } from "../shell/state";
import { closedFaults, offers, type Closed, type Offer, type Offers } from "./Stepping.rows";
import { Section } from "./story";

interface Found {
  /** What can be done at the selected step, a reason why nothing can, or null until it is known. */
  readonly found: Offers | string | null;
  /** It is about what is selected now, not about what was before. */
  readonly isNew: boolean;
}

function useOffers(): Found {
  const [open, of, run, at] = [bundle.value, flow.value, scenario.value, step.value];
  const [known, setKnown] = useState<{ run: unknown; at: number | null; found: Offers | string } | null>(null);
  useEffect(() => {
    if (open === null || of === null || run === null) return;
    let isShown = true;
    void ask(open, of, { kind: "options", path: upToHere() }).then((answer) => { if (isShown) setKnown({ run, at, found: read(answer) }); });
    return () => { isShown = false; };
  }, [open, of?.tables, run, at]);
  return { found: known?.found ?? null, isNew: known?.run === run && known.at === at };
}

function read(answer: Answer): Offers | string {
  if (answer.kind === "refused") return answer.why;
  if (answer.kind !== "options") return "";
  return answer.missing === null ? offers(answer) : "This run cannot be taken with the tables of this file: it was made from another specification, or by walks.";
}

/** What would allow stepping, where it is off. */
function Off({ why }: { why: string }) {
  const of = flow.value;
  const omitted = of?.tablesOmitted ?? null;
  return (
    <>
      <p>Stepping is off here. {safe(omitted === null ? why : `${why.replace(/\.$/, "")} (${omitted.toLocaleString("en")} bytes).`, 1000)}</p>
      <p class="quiet">{omitted !== null || of?.tables == null ? <><code>moment facet</code> and <code>moment facet export</code>, without <code>--no-tables</code>, write a page that can run the model.</> : "The runs of the file are shown as they are."}</p>
      {live.value !== null && <button type="button" onClick={() => { dialog.value = "rerun"; }}>Run it on the server with other options …</button>}
    </>
  );
}

const MOST = 60;

/** How often what was offered took the focus. */
let focused = 0;

export function Stepping() {
  const { found, isNew } = useOffers();
  const list = useRef<HTMLDivElement>(null);
  const wish = offered.value;
  useEffect(() => {
    if (wish <= focused || !isNew) return;
    focused = wish;
    (list.current?.querySelector<HTMLElement>("button") ?? list.current)?.focus();
  }, [found, isNew, wish]);
  const at = steps.value?.row(step.value) ?? -1;
  const title = at < 0 ? "What can happen first" : `What can happen after step ${at + 1}`;
  return (
    <Section title={title}>
      {found === null ? <p class="quiet">Asking the model…</p> : typeof found === "string" ? <Off why={found} /> : (
        <div class="offers" ref={list} tabIndex={-1} onKeyDown={arrows}>
          {found.next.length === 0 && <p>Nothing more: the run ends here{found.faults.length > 0 && ", unless a fault strikes"}.</p>}
          <List rows={found.next} />
          {own.value?.stays === true && found.next.length > 0 && <button type="button" onClick={() => { void runOn(); }}>Run on to the end</button>}
          {found.faults.length > 0 && <details><summary>{found.faults.length === 1 ? "1 fault" : `${found.faults.length} faults`} could strike here</summary><List rows={found.faults} /></details>}
          {found.closed.length > 0 && <details><summary>{found.closed.length} cannot happen now, and why</summary><Reasons rows={found.closed} /></details>}
        </div>
      )}
    </Section>
  );
}

const FAULTS: ReadonlySet<string> = new Set(["lose", "duplicate", "refuse", "timeout", "crash", "drift"]);
const shape = ({ kind }: { kind: string }): string => (FAULTS.has(kind) ? "fault" : kind);

function List({ rows, taken = () => {} }: { rows: readonly Offer[]; taken?: () => void }) {
  const at = (steps.value?.row(step.value) ?? -1) + 1;
  if (rows.length === 0) return null;
  return (
    <ul>
      {rows.map((row) => (
        <li key={`${row.name} ${row.instead}`}>
          <button type="button" onClick={() => { taken(); void take(row.name, row.instead); }}>
            <Icon kind={shape(row)} /> <span>{row.text}</span>
            {shape(row) === "fault" && at > 0 && <small>{row.instead ? "instead of" : "after"} step {at}</small>}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Reasons({ rows }: { rows: readonly Closed[] }) {
  return (
    <ul class="closed">
      {rows.slice(0, MOST).map((row) => <li key={row.name}><Icon kind={shape(row)} /> <span>{row.text} <small>{row.why}</small></span></li>)}
      {rows.length > MOST && <li class="quiet">{rows.length - MOST} more, further from being possible.</li>}
    </ul>
  );
}

/** Arrows move between the buttons, Home and End to the first and the last. */
function arrows(event: KeyboardEvent): void {
  const box = event.currentTarget as HTMLElement;
  const buttons = [...box.querySelectorAll<HTMLElement>("button")].filter((each) => each.offsetParent !== null);
  const here = buttons.indexOf(document.activeElement as HTMLElement);
  const to = event.key === "ArrowDown" ? here + 1 : event.key === "ArrowUp" ? here - 1 : event.key === "Home" ? 0 : event.key === "End" ? buttons.length - 1 : -1;
  const next = here < 0 ? undefined : buttons[to];
  if (next === undefined) return;
  next.focus();
  event.preventDefault();
  event.stopPropagation();
}

/** Every kind of fault at the selected step: those that could strike, then those that cannot, with the reason. */
export function FaultMenu({ close }: { close(): void }) {
  const { found, isNew } = useOffers();
  const box = useRef<HTMLDivElement>(null);
  const closed = useMemo(() => (found === null || typeof found === "string" ? [] : closedFaults(found)), [found]);
  useEffect(() => { box.current?.querySelector<HTMLElement>("button")?.focus(); }, [found]);
  if (found === null || !isNew) return <p class="quiet">Asking the model…</p>;
  if (typeof found === "string") return <div class="story"><Off why={found} /></div>;
  return (
    <div class="offers" ref={box} onKeyDown={arrows}>
      {found.faults.length === 0 && <p>No fault can strike here.</p>}
      <List rows={found.faults} taken={close} />
      {closed.length > 0 && <><h3>Not possible here</h3><Reasons rows={closed} /></>}
    </div>
  );
}
