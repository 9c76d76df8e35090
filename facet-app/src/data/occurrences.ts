/** Steps by the names of their actions, the second of a name as ` #2`: over columns, without a list of names. */
import { bare, read } from "./actions";
import type { Run } from "./run";

/** For every string that is an action the number of the first one of the same name. */
const grouped = new WeakMap<Run, Uint32Array>();

function groupsOf(run: Run): Uint32Array {
  let groups = grouped.get(run);
  if (groups !== undefined) return groups;
  groups = new Uint32Array(run.strings.size);
  const seen = new Uint8Array(run.strings.size);
  const first = new Map<string, number>();
  for (const action of run.action) {
    if (seen[action] === 1) continue;
    seen[action] = 1;
    const name = bare(run.strings.at(action));
    if (!first.has(name)) first.set(name, action);
    groups[action] = first.get(name)!;
  }
  grouped.set(run, groups);
  return groups;
}

/** The name of a row's action with its ordinal in this run. */
export function nameAt(run: Run, row: number): string {
  const groups = groupsOf(run);
  const own = groups[run.action[row]!];
  let ordinal = 0;
  for (let at = 0; at <= row; at++) if (groups[run.action[at]!] === own) ordinal++;
  const name = bare(run.strings.at(run.action[row]!));
  return ordinal === 1 ? name : `${name} #${ordinal}`;
}

/** The row that a name with its ordinal stands for, -1 when it does not happen so often. */
export function rowNamed(run: Run, name: string): number {
  const groups = groupsOf(run);
  const wanted = bare(name);
  let left = read(name).ordinal;
  const isWanted = new Map<number, boolean>();
  for (let row = 0; row < run.rows; row++) {
    const group = groups[run.action[row]!]!;
    let is = isWanted.get(group);
    if (is === undefined) isWanted.set(group, (is = bare(run.strings.at(group)) === wanted));
    if (is && --left === 0) return row;
  }
  return -1;
}
