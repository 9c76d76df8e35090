/** A line between two parts of the page, moved by pointer or arrows; twice clicked, or Enter: back to its first place. */
import { useRef } from "preact/hooks";

export interface SplitProps {
  readonly label: string;
  /** `x`: a standing line that changes widths. */
  readonly axis: "x" | "y";
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly first: number;
  /** The part that is measured lies after the line. */
  readonly after?: boolean;
  change(value: number): void;
}

export function Split({ label, axis, value, least, most, first, after = false, change }: SplitProps) {
  const from = useRef({ at: 0, value: 0 });
  const sign = after ? -1 : 1;
  const set = (next: number) => change(Math.round(Math.max(least, Math.min(most, next))));

  function keys(event: KeyboardEvent): void {
    const [less, more] = axis === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const by = event.shiftKey ? 80 : 16;
    if (event.key === less) set(value - by * sign);
    else if (event.key === more) set(value + by * sign);
    else if (event.key === "Home") set(least);
    else if (event.key === "End") set(most);
    else if (event.key === "Enter") set(first);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const along = (event: PointerEvent) => (axis === "x" ? event.clientX : event.clientY);

  return (
    <div class={`split ${axis}`} role="separator" tabIndex={0} aria-label={label} aria-valuenow={value} aria-valuemin={least}
      aria-valuemax={most} aria-orientation={axis === "x" ? "vertical" : "horizontal"} onKeyDown={keys} onDblClick={() => set(first)}
      onPointerDown={(event) => {
        from.current = { at: along(event), value };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        set(from.current.value + (along(event) - from.current.at) * sign);
      }} />
  );
}
