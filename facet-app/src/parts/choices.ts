/** What a typed word finds in a list of things to choose from. */

export interface Choice {
  readonly id: string;
  readonly title: string;
  /** What kind of thing it is, or where it stands. */
  readonly hint?: string;
  readonly keys?: readonly string[];
}

/** Those that hold every word; names that begin with the first one come first, then names with it in them; at most `most`. */
export function matching(choices: readonly Choice[], query: string, most = 50): readonly Choice[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const first = words[0];
  if (first === undefined) return choices.slice(0, most);
  const found = choices.filter((choice) => {
    const text = `${choice.title} ${choice.hint ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const rank = (choice: Choice) => {
    const at = choice.title.toLowerCase().indexOf(first);
    return at < 0 ? 2 : Math.sign(at);
  };
  return found.sort((one, two) => rank(one) - rank(two)).slice(0, most);
}
