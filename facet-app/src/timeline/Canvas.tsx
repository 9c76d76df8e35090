/** The drawn lanes: a scroller as long as the run, and a canvas that stays in its window. */
import { useEffect, useRef } from "preact/hooks";
import { openPlace } from "../shell/places";
import { markRange, range } from "../shell/shown";
import { spoken, step } from "../shell/state";
import { measured } from "../shell/timing";
import { centred, extent, fitted, panned, scaled, scrollOf, scrolled, type Camera } from "./camera";
import { gapAt, hit, rowsBetween } from "./hit";
import { HoverTip } from "./hover";
import { listen } from "./input";
import { paint, themeOf } from "./paint";
import { HEAD, MOST_DRAWN, across, type Picture, type View } from "./picture";
import { sentence } from "./rows";
import { sceneOf } from "./scene";
import { fold, opened, shown, wanted, zoomed } from "./settings";

const middle = ({ places }: Picture, row: number): number => (places.x[row] ?? 0) + (places.width[row] ?? 0) / 2;

/** At a smaller scale than this a run of few steps cannot be read. */
const SMALL = 0.3;

/** The elements and what they show, apart from rendering: a frame reads no layout and makes no element. */
class Stage {
  camera: Camera = { left: 0, top: 0, width: 0, height: 0, scale: 1, length: 1 };
  hovered = -1;
  picture: Picture | null = null;
  kept: Uint8Array | null = null;
  #id = "";
  #frame = 0;
  #colours = themeOf(document.documentElement);
  constructor(
    readonly box: HTMLElement,
    readonly long: HTMLElement,
    readonly canvas: HTMLCanvasElement,
  ) {}
  view(): View {
    const { picture, kept, hovered } = this;
    return { ...this.camera, hovered, kept, selected: picture?.rows.steps.row(step.peek()) ?? -1, range: range.peek() };
  }
  recolour(): void {
    this.#colours = themeOf(document.documentElement);
  }
  /** Another run, or the same one laid out anew; a big one is seen whole at first, others at the selected step or their beginning. */
  show(picture: Picture, kept: Uint8Array | null, id: string): void {
    const isOther = this.#id !== id;
    const isLaidOut = this.picture?.places.length !== picture.places.length;
    this.#id = id;
    this.picture = picture;
    this.kept = kept;
    if (!isOther && !isLaidOut) return this.draw();
    this.hovered = -1;
    this.move(isOther ? this.#first(picture) : panned({ ...this.camera, length: picture.places.length }, 0));
  }
  #first(picture: Picture): Camera {
    const camera = { ...this.camera, length: picture.places.length };
    if (picture.rows.length > MOST_DRAWN) return fitted({ ...camera, left: 0 }, picture.rows.length);
    const readable = camera.scale < SMALL ? { ...camera, left: 0, scale: 1 } : camera;
    const { selected } = this.view();
    return selected < 0 ? panned({ ...readable, left: 0 }, 0) : centred(readable, middle(picture, selected));
  }
  move(camera: Camera): void {
    this.camera = camera;
    this.long.style.width = `${extent(camera)}px`;
    this.long.style.height = `${this.picture?.height ?? 0}px`;
    this.box.scrollTo({ left: scrollOf(camera), top: camera.top, behavior: "instant" });
    this.draw();
  }
  /** The whole run, or its labels round the selected step. */
  fit(): void {
    const { picture } = this;
    if (picture === null) return;
    this.move(fitted(this.camera, picture.rows.length));
    const { selected } = this.view();
    if (selected >= 0) this.move(centred(this.camera, middle(picture, selected)));
  }
  scrolled(): void {
    const { scrollLeft, scrollTop } = this.box;
    if (Math.abs(scrollLeft - scrollOf(this.camera)) < 1 && scrollTop === this.camera.top) return;
    this.camera = scrolled(this.camera, scrollLeft, scrollTop);
    this.draw();
  }
  resized(width: number, height: number): void {
    const isFirst = this.camera.width === 0;
    const isWider = this.camera.width !== width;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const camera = { ...this.camera, width, height };
    this.camera = camera;
    // Only sideways there is something to keep in place: a glide that is under way goes on.
    if (!isWider) return this.draw();
    this.move(isFirst && this.picture !== null ? this.#first(this.picture) : panned(camera, 0));
  }
  /** One frame for as many wishes as come before it. */
  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const { picture, camera } = this;
      if (picture === null || camera.width === 0) return;
      const since = performance.now();
      const view = this.view();
      paint(this.canvas, sceneOf(picture, view), view, this.#colours);
      measured("facet:draw", since);
      const length = picture.places.length * camera.scale;
      shown.value = [camera.left / length, Math.min(1, (camera.left + camera.width - HEAD) / length)];
    });
  }
  /** The selected step in the middle; gliding, unless a person or the way is too long for that. */
  centre(row: number): void {
    const { picture, camera } = this;
    if (picture === null || row < 0) return;
    const next = centred(camera, middle(picture, row));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || Math.abs(next.left - camera.left) > 4 * camera.width;
    if (calm) this.move(next);
    else this.box.scrollTo({ left: scrollOf(next), behavior: "smooth" });
  }
  reveal(row: number): void {
    const { picture, camera } = this;
    if (picture === null || row < 0 || camera.width === 0) return;
    const x = across(picture.places.x[row] ?? 0, this.view());
    if (x < HEAD + 16 || x + (picture.places.width[row] ?? 0) * camera.scale > camera.width - 16) this.centre(row);
  }
}

