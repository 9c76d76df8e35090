/** Where the window stands on the axis: how scrolling, zooming and fitting move it. */
import { HEAD } from "./picture";

/** Browsers lay out no element wider than some 33 million pixels: beyond this, scrolling is a share of the way. */
export const WIDEST = 16_000_000;
const LARGEST = 2;
const SMALLEST = 0.05;
/** At this scale every label stands whole. */
export const READ = 1;

/** All in pixels but `length`, which is the axis at scale 1. */
export interface Camera {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly length: number;
}

/** Lane headers and the whole axis. */
const content = ({ length, scale }: Camera): number => HEAD + length * scale;
/** How wide the scrolled element is. */
export const extent = (camera: Camera): number => Math.min(content(camera), WIDEST);
const farthest = (camera: Camera): number => Math.max(0, content(camera) - camera.width);
const reach = (camera: Camera): number => Math.max(0, extent(camera) - camera.width);

const at = (camera: Camera, left: number): Camera => ({ ...camera, left: Math.max(0, Math.min(farthest(camera), left)) });

/** How far the element is scrolled for the window to stand where it does. */
export const scrollOf = (camera: Camera): number =>
  content(camera) <= WIDEST ? camera.left : (camera.left * reach(camera)) / farthest(camera);

/** After the element was scrolled. Where it is a share of the way, small moves are moves of as many pixels. */
export function scrolled(camera: Camera, to: number, top: number): Camera {
  const moved = { ...camera, top };
  if (content(camera) <= WIDEST) return at(moved, to);
  const by = to - scrollOf(camera);
  if (Math.abs(by) < 1) return moved;
  return at(moved, Math.abs(by) <= 2 * camera.width ? camera.left + by : (to * farthest(camera)) / reach(camera));
}

/** Moved by pixels. */
export const panned = (camera: Camera, by: number): Camera => at(camera, camera.left + by);

/** The scale at which the whole axis stands in the window. */
export const whole = ({ width, length }: Camera): number => Math.max(1, width - HEAD) / Math.max(1, length);

const bounded = (camera: Camera, scale: number): number => Math.max(Math.min(SMALLEST, whole(camera)), Math.min(LARGEST, scale));

/** Another scale; what stands at the pixel `x` stays there. */
export function scaled(camera: Camera, scale: number, x: number): Camera {
  const next = bounded(camera, scale);
  const point = (camera.left + x - HEAD) / camera.scale;
  return at({ ...camera, scale: next }, point * next + HEAD - x);
}

/** Runs of more steps are shown whole at once: nobody reads that many labels. */
const READABLE = 200;

/** The whole run where its labels can be read so, else its labels; asked for again, the whole run. */
export function fitted(camera: Camera, rows: number): Camera {
  const all = Math.min(LARGEST, whole(camera));
  const isRead = all >= READ || rows > READABLE || camera.scale === READ;
  return isRead ? scaled({ ...camera, left: 0 }, all, HEAD) : scaled(camera, READ, HEAD);
}

/** The point `middle` of the axis in the middle of the window. */
export const centred = (camera: Camera, middle: number): Camera => at(camera, middle * camera.scale - (camera.width - HEAD) / 2);
