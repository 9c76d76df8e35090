/** Every view of the page, in the order of their tabs. A view is added by its line here. */
import { Branches } from "./Branches";
import { ContextMap } from "./ContextMap";
import { Explain } from "./Explain";
import { Inspector } from "./Inspector";
import { Ledger } from "./Ledger";
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
  { id: "map", title: "Context map", key: "m", place: "dock", component: ContextMap },
  { id: "scenarios", title: "Runs", key: "", place: "side", component: Scenarios },
  { id: "problems", title: "Problems", key: "", place: "side", component: Problems },
];
