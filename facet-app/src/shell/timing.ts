/** How long the page takes, as measures of the browser: `facet:draw`, `facet:hover`, `facet:cone`, `facet:search`. */
const MOST_KEPT = 1_000;
const counts = new Map<string, number>();

/** A measure that began at `since`; the browser keeps the last thousand of a name. */
export function measured(name: string, since: number): void {
  const count = (counts.get(name) ?? 0) + 1;
  if (count > MOST_KEPT) performance.clearMeasures(name);
  counts.set(name, count > MOST_KEPT ? 1 : count);
  performance.measure(name, { start: since });
}

/** Does it, and measures how long that took. */
export function timed<T>(name: string, act: () => T): T {
  const since = performance.now();
  const value = act();
  measured(name, since);
  return value;
}
