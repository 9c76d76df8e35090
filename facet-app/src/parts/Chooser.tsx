/** A field that chooses from a list: combobox and listbox after the ARIA pattern. */
import { useRef, useState } from "preact/hooks";
import { matching, type Choice } from "./choices";
import { moved } from "./window";

export interface ChooserProps {
  readonly id: string;
  readonly label: string;
  readonly choices: () => readonly Choice[];
  /** The list floats under the field and shows only while something is typed. */
  readonly floats?: boolean;
  /** What is said when nothing is found. */
  readonly none: string;
  pick(id: string): void;
  /** The written text of a key. */
  named?(key: string): string;
}

export function Chooser({ id, label, choices, floats = false, none, pick, named = (key) => key }: ChooserProps) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState(!floats);
  const list = useRef<HTMLUListElement>(null);
  const open = shown && (!floats || query.trim() !== "");
  const found = open ? matching(choices(), query) : [];
  const here = Math.min(at, found.length - 1);

  function take(choice: Choice | undefined): void {
    if (choice === undefined) return;
    setQuery("");
    if (floats) setShown(false);
    pick(choice.id);
  }
  function keys(event: KeyboardEvent & { currentTarget: HTMLInputElement }): void {
    const to = event.key === "Home" || event.key === "End" ? null : moved(event.key, here, found.length);
    if (to !== null) {
      setAt(to);
      list.current?.children[to]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") take(found[here]);
    else if (event.key === "Escape" && floats) {
      if (query === "") event.currentTarget.blur();
      setQuery("");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class={floats ? "chooser floats" : "chooser"}>
      <input id={id} type="search" role="combobox" aria-label={label} placeholder={label} autocomplete="off" spellcheck={false}
        aria-expanded={open} aria-controls={`${id}-list`} aria-autocomplete="list" list={undefined}
        aria-activedescendant={here < 0 ? undefined : `${id}-${here}`} value={query} onKeyDown={keys}
        onInput={(event) => { setQuery(event.currentTarget.value); setAt(0); setShown(true); }}
        onBlur={() => { if (floats) setShown(false); }} />
      <ul id={`${id}-list`} role="listbox" aria-label={label} ref={list} hidden={!open || found.length === 0}>
        {found.map((choice, index) => (
          <li key={choice.id} id={`${id}-${index}`} role="option" aria-selected={index === here}
            onMouseDown={(event) => event.preventDefault()} onClick={() => take(choice)}>
            <span>{choice.title} <small>{choice.hint}</small></span>
            <span>{choice.keys?.map((key) => <kbd key={key}>{named(key)}</kbd>)}</span>
          </li>
        ))}
      </ul>
      {open && found.length === 0 && <p class="none">{none}</p>}
    </div>
  );
}
