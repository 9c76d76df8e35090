/** Wheel, drag, keys and hover over the canvas, as wishes: select this, scroll there, take that scale. */
import { singleKeys } from "../shell/settings";
import { HEAD, TOP } from "./picture";

export interface Wishes {
  readonly click: (x: number, y: number) => void;
  readonly open: (x: number, y: number) => void;
  readonly hover: (x: number, y: number, since: number) => void;
  readonly leave: () => void;
  /** Multiplies the scale and keeps what stands at `x`. */
  readonly zoom: (factor: number, x: number | null) => void;
  readonly pan: (by: number) => void;
  /** Dragged: sideways and down. */
  readonly drag: (by: number, down: number) => void;
  /** Dragged along the axis, from pixel to pixel. */
  readonly range: (from: number, to: number) => void;
  readonly fit: () => void;
  readonly centre: () => void;
  /** Whether Escape was for the canvas. */
  readonly escape: () => boolean;
}

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

const STEP = 120;

interface Grip { x: number; y: number; readonly from: number; readonly onAxis: boolean; moved: boolean }

/** Connects the scroller; the answer takes everything off again. */
export function listen(scroller: HTMLElement, wishes: Wishes): () => void {
  const off = new AbortController();
  const { signal } = off;
  let grip: Grip | null = null;
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
    const [x, y] = point(event);
    grip = { x: event.clientX, y: event.clientY, from: x, onAxis: y < TOP && x > HEAD, moved: false };
  }, { signal });
  window.addEventListener("pointermove", (event) => {
    if (grip === null) return;
    grip.moved ||= Math.hypot(event.clientX - grip.x, event.clientY - grip.y) > 4;
    if (!grip.moved) return;
    if (grip.onAxis) wishes.range(grip.from, point(event)[0]);
    else {
      wishes.drag(grip.x - event.clientX, grip.y - event.clientY);
      [grip.x, grip.y] = [event.clientX, event.clientY];
    }
  }, { signal });
  window.addEventListener("pointerup", () => { setTimeout(() => { grip = null; }); }, { signal });
  scroller.addEventListener("pointermove", (event) => {
    if (grip?.moved === true) wishes.leave();
    else wishes.hover(...point(event), event.timeStamp);
  }, { signal });
  scroller.addEventListener("pointerleave", () => wishes.leave(), { signal });
  scroller.addEventListener("click", (event) => { if (grip?.moved !== true) wishes.click(...point(event)); }, { signal });
  scroller.addEventListener("dblclick", (event) => wishes.open(...point(event)), { signal });
  // Before all others: a tip that is open takes Escape for itself.
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !wishes.escape()) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal, capture: true });
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !singleKeys.value || inField(event.target)) return;
    if (event.key === "w") wishes.zoom(1.25, null);
    else if (event.key === "s") wishes.zoom(0.8, null);
    else if (event.key === "a") wishes.pan(-STEP);
    else if (event.key === "d") wishes.pan(STEP);
    else if (event.key === "0") wishes.fit();
    else if (event.key === ".") wishes.centre();
    else return;
    event.preventDefault();
  }, { signal });
  return () => off.abort();
}
