/** A tree after the ARIA pattern: arrows move, open and close, Enter acts, letters jump. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { letters } from "./Grid";
import { flatten, type Node } from "./nodes";
import { jump, moved } from "./window";

export type { Node } from "./nodes";

export interface TreeProps {
  readonly label: string;
  readonly nodes: readonly Node[];
  /** How many levels are open at first. */
  readonly open?: number;
  readonly selected?: string | null;
  act?(id: string): void;
  /** A letter that acts as Enter does, while single keys are commands. */
  readonly actKey?: string;
  /** What stands in a line; the text when left out. */
  line?(node: Node): ComponentChildren;
}

export function Tree({ label, nodes, open = 1, selected = null, act, actKey, line }: TreeProps) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<string | null>(selected);
  const box = useRef<HTMLUListElement>(null);
  const lines = flatten(nodes, open, turned);
  const here = Math.max(0, lines.findIndex((each) => each.node.id === at));

  function turn(id: string): void {
    const next = new Set(turned);
    if (!next.delete(id)) next.add(id);
    setTurned(next);
  }
  function go(index: number): void {
    const next = lines[index];
    if (next === undefined) return;
    setAt(next.node.id);
    box.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[index]?.focus();
  }
  function keys(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const line = lines[here];
    if (line === undefined) return;
    const to = moved(event.key, here, lines.length);
    if (to !== null) go(to);
    else if (event.key === "ArrowRight" && line.open === false) turn(line.node.id);
    else if (event.key === "ArrowRight" && line.open) go(here + 1);
    else if (event.key === "ArrowLeft" && line.open) turn(line.node.id);
    else if (event.key === "ArrowLeft") go(lines.slice(0, here).map((each) => each.level < line.level).lastIndexOf(true));
    else if (event.key === "Enter" || (event.key === actKey && !letters.value)) {
      if (act === undefined) turn(line.node.id);
      else act(line.node.id);
    } else if (letters.value && event.key.length === 1) {
      go(jump(event.key, here, lines.length, (row) => lines[row]?.node.text ?? ""));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <ul class="tree" role="tree" aria-label={label} ref={box} onKeyDown={keys}>
      {lines.map(({ node, level, open: shown, of, number }, index) => (
        <li key={node.id} role="treeitem" aria-level={level} aria-setsize={of} aria-posinset={number}
          {...(shown === undefined ? {} : { "aria-expanded": shown })} aria-selected={node.id === selected}
          tabIndex={index === here ? 0 : -1} style={{ paddingLeft: `${Math.min(level, 12) * 16 - 12}px` }} onFocus={() => setAt(node.id)}
          onClick={() => { if (act === undefined) turn(node.id); else act(node.id); }}>
          <span class="twist" aria-hidden="true"
            onClick={(event) => { if (shown !== undefined) { event.stopPropagation(); turn(node.id); } }}>
            {shown === undefined ? "" : shown ? "▾" : "▸"}
          </span>
          {line === undefined ? node.text : line(node)}
        </li>
      ))}
    </ul>
  );
}
