/** The rows of the timeline as a grid: the canvas for who reads or types. One tab stop, roving focus, virtualised. */
import { useEffect, useRef, useState } from "preact/hooks";
import { step } from "../shell/state";
import type { Row } from "./rows";

const ROW = 28;
const AROUND = 20;
const COLUMNS: readonly (readonly [string, (row: Row, position: number, rows: readonly Row[]) => string])[] = [
  ["Step", (_, position) => String(position + 1)],
  ["Action", (row) => (row.event === null ? row.label : `${row.label} → ${row.event}`)],
  ["Kind", (row) => row.kind],
  ["Lane", (row) => row.lane],
  ["Moment", (row) => [row.moment, row.arm, row.beyond ? "beyond the flow" : null].filter((word) => word !== null).join(": ")],
  ["Time", (row) => (Number.isNaN(row.time) ? "" : new Date(row.time).toISOString().slice(11, 19))],
  ["Causes", (row, _, rows) => row.causes.map((cause) => `${rows.findIndex((each) => each.seq === cause.seq) + 1} ${cause.reason}`).join(", ")],
  ["Checks", (row) => row.checks + (row.badge === null ? "" : ` ${row.badge.text}`)],
];

export function Twin({ rows, lanes, visible }: {
  readonly rows: readonly Row[];
  readonly lanes: ReadonlyMap<string, string>;
  readonly visible: boolean;
}) {
  const grid = useRef<HTMLDivElement>(null);
  const [column, setColumn] = useState(0);
  const [top, setTop] = useState(0);
  const focused = useRef(false);
  const at = Math.max(0, rows.findIndex((row) => row.seq === step.value));
  const centre = visible ? Math.floor(top / ROW) + AROUND / 2 : at;
  const first = Math.max(0, Math.min(centre - AROUND, rows.length - 2 * AROUND));
  const drawn = rows.slice(first, first + 2 * AROUND);
  useEffect(() => {
    const scroller = grid.current;
    if (scroller !== null && visible) {
      const y = (at + 1) * ROW;
      if (y < scroller.scrollTop + ROW) scroller.scrollTop = y - ROW;
      else if (y + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = y + ROW - scroller.clientHeight;
    }
    if (focused.current) scroller?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }, [at, column, visible, first]);
  const keys = (event: KeyboardEvent) => {
    const moves = new Map([["ArrowDown", 1], ["ArrowUp", -1], ["PageDown", 10], ["PageUp", -10], ["Home", -rows.length], ["End", rows.length]]);
    const by = moves.get(event.key);
    const aside = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === undefined && aside === 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (aside !== 0) setColumn(Math.min(COLUMNS.length - 1, Math.max(0, column + aside)));
    else step.value = rows[Math.min(rows.length - 1, Math.max(0, at + (by ?? 0)))]?.seq ?? null;
  };
  return (
    <div class={visible ? "twin" : "twin unseen"} role="grid" ref={grid} tabIndex={rows.length === 0 ? 0 : -1} aria-label="Steps of the run" aria-rowcount={rows.length + 1}
      aria-colcount={COLUMNS.length} onKeyDown={keys} onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onFocusIn={() => { focused.current = true; }} onFocusOut={() => { focused.current = false; }}>
      <div role="row" class="twin-row twin-head" aria-rowindex={1}>
        {COLUMNS.map(([name]) => <div key={name} role="columnheader">{name}</div>)}
      </div>
      <div role="presentation" style={{ height: `${first * ROW}px` }} />
      {drawn.map((row, i) => {
        const position = first + i;
        const current = row.seq === step.value;
        return (
          <div key={row.seq} role="row" class={`twin-row severity-${row.severity}`} aria-rowindex={position + 2} aria-selected={current}
            onClick={() => { step.value = row.seq; }}>
            {COLUMNS.map(([name, text], number) => (
              <div key={name} role="gridcell" tabIndex={position === at && number === column ? 0 : -1} onFocus={() => setColumn(number)}>
                {name === "Lane" ? (lanes.get(row.lane) ?? row.lane) : text(row, position, rows)}
              </div>
            ))}
          </div>
        );
      })}
      <div role="presentation" style={{ height: `${Math.max(0, rows.length - first - drawn.length) * ROW}px` }} />
    </div>
  );
}
