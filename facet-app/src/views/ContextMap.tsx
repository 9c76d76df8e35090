/** The context map: cards, what crosses between them, and the same as a table. */
import { useMemo } from "preact/hooks";
import { safe } from "../parts/verdict";
import { bundle, focus } from "../shell/state";
import { CARD, contextMap, curve, type ContextMapRows, type MapCard, type MapEdge } from "./ContextMap.rows";

const choose = (name: string) => { focus.value = focus.value === name ? null : name; };
const said = (edge: MapEdge) => (edge.bad > 0 ? `▲ ${edge.bad} of ${edge.crossings}` : `${edge.crossings}`);

function Drawing({ rows }: { rows: ContextMapRows }) {
  return (
    <div class="map" style={{ width: `${rows.width}px`, height: `${rows.height}px` }}>
      <svg width={rows.width} height={rows.height} aria-hidden="true">
        <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0l8 4-8 4z" /></marker></defs>
        {rows.edges.map((edge) => <Edge key={`${edge.from}>${edge.to}`} edge={edge} cards={rows.cards} />)}
      </svg>
      {rows.cards.map((card) => (
        <button key={card.name} type="button" aria-pressed={focus.value === card.name} onClick={() => choose(card.name)}
          style={{ left: `${card.x}px`, top: `${card.y}px`, width: `${CARD.width}px`, height: `${CARD.height}px` }}>
          <b title={card.name}>{safe(card.name)}</b><small>{safe(card.classification, 40)}</small>
        </button>
      ))}
    </div>
  );
}

/** The count stands on every edge, the pattern on those of the chosen context. */
function Edge({ edge, cards }: { edge: MapEdge; cards: readonly MapCard[] }) {
  const [from, to] = [cards.find((card) => card.name === edge.from), cards.find((card) => card.name === edge.to)];
  if (from === undefined || to === undefined) return null;
  const { from: [x1, y1], by: [bx, by], to: [x2, y2], middle: [x, y] } = curve(from, to, cards);
  const isLit = focus.value === edge.from || focus.value === edge.to;
  const text = isLit ? `${said(edge)} · ${safe(edge.type, 40)}` : said(edge);
  return (
    <g class={`${edge.bad > 0 ? "bad" : ""}${isLit ? " lit" : ""}`}>
      <path d={`M${x1} ${y1}Q${bx} ${by} ${x2} ${y2}`} marker-end="url(#tip)" />
      <text x={x} y={y + 4} text-anchor="middle">{text}</text>
    </g>
  );
}

export function ContextMap() {
  const open = bundle.value;
  const chosen = open?.model.contexts.find((context) => context.name === focus.value)?.name ?? null;
  const rows = useMemo(() => (open === null ? null : contextMap(open, chosen)), [open, chosen]);
  if (rows === null) return null;
  if (rows.cards.length === 0 && rows.hidden === 0) return <p class="card">The model has no context.</p>;
  const edges = chosen === null ? rows.edges : rows.edges.filter((edge) => edge.from === chosen || edge.to === chosen);
  const table = (
    <table class="map-table">
      <caption>{chosen === null ? "What crosses between contexts" : `What crosses at ${chosen}`}</caption>
      <thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Relationship</th><th scope="col">Crossings</th></tr></thead>
      <tbody>
        {edges.map((edge) => (
          <tr key={`${edge.from}>${edge.to}`}>
            <td><button type="button" class="link" onClick={() => choose(edge.from)}>{safe(edge.from)}</button></td>
            <td><button type="button" class="link" onClick={() => choose(edge.to)}>{safe(edge.to)}</button></td>
            <td>{safe(edge.type, 80)}</td>
            <td class={edge.bad > 0 ? "badge bad" : ""}>{said(edge)}</td>
          </tr>
        ))}
        {edges.length === 0 && <tr><td colSpan={4}>Nothing crosses a boundary here.</td></tr>}
      </tbody>
    </table>
  );
  const drawing = rows.cards.length > 0 && <Drawing rows={rows} />;
  return (
    <div class="context-map">
      {rows.hidden > 0 ? <>{table}<p class="quiet">{rows.hidden} contexts are not drawn; choose one to see its neighbours.</p>{drawing}</> : <>{drawing}{table}</>}
    </div>
  );
}
