/** The tip of a step: there within a frame, stays while it is pointed at, goes with Escape. */

const GRACE = 300;
const WIDE = 340;

/** A tip over the lanes; `isShown` says whether Escape is for it. */
export class HoverTip {
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The row whose tip Escape closed: it stays closed until another is pointed at. */
  #closed = -1;
  #row = -1;
  constructor(
    readonly element: HTMLElement,
    readonly left: () => void,
  ) {
    element.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    element.addEventListener("pointerleave", () => this.#soon());
  }
  get isShown(): boolean {
    return !this.element.hidden;
  }
  show(row: number, text: () => string, x: number, y: number, width: number): void {
    clearTimeout(this.#timer);
    if (row === this.#closed) return;
    this.#closed = -1;
    if (row === this.#row && this.isShown) return;
    this.#row = row;
    this.element.textContent = text();
    this.element.style.left = `${Math.max(8, Math.min(x + 12, width - WIDE))}px`;
    this.element.style.top = `${y + 20}px`;
    this.element.hidden = false;
  }
  /** Nothing is pointed at: whoever wants to reach the tip has a moment. */
  away(): void {
    this.#closed = -1;
    if (this.isShown) this.#soon();
    else this.left();
  }
  close(): void {
    clearTimeout(this.#timer);
    this.#closed = this.#row;
    this.#hide();
  }
  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hide(), GRACE);
  }
  #hide(): void {
    this.#row = -1;
    this.element.hidden = true;
    this.left();
  }
  end(): void {
    clearTimeout(this.#timer);
  }
}
