/** Names of actions, `kind:subject #ordinal`: how recipes, links and tables say the same step. */

export interface Action {
  readonly kind: string;
  readonly subject: string;
  /** 1 for the first time it happens in a run. */
  readonly ordinal: number;
}

/** A name taken apart; one without a colon has no kind. */
export function read(name: string): Action {
  const ordinal = / ?#([1-9]\d{0,8})$/.exec(name);
  const bare = ordinal === null ? name : name.slice(0, ordinal.index);
  const colon = bare.indexOf(":");
  return { kind: bare.slice(0, Math.max(colon, 0)), subject: bare.slice(colon + 1), ordinal: Number(ordinal?.[1] ?? 1) };
}

export function write(action: Action): string {
  const name = action.kind === "" ? action.subject : `${action.kind}:${action.subject}`;
  return action.ordinal === 1 ? name : `${name} #${action.ordinal}`;
}

/** The name without its ordinal. */
export const bare = (name: string): string => write({ ...read(name), ordinal: 1 });

/** Names of a run as they happen, each again with its ordinal. */
export function numbered(names: readonly string[]): string[] {
  const times = new Map<string, number>();
  return names.map((name) => {
    const first = bare(name);
    const ordinal = (times.get(first) ?? 0) + 1;
    times.set(first, ordinal);
    return ordinal === 1 ? first : `${first} #${ordinal}`;
  });
}

/** The event and the receiver of `deliver:OrderPlaced>Fulfillment` and of the faults of a crossing. */
export function crossing(name: string): { readonly event: string; readonly to: string } | null {
  const { subject } = read(name);
  const arrow = subject.indexOf(">");
  return arrow < 0 ? null : { event: subject.slice(0, arrow), to: subject.slice(arrow + 1) };
}
