/** What a big run looks like, from the first bytes of its file: no column but the two that say it is read. */
import { FIXED, headerLength, headerOf, Unreadable } from "./header";

export const OVERVIEW_BUCKETS = 1024;

export interface Overview {
  readonly label: string;
  readonly rows: number;
  readonly lanes: readonly string[];
  /** Lane after lane a number for each part of the time: how many steps, and the worst of them. */
  readonly count: Uint16Array;
  readonly worst: Uint8Array;
}

/** How many bytes of a file of `size` bytes are needed; null when these are not enough to say so, or it has no overview. */
export function overviewLength(bytes: Uint8Array, size: number): number | null {
  if (bytes.length < FIXED || bytes.length < headerLength(bytes)) return null;
  const header = headerOf(bytes, size);
  const last = header instanceof Unreadable ? undefined : header.columns.get("overviewWorst");
  return last?.to ?? null;
}

/** The overview of a file; null where it has none, or it is not among these bytes. */
export function overviewOf(bytes: Uint8Array, size: number): Overview | null {
  const needed = overviewLength(bytes, size);
  const header = needed === null || needed > bytes.length ? null : headerOf(bytes, size);
  if (header === null || header instanceof Unreadable) return null;
  const [count, worst] = [header.columns.get("overviewCount"), header.columns.get("overviewWorst")];
  const cells = header.lanes.length * OVERVIEW_BUCKETS;
  if (count?.type !== "u16" || worst?.type !== "u8" || count.length !== cells || worst.length !== cells || count.to > bytes.length) return null;
  const own = bytes.slice(count.from, count.to);
  return {
    label: header.runs.length === 1 ? (header.runs[0]?.label ?? "") : `${header.runs.length} runs`,
    rows: header.rows, lanes: header.lanes, count: new Uint16Array(own.buffer, 0, cells), worst: bytes.slice(worst.from, worst.to),
  };
}
