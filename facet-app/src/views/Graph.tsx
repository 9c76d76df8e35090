/** Boxes and arrows with real focus: arrows move to the nearest box that way, Enter acts. */
import { useRef, useState } from "preact/hooks";
import { safe } from "../parts/verdict";

export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
  /** All of it in words, for who does not see the drawing. */
  readonly says: string;
  readonly look: string;
  readonly acts: boolean;
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly look: string;
  readonly width: number;
}

export const BOX = { width: 160, height: 44 };

interface GraphProps {
  readonly label: string;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  act(id: string): void;
}

export function Graph({ label, boxes, lines, act }: GraphProps) {
  const [at, setAt] = useState(boxes[0]?.id);
  const drawing = useRef<SVGSVGElement>(null);
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const here = byId.get(at ?? "") ?? boxes[0];
  const width = Math.max(0, ...boxes.map((box) => box.x)) + BOX.width + 16;
  const floor = Math.max(0, ...boxes.map((box) => box.y)) + BOX.height;
  const back = lines.filter((line) => isBack(byId.get(line.from), byId.get(line.to)));
  const height = floor + 16 + back.length * 24;

  function keys(event: KeyboardEvent): void {
    if (here === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = event.key === "Home" ? boxes[0] : event.key === "End" ? boxes.at(-1) : nearest(boxes, here, event.key);
    if (event.key === "Enter" || event.key === " ") {
      if (here.acts) act(here.id);
    } else if (next !== undefined) {
      setAt(next.id);
      drawing.current?.querySelectorAll<SVGGElement>("g.box")[boxes.indexOf(next)]?.focus();
    } else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="drawing" role="region" aria-label={label} tabIndex={0}>
      <svg ref={drawing} role="group" aria-label={`Boxes of ${label.toLowerCase()}`} width={width} height={height} viewBox={`0 0 ${width} ${height}`} onKeyDown={keys}>
        {lines.map((line) => {
          const [from, to] = [byId.get(line.from), byId.get(line.to)];
          return from && to && <Arrow key={`${line.from} ${line.to}`} line={line} from={from} to={to} floor={floor + 24 + back.indexOf(line) * 24} />;
        })}
        {boxes.map((box) => (
          <g key={box.id} class={`box ${box.look}`} role={box.acts ? "button" : "img"} aria-label={safe(box.says)} tabindex={box === here ? 0 : -1}
            transform={`translate(${box.x} ${box.y})`} onFocus={() => setAt(box.id)} onClick={() => { if (box.acts) act(box.id); }}>
            <title>{safe(box.says)}</title>
            <rect width={BOX.width} height={BOX.height} rx="4" />
          </g>
        ))}
        <g class="words" aria-hidden="true">
          {boxes.flatMap((box) => box.lines.map((text, index) => (
            <text key={`${box.id} ${index}`} class={index === 0 ? "name" : ""} x={box.x + 8} y={box.y + (box.lines.length === 1 ? 27 : 18 + index * 17)}>{cut(safe(text), 21)}</text>
          )))}
        </g>
      </svg>
    </div>
  );
}

const isBack = (from: Box | undefined, to: Box | undefined): boolean => from !== undefined && to !== undefined && to.x <= from.x;

/** `floor` is the height at which an arrow that goes back runs, below every box. */
function Arrow({ line, from, to, floor }: { line: Line; from: Box; to: Box; floor: number }) {
  const half = BOX.height / 2;
  const back = isBack(from, to);
  const [x1, y1] = back ? [from.x + BOX.width / 2, from.y + BOX.height] : [from.x + BOX.width, from.y + half];
  const [x2, y2] = back ? [to.x + BOX.width / 2, to.y + BOX.height] : [to.x, to.y + half];
  const middle = (x1 + x2) / 2;
  const path = back ? `M${x1} ${y1}V${floor}H${x2}V${y2 + 1}` : `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  const head = back ? `M${x2 - 4} ${y2 + 7}L${x2} ${y2 + 1}L${x2 + 4} ${y2 + 7}` : `M${x2 - 7} ${y2 - 4}L${x2 - 1} ${y2}L${x2 - 7} ${y2 + 4}`;
  return (
    <g class={`line ${line.look}`} aria-hidden="true">
      <path d={path} stroke-width={Math.max(1, line.width)} />
      <path d={head} />
      {line.text !== "" && <text x={back ? middle : x2 - 10} y={back ? floor - 4 : y2 > y1 ? y2 + 18 : y2 - 8} text-anchor={back ? "middle" : "end"}>{cut(safe(line.text), 20)}</text>}
    </g>
  );
}

/** A long name keeps its beginning and its end. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor((most - 1) / 2);
  return `${text.slice(0, most - 1 - end)}…${text.slice(text.length - end)}`;
}

const WAYS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The nearest box that way: what lies off the line counts double. */
function nearest(boxes: readonly Box[], here: Box, key: string): Box | undefined {
  const way = Object.hasOwn(WAYS, key) ? WAYS[key] : undefined;
  if (way === undefined) return undefined;
  const [right, down] = way;
  const far = (box: Box) => {
    const [x, y] = [box.x - here.x, box.y - here.y];
    const along = x * right + y * down;
    return along <= 0 ? Number.POSITIVE_INFINITY : along + 2 * Math.abs(right === 0 ? x : y);
  };
  const best = [...boxes].sort((a, b) => far(a) - far(b))[0];
  return best !== undefined && Number.isFinite(far(best)) ? best : undefined;
}
