/** The link to what is shown, as text: to be copied, and to be followed where a page has no address of its own. */
import { useState } from "preact/hooks";
import { write } from "../data/link";
import { Copy } from "../views/story";
import { goTo, here, writable } from "./links";

export function LinkDialog({ close }: { close(): void }) {
  const [text, setText] = useState("");
  const hash = write(here());
  const whole = writable.value ? `${location.href.split("#")[0]}${hash}` : hash;
  return (
    <>
      <label class="field">
        Link to what is shown
        <textarea readOnly rows={4} value={whole} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <p><Copy text={whole} what="The link" /></p>
      {!writable.value && <p>This page stands inside another one and has no address of its own: put the link after the address of the page itself, or open it here.</p>}
      <form class="field" onSubmit={(event) => { event.preventDefault(); goTo(text); close(); }}>
        <label>Open a link <input type="text" value={text} placeholder="#flow=…&run=…" spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} /></label>
        <button type="submit" disabled={!text.includes("#")}>Go</button>
      </form>
    </>
  );
}
