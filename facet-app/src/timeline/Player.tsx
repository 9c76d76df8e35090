/** Plays a run step by step: halts at problems, can always be paused, goes to a step or a moment. */
import { useEffect } from "preact/hooks";
import { SEVERITY } from "../data/run";
import { safe } from "../parts/verdict";
import { step } from "../shell/state";
import type { Bands } from "./bands";
import type { Picture } from "./picture";
import { halts, playing, speed } from "./settings";

const SPEEDS = [0.5, 1, 2, 4, 8];

export function Player({ picture }: { readonly picture: Picture }) {
  const { steps } = picture.rows;
  const { severity } = steps.run;
  const at = steps.row(step.value);
  const last = steps.length - 1;
  const go = (position: number) => { step.value = steps.seq(Math.min(last, Math.max(0, position))); };
  const running = playing.value;
  const pace = speed.value;
  const isProblem = halts.value && at >= 0 && severity[at] === SEVERITY.bad;
  useEffect(() => {
    if (!running) return;
    if (at >= last || isProblem) {
      playing.value = false;
      return;
    }
    const timer = setTimeout(() => go(at + 1), at < 0 ? 0 : 1000 / pace);
    return () => clearTimeout(timer);
  }, [running, at, pace, steps]);
  const play = () => {
    if (!running && (at >= last || isProblem)) go(at >= last ? 0 : at + 1);
    playing.value = !running;
  };
  const button = (name: string, sign: string, act: () => void, off = false) => (
    <button type="button" aria-label={name} title={name} onClick={act} disabled={off}>{sign}</button>
  );
  return (
    <div class="player" role="group" aria-label="Playback">
      {button("First step", "|◀", () => go(0), at <= 0)}
      {button("Previous step", "◀", () => go(at - 1), at <= 0)}
      <button type="button" class="play" onClick={play} disabled={last < 0}>{running ? "pause" : "play"}</button>
      {button("Next step", "▶", () => go(at + 1), at >= last)}
      {button("Last step", "▶|", () => go(last), at >= last)}
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
      <ToMoment moments={picture.moments} at={at} go={go} />
      <label class="position">
        {"step "}
        <input type="number" min={1} max={Math.max(1, last + 1)} value={at < 0 ? "" : at + 1} disabled={last < 0} aria-label="Step, by number"
          onChange={(event) => { if (event.currentTarget.value !== "") go(Number(event.currentTarget.value) - 1); }} />
        {` / ${(last + 1).toLocaleString("en")}`}
      </label>
    </div>
  );
}

/** Chosen again, the next time that the moment is entered. */
function ToMoment({ moments, at, go }: { readonly moments: Bands; readonly at: number; readonly go: (row: number) => void }) {
  const names = moments.names();
  if (names.length < 2) return null;
  return (
    <select aria-label="To a moment" value="" onChange={(event) => {
      go(moments.next(Number(event.currentTarget.value), at));
      event.currentTarget.value = "";
    }}>
      <option value="">to a moment…</option>
      {names.map(({ name, label }) => <option key={name} value={String(name)}>{safe(label, 60)}</option>)}
    </select>
  );
}
