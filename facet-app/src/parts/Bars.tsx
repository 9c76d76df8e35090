/** Bars with their figures as text; an action makes each a button. */
import { Mark } from "./Badge";
import type { Tone } from "./verdict";

export interface Bar {
  readonly id: string;
  readonly label: string;
  /** Between 0 and 1. */
  readonly share: number;
  readonly text: string;
  readonly tone: Tone;
  /** The exact figure. */
  readonly exact?: string;
}

export function Bars({ label, bars, act }: { label: string; bars: readonly Bar[]; act?: (id: string) => void }) {
  return (
    <ul class="bars" aria-label={label}>
      {bars.map((bar) => {
        const inside = (
          <>
            <Mark tone={bar.tone} word={bar.label} />
            <span class={`bar ${bar.tone}`} aria-hidden="true"><i style={{ width: `${Math.max(0, Math.min(1, bar.share)) * 100}%` }} /></span>
            <span class="end">{bar.text}</span>
          </>
        );
        return (
          <li key={bar.id} title={bar.exact}>
            {act === undefined ? <div>{inside}</div> : <button type="button" onClick={() => act(bar.id)}>{inside}</button>}
          </li>
        );
      })}
    </ul>
  );
}
