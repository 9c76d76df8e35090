/** The cone of a step: everything that led to it, over the columns of a run. */
import type { Run } from "./run";

export interface Cone {
  /** Rows, the nearest first, and how many causes each is away. */
  readonly rows: Uint32Array;
  readonly depths: Uint32Array;
  /** For each row of the run whether it belongs. */
  readonly holds: Uint8Array;
}

/** Breadth first over the causes, the row itself included; nothing for a row that is none. */
export function coneOf({ rows, causeStart, cause }: Run, row: number): Cone {
  const holds = new Uint8Array(rows);
  const found = new Uint32Array(row >= 0 && row < rows ? row + 1 : 0);
  const depths = new Uint32Array(found.length);
  if (found.length === 0) return { rows: found, depths, holds };
  let end = 1;
  found[0] = row;
  holds[row] = 1;
  for (let at = 0; at < end; at++) {
    const here = found[at]!;
    for (let next = causeStart[here]!; next < causeStart[here + 1]!; next++) {
      const before = cause[next]!;
      if (holds[before] === 1) continue;
      holds[before] = 1;
      depths[end] = depths[at]! + 1;
      found[end++] = before;
    }
  }
  return { rows: found.subarray(0, end), depths: depths.subarray(0, end), holds };
}
