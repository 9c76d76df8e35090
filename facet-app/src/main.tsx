/** Reads the data blocks of the page and mounts the application. */
import { render } from "preact";
import { App } from "./shell/App";
import { listen } from "./shell/keys";
import { readPage } from "./shell/reading";
import { begin as beginLinks } from "./shell/links";
import { begin } from "./shell/settings";

const root = document.getElementById("app");
if (root !== null) {
  begin();
  readPage();
  beginLinks();
  listen();
  root.replaceChildren();
  render(<App />, root);
}
