/** The rows of the timeline as a grid: the canvas for who reads or types. One tab stop, roving focus, virtualised. */
import { useEffect, useRef, useState } from "preact/hooks";
import { step } from "../shell/state";
import { before } from "../data/narrowed";
import { rowHeight } from "../shell/settings";
import type { Row, Rows } from "./rows";

const AROUND = 20;
/** Browsers lay out no element taller than some 33 million pixels: beyond this, scrolling is a share of the way. */
const TALLEST = 16_000_000;
const COLUMNS: readonly (readonly [string, (row: Row, position: number, rows: Rows) => string])[] = [
  ["Step", (_, position) => String(position + 1)],
  ["Action", (row) => (row.event === null ? row.label : `${row.label} → ${row.event}`)],
  ["Kind", (row) => row.kind],
  ["Lane", (row) => row.lane],
  ["Moment", (row) => [row.moment, row.arm, row.beyond ? "beyond the flow" : null].filter((word) => word !== null).join(": ")],
  ["Time", (row) => (Number.isNaN(row.time) ? "" : new Date(row.time).toISOString().slice(11, 19))],
  ["Causes", (row, _, rows) => row.causes.map((cause) => `${rows.steps.row(cause.seq) + 1} ${cause.reason}`).join(", ")],
  ["Checks", (row) => row.checks + (row.badge === null ? "" : ` ${row.badge.text}`)],
];

export function Twin({ rows, listed, kept, lanes, visible }: {
  readonly rows: Rows;
  /** The rows that a search leaves, in order; null: all. */
  readonly listed: Uint32Array | null;
  /** For each row whether it stays in colour, 1, or is greyed; null: all stay. */
  readonly kept: Uint8Array | null;
  readonly lanes: ReadonlyMap<string, string>;
  readonly visible: boolean;
}) {
  const grid = useRef<HTMLDivElement>(null);
  const [column, setColumn] = useState(0);
  const [top, setTop] = useState(0);
  const focused = useRef(false);
  const tall = rowHeight.value;
  const length = listed?.length ?? rows.length;
  const rowAt = (place: number): number => (listed === null ? place : (listed[place] ?? 0));
  const own = rows.steps.row(step.value);
  const at = Math.max(0, Math.min(length - 1, listed === null ? own : before(listed, own)));
  /** Pixels of the scroller for a row. */
  const each = Math.min(tall, TALLEST / Math.max(1, length));
  const centre = visible ? Math.floor(top / each) + AROUND / 2 : at;
  const first = Math.max(0, Math.min(centre - AROUND, length - 2 * AROUND));
  const drawn = Array.from({ length: Math.max(0, Math.min(2 * AROUND, length - first)) }, (_, number) => rows.at(rowAt(first + number))).filter((row) => row !== undefined);
  useEffect(() => {
    const scroller = grid.current;
    if (scroller !== null && visible) {
      const y = (at + 1) * each;
      if (y < scroller.scrollTop + tall) scroller.scrollTop = y - tall;
      else if (y + tall > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = y + tall - scroller.clientHeight;
    }
    if (focused.current) scroller?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }, [at, column, visible, first]);
  const keys = (event: KeyboardEvent) => {
    const moves = new Map([["ArrowDown", 1], ["ArrowUp", -1], ["PageDown", 10], ["PageUp", -10], ["Home", -length], ["End", length]]);
    const by = moves.get(event.key);
    const aside = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === undefined && aside === 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (aside !== 0) setColumn(Math.min(COLUMNS.length - 1, Math.max(0, column + aside)));
    else step.value = rows.steps.seq(rowAt(Math.min(length - 1, Math.max(0, at + (by ?? 0)))));
  };
  return (
    <div class={visible ? "twin" : "twin unseen"} role="grid" ref={grid} tabIndex={length === 0 ? 0 : -1} aria-label="Steps of the run" aria-rowcount={length + 1}
      aria-colcount={COLUMNS.length} onKeyDown={keys} onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onFocusIn={() => { focused.current = true; }} onFocusOut={() => { focused.current = false; }}>
      <div role="row" class="twin-row twin-head" aria-rowindex={1}>
        {COLUMNS.map(([name]) => <div key={name} role="columnheader">{name}</div>)}
      </div>
      <div role="presentation" style={{ height: `${first * each}px` }} />
      {drawn.map((row, i) => {
        const position = first + i;
        const current = row.seq === step.value;
        return (
          <div key={row.seq} role="row" class={`twin-row severity-${row.severity}${kept !== null && kept[rowAt(position)] === 0 ? " greyed" : ""}`} aria-rowindex={position + 2} aria-selected={current}
            style={{ height: `${tall}px` }} onClick={() => { step.value = row.seq; }}>
            {COLUMNS.map(([name, text], number) => (
              <div key={name} role="gridcell" tabIndex={position === at && number === column ? 0 : -1} onFocus={() => setColumn(number)}>
                {name === "Lane" ? (lanes.get(row.lane) ?? row.lane) : text(row, rowAt(position), rows)}
              </div>
            ))}
          </div>
        );
      })}
      <div role="presentation" style={{ height: `${Math.max(0, length - first - drawn.length) * each}px` }} />
    </div>
  );
}
