/** Has the server run a flow with other options than those of the project: more faults, more instances, other payloads. */
import { useState } from "preact/hooks";
import { FAULT_KINDS, type SimulateRequest } from "../data/payloads";
import { words } from "../parts/verdict";
import { live, lost } from "./live";
import { simulate } from "./server";
import { bundle, flow, spoken } from "./state";
import { rerunWith } from "./whole";

const MOST = 16;

/** What is left empty stays as the project has it. */
type Wanted = Readonly<Record<string, number>>;

function requestOf(name: string, wanted: Wanted): SimulateRequest {
  const { maxFaults, instances, seed, ...kinds } = wanted;
  const faults = Object.keys(kinds).length > 0 ? kinds : null;
  return { flow: name, maxFaults: maxFaults ?? null, instances: instances ?? null, seed: seed ?? null, faults };
}

function Figure({ name, label, least, most, hint, change }: { name: string; label: string; least: number; most: number; hint: string; change(name: string, value: number | null): void }) {
  return (
    <label>
      <span>{label}</span>
      <input type="number" min={least} max={most} placeholder={hint} onInput={(event) => {
        const { value, valueAsNumber } = event.currentTarget;
        change(name, value === "" || Number.isNaN(valueAsNumber) ? null : Math.max(least, Math.min(most, Math.trunc(valueAsNumber))));
      }} />
    </label>
  );
}

export function RunAgain({ close }: { close(): void }) {
  const [wanted, setWanted] = useState<Wanted>({});
  const [isRunning, setRunning] = useState(false);
  const [refused, setRefused] = useState("");
  const own = flow.value;
  if (live.value === null) return <p>This page follows no server. <code>moment facet serve</code> shows a page that can have a flow run again; this one forks its runs by itself.</p>;
  if (own === null) return <p>No flow is shown.</p>;
  const change = (name: string, value: number | null): void => {
    const { [name]: _, ...rest } = wanted;
    setWanted(value === null ? rest : { ...rest, [name]: value });
  };
  const run = async (): Promise<void> => {
    setRunning(true);
    setRefused("");
    const outcome = await simulate(requestOf(own.name, wanted));
    setRunning(false);
    if ("refused" in outcome) setRefused(outcome.refused);
    else {
      lost.value = rerunWith(own.flowId, outcome.answer);
      spoken.value = `${own.name} was run again: ${outcome.answer.scenarios.length} runs.`;
      close();
    }
  };
  const { instances, faults } = bundle.value?.scope ?? { instances: 1, faults: 1 };
  return (
    <form class="figures" onSubmit={(event) => { event.preventDefault(); void run(); }}>
      <p>{own.name} is run by the server with these options; the specification and the project stay as they are. What is left empty is as in the project.</p>
      <Figure name="instances" label="Instances side by side" least={1} most={MOST} hint={String(instances)} change={change} />
      <Figure name="maxFaults" label="Faults in one run, at most" least={0} most={MOST} hint={String(faults)} change={change} />
      <Figure name="seed" label="Seed of the payloads" least={0} most={2 ** 31 - 1} hint={String(bundle.value?.seed ?? 1)} change={change} />
      <fieldset>
        <legend>Faults by kind; once one is named, the others are none</legend>
        {FAULT_KINDS.map((kind) => <Figure key={kind} name={kind} label={words(kind)} least={0} most={MOST} hint="" change={change} />)}
      </fieldset>
      {refused !== "" && <p role="alert" class="badge bad"><span aria-hidden="true">▲</span> {refused}</p>}
      <p><button type="submit" disabled={isRunning}>{isRunning ? "Running …" : "Run"}</button></p>
    </form>
  );
}
