/** A dialog of the browser: focus stays in it, Escape closes it and goes back to where it was. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function Dialog({ title, close, children }: { title: string; close(): void; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
    element.current?.querySelector<HTMLElement>("[type=search]")?.focus();
  }, []);
  return (
    <dialog ref={element} aria-label={title} onClose={close} onClick={(event) => { if (event.target === event.currentTarget) close(); }}>
      <header><h2>{title}</h2><button type="button" aria-label="Close" onClick={close}>✕</button></header>
      <div class="inside">{children}</div>
    </dialog>
  );
}
