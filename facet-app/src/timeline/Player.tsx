/** Plays a run step by step: halts at problems, can always be paused. */
import { useEffect } from "preact/hooks";
import { SEVERITY } from "../data/run";
import { step } from "../shell/state";
import type { Row } from "./rows";
import { halts, playing, speed } from "./settings";

const SPEEDS = [0.5, 1, 2, 4, 8];

export function Player({ rows }: { readonly rows: readonly Row[] }) {
  const at = rows.findIndex((row) => row.seq === step.value);
  const go = (position: number) => {
    step.value = rows[Math.min(rows.length - 1, Math.max(0, position))]?.seq ?? null;
  };
  const running = playing.value;
  const pace = speed.value;
  useEffect(() => {
    if (!running) return;
    const halted = at >= rows.length - 1 || (halts.value && at >= 0 && rows[at]?.severity === SEVERITY.bad);
    if (halted) {
      playing.value = false;
      return;
    }
    const timer = setTimeout(() => go(at + 1), at < 0 ? 0 : 1000 / pace);
    return () => clearTimeout(timer);
  }, [running, at, pace, rows]);
  const play = () => {
    if (!running && (at >= rows.length - 1 || (halts.value && rows[at]?.severity === SEVERITY.bad))) {
      go(at >= rows.length - 1 ? 0 : at + 1);
    }
    playing.value = !running;
  };
  const button = (name: string, sign: string, act: () => void, off = false) => (
    <button type="button" aria-label={name} title={name} onClick={act} disabled={off}>{sign}</button>
  );
  return (
    <div class="player" role="group" aria-label="Playback">
      {button("First step", "|◀", () => go(0), at <= 0)}
      {button("Previous step", "◀", () => go(at - 1), at <= 0)}
      <button type="button" class="play" onClick={play} disabled={rows.length === 0}>{running ? "pause" : "play"}</button>
      {button("Next step", "▶", () => go(at + 1), at >= rows.length - 1)}
      {button("Last step", "▶|", () => go(rows.length - 1), at >= rows.length - 1)}
      <label>
        <span class="unseen">Speed</span>
        <select value={String(pace)} onChange={(event) => { speed.value = Number(event.currentTarget.value); }}>
          {SPEEDS.map((each) => <option key={each} value={String(each)}>{`${each} ${each === 1 ? "step" : "steps"}/s`}</option>)}
        </select>
      </label>
      <label class="tick">
        <input type="checkbox" checked={halts.value} onChange={(event) => { halts.value = event.currentTarget.checked; }} />
        halt at problems
      </label>
      <span class="position">{at < 0 ? `${rows.length} steps` : `step ${at + 1} / ${rows.length}`}</span>
    </div>
  );
}
