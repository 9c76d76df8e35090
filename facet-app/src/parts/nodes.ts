/** The lines of a tree that are in sight, in order. */

export interface Node {
  readonly id: string;
  readonly text: string;
  readonly children?: readonly Node[];
}

export interface Line {
  readonly node: Node;
  readonly level: number;
  /** Undefined for a leaf. */
  readonly open: boolean | undefined;
  readonly number: number;
  readonly of: number;
}

/** `turned` are the nodes that stand the other way round than their level says. */
export function flatten(nodes: readonly Node[], open: number, turned: ReadonlySet<string>): readonly Line[] {
  const lines: Line[] = [];
  const waiting = nodes.map((node, index) => ({ node, level: 1, number: index + 1, of: nodes.length })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, level } = next;
    const children = node.children ?? [];
    const shown = children.length === 0 ? undefined : level <= open !== turned.has(node.id);
    lines.push({ ...next, open: shown });
    if (!shown) continue;
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const child = children[index];
      if (child !== undefined) waiting.push({ node: child, level: level + 1, number: index + 1, of: children.length });
    }
  }
  return lines;
}
