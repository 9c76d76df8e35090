/** Lays out who waits for what: what is owed stands left, each thing right of the first that waits for it. */
export interface Wait {
  readonly from: string;
  readonly to: string;
}

export interface WaitSpot {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

export interface WaitLayout {
  readonly spots: readonly WaitSpot[];
  /** Identifiers along the shortest circle, or the shortest chain from what is owed to what nothing supplies. */
  readonly shortest: readonly string[];
  readonly isCircle: boolean;
  readonly hidden: number;
}

/** Beyond `limit` nodes only the shortest circle or chain is laid out, the others are counted. */
export function layoutWaits(
  ids: readonly string[],
  edges: readonly Wait[],
  owed: readonly string[],
  circles: readonly (readonly string[])[],
  limit = 60,
): WaitLayout {
  const circle = [...circles].sort((a, b) => a.length - b.length)[0];
  const shortest = circle ?? chain(ids, edges, owed);
  const shown = ids.length <= limit ? ids : shortest.slice(0, limit);
  return {
    spots: placed(shown, edges, owed),
    shortest,
    isCircle: circle !== undefined,
    hidden: ids.length - shown.length,
  };
}

function neighbours(edges: readonly Wait[]): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const edge of edges) next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to]);
  return next;
}

function placed(ids: readonly string[], edges: readonly Wait[], owed: readonly string[]): readonly WaitSpot[] {
  const known = new Set(ids);
  const next = neighbours(edges.filter((edge) => known.has(edge.from) && known.has(edge.to)));
  const columns = new Map<string, number>();
  const entered = new Set(edges.map((edge) => edge.to));
  const first = [...owed, ...ids.filter((id) => !entered.has(id)), ...ids];
  for (const start of first) {
    if (!known.has(start) || columns.has(start)) continue;
    columns.set(start, 0);
    const queue = [start];
    for (let at = 0; at < queue.length; at += 1) {
      const id = queue[at] ?? "";
      for (const to of next.get(id) ?? []) {
        if (columns.has(to)) continue;
        columns.set(to, (columns.get(id) ?? 0) + 1);
        queue.push(to);
      }
    }
  }
  const rows = new Map<number, number>();
  return [...columns].map(([id, column]) => {
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { id, column, row };
  });
}

function chain(ids: readonly string[], edges: readonly Wait[], owed: readonly string[]): readonly string[] {
  const next = neighbours(edges);
  const from = new Map<string, string | null>(owed.filter((id) => ids.includes(id)).map((id) => [id, null]));
  for (const id of from.keys()) {
    const further = next.get(id) ?? [];
    if (further.length === 0) return back(id, from);
    for (const to of further) if (!from.has(to)) from.set(to, id);
  }
  return [];
}

function back(id: string, from: Map<string, string | null>): readonly string[] {
  const path: string[] = [];
  for (let at: string | null = id; at !== null; at = from.get(at) ?? null) path.unshift(at);
  return path;
}
