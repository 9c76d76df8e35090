/** A button that writes one offered edit into the specification, in a page that follows a server; what came of it is said beside it. */
import { useState } from "preact/hooks";
import type { TextEdit } from "../data/payloads";
import { safe } from "../parts/verdict";
import { live } from "../shell/live";
import { apply } from "../shell/server";
import { bundle, spoken } from "../shell/state";

type State = { readonly is: "idle" | "asking" } | { readonly is: "done" | "refused"; readonly text: string };

export function Apply({ edits }: { edits: readonly TextEdit[] }) {
  const [state, setState] = useState<State>({ is: "idle" });
  const open = bundle.value;
  if (live.value === null || open === null || edits.length === 0) return null;
  const act = async (): Promise<void> => {
    setState({ is: "asking" });
    const outcome = await apply(edits, open.sources);
    const text = "answer" in outcome ? `Written to ${outcome.answer.applied.map((path) => safe(path)).join(", ")}.` : outcome.refused;
    setState({ is: "answer" in outcome ? "done" : "refused", text });
    spoken.value = text;
  };
  return (
    <span class="apply">
      <button type="button" disabled={state.is === "asking"} onClick={() => { void act(); }}>{state.is === "asking" ? "Writing …" : "Apply"}</button>
      {"text" in state && <span class={state.is === "done" ? "badge good" : "badge bad"}><span aria-hidden="true">{state.is === "done" ? "●" : "▲"}</span> {state.text}</span>}
    </span>
  );
}
