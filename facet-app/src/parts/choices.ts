/** What a typed word finds in a list of things to choose from. */

export interface Choice {
  readonly id: string;
  readonly title: string;
  /** What kind of thing it is, or where it stands. */
  readonly hint?: string;
  readonly keys?: readonly string[];
}

/** Those that hold every word, the ones that begin with the first word before the others; at most `most`. */
export function matching(choices: readonly Choice[], query: string, most = 50): readonly Choice[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const first = words[0];
  if (first === undefined) return choices.slice(0, most);
  const found = choices.filter((choice) => {
    const text = `${choice.title} ${choice.hint ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const begins = (choice: Choice) => (choice.title.toLowerCase().startsWith(first) ? 0 : 1);
  return found.sort((one, two) => begins(one) - begins(two)).slice(0, most);
}
