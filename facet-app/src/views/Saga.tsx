/** The sagas of a run as ladders: forward on the left, its undo on the right, what is owed below. */
import { Mark } from "../parts/Badge";
import { Card } from "../parts/Card";
import { safe } from "../parts/verdict";
import { bundle, scenario, step } from "../shell/state";
import type { Ladder, Rung } from "../layout/ladder";
import { owes, phase, sagaRows } from "./Saga.rows";
import { StepLink } from "./story";

export function Saga() {
  const [all, run] = [bundle.value, scenario.value];
  if (all === null || run === null) return <Card title="No run selected"><p>Choose a run to see its sagas.</p></Card>;
  const { ladders, empty } = sagaRows(all.model, run, step.value);
  if (empty !== "") return <Card title={empty} />;
  return <div class="story">{ladders.map((each, index) => <OneSaga key={`${each.saga} ${each.instance}`} of={each} open={index < 10} />)}</div>;
}

function OneSaga({ of, open }: { of: Ladder; open: boolean }) {
  const isBad = of.ends === "stuck" || of.left.length > 0;
  return (
    <details open={open}>
      <summary>
        <strong>{safe(of.saga)}</strong>{of.instance > 1 ? ` ${of.instance}` : ""}: {phase(of.phase)}{" "}
        {of.assumed && <Mark tone="noted" word="assumed" />}
      </summary>
      {of.assumed && <p>The model says in words only how this is compensated.</p>}
      <table class="ladder">
        <thead><tr><th scope="col">Forward</th><th scope="col">Undo</th></tr></thead>
        <tbody>{of.rungs.map((rung, index) => <OneRung key={rung.seq} rung={rung} lit={index === of.lit} />)}</tbody>
      </table>
      <p>{safe(owes(of))}</p>
      {isBad && <p><Mark tone="bad" word={of.ends === "stuck" ? "It ends stuck" : "Still owed when the run is over"} />{of.left.length > 0 ? `: ${safe(of.left.join(", "))}` : ""}.</p>}
    </details>
  );
}

function OneRung({ rung, lit }: { rung: Rung; lit: boolean }) {
  return (
    <tr class={lit ? "lit" : ""} aria-current={lit ? "step" : undefined}>
      <td class={lit || rung.undoneAt !== null ? "good" : ""}>
        <StepLink seq={rung.seq}>{safe(rung.state)}</StepLink>
        {rung.command !== null && <span class="quiet">after {safe(rung.command)}</span>}
      </td>
      <td class={rung.undoneAt === null ? "open" : rung.undoHeld ? "noted" : "bad"}>{rung.undoneAt === null ? <Undo rung={rung} /> : (
        <StepLink seq={rung.undoneAt}>{safe(rung.undo ?? rung.command ?? "undone")}, {rung.undoHeld ? "undone" : "▲ refused"}</StepLink>
      )}</td>
    </tr>
  );
}

const Undo = ({ rung }: { rung: Rung }) => <span class="quiet">{rung.undo === null ? "nothing to undo" : `${safe(rung.undo)} would undo it`}</span>;
