/** Every decision of a flow with what its arms lead to, as a drawing and as a list. */
import { Card } from "../parts/Card";
import { Tree, type Node } from "../parts/Tree";
import { SHAPE, safe, tone, words } from "../parts/verdict";
import { flow, runId, scenarios, select } from "../shell/state";
import { layoutTree, type Spot } from "../layout/tree";
import { branchRows, type Beyond, type BranchTwig } from "./Branches.rows";
import { BOX, Graph, type Box, type Line } from "./Graph";
import { RunLink } from "./story";

export function Branches() {
  const own = flow.value;
  if (own === null) return <Card title="No flow selected" />;
  const { root, beyond, notes } = branchRows(own, scenarios.value);
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
    const end = twigs.get(id)?.end;
    if (end) select(end.first);
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

function box(spot: Spot<BranchTwig>): Box {
  const place = { id: spot.id, x: 8 + spot.depth * (BOX.width + 60), y: 8 + spot.row * (BOX.height + 8) };
  const { twig } = spot;
  if (twig === null) return { ...place, lines: [`+ ${spot.folded} ${spot.folded === 1 ? "end" : "ends"}`], says: `${spot.folded} more ends, folded`, look: "thin", acts: false };
  const isHere = twig.end !== null && twig.end.first === runId.value;
  const look = twig.end === null ? (twig.taken ? "solid" : "thin") : tone(twig.end.kind, twig.end.good);
  return { ...place, lines: [twig.label, below(twig)].filter((text) => text !== ""), says: says(twig), look: `${look}${isHere ? " here" : ""}`, acts: twig.end !== null };
}

/** The second line: how it ends, or what is decided next. */
function below(twig: BranchTwig): string {
  if (twig.end !== null) return `${SHAPE[tone(twig.end.kind, twig.end.good)]} ${twig.end.outcome ?? words(twig.end.kind)}`;
  if (!twig.taken) return "in no run of this file";
  const next = twig.children.find((child) => child.of !== "");
  return next === undefined ? "" : `${next.of}?`;
}

function says(twig: BranchTwig): string {
  const { end } = twig;
  const answer = twig.of === "" ? twig.label : `${twig.of}: ${twig.label}`;
  const likely = twig.exact === "" ? "" : `, probability ${twig.exact}`;
  if (!twig.taken) return `${answer}, in no run of this file`;
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
