/** The drawn lanes: a scroller as long as the run, and a canvas that stays in its window. */
import { useEffect, useRef, useState } from "preact/hooks";
import { step } from "../shell/state";
import { hit } from "./hit";
import { listen } from "./input";
import { paint, themeOf } from "./paint";
import { HEAD, across, type Picture, type View } from "./picture";
import { sentence } from "./rows";
import { sceneOf } from "./scene";
import { shown, wanted, zoomed } from "./settings";

/** Browsers lay out no element wider than some 33 million pixels. */
const WIDEST = 16_000_000;
const LARGEST = 2;
const SMALLEST = 0.05;

const bounded = (scale: number, length: number): number =>
  Math.max(Math.min(SMALLEST, 600 / length), Math.min(LARGEST, WIDEST / length, scale));

export function Canvas({ picture, theme }: { readonly picture: Picture; readonly theme: number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const [asked, setScale] = useState(1);
  const scale = bounded(asked, picture.places.length);
  const state = useRef({ scale: 1, hovered: -1, keep: null as { x: number; at: number } | null, frame: 0 });
  state.current.scale = scale;
  const selected = picture.rows.findIndex((row) => row.seq === step.value);
  const view = (): View => {
    const box = scroller.current;
    return {
      left: box?.scrollLeft ?? 0, top: box?.scrollTop ?? 0, width: box?.clientWidth ?? 0, height: box?.clientHeight ?? 0,
      scale: state.current.scale, selected: picture.rows.findIndex((row) => row.seq === step.peek()), hovered: state.current.hovered,
    };
  };
  const drawNow = useRef(() => {});
  useEffect(() => {
    const colours = themeOf(document.documentElement);
    drawNow.current = () => {
      cancelAnimationFrame(state.current.frame);
      state.current.frame = requestAnimationFrame(() => {
        const looked = view();
        if (canvas.current === null || looked.width === 0) return;
        canvas.current.style.width = `${looked.width}px`;
        canvas.current.style.height = `${looked.height}px`;
        paint(canvas.current, sceneOf(picture, looked), looked, colours);
        const length = picture.places.length * looked.scale;
        shown.value = [looked.left / length, Math.min(1, (looked.left + looked.width - HEAD) / length)];
      });
    };
    drawNow.current();
  }, [picture, theme]);
  const zoom = (factor: number, x = (scroller.current?.clientWidth ?? 0) / 2) => {
    const next = bounded(state.current.scale * factor, picture.places.length);
    state.current.keep = { x, at: ((scroller.current?.scrollLeft ?? 0) + x - HEAD) / state.current.scale };
    setScale(next);
  };
  const fit = () => zoom((((scroller.current?.clientWidth ?? 0) - HEAD) / picture.places.length) / state.current.scale);
  useEffect(() => {
    const { keep } = state.current;
    if (keep !== null) scroller.current?.scrollTo({ left: keep.at * scale + HEAD - keep.x });
    state.current.keep = null;
    drawNow.current();
  }, [scale]);
  const centre = (smooth: boolean) => {
    const box = scroller.current;
    if (box === null || selected < 0) return;
    const x = across(picture.places.x[selected] ?? 0, view());
    const wide = (picture.places.width[selected] ?? 0) * scale;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({ left: box.scrollLeft + x + wide / 2 - (HEAD + box.clientWidth) / 2, behavior: smooth && !calm ? "smooth" : "instant" });
  };
  const wishes = useRef({ centre: () => {}, fit: () => {} });
  wishes.current = { centre: () => centre(true), fit };
  useEffect(() => {
    const box = scroller.current;
    if (box !== null && selected >= 0) {
      const x = across(picture.places.x[selected] ?? 0, view());
      if (x < HEAD + 16 || x + (picture.places.width[selected] ?? 0) * scale > box.clientWidth - 16) centre(true);
    }
    drawNow.current();
  }, [selected, picture]);
  useEffect(() => {
    if (wanted.value === null || scroller.current === null) return;
    const box = scroller.current;
    box.scrollLeft = wanted.value * picture.places.length * scale - (box.clientWidth - HEAD) / 2;
    wanted.value = null;
  }, [wanted.value]);
  useEffect(() => {
    const wish = zoomed.value;
    if (wish === null) return;
    if (wish.by === "fit") fit();
    else zoom(wish.by);
    zoomed.value = null;
  }, [zoomed.value]);
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const resized = new ResizeObserver(() => drawNow.current());
    resized.observe(box);
    const off = listen(box, {
      at: (x, y) => hit(picture, view(), x, y),
      select: (position) => { step.value = picture.rows[position]?.seq ?? null; },
      zoom,
      fit: () => wishes.current.fit(),
      centre: () => wishes.current.centre(),
      hover: (position, x, y) => {
        const row = picture.rows[position];
        if (tip.current !== null) {
          tip.current.hidden = row === undefined;
          if (row !== undefined && position !== state.current.hovered) {
            tip.current.textContent = sentence(row, picture.rows.length, position);
            tip.current.style.left = `${Math.max(8, Math.min(x + 12, box.clientWidth - 340))}px`;
            tip.current.style.top = `${y + 24}px`;
          }
        }
        if (position === state.current.hovered) return;
        state.current.hovered = position;
        drawNow.current();
      },
    });
    return () => {
      off();
      resized.disconnect();
    };
  }, [picture]);
  return (
    <div class="lanes">
      <div class="scroller" ref={scroller} tabIndex={0} role="region" aria-label="Drawn lanes; the list holds the same rows" onScroll={() => drawNow.current()}>
        <div class="extent" style={{ width: `${HEAD + picture.places.length * scale}px`, height: `${picture.height}px` }}>
          <canvas ref={canvas} aria-hidden="true" />
        </div>
      </div>
      <div class="tip" ref={tip} hidden aria-hidden="true" />
    </div>
  );
}
