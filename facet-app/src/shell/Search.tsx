/** The one box that searches and narrows: what is typed is a question about steps; the list under it goes to things by name. */
import { useRef, useState } from "preact/hooks";
import { matching, type Choice } from "../parts/choices";
import { Options } from "../parts/Options";
import { moved } from "../parts/window";
import { findable } from "./find";
import { found, nextFound, over, search } from "./shown";
import { bundle, flow, focus, panel, scenario, select, spoken, step } from "./state";

const MOST = 12;

function go(id: string): void {
  const [kind, name] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  search.value = "";
  if (kind === "step") step.value = Number(name);
  else if (kind === "run") select(name);
  else {
    focus.value = name;
    panel.value = "explain";
    spoken.value = `The page is narrowed to ${name}.`;
  }
}

export function Search() {
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const list = useRef<HTMLUListElement>(null);
  const open = bundle.value;
  if (open === null) return null;
  const text = search.value;
  const choices = isOpen && text.trim() !== "" ? matching(findable(open, flow.value, scenario.value), text, MOST) : [];

  function type(next: string): void {
    search.value = next;
    setAt(-1);
    setOpen(true);
    const answers = found.value;
    spoken.value = answers === null ? "" : `${answers.count} of ${answers.rows.length} steps match.`;
  }
  function take(choice: Choice): void {
    setOpen(false);
    go(choice.id);
  }
  function keys(event: KeyboardEvent & { currentTarget: HTMLInputElement }): void {
    const to = event.key === "ArrowDown" || event.key === "ArrowUp" ? moved(event.key, at, choices.length) : null;
    const chosen = choices[at];
    if (to !== null) {
      setAt(event.key === "ArrowUp" && at === 0 ? -1 : to);
      list.current?.children[to]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && chosen !== undefined) take(chosen);
    else if (event.key === "Enter") {
      setOpen(false);
      nextFound(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      if (choices.length > 0) setOpen(false);
      else if (text !== "") search.value = "";
      else event.currentTarget.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="chooser floats" role="search">
      <input id="search" type="search" role="combobox" aria-label="Search and narrow" placeholder="Search: names, lane: kind: field: …" autocomplete="off" spellcheck={false}
        title="Words match names; kind: lane: verdict: fault: field: moment: narrow; A then B, A not before B, A without B. Enter goes to the next step that matches."
        aria-expanded={choices.length > 0} aria-controls="search-list" aria-autocomplete="list" list={undefined}
        aria-activedescendant={at < 0 || choices.length === 0 ? undefined : `search-${at}`} value={text} onKeyDown={keys}
        onInput={(event) => type(event.currentTarget.value)} onBlur={() => setOpen(false)} />
      {text !== "" && (
        <select aria-label="Where to search" value={over.value} onChange={(event) => { over.value = event.currentTarget.value === "run" ? "run" : "all"; }}>
          <option value="all">all runs</option>
          <option value="run">this run</option>
        </select>
      )}
      <Options id="search" label="Things of this name" found={choices} at={at} list={list} take={take} />
    </div>
  );
}
