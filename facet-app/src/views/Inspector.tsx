/** One step from inside: payloads, what changed, what travelled, the checks of the run, pinned fields. */
import { signal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Card } from "../parts/Card";
import { Tree, type Node } from "../parts/Tree";
import { safe } from "../parts/verdict";
import { bundle, scenario, step, steps } from "../shell/state";
import type { EventSeen, Model, Scenario, Step } from "../data/payloads";
import { stepsOf } from "../data/steps";
import { eventsOf, fieldName, payloadTree, pinned, strip, travelled, type PayloadNode, type StripRow } from "./Inspector.rows";
import { PlaceLink } from "./PlaceLink";
import { said, sentence } from "./sentence.rows";
import { Stepping } from "./Stepping";
import { Copy, Section, StepLink } from "./story";

/** Fields shown as lines over the run, `EventType.field`; for as long as the page is open. */
export const pins = signal<readonly string[]>([]);

export function pin(name: string): void {
  pins.value = pins.value.includes(name) ? pins.value.filter((each) => each !== name) : [...pins.value, name];
}

export function Inspector() {
  const [all, run] = [bundle.value, scenario.value];
  const at = steps.value?.row(step.value) ?? -1;
  const here = useMemo(() => steps.peek()?.at(at), [run, at]);
  const events = useEvents(run, here);
  if (all === null || run === null || here === undefined) {
    return <><Card title="No step selected"><p>Choose a step to see its payload and what it changed.</p></Card>{run !== null && <div class="story"><Stepping /></div>}</>;
  }
  return (
    <div class="story">
      <section>
        <h3>{sentence(said(here))}</h3>
        <p class="quiet">{safe([here.context, here.aggregate, here.at].filter((each) => each !== null).join(" · "))} <PlaceLink place={here.place} /></p>
      </section>
      <Stepping />
      {events.map((event) => <Payload key={event.eventId} event={event} model={all.model} />)}
      <Contract run={run} here={here} />
      {here.diff.length > 0 && <Section title="What changed">
        <table><thead><tr><th scope="col">What</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
          <tbody>{here.diff.map((each) => <tr key={each.path}><th scope="row">{fieldName(each.path)}</th><td>{safe(each.from)}</td><td>{safe(each.to)}</td></tr>)}</tbody>
        </table>
      </Section>}
      <Checks run={run} here={here} />
      <Pinned run={run} />
    </div>
  );
}

/** The events of a step; none until their payloads are read. */
function useEvents(run: Scenario | null, here: Step | undefined): readonly EventSeen[] {
  const found = useMemo(() => (run === null || here === undefined ? [] : eventsOf(run, here)), [run, here]);
  const [read, setRead] = useState<readonly EventSeen[]>([]);
  useEffect(() => {
    if (!(found instanceof Promise)) return;
    let isShown = true;
    setRead([]);
    void found.then((events) => { if (isShown) setRead(events); }, () => {});
    return () => { isShown = false; };
  }, [found]);
  return found instanceof Promise ? read : found;
}

const LARGE = 64 * 1024;
const SLICE = 1024 * 1024;

function Payload({ event, model }: { event: EventSeen; model: Model }) {
  const raw = JSON.stringify(event.payload, null, 2);
  const act = (id: string): void => pin(`${event.eventType}.${(JSON.parse(id) as string[])[0]}`);
  return (
    <Section title={safe(`Payload of ${event.eventType}`)}>
      <Tree label={`Payload of ${event.eventType}, Enter or p pins a field`} nodes={payloadTree(event, model)} open={raw.length > LARGE ? 0 : 2} act={act} actKey="p"
        line={(node) => <PayloadLine node={node as PayloadNode} pinned={pins.value.includes(`${event.eventType}.${node.text}`)} />} />
      <details>
        <summary>Raw</summary>
        <pre class="raw" tabIndex={0} aria-label={`Raw payload of ${safe(event.eventType)}`}>{safe(raw, SLICE)}</pre>
        <Copy text={raw} what="Payload" />
      </details>
    </Section>
  );
}

