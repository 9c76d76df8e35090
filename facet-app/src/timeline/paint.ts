/** Draws a scene on a canvas: the one place that knows Canvas2D and reads the colours of the theme. */
import { HEAD, TOP, type View } from "./picture";
import type { Ink, Primitive, Scene } from "./primitives";

const INKS: readonly Ink[] = [
  "paper", "panel", "rule", "ink", "quiet", "edge", "good", "noted", "bad", "selected",
  "event", "command", "policy", "saga", "read", "outside",
];

export interface Theme {
  readonly inks: ReadonlyMap<Ink, string>;
  readonly fonts: Readonly<Record<"mono" | "sans" | "strong", string>>;
}

/** Reads the tokens once a theme; drawing reads no style. */
export function themeOf(root: Element): Theme {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    inks: new Map(INKS.map((ink) => [ink, token(ink)])),
    fonts: { mono: `12px ${token("mono")}`, sans: `12px ${token("sans")}`, strong: `600 13px ${token("mono")}` },
  };
}

/** How round the corners of arrows are. */
const ROUND = 8;

type Shape = Extract<Primitive, { is: "shape" }>;

function outline(to: CanvasRenderingContext2D, { shape, x, y, w, h }: Shape): void {
  const top = y - h / 2;
  const path = (...points: readonly (readonly [number, number])[]) => {
    points.forEach(([px, py], i) => (i === 0 ? to.moveTo(px, py) : to.lineTo(px, py)));
    to.closePath();
  };
  if (shape === "disc" || shape === "event" || shape === "delivery") to.arc(x + w / 2, y, Math.min(w, h) / 2, 0, 2 * Math.PI);
  else if (shape === "policy") path([x + 8, top], [x + w - 8, top], [x + w, y], [x + w - 8, y + h / 2], [x + 8, y + h / 2], [x, y]);
  else if (shape === "saga") path([x, y], [x + 14, top], [x + w - 14, top], [x + w, y], [x + w - 14, y + h / 2], [x + 14, y + h / 2]);
  else if (shape === "outcome") path([x, top], [x + w, top], [x + w - 8, y], [x + w, y + h / 2], [x, y + h / 2]);
  else to.roundRect(x, top, w, h, shape === "choice" ? h / 2 : 5);
}

/** What a shape has besides its outline: the core of a delivery, the diamond of a saga or choice, the notch of a fault. */
function detail(to: CanvasRenderingContext2D, { shape, x, y, w, h }: Shape, colour: string): void {
  to.beginPath();
  if (shape === "delivery") to.arc(x + w / 2, y, Math.min(w, h) / 4, 0, 2 * Math.PI);
  else if (shape === "fault") {
    to.moveTo(x + 6, y + 7);
    for (const [dx, dy] of [[13, -8], [20, 7], [15, 7], [13, 3], [11, 7]] as const) to.lineTo(x + dx, y + dy);
    to.closePath();
  } else return;
  to.fillStyle = colour;
  to.fill();
}

function head(to: CanvasRenderingContext2D, x: number, y: number, angle: number, end: "arrow" | "cross"): void {
  to.save();
  to.translate(x, y);
  to.setLineDash([]);
  to.beginPath();
  if (end === "arrow") {
    to.rotate(angle);
    to.moveTo(0, 0);
    to.lineTo(-7, -4);
    to.lineTo(-7, 4);
    to.fill();
  } else {
    to.moveTo(-5, -5);
    to.lineTo(5, 5);
    to.moveTo(5, -5);
    to.lineTo(-5, 5);
    to.stroke();
  }
  to.restore();
}

function line(to: CanvasRenderingContext2D, one: Extract<Primitive, { is: "line" }>): void {
  const { points } = one;
  const [x = 0, y = 0] = points;
  const endX = points.at(-2) ?? x;
  const endY = points.at(-1) ?? y;
  const angle = Math.atan2(endY - (points.at(-3) ?? y), endX - (points.at(-4) ?? x));
  to.beginPath();
  to.moveTo(x, y);
  for (let i = 2; i < points.length; i += 2) {
    const [px = 0, py = 0, nextX, nextY] = points.slice(i, i + 4);
    if (one.curved && nextX !== undefined && nextY !== undefined) to.arcTo(px, py, nextX, nextY, ROUND);
    else to.lineTo(px, py);
  }
  to.stroke();
  if (one.end !== null) head(to, endX, endY, angle, one.end);
}

function paintOne(to: CanvasRenderingContext2D, one: Primitive, theme: Theme): void {
  const colour = (ink: Ink) => theme.inks.get(ink) ?? "";
  if (one.is === "text") {
    if (one.text === "") return;
    to.font = theme.fonts[one.font];
    to.textAlign = one.centred ? "center" : "left";
    to.fillStyle = colour(one.ink);
    to.fillText(one.text, one.x, one.y + 1);
    return;
  }
  if (one.is === "line") {
    to.strokeStyle = to.fillStyle = colour(one.ink);
    to.lineWidth = one.weight;
    to.setLineDash(one.dashed ? [5, 4] : []);
    line(to, one);
    return;
  }
  if (one.is === "rect" && one.round === 0 && one.edge === null) {
    to.fillStyle = colour(one.fill ?? "paper");
    to.fillRect(one.x, one.y, one.w, one.h);
    return;
  }
  to.beginPath();
  if (one.is === "rect") to.roundRect(one.x, one.y, one.w, one.h, one.round);
  else outline(to, one);
  if (one.fill !== null) {
    to.fillStyle = colour(one.fill);
    to.fill();
  }
  if (one.edge === null) return;
  to.lineWidth = one.is === "shape" ? one.weight : one.edge === "selected" ? 1.5 : 1;
  to.setLineDash(one.is === "shape" && one.dashed ? [4, 3] : []);
  to.strokeStyle = colour(one.edge);
  to.stroke();
  if (one.is === "shape") detail(to, one, colour(one.edge));
}

function layer(to: CanvasRenderingContext2D, marks: readonly Primitive[], theme: Theme, x: number, y: number, view: View): void {
  to.save();
  to.beginPath();
  to.rect(x, y, view.width - x, view.height - y);
  to.clip();
  for (const mark of marks) paintOne(to, mark, theme);
  to.restore();
}

/** Draws a whole frame; the canvas is as large as the view, in device pixels. */
export function paint(canvas: HTMLCanvasElement, scene: Scene, view: View, theme: Theme): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const to = canvas.getContext("2d");
  if (to === null) return;
  to.setTransform(ratio, 0, 0, ratio, 0, 0);
  to.textBaseline = "middle";
  to.fillStyle = theme.inks.get("paper") ?? "";
  to.fillRect(0, 0, view.width, view.height);
  layer(to, scene.body, theme, HEAD, TOP, view);
  layer(to, scene.bands, theme, HEAD, 0, view);
  layer(to, scene.heads, theme, 0, 0, { ...view, width: HEAD });
  to.fillStyle = theme.inks.get("panel") ?? "";
  to.fillRect(0, 0, HEAD - 1, TOP);
}
