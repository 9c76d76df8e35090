/** Events beside the step that emits them: a disc and a name each, in a row. */
import { widthOf } from "./text";

/** Where the disc of the first event begins, from the right of the shape; what a disc with its gap takes; the longest name. */
export const EVENT_LEAD = 28;
const EVENT_NAME = 22;
const NAME = 180;
const BETWEEN = 14;
/** So many events of a step are discs; of more it is said how many. */
const MOST_DISCS = 4;

export interface Disc {
  readonly name: string;
  /** From the right of the shape, at scale 1; the room that disc and name take. */
  readonly at: number;
  readonly room: number;
  /** Words that stand for further events: no disc. */
  readonly more: boolean;
}

export function discsOf(events: readonly string[]): readonly Disc[] {
  const shown = events.length > MOST_DISCS ? events.slice(0, MOST_DISCS - 1) : events;
  const discs: Disc[] = [];
  let at = EVENT_LEAD;
  for (const name of shown) {
    const room = EVENT_NAME + Math.min(NAME, widthOf(name));
    discs.push({ name, at, room, more: false });
    at += room + BETWEEN;
  }
  const left = events.length - shown.length;
  if (left > 0) discs.push({ name: `+${left} more`, at, room: widthOf(`+${left} more`), more: true });
  return discs;
}

/** The room of all of them, from the right of the shape. */
export function discsWidth(events: readonly string[]): number {
  const last = discsOf(events).at(-1);
  return last === undefined ? 0 : last.at + last.room;
}
