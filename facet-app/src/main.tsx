/** Reads the data blocks of the page and mounts the application. */
import { render } from "preact";
import { App } from "./shell/App";
import { listen } from "./shell/keys";
import { page, readPage } from "./shell/reading";
import { begin as beginForks } from "./shell/forks";
import { begin as beginLinks } from "./shell/links";
import { begin as beginLive } from "./shell/live";
import { begin } from "./shell/settings";

const root = document.getElementById("app");
if (root !== null) {
  const read = readPage();
  const embedded = page.value?.embedded === true;
  begin(embedded);
  beginLinks(embedded, read);
  beginForks();
  beginLive();
  listen();
  root.replaceChildren();
  render(<App />, root);
}
