/** Where places of the specification lead: into an editor where the server names one, else to their line in Coverage. */
import { signal } from "@preact/signals";
import { editorAddress } from "../data/editor";
import type { Place } from "../data/payloads";
import { page } from "./reading";
import { bundle, dock } from "./state";

/** The place that Coverage is asked to show, until it has. */
export const looked = signal<Place | null>(null);

export const addressOf = (place: Place): string | null => editorAddress(page.value?.editor ?? null, place);

export const hasText = (place: Place): boolean => bundle.value?.sources.some((source) => source.path === place.path && source.text != null) ?? false;

/** Shows the line in the page. */
export function look(place: Place): void {
  looked.value = place;
  dock.value = "coverage";
}

/** Goes to a place, in whichever way there is; whether there is one. */
export function openPlace(place: Place): boolean {
  const address = addressOf(place);
  if (address !== null) {
    Object.assign(document.createElement("a"), { href: address }).click();
    return true;
  }
  if (hasText(place)) look(place);
  return hasText(place);
}