/** What the pointer and the keys do. */
function connected(stage: Stage, tip: HoverTip): () => void {
  const picture = () => stage.picture!;
  const point = (row: number): void => {
    if (row === stage.hovered) return;
    stage.hovered = row;
    stage.draw();
  };
  return listen(stage.box, {
    click: (x, y) => {
      const row = hit(picture(), stage.view(), x, y);
      if (row >= 0) step.value = picture().rows.steps.seq(row);
      else if (range.value !== null) markRange(null);
      else {
        const gap = fold.value ? gapAt(picture(), stage.view(), x, y) : -1;
        if (gap >= 0) opened.value = new Set(opened.value.has(gap) ? [...opened.value].filter((each) => each !== gap) : [...opened.value, gap]);
      }
    },
    open: (x, y) => {
      const row = hit(picture(), stage.view(), x, y);
      const found = row < 0 ? undefined : picture().rows.steps.at(row);
      if (found !== undefined && !openPlace(found.place)) spoken.value = "The text of this step is not in this file.";
    },
    hover: (x, y, since) => {
      const row = hit(picture(), stage.view(), x, y);
      if (row < 0) return stage.hovered < 0 ? undefined : tip.away();
      tip.show(row, () => sentence(picture().rows.at(row)!, picture().rows.length, row), x, y, stage.camera.width);
      point(row);
      measured("facet:hover", since);
    },
    leave: () => tip.away(),
    zoom: (factor, x) => stage.move(scaled(stage.camera, stage.camera.scale * factor, x ?? stage.camera.width / 2)),
    pan: (by) => stage.move(panned(stage.camera, by)),
    drag: (by, down) => stage.move({ ...panned(stage.camera, by), top: Math.max(0, Math.min(picture().height - stage.camera.height, stage.camera.top + down)) }),
    range: (from, to) => markRange(rowsBetween(picture(), stage.view(), from, to)),
    fit: () => stage.fit(),
    centre: () => stage.centre(stage.view().selected),
    escape: () => {
      const isTip = tip.isShown;
      if (isTip) tip.close();
      return isTip;
    },
  });
}

export function Canvas({ id, picture, kept, theme }: { readonly id: string; readonly picture: Picture; readonly kept: Uint8Array | null; readonly theme: number }) {
  const box = useRef<HTMLDivElement>(null);
  const long = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const selected = picture.rows.steps.row(step.value);
  const marked = range.value;
  useEffect(() => {
    const own = new Stage(box.current!, long.current!, canvas.current!);
    const hover = new HoverTip(tip.current!, () => {
      own.hovered = -1;
      own.draw();
    });
    stage.current = own;
    const resized = new ResizeObserver(([entry]) => { if (entry !== undefined) own.resized(entry.contentRect.width, entry.contentRect.height); });
    resized.observe(own.box);
    const off = connected(own, hover);
    return () => {
      off();
      hover.end();
      resized.disconnect();
    };
  }, []);
  useEffect(() => stage.current?.recolour(), [theme]);
  useEffect(() => stage.current?.show(picture, kept, id), [picture, kept, theme, marked]);
  useEffect(() => {
    stage.current?.reveal(selected);
    stage.current?.draw();
  }, [selected, picture]);
  useEffect(() => {
    if (wanted.value === null || stage.current === null) return;
    stage.current.move(centred(stage.current.camera, wanted.value * picture.places.length));
    wanted.value = null;
  }, [wanted.value]);
  useEffect(() => {
    const wish = zoomed.value;
    const own = stage.current;
    if (wish === null || own === null) return;
    if (wish.by === "fit") own.fit();
    else own.move(scaled(own.camera, own.camera.scale * wish.by, own.camera.width / 2));
    zoomed.value = null;
  }, [zoomed.value]);
  return (
    <div class="lanes">
      <div class="scroller" ref={box} tabIndex={0} role="region" aria-label="Drawn lanes; the list holds the same rows" onScroll={() => stage.current?.scrolled()}>
        <div class="extent" ref={long}>
          <canvas ref={canvas} aria-hidden="true" />
        </div>
      </div>
      <div class="tip" ref={tip} hidden aria-hidden="true" />
    </div>
  );
}
