/** A field that chooses from a list: combobox and listbox after the ARIA pattern. */
import { useRef, useState } from "preact/hooks";
import { matching, type Choice } from "./choices";
import { Options } from "./Options";
import { moved } from "./window";

export interface ChooserProps {
  readonly id: string;
  readonly label: string;
  readonly choices: () => readonly Choice[];
  /** What is said when nothing is found. */
  readonly none: string;
  pick(id: string): void;
  /** The written text of a key. */
  named?(key: string): string;
}

export function Chooser({ id, label, choices, none, pick, named = (key) => key }: ChooserProps) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const found = matching(choices(), query);
  const here = Math.min(at, found.length - 1);

  function take(choice: Choice | undefined): void {
    if (choice === undefined) return;
    setQuery("");
    pick(choice.id);
  }
  function keys(event: KeyboardEvent): void {
    const to = event.key === "Home" || event.key === "End" ? null : moved(event.key, here, found.length);
    if (to !== null) {
      setAt(to);
      list.current?.children[to]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") take(found[here]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="chooser">
      <input id={id} type="search" role="combobox" aria-label={label} placeholder={label} autocomplete="off" spellcheck={false}
        aria-expanded aria-controls={`${id}-list`} aria-autocomplete="list" list={undefined}
        aria-activedescendant={here < 0 ? undefined : `${id}-${here}`} value={query} onKeyDown={keys}
        onInput={(event) => { setQuery(event.currentTarget.value); setAt(0); }} />
      <Options id={id} label={label} found={found} at={here} list={list} take={take} named={named} />
      {found.length === 0 && <p class="none">{none}</p>}
    </div>
  );
}
