/** A grid of rows: only those in sight are in the page, one tab stop, arrows move, Enter acts, Space marks, letters jump. */
import type { ComponentChildren } from "preact";
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { jump, moved, sight } from "./window";

export interface Column<Row> {
  readonly title: string;
  /** A track of the CSS grid: `minmax(0, 2fr)`, `6ch`. */
  readonly width: string;
  /** Aligned at the end, as figures are. */
  readonly end?: boolean;
  cell(row: Row): ComponentChildren;
}

export interface GridProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** The number of the selected row, -1 for none. */
  readonly selected?: number;
  /** What letters jump by. */
  text?(row: Row): string;
  act?(row: Row, at: number): void;
  mark?(row: Row, at: number): void;
  /** Extra class of a row. */
  tone?(row: Row): string;
  /** Height of a row in pixels; that of the settings when left out. */
  readonly height?: number;
  /** Without the line of titles. */
  readonly bare?: boolean;
}

/** Letters jump in lists only while single keys do not command the page. */
export const letters = signal(false);
/** Height of a row that says none of its own. */
export const compact = signal(28);

export function Grid<Row>(props: GridProps<Row>) {
  const { label, columns, rows, selected = -1, height = compact.value, bare = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [tall, setTall] = useState(400);
  const [at, setAt] = useState(Math.max(0, selected));
  const wanted = useRef(false);
  const here = Math.min(at, Math.max(0, rows.length - 1));
  const seen = sight(rows.length, height, top, tall);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => setTall(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (selected >= 0) reveal(selected, true);
  }, [selected]);
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${here}"]`);
    if (row === null || row === undefined) return;
    wanted.current = false;
    row.focus({ preventScroll: true });
  });

  /** Scrolls as little as shows the row; what was chosen elsewhere, when out of sight, comes to the middle. */
  function reveal(row: number, chosen = false): void {
    const element = box.current;
    setAt(row);
    if (element === null) return;
    const head = bare ? 0 : height;
    const from = row * height;
    const [above, below] = [from < element.scrollTop, from + height + head > element.scrollTop + element.clientHeight];
    if ((above || below) && chosen) element.scrollTop = from - (element.clientHeight - head - height) / 2;
    else if (above) element.scrollTop = from;
    else if (below) element.scrollTop = from + height + head - element.clientHeight;
    setTop(element.scrollTop);
  }
  function go(row: number): void {
    wanted.current = true;
    reveal(row);
  }
  function keys(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[here];
    const to = moved(event.key, here, rows.length, Math.max(1, Math.floor(tall / height) - 1));
    if (to !== null) go(to);
    else if (event.key === "Enter" && row !== undefined && props.act !== undefined) props.act(row, here);
    else if ((event.key === " " || (event.key === "m" && !letters.value)) && row !== undefined && props.mark !== undefined) props.mark(row, here);
    else if (letters.value && event.key.length === 1 && props.text !== undefined) {
      const text = props.text;
      const found = jump(event.key, here, rows.length, (each) => text(rows[each] as Row));
      if (found < 0) return;
      go(found);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const tracks = { gridTemplateColumns: columns.map((each) => each.width).join(" "), height: `${height}px` };
  const shown = rows.slice(seen.from, seen.to);
  return (
    <div class="grid" role="grid" aria-label={label} aria-rowcount={rows.length + (bare ? 0 : 1)} aria-colcount={columns.length}
      ref={box} onKeyDown={keys} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
      {!bare && (
        <div class="row head" role="row" aria-rowindex={1} style={tracks}>
          {columns.map((each) => <span role="columnheader" class={each.end ? "end" : ""}>{each.title}</span>)}
        </div>
      )}
      <div role="rowgroup" style={{ paddingTop: `${seen.from * height}px`, height: `${rows.length * height}px` }}>
        {shown.map((row, number) => {
          const index = seen.from + number;
          return (
            <div key={index} class={`row ${props.tone?.(row) ?? ""}`} role="row" style={tracks} data-row={index}
              aria-rowindex={index + (bare ? 1 : 2)} aria-selected={index === selected} tabIndex={index === here ? 0 : -1}
              onFocus={() => setAt(index)} onClick={() => props.act?.(row, index)}>
              {columns.map((each) => <span role="gridcell" class={each.end ? "end" : ""}>{each.cell(row)}</span>)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
