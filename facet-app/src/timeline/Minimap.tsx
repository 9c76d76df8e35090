/** The whole run in one strip: how much happens where, the worst of it, and the part in the window. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { SEVERITY } from "../data/run";
import { levelFor, pyramid } from "./mipmap";
import { themeOf } from "./paint";
import type { Picture } from "./picture";
import { shown, wanted } from "./settings";

const BAR = 3;

export function Minimap({ picture, theme }: { readonly picture: Picture; readonly theme: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const levels = useMemo(() => {
    const { rows, places } = picture;
    const most = Math.min(65_536, 2 ** Math.ceil(Math.log2(Math.max(128, rows.length))));
    const points = { lanes: 1, x: places.x, lane: [], severity: rows.map((row) => row.severity), length: places.length };
    return pyramid(points, most, 128);
  }, [picture]);
  const [from, to] = shown.value;
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (element === null || !pen) return;
    const ratio = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = element;
    element.width = width * ratio;
    element.height = height * ratio;
    pen.scale(ratio, ratio);
    const { inks } = themeOf(document.documentElement);
    const level = levelFor(levels, width / BAR);
    if (level === undefined) return;
    const most = level.count.reduce((one, two) => Math.max(one, two), 1);
    level.count.forEach((count, i) => {
      if (count === 0) return;
      const worst = level.worst[i] ?? 0;
      const tall = Math.max(4, ((height - 6) * count) / most);
      pen.fillStyle = inks.get(worst === SEVERITY.bad ? "bad" : worst === SEVERITY.warning ? "noted" : "edge") ?? "";
      pen.fillRect((i * width) / level.buckets, worst === SEVERITY.bad ? 2 : height - 3 - tall, Math.max(BAR, width / level.buckets - 1), worst === SEVERITY.bad ? height - 5 : tall);
    });
    pen.strokeStyle = inks.get("selected") ?? "";
    pen.lineWidth = 2;
    pen.strokeRect(from * width + 1, 1, Math.max(4, (to - from) * width - 2), height - 2);
  }, [levels, from, to, theme]);
  const ask = (event: PointerEvent) => {
    if (event.buttons !== 1 || canvas.current === null) return;
    const box = canvas.current.getBoundingClientRect();
    wanted.value = (event.clientX - box.left) / box.width;
  };
  return <canvas class="minimap" ref={canvas} aria-hidden="true" onPointerDown={ask} onPointerMove={ask} />;
}
