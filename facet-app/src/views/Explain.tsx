/** Why a run ends as it does, and why a step of it happened. */
import { useMemo } from "preact/hooks";
import type { Bundle, Flow, Scenario } from "../data/payloads";
import { Badge } from "../parts/Badge";
import { Card } from "../parts/Card";
import { safe } from "../parts/verdict";
import { makeRun } from "../shell/forks";
import { isCone, marks, markStep, query, turnCone } from "../shell/shown";
import { bundle, flow, focus, scenario, scenarios, step, steps, own as ownRun } from "../shell/state";
import { timed } from "../shell/timing";
import { Apply } from "./Apply";
import { PlaceLink } from "./PlaceLink";
import { explained, explainedStep, findingOf, type ConeRow, type Explained, type Told } from "./Explain.rows";
import { repairRows, untried, type RepairRow } from "./Repairs.rows";
import { saidAction } from "./sentence.rows";
import { Copy, RunLink, Section, StepLink, Words } from "./story";
import { missed, whyNot } from "./WhyNot.rows";

export function Explain() {
  const [all, own, run] = [bundle.value, flow.value, scenario.value];
  if (all === null || own === null || run === null) return <Card title="No run selected"><p>Choose a run to see why it ends as it does.</p></Card>;
  return <Story all={all} own={own} run={run} />;
}

function Story({ all, own, run }: { all: Bundle; own: Flow; run: Scenario }) {
  const runs = scenarios.value;
  const made = ownRun.value;
  const told = useMemo(() => explained(all, own, run, runs, made?.nearest?.steps), [all, own, run, runs, made]);
  const finding = findingOf(own, run);
  return (
    <div class="story">
      <WhyNot />
      <Here />
      <section>
        <h3><Badge verdict={told.kind} good={told.good} /> {safe(run.scenarioLabel)}</h3>
        <p>{safe(told.text, 1000)}</p>
        {told.least !== "" && <p>{told.least}</p>}
      </section>
      {told.recipe.length > 0 && <Section title="What it takes">
        <ol>{told.recipe.map((each) => <li key={each.seq}>{each.found ? <StepLink seq={each.seq}>{each.text}</StepLink> : each.text}</li>)}</ol>
      </Section>}
      <NoReturn told={told} />
      {told.cone.length > 0 && <Section title="How it came to this"><Cone rows={told.cone} more={told.more} /></Section>}
      {told.nearest !== null && <Section title="Nearest run that went well">
        <p><RunLink id={told.nearest.id} label={told.nearest.label} /></p>
        {told.nearest.taken !== "" && <dl class="pair">
          <dt>Here</dt><dd>{told.nearest.taken}</dd>
          <dt>There</dt><dd>{told.nearest.instead}</dd>
        </dl>}
      </Section>}
      {told.nearest === null && made?.nearest != null && <Section title="Nearest run that went well">
        <dl class="pair"><dt>Here</dt><dd>{saidAction(made.finding.divergesAt?.taken ?? "")}</dd><dt>There</dt><dd>{saidAction(made.finding.divergesAt?.instead ?? "")}</dd></dl>
        <button type="button" onClick={() => void makeRun(made.nearest?.link ?? [], [made.finding.divergesAt?.instead ?? ""])}>Make that run</button>
      </Section>}
      {finding !== null && !told.good && told.kind !== "incomplete" && <Section title="Repairs">
        {repairRows(finding, all.sources).map((row) => <Repair key={row.title} row={row} />)}
        {untried(finding) !== "" && <p>{untried(finding)}</p>}
      </Section>}
      <Section title="What this rests on"><ul>{told.rests.map((each) => <li key={each}>{safe(each)}</li>)}</ul></Section>
    </div>
  );
}

