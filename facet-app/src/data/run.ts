/** A run as columns in typed arrays: what the timeline draws and what searches read. */

/** Interned strings; number 0 is the empty string. */
export interface Strings {
  readonly size: number;
  at(number: number): string;
  /** The number of a string, -1 when there is none. */
  find(text: string): number;
}

export const SEVERITY = { none: 0, note: 1, warning: 2, bad: 3 } as const;

/** Row i of every column is step i. `causeStart` has one entry more than there are rows. */
export interface Run {
  readonly runId: string;
  readonly label: string;
  readonly kind: string;
  readonly verdict: string;
  readonly flow: string;
  /** Milliseconds since 1970 at which `time` is 0. */
  readonly start: number;
  readonly rows: number;
  readonly lanes: readonly string[];
  readonly kinds: readonly string[];
  readonly reasons: readonly string[];
  readonly faults: readonly string[];
  readonly strings: Strings;
  readonly time: Float64Array;
  readonly action: Uint32Array;
  readonly aggregate: Uint32Array;
  readonly correlation: Uint32Array;
  readonly step: Uint8Array;
  readonly severity: Uint8Array;
  readonly fault: Uint8Array;
  readonly lane: Uint16Array;
  readonly causeStart: Uint32Array;
  readonly cause: Uint32Array;
  readonly causeReason: Uint8Array;
  /** The way back: the rows that row i is a cause of. Built on load. */
  readonly effectStart: Uint32Array;
  readonly effect: Uint32Array;
}
