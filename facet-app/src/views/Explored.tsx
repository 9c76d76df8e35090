/** Figures that the page explores itself, with the number of faults that the reader allows. */
import { useEffect, useState } from "preact/hooks";
import type { Figure } from "../data/payloads";
import { ask, tablesOf } from "../shell/asking";
import { budget, budgetsFor } from "../shell/forks";
import { bundle, flow, spoken } from "../shell/state";
import { counted } from "./amounts.rows";
import { figuresOf } from "./Outcomes.rows";

interface Found {
  readonly tables: unknown;
  readonly most: number;
  readonly figures: readonly Figure[];
}

/** The figures with the reader's budget, once they are explored; null as long as those of the file are shown. */
export function useExplored(): readonly Figure[] | null {
  const [open, of, most] = [bundle.value, flow.value, budget.value];
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (open === null || of === null || of.tables === null || most === null) return;
    const { tables } = of;
    let isWanted = true;
    void ask(open, of, { kind: "figures", budgets: budgetsFor(most) }).then((answer) => {
      if (!isWanted || answer.kind !== "figures") return;
      const { limit, expanded, states } = answer;
      const covered = limit === null ? null : `${limit}, after ${expanded.toLocaleString("en")} of more than ${states.toLocaleString("en")} states`;
      setFound({ tables, most, figures: figuresOf(answer.rungs, most, covered) });
      spoken.value = covered === null ? `Explored with up to ${counted(most, "fault")}.` : `Not all of it was covered: ${covered}.`;
    });
    return () => { isWanted = false; };
  }, [open, of?.tables, most]);
  return most !== null && found?.most === most && found.tables === of?.tables ? found.figures : null;
}

/** Whose figures are shown: those of the file, or explored here with so many faults of any kind as the tables hold. */
export function Whose({ isDone }: { isDone: boolean }) {
  const [open, of] = [bundle.value, flow.value];
  const [most, setMost] = useState(0);
  useEffect(() => {
    if (open === null || of === null || of.tables === null) return;
    let isWanted = true;
    void tablesOf(open, of).then((answer) => { if (isWanted) setMost(answer.kind === "loaded" ? (answer.budgets.get("budget") ?? 0) : 0); });
    return () => { isWanted = false; };
  }, [open, of?.tables]);
  if (of === null || of.tables === null) return null;
  const choose = (value: string): void => { budget.value = value === "" ? null : Number(value); };
  return (
    <label>
      {"Figures "}
      <select value={budget.value === null ? "" : String(budget.value)} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">of the file</option>
        {Array.from({ length: Math.max(most, budget.value ?? 0) + 1 }, (_, faults) => (
          <option key={faults} value={String(faults)}>explored here, {faults === 0 ? "no fault" : `up to ${counted(faults, "fault")} of any kind`}</option>
        ))}
      </select>
      {budget.value !== null && !isDone && <small> exploring…</small>}
    </label>
  );
}
