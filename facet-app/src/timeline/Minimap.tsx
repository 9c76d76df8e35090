/** The whole run in one strip: how much happens where, the worst of it, and the part in the window. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { SEVERITY } from "../data/run";
import { levelFor, pyramid } from "./mipmap";
import { themeOf } from "./paint";
import type { Picture } from "./picture";
import { shown, wanted } from "./settings";

/** Bars of few steps are wide, those of many as fine as the screen. */
const [BAR, FINE, MANY] = [3, 1, 2_000];
const COARSEST = 128;

export function Minimap({ picture, theme }: { readonly picture: Picture; readonly theme: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<readonly [number, number]>([0, 0]);
  const levels = useMemo(() => {
    const { rows, places } = picture;
    const most = Math.min(4_096, 2 ** Math.ceil(Math.log2(Math.max(COARSEST, rows.length))));
    return pyramid({ lanes: 1, x: places.x, lane: [], severity: rows.steps.run.severity, length: places.length }, most, COARSEST);
  }, [picture]);
  useEffect(() => {
    const seen = new ResizeObserver(([entry]) => { if (entry !== undefined) setSize([entry.contentRect.width, entry.contentRect.height]); });
    if (canvas.current !== null) seen.observe(canvas.current);
    return () => seen.disconnect();
  }, []);
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    const [width, height] = size;
    const bar = picture.rows.length > MANY ? FINE : BAR;
    const level = levelFor(levels, width / bar);
    if (element === null || !pen || width === 0 || level === undefined) return;
    const ratio = devicePixelRatio || 1;
    element.width = width * ratio;
    element.height = height * ratio;
    pen.scale(ratio, ratio);
    const { inks } = themeOf(document.documentElement);
    for (let i = 0; i < level.buckets; i++) {
      const count = level.count[i]!;
      if (count === 0) continue;
      const worst = level.worst[i]!;
      const tall = Math.max(4, ((height - 6) * count) / level.fullest);
      const isBad = worst === SEVERITY.bad;
      pen.fillStyle = inks.get(isBad ? "bad" : worst === SEVERITY.warning ? "noted" : "edge") ?? "";
      pen.fillRect((i * width) / level.buckets, isBad ? 2 : height - 3 - tall, Math.max(bar, width / level.buckets - 1), isBad ? height - 5 : tall);
    }
  }, [levels, size, theme]);
  const ask = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    wanted.value = (event.clientX - box.left) / box.width;
  };
  return (
    <div class="minimap" aria-hidden="true" onPointerDown={ask} onPointerMove={ask}>
      <canvas ref={canvas} />
      <Frame />
    </div>
  );
}

/** What of the run stands in the window. */
function Frame() {
  const [from, to] = shown.value;
  return <i style={{ left: `${from * 100}%`, width: `${Math.max(0, to - from) * 100}%` }} />;
}
