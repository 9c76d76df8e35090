/** Reads the data blocks of the page and mounts the application. */
import { render } from "preact";
import { App } from "./shell/App";

const root = document.getElementById("app");
if (root !== null) {
  root.replaceChildren();
  render(<App />, root);
}
