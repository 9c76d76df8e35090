/** What a big run looks like before the rest of it has been read: how much happens when, and where it fails. */
import { useEffect, useRef } from "preact/hooks";
import { OVERVIEW_BUCKETS, type Overview as Seen } from "../data/overview";
import { safe } from "../parts/verdict";
import { measured } from "../shell/timing";
import { LANE_HEIGHT } from "./lanes";
import { levelOf } from "./mipmap";
import { paint, themeOf } from "./paint";
import { HEAD, centre, type View } from "./picture";
import { draw, fill, say } from "./primitives";
import { columns } from "./raster";
import { STRONG_SIGN, fitted } from "./text";

/** Lanes that can stand under one another. */
const MOST = 200;

export function Overview({ of }: { readonly of: Seen }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const since = performance.now();
    const { clientWidth: width = 0, clientHeight: height = 0 } = element.parentElement ?? element;
    const view: View = { left: 0, top: 0, width, height, scale: 1, selected: -1, hovered: -1 };
    element.style.width = `${width}px`;
    element.style.height = `${height}px`;
    const lanes = of.lanes.slice(0, MOST);
    const heads = lanes.flatMap((lane, number) => [
      say(16, centre(number, view) - 16, fitted(lane, HEAD - 32, STRONG_SIGN), "ink", "strong"),
      draw([0, centre(number, view) + LANE_HEIGHT / 2, HEAD, centre(number, view) + LANE_HEIGHT / 2], "rule"),
    ]);
    const level = levelOf(OVERVIEW_BUCKETS, of.count, of.worst);
    const body = columns([level], lanes.length, Math.max(1, width - HEAD), view);
    paint(element, { body, bands: [], heads: [fill(0, 0, HEAD, height, "panel"), ...heads] }, view, themeOf(document.documentElement));
    measured("facet:overview", since);
  }, [of]);
  return (
    <>
      <p role="status"><b>{safe(of.label, 80)}</b>: {of.rows.toLocaleString("en")} steps over time; the rest of them is being read …</p>
      <div><canvas ref={canvas} aria-hidden="true" /></div>
    </>
  );
}
