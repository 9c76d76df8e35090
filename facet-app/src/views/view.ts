/** What every view is: a name, a key, and a component that reads the shared state. */
import type { ComponentType } from "preact";

export interface View {
  readonly id: string;
  readonly title: string;
  /** The letter after `g`, for views of the dock. */
  readonly key: string;
  readonly place: "panel" | "dock" | "side";
  readonly component: ComponentType;
}
