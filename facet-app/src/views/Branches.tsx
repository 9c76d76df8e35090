/** Every decision of a flow with what its arms lead to, as a drawing and as a list. */
import { Card } from "../parts/Card";
import { Tree, type Node } from "../parts/Tree";
import { SHAPE, safe, tone, words } from "../parts/verdict";
import { makeRun } from "../shell/forks";
import { flow, forks, runId, scenarios, select } from "../shell/state";
import { layoutTree, type Spot } from "../layout/tree";
import { branchRows, type Beyond, type BranchTwig } from "./Branches.rows";
import { BOX, Graph, type Box, type Line } from "./Graph";
import { RunLink } from "./story";

export function Branches() {
  const own = flow.value;
  if (own === null) return <Card title="No flow selected" />;
  const { root, beyond, notes } = branchRows(own, scenarios.value.filter((each) => !forks.value.includes(each)));
  return (
    <div class="story wide">
      {root === null ? <Card title="This flow decides nothing." /> : <Drawn root={root} />}
      {notes.map((note) => <p key={note} class="quiet">{note}</p>)}
      {beyond.length > 0 && <BeyondFlow rows={beyond} />}
    </div>
  );
}

function Drawn({ root }: { root: BranchTwig }) {
  const spots = layoutTree(root);
  const twigs = new Map(spots.flatMap(({ id, twig }) => (twig === null ? [] : [[id, twig]])));
  const act = (id: string): void => {
    const twig = twigs.get(id);
    const there = twig === undefined ? undefined : madeFor(twig);
    if (twig?.end) select(twig.end.first);
    else if (there !== undefined) select(there.scenarioId);
    else if (twig !== undefined && !twig.taken) void makeRun(twig.way);
  };
  return (
    <>
      <Graph key={root.id} label="Branch tree" boxes={spots.map(box)} lines={spots.flatMap((spot) => line(spot, spots))} act={act} />
      <details>
        <summary>The same as a list</summary>
        <Tree label="Branches" nodes={[node(root)]} open={4} selected={[...twigs.values()].find(({ end }) => end?.first === runId.value)?.id ?? null} />
      </details>
    </>
  );
}

/** The run made here that takes an arm which no run of the file takes. */
const madeFor = (twig: BranchTwig) =>
  twig.taken ? undefined : forks.value.find((each) => each.flowId === flow.value?.flowId && each.choices.includes(twig.way[twig.way.length - 1] ?? ""));

const canMake = (twig: BranchTwig): boolean => !twig.taken && flow.value?.tables != null;

function box(spot: Spot<BranchTwig>): Box {
  const place = { id: spot.id, x: 8 + spot.depth * (BOX.width + 60), y: 8 + spot.row * (BOX.height + 8) };
  const { twig } = spot;
  if (twig === null) return { ...place, lines: [`+ ${spot.folded} ${spot.folded === 1 ? "end" : "ends"}`], says: `${spot.folded} more ends, folded`, look: "thin", acts: false };
  const isHere = twig.end !== null && twig.end.first === runId.value;
  const look = twig.end === null ? (twig.taken ? "solid" : "thin") : tone(twig.end.kind, twig.end.good);
  return { ...place, lines: [twig.label, below(twig)].filter((text) => text !== ""), says: says(twig), look: `${look}${isHere ? " here" : ""}`, acts: twig.end !== null || canMake(twig) };
}

/** The second line: how it ends, or what is decided next. */
function below(twig: BranchTwig): string {
  if (twig.end !== null) return `${SHAPE[tone(twig.end.kind, twig.end.good)]} ${twig.end.outcome ?? words(twig.end.kind)}`;
  const there = madeFor(twig)?.verdict;
  if (there !== undefined) return `${SHAPE[tone(there.kind, there.good)]} made here: ${there.outcome ?? words(there.kind)}`;
  if (!twig.taken) return canMake(twig) ? "in no run: make it" : "in no run of this file";
  const next = twig.children.find((child) => child.of !== "");
  return next === undefined ? "" : `${next.of}?`;
}

function says(twig: BranchTwig): string {
  const { end } = twig;
  const answer = twig.of === "" ? twig.label : `${twig.of}: ${twig.label}`;
  const likely = twig.exact === "" ? "" : `, probability ${twig.exact}`;
  if (!twig.taken) return `${answer}, in no run of this file${canMake(twig) ? "; Enter makes one" : ""}`;
  if (end === null) return `${answer}${likely}`;
  const how = `${words(end.kind)}${end.outcome === null ? "" : `, ${end.outcome}`}, ${end.runs} ${end.runs === 1 ? "run" : "runs"}`;
  return twig.of === "" ? `${how}${likely}` : `${answer}${likely}: ${how}`;
}

function line(spot: Spot<BranchTwig>, spots: readonly Spot<BranchTwig>[]): readonly Line[] {
  const parent = spots[spot.parent];
  if (parent === undefined) return [];
  const share = spot.twig?.share ?? null;
  const percent = /\((.*)\)/.exec(spot.twig?.exact ?? "")?.[1] ?? "";
  const look = spot.twig?.taken === false ? "thin" : (spot.twig?.badness ?? 0) > 0 ? "bad" : "";
  return [{ from: parent.id, to: spot.id, text: percent, look, width: (share ?? 0) * 10 }];
}

const node = (twig: BranchTwig): Node => ({ id: twig.id, text: safe(says(twig)), children: twig.children.map(node) });

function BeyondFlow({ rows }: { rows: readonly Beyond[] }) {
  return (
    <section>
      <h3>Steps beyond the flow</h3>
      <p>These happen though no flow shows them.</p>
      <ul>{rows.map((row) => (
        <li key={row.action} class="beyond"><RunLink id={row.first} at={row.seq} label={row.text} /> <span class="quiet">{row.runs === 1 ? "in 1 run" : `in ${row.runs} runs`}</span></li>
      ))}</ul>
    </section>
  );
}
