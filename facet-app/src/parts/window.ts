/** Which rows of a long list are in the page: those in sight and a few around them. */

export interface Sight {
  readonly from: number;
  readonly to: number;
}

export function sight(count: number, row: number, top: number, height: number, spare = 8): Sight {
  const from = Math.max(0, Math.min(Math.floor(top / row) - spare, count));
  return { from, to: Math.min(count, Math.max(from, Math.ceil((top + height) / row) + spare)) };
}

/** Where the focus goes from row `at`; null for a key that does not move. */
export function moved(key: string, at: number, count: number, page = 10): number | null {
  const last = count - 1;
  if (last < 0) return null;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: last }[key];
  return to === undefined ? null : Math.max(0, Math.min(last, to));
}

/** The next row after `at`, around the end, whose text begins with the letter; -1 for none. */
export function jump(letter: string, at: number, count: number, text: (row: number) => string): number {
  for (let step = 1; step <= count; step += 1) {
    const row = (at + step) % count;
    if (text(row).toLowerCase().startsWith(letter.toLowerCase())) return row;
  }
  return -1;
}