function PayloadLine({ node, pinned: isPinned }: { node: PayloadNode & Node; pinned: boolean }) {
  return (
    <>
      <code>{node.key}</code> <span>{node.value ?? <span class="quiet">{node.size} inside</span>}</span>
      {node.classification !== null && <span class="classified">{safe(node.classification)}</span>}
      {isPinned && node.id.startsWith(`["`) && !node.id.includes(`","`) && <span class="quiet">pinned</span>}
    </>
  );
}

function Contract({ run, here }: { run: Scenario; here: Step }) {
  return travelled(run, here).map(({ crossing, fields, stayed }) => (
    <Section key={crossing} title={safe(`Contract of ${crossing}`)}>
      <ul>{fields.map((each) => (
        <li key={each.field} class={each.bad ? "bad" : "good"}>
          <span aria-hidden="true">{each.bad ? "▲" : each.verdict === "carried" ? "✓" : "○"}</span> <code>{safe(each.field)}</code> {safe(each.type)}, {safe(each.verdict)}{each.required ? "" : ", optional"}
        </li>
      ))}</ul>
      {stayed.length > 0 && <p>Stayed behind: {safe(stayed.join(", "), 1000)}.</p>}
    </Section>
  ));
}

const WINDOW = 24;

/** The checks of the run, in the steps around this one. */
function Checks({ run, here }: { run: Scenario; here: Step }) {
  const all = stepsOf(run);
  const at = all.row(here.seq);
  const from = Math.max(0, Math.min(at - WINDOW / 2, all.length - WINDOW));
  const to = Math.min(all.length, from + WINDOW);
  const rows = strip(run, from, to);
  if (rows.length === 0) return <Section title="Checks"><p>Nothing is checked in this run.</p></Section>;
  return (
    <Section title="Checks">
      <div class="drawing" tabIndex={0} role="region" aria-label={`Checks, steps ${from + 1} to ${to}`}>
        <table class="strip">
          <thead><tr><th scope="col">Check</th>{Array.from({ length: to - from }, (_, index) => <th key={from + index} scope="col" class={from + index === at ? "lit" : ""}>{from + index + 1}</th>)}</tr></thead>
          <tbody>{rows.map((row) => <CheckRow key={`${row.kind} ${row.name}`} row={row} from={from} at={at} />)}</tbody>
        </table>
      </div>
      <Whys run={run} rows={rows} />
    </Section>
  );
}

const SAYS = { "✓": "holds", "▲": "fails", "–": "not checked" } as const;

function CheckRow({ row, from, at }: { row: StripRow; from: number; at: number }) {
  return (
    <tr>
      <th scope="row">{safe(row.name)} <span class="quiet">{safe(row.kind)}</span></th>
      {row.marks.map((mark, index) => (
        <td key={index} class={`${from + index === at ? "lit " : ""}${mark === "▲" ? "failed" : ""}`}><span aria-hidden="true">{mark}</span><span class="unseen">{SAYS[mark]}</span></td>
      ))}
    </tr>
  );
}

function Whys({ run, rows }: { run: Scenario; rows: readonly StripRow[] }) {
  const failures = rows.flatMap((row) => row.failures.map((failure) => ({ ...failure, name: row.name })));
  if (failures.length === 0) return null;
  const more = rows.reduce((sum, row) => sum + row.more, 0);
  const number = (seq: number) => stepsOf(run).row(seq) + 1;
  return <ul>{failures.map((each) => <li key={`${each.seq} ${each.name}`}><StepLink seq={each.seq}>▲ {safe(each.name)} at step {number(each.seq)}</StepLink> {safe(each.why)}</li>)}{more > 0 && <li class="quiet">{more.toLocaleString("en")} more failures; `e` goes to the next.</li>}</ul>;
}

function Pinned({ run }: { run: Scenario }) {
  if (pins.value.length === 0) return null;
  return (
    <Section title="Pinned fields">
      {pins.value.map((name) => (
        <div key={name} class="links">
          <h4><code>{safe(name)}</code> <button type="button" onClick={() => pin(name)} aria-label={`Unpin ${safe(name)}`}>Unpin</button></h4>
          <ol>{pinned(run, name).map((each) => <li key={each.seq}><StepLink seq={each.seq}>{each.value}</StepLink></li>)}</ol>
        </div>
      ))}
    </Section>
  );
}
