/** Every view of the page, in the order of their tabs. A view is added by its line here. */
import { Branches } from "./Branches";
import { Compare } from "./Compare";
import { ContextMap } from "./ContextMap";
import { Coverage } from "./Coverage";
import { Explain } from "./Explain";
import { Inspector } from "./Inspector";
import { Ledger } from "./Ledger";
import { Lineage } from "./Lineage";
import { Outcomes } from "./Outcomes";
import { Problems } from "./Problems";
import { Saga } from "./Saga";
import { Scenarios } from "./Scenarios";
import { Stall } from "./Stall";
import type { View } from "./view";

export const VIEWS: readonly View[] = [
  { id: "explain", title: "Explain", key: "", place: "panel", component: Explain },
  { id: "step", title: "Step", key: "", place: "panel", component: Inspector },
  { id: "saga", title: "Saga", key: "", place: "panel", component: Saga },
  { id: "ledger", title: "Ledger", key: "l", place: "dock", component: Ledger },
  { id: "branches", title: "Branches", key: "b", place: "dock", component: Branches },
  { id: "stall", title: "Stall", key: "s", place: "dock", component: Stall },
  { id: "outcomes", title: "Outcomes", key: "o", place: "dock", component: Outcomes },
  { id: "lineage", title: "Lineage", key: "n", place: "dock", component: Lineage },
  { id: "coverage", title: "Coverage", key: "v", place: "dock", component: Coverage },
  { id: "map", title: "Context map", key: "m", place: "dock", component: ContextMap },
  { id: "compare", title: "Compare", key: "c", place: "dock", component: Compare },
  { id: "scenarios", title: "Runs", key: "", place: "side", component: Scenarios },
  { id: "problems", title: "Problems", key: "", place: "side", component: Problems },
];