function Here() {
  const [run, at] = [scenario.value, step.value];
  const here = useMemo(() => (run === null || at === null ? null : timed("facet:cone", () => explainedStep(run, at))), [run, at]);
  if (here === null) return null;
  return (
    <section>
      <p class="quiet">{here.at}</p>
      <h3>{here.text}</h3>
      <div class="apply">
        <button type="button" aria-pressed={isCone.value} onClick={turnCone} title="Grey all but what led to this step (c)">Only what led here <kbd>c</kbd></button>
        <button type="button" aria-pressed={marks.value.includes(here.seq)} onClick={markStep} title="Two marks add up what is between (m)">Mark <kbd>m</kbd></button>
        {here.place !== null && <PlaceLink place={here.place} />}
      </div>
      {here.beyond && <p>No flow shows this step: it happens beyond the flow.</p>}
      <Links title="Because" links={here.because} none="It came from outside: nothing in this run caused it." />
      <Links title="Then" links={here.then} more={here.thenMore} none="Nothing in this run follows from it." />
      {here.cone.length > here.because.length && <details><summary>All that led here</summary><Cone rows={here.cone} more={here.more} /></details>}
    </section>
  );
}

function Links({ title, links, more = 0, none }: { title: string; links: readonly Told[]; more?: number; none: string }) {
  return (
    <div class="links">
      <h4>{title}</h4>
      {links.length === 0 ? <p>{none}</p> : <ul>{links.map((link) => <li key={link.seq}><StepLink seq={link.seq}>{link.text}</StepLink></li>)}</ul>}
      {more > 0 && <p class="quiet">{more.toLocaleString("en")} more.</p>}
    </div>
  );
}

function WhyNot() {
  const [all, own, run, handle] = [bundle.value, flow.value, scenario.value, steps.value];
  const lost = all === null || handle === null ? null : missed(query.value, handle.run, all.model);
  const name = lost !== null && "element" in lost ? lost.element : focus.value;
  const why = own === null || run === null || name === null ? null : whyNot(own, run, scenarios.value, name);
  if (why === null && lost === null) return null;
  return (
    <Section title="Why not">
      {why === null && lost !== null && <p>{"text" in lost ? lost.text : `${safe(lost.element)} cannot happen in this flow.`}</p>}
      {why !== null && <p>{safe(why.text)}</p>}
      {why?.run != null && <p>Nearest run in which it does: <RunLink id={why.run.id} label={why.run.label} at={why.run.seq} /></p>}
      {why !== null && why.parting !== "" && <p>{why.parting}</p>}
    </Section>
  );
}

function NoReturn({ told: { noReturn } }: { told: Explained }) {
  if (noReturn === null) return null;
  const { before, after } = noReturn;
  return (
    <Section title="Point of no return">
      <p><StepLink seq={noReturn.seq}>{noReturn.text}</StepLink></p>
      {(before !== null || after !== null) && <p>A good end had probability {before ?? "unknown"} before it, and has {after ?? "unknown"} after it.</p>}
    </Section>
  );
}

function Cone({ rows, more }: { rows: readonly ConeRow[]; more: number }) {
  return (
    <>
      <ul class="cone">
        {rows.map((row) => (
          <li key={row.seq} style={{ paddingLeft: `${Math.min(row.depth, 12) * 12}px` }}>
            <StepLink seq={row.seq}>{safe(row.text)}</StepLink>
            {row.because.map((each) => <span key={each.seq} class="quiet">because {each.text}</span>)}
          </li>
        ))}
      </ul>
      {more > 0 && <p class="quiet">{more.toLocaleString("en")} more.</p>}
    </>
  );
}

function Repair({ row }: { row: RepairRow }) {
  return (
    <article class="repair">
      <h4><Words text={row.title} /></h4>
      {row.changes.map((change) => (
        <figure key={`${change.path} ${change.lines[0]?.number}`} class="code">
          <figcaption>{safe(change.path)}{change.hasText ? "" : ", whose text is not in this file"}</figcaption>
          <pre tabIndex={0} aria-label={`Change of ${safe(change.path)}`}>
            {change.lines.map((line) => <span key={line.sign + line.number} class={`line ${line.sign === "+" ? "added" : "taken"}`}><i>{line.number}</i>{line.sign} {safe(line.text, 1000)}{"\n"}</span>)}
          </pre>
        </figure>
      ))}
      <p>{row.effect}</p>
      {row.brings.length > 0 && <p>It brings: {row.brings.map((each) => safe(each)).join("; ")}.</p>}
      <span class="apply">{row.copied !== "" && <Copy text={row.copied} what="New text" />}<Apply edits={row.edits} /></span>
    </article>
  );
}
