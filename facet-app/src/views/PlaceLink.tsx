/** A place of the specification, `path:line`: a link where it leads somewhere. */
import type { Place } from "../data/payloads";
import { safe } from "../parts/verdict";
import { addressOf, hasText, look } from "../shell/places";

export function PlaceLink({ place }: { place: Place }) {
  if (place.path === "" || place.line < 1) return null;
  const text = `${safe(place.path)}:${place.line}`;
  const address = addressOf(place);
  if (address !== null) return <a class="place" href={address} title="Open in the editor">{text}</a>;
  if (hasText(place)) return <button type="button" class="link place" title="Show this line of the text" onClick={() => look(place)}>{text}</button>;
  return <span class="place quiet">{text}</span>;
}
