/** Who waits for what when nothing can happen any more, as a drawing and as a list. */
import { Card } from "../parts/Card";
import { safe } from "../parts/verdict";
import { attempt } from "../shell/forks";
import { flow, scenario } from "../shell/state";
import { findingOf } from "./Explain.rows";
import { BOX, Graph, type Box } from "./Graph";
import { actionsOf, stallRows, type StallNode } from "./Stall.rows";
import { Section, Words } from "./story";

export function Stall() {
  const [own, run] = [flow.value, scenario.value];
  if (own === null || run === null) return <Card title="No run selected"><p>Choose a run to see what it waits for.</p></Card>;
  const finding = findingOf(own, run);
  const rows = stallRows(finding);
  if (rows === null) return <Card title="Nothing is owed in this run." />;
  const tried = new Map(rows.nodes.filter((node) => node.look === "thin").map((node) => [node.id, actionsOf(node, own)]));
  const canTry = (node: StallNode): boolean => own.tables !== null && (tried.get(node.id)?.length ?? 0) > 0;
  const attemptAt = (id: string): void => void attempt(tried.get(id) ?? []);
  const lines = rows.edges.map((edge) => ({ from: edge.from, to: edge.to, text: edge.reason, look: edge.onCircle ? "bad" : "", width: edge.onCircle ? 2 : 1 }));
  return (
    <div class="story wide">
      {rows.summary !== "" && <p><strong>{safe(rows.summary, 2000)}</strong></p>}
      <Graph key={run.scenarioId} label="Who waits for what" boxes={rows.nodes.map((node) => box(node, canTry(node)))} lines={lines} act={attemptAt} />
      {rows.hidden > 0 && <p class="quiet">{rows.hidden} more are not drawn.</p>}
      <Section title="The same as a list">
        <ul>{rows.nodes.map((node) => <li key={node.id}>{safe(listed(node), 1000)} {canTry(node) && <button type="button" onClick={() => attemptAt(node.id)}>Try {safe(node.name)}</button>}</li>)}</ul>
      </Section>
      {(finding?.repairs.length ?? 0) > 0 && <Section title="What would mend it">
        <ul>{finding?.repairs.map((repair) => <li key={repair.title}><Words text={repair.title} /></li>)}</ul>
        <p class="quiet">Explain shows the text of each.</p>
      </Section>}
    </div>
  );
}

const box = (node: StallNode, acts: boolean): Box => ({
  id: node.id,
  x: 8 + node.column * (BOX.width + 136),
  y: 8 + node.row * (BOX.height + 24),
  lines: [node.name, acts ? "could supply it: try" : node.word],
  says: acts ? `${listed(node)} Enter tries ${node.name}.` : listed(node),
  look: node.look,
  acts,
});

const listed = (node: StallNode): string => (node.says.length === 0 ? `${node.name}: ${node.word}.` : `${node.says.join("; ")}.`);
