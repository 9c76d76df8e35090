/** How a file gets in: chosen, or dropped anywhere on the page; and the card of one that cannot be read. */
import { useEffect, useState } from "preact/hooks";
import { Card } from "../parts/Card";
import { bundle } from "./state";
import { refusal, takeFiles } from "./reading";

export function Opener({ done = () => {} }: { done?: () => void }) {
  const [beside, setBeside] = useState(false);
  return (
    <div class="opener">
      <p>Choose a file, or drop it anywhere on this page. Nothing leaves this computer.</p>
      {bundle.value !== null && (
        <label><input type="checkbox" checked={beside} onChange={(event) => setBeside(event.currentTarget.checked)} /> compare it with what is open</label>
      )}
      <input type="file" multiple accept=".json,.jsonl,.run,.gz,application/json" aria-label="File to open" onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])];
        if (files.length > 0) void takeFiles(files, beside).then(done);
      }} />
    </div>
  );
}

/** Before anything is open. */
export function Welcome() {
  return (
    <Card title="Nothing is open">
      <p>Facet shows the runs of a model: what happened, why, and what else could have.</p>
      <Opener />
      <p class="quiet">It opens bundles (<code>facet.json</code>), scenarios, runs as columns (<code>.run</code>) and event logs. <code>moment facet serve</code> shows the model of a folder at once;
        {" "}<code>moment facet export FILE.html</code> writes a page that needs nothing else.</p>
    </Card>
  );
}

export function Refused() {
  const refused = refusal.value;
  if (refused === null) return null;
  return (
    <div class="refused" role="alert">
      <Card title={refused.title}>
        <p>{refused.what}</p>
        {refused.where !== "" && <p class="quiet">Where: {refused.where}</p>}
        <p>{refused.wayOut}</p>
        <button type="button" onClick={() => { refusal.value = null; }}>Close</button>
      </Card>
    </div>
  );
}

/** Files dropped on the page. */
export function useDrop(): void {
  useEffect(() => {
    const off = new AbortController();
    const { signal } = off;
    document.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void takeFiles(files, event.shiftKey);
    }, { signal });
    return () => off.abort();
  }, []);
}
