/** The list under a field that chooses: one option is active, a click takes one. */
import type { Ref } from "preact";
import type { Choice } from "./choices";

export interface OptionsProps {
  readonly id: string;
  readonly label: string;
  readonly found: readonly Choice[];
  /** The number of the active one, -1 for none. */
  readonly at: number;
  readonly list: Ref<HTMLUListElement>;
  take(choice: Choice): void;
  /** The written text of a key. */
  named?(key: string): string;
}

export function Options({ id, label, found, at, list, take, named = (key) => key }: OptionsProps) {
  return (
    <ul id={`${id}-list`} role="listbox" aria-label={label} ref={list} hidden={found.length === 0}>
      {found.map((choice, index) => (
        <li key={choice.id} id={`${id}-${index}`} role="option" aria-selected={index === at}
          onMouseDown={(event) => event.preventDefault()} onClick={() => take(choice)}>
          <span>{choice.title} <small>{choice.hint}</small></span>
          <span>{choice.keys?.map((key) => <kbd key={key}>{named(key)}</kbd>)}</span>
        </li>
      ))}
    </ul>
  );
}
