/** Every view of the page, in the order of their tabs. A view is added by its line here. */
import { ContextMap } from "./ContextMap";
import { Problems } from "./Problems";
import { Scenarios } from "./Scenarios";
import type { View } from "./view";

export const VIEWS: readonly View[] = [
  { id: "map", title: "Context map", key: "m", place: "dock", component: ContextMap },
  { id: "scenarios", title: "Runs", key: "", place: "side", component: Scenarios },
  { id: "problems", title: "Problems", key: "", place: "side", component: Problems },
];
