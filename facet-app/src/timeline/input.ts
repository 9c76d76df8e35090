/** Wheel, drag, keys and hover over the canvas, as wishes: select this, scroll there, take that scale. */
export interface Wishes {
  readonly at: (x: number, y: number) => number;
  readonly select: (position: number) => void;
  readonly hover: (position: number, x: number, y: number) => void;
  /** Multiplies the scale and keeps what stands at `x`. */
  readonly zoom: (factor: number, x: number) => void;
  readonly fit: () => void;
  readonly centre: () => void;
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

/** Connects the scroller; the answer takes everything off again. */
export function listen(scroller: HTMLElement, wishes: Wishes): () => void {
  const off = new AbortController();
  const { signal } = off;
  let from: { x: number; y: number; left: number; top: number; moved: boolean } | null = null;
  const point = (event: MouseEvent): [number, number] => {
    const box = scroller.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  scroller.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    wishes.zoom(Math.exp(-event.deltaY / 400), point(event)[0]);
  }, { passive: false, signal });
  scroller.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    from = { x: event.clientX, y: event.clientY, left: scroller.scrollLeft, top: scroller.scrollTop, moved: false };
  }, { signal });
  window.addEventListener("pointermove", (event) => {
    if (from === null) return;
    from.moved ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4;
    if (from.moved) scroller.scrollTo(from.left + from.x - event.clientX, from.top + from.y - event.clientY);
  }, { signal });
  window.addEventListener("pointerup", () => { setTimeout(() => { from = null; }); }, { signal });
  scroller.addEventListener("pointermove", (event) => {
    const [x, y] = point(event);
    wishes.hover(from?.moved ? -1 : wishes.at(x, y), x, y);
  }, { signal });
  scroller.addEventListener("pointerleave", () => wishes.hover(-1, 0, 0), { signal });
  scroller.addEventListener("click", (event) => {
    const found = from?.moved ? -1 : wishes.at(...point(event));
    if (found >= 0) wishes.select(found);
  }, { signal });
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    const middle = scroller.clientWidth / 2;
    if (event.key === "w") wishes.zoom(1.25, middle);
    else if (event.key === "s") wishes.zoom(0.8, middle);
    else if (event.key === "a") scroller.scrollBy(-120, 0);
    else if (event.key === "d") scroller.scrollBy(120, 0);
    else if (event.key === "0") wishes.fit();
    else if (event.key === ".") wishes.centre();
    else if (event.key === "Escape") wishes.hover(-1, 0, 0);
    else return;
    if (event.key !== "Escape") event.preventDefault();
  }, { signal });
  return () => off.abort();
}
