/** The shapes that things have everywhere: what a step is, by form and pale fill. */

const SHAPES = new Map([
  ["command", <rect x="2" y="4" width="12" height="8" rx="2" />],
  ["event", <circle cx="8" cy="8" r="5.5" />],
  ["policy", <path d="M5 3h6l3 5-3 5H5L2 8z" />],
  ["saga", <path d="M8 2l6 6-6 6-6-6z" />],
  ["deliver", <><circle cx="8" cy="8" r="5.5" /><circle cx="8" cy="8" r="2.5" /></>],
  ["outcome", <path d="M4 14V3h8l-2 3 2 3H5" />],
  ["fault", <path d="M8 2l6 12H9l-1-2-1 2H2z" />],
]);

/** The shape that a kind of step is drawn with. */
const OF_KIND = new Map([
  ["handle", "command"], ["refuse", "command"], ["service", "command"], ["undo", "command"], ["publish", "event"],
  ["policy", "policy"], ["choose", "policy"], ["saga", "saga"], ["deliver", "deliver"], ["end", "outcome"],
  ["lose", "fault"], ["duplicate", "fault"], ["timeout", "fault"], ["crash", "fault"], ["drift", "fault"],
]);

/** Beside its word always, hence hidden from screen readers. */
export function Icon({ kind }: { kind: string }) {
  const shape = OF_KIND.get(kind) ?? kind;
  return (
    <svg class={`icon ${SHAPES.has(shape) ? shape : "other"}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {SHAPES.get(shape) ?? <rect x="3" y="3" width="10" height="10" />}
    </svg>
  );
}

/** A moment's mark: the page's own sign. */
export function Facet() {
  return (
    <svg class="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M8 1l7 7-7 7-7-7z" /><path d="M8 1v14M1 8h14" />
    </svg>
  );
}
