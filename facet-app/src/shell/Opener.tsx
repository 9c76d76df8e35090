/** How a file gets in: chosen, or dropped anywhere on the page; and the card of one that cannot be read. */
import { useEffect, useState } from "preact/hooks";
import { Card } from "../parts/Card";
import { bundle } from "./state";
import { refusal, takeFile } from "./reading";

export function Opener({ done = () => {} }: { done?: () => void }) {
  const [beside, setBeside] = useState(false);
  return (
    <div class="opener">
      <p>Choose a file, or drop it anywhere on this page. Nothing leaves this computer.</p>
      {bundle.value !== null && (
        <label><input type="checkbox" checked={beside} onChange={(event) => setBeside(event.currentTarget.checked)} /> compare it with what is open</label>
      )}
      <input type="file" accept=".json,application/json" aria-label="File to open" onChange={(event) => {
        const file = event.currentTarget.files?.[0];
        if (file !== undefined) void takeFile(file, beside).then(done);
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
      <p class="quiet">It opens bundles (<code>facet.json</code>). <code>moment facet</code> shows the model of a folder at once;
        {" "}<code>moment facet --export FILE.html</code> writes a page that needs nothing else.</p>
    </Card>
  );
}

export function Refused() {
  const refused = refusal.value;
  if (refused === null) return null;
  return (
    <div class="refused" role="alert">
      <Card title={`${refused.file} cannot be opened`}>
        <p>{refused.problem}</p>
        <p>{refused.way}</p>
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
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) void takeFile(file, event.shiftKey);
    }, { signal });
    return () => off.abort();
  }, []);
}
