/** Bands behind the lanes: moments and, inside them, arms; a return is a second band `#2`. */
import type { Places } from "./axis";
import type { Row } from "./rows";

export interface Band {
  readonly label: string;
  readonly x: number;
  readonly end: number;
  readonly arm: boolean;
}

/** Runs of rows with one name; rows without a name neither end nor widen a band. */
function runs(rows: readonly Row[], places: Places, named: (row: Row) => string | null, arm: boolean): Band[] {
  const seen = new Map<string, number>();
  const bands: { name: string; x: number; end: number; label: string }[] = [];
  rows.forEach((row, i) => {
    const name = named(row);
    if (name === null) return;
    const x = places.x[i] ?? 0;
    const end = x + (places.width[i] ?? 0);
    const last = bands.at(-1);
    if (last?.name === name && x >= last.x) {
      last.end = Math.max(last.end, end);
      return;
    }
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    const label = name.slice(name.indexOf("\0") + 1);
    bands.push({ name, x, end, label: times > 1 ? `${label} #${times}` : label });
  });
  return bands.map(({ label, x, end }) => ({ label, x, end, arm }));
}

export function bandsOf(rows: readonly Row[], places: Places): readonly Band[] {
  return [
    ...runs(rows, places, (row) => row.moment, false),
    ...runs(rows, places, (row) => (row.arm === null ? null : `${row.moment}\0${row.arm}`), true),
  ];
}
