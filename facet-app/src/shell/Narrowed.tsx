/** Lines over the timeline that say what is set aside, and how it comes back: by a search, a cone, two marks. */
import type { ComponentChildren } from "preact";
import { totals } from "../data/narrowed";
import { safe, words } from "../parts/verdict";
import { duration } from "../timeline/axis";
import { answering, found, isCone, kept, markRange, nextFound, query, range, search } from "./shown";
import { flow, panel, runId, steps } from "./state";

function Line({ children, way, act }: { children: ComponentChildren; way: string; act(): void }) {
  return <div class="narrowed"><p>{children}</p><button type="button" onClick={act}>{way}</button></div>;
}

const counted = (count: number, one: string) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

function Searched() {
  const [answers, run] = [found.value, steps.value];
  if (answers === null || run === null) return null;
  const others = [...(answering.value?.keys() ?? [])].filter((id) => id !== runId.value).length;
  const clear = () => { search.value = ""; };
  const notices = query.value.notices.map((each) => ` ${each}`).join("");
  if (answers.count === 0) {
    const elsewhere = others === 0 ? "." : `; ${counted(others, "other run")} ${others === 1 ? "has" : "have"} one.`;
    return (
      <Line way="Show all" act={clear}>
        No step of this run matches <q>{safe(search.value, 80)}</q>{elsewhere}{notices}{" "}
        <button type="button" class="link" onClick={() => { panel.value = "explain"; }}>Why not</button>
      </Line>
    );
  }
  return (
    <Line way="Show all" act={clear}>
      {answers.count.toLocaleString("en")} of {counted(run.length, "step")} {answers.count === 1 ? "matches" : "match"} <q>{safe(search.value, 80)}</q> · <b>{(run.length - answers.count).toLocaleString("en")} hidden</b>{notices}{" "}
      <button type="button" class="link" onClick={() => nextFound(-1)}>previous</button> <button type="button" class="link" onClick={() => nextFound(1)}>next</button>
    </Line>
  );
}

function Marked() {
  const [between, run] = [range.value, steps.value];
  if (between === null || run === null) return null;
  const [first, last] = between;
  const { steps: count, lanes, kinds, time } = totals(run.run, first, last);
  const labels = new Map(flow.value?.lanes.map((lane) => [lane.id, lane.label]));
  return (
    <Line way="Clear the marks" act={() => markRange(null)}>
      Steps {first + 1} to {last + 1}: <b>{counted(count, "step")}</b>{time > 0 && ` in ${duration(time)}`} ·{" "}
      {lanes.map(([lane, each]) => `${safe(labels.get(lane) ?? lane, 40)} ${each.toLocaleString("en")}`).join(", ")} ·{" "}
      {kinds.map(([kind, each]) => `${words(kind)} ${each.toLocaleString("en")}`).join(", ")}
    </Line>
  );
}

function Coned() {
  const [stay, run] = [kept.value, steps.value];
  if (!isCone.value || stay === null || run === null) return null;
  return <Line way="Show all" act={() => { isCone.value = false; }}>In colour is only what led to the selected step: {stay.reduce((sum, is) => sum + is, 0).toLocaleString("en")} of {counted(run.length, "step")}.</Line>;
}

export function Narrowed() {
  return <><Searched /><Coned /><Marked /></>;
}
