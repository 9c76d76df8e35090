/** A tip that stays while pointed at or focused, and closes with Escape. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

export function Tip({ text, children }: { text: string; children: ComponentChildren }) {
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <span class="tipped" tabIndex={0} aria-describedby={shown ? id : undefined} onMouseEnter={() => setShown(true)}
      onMouseLeave={() => setShown(false)} onFocus={() => setShown(true)} onBlur={() => setShown(false)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !shown) return;
        event.stopPropagation();
        setShown(false);
      }}>
      {children}
      {shown && <span class="tip" role="tooltip" id={id}>{text}</span>}
    </span>
  );
}
