/** A verdict as shape and word; the colour repeats what both say. */
import { SHAPE, tone, words, type Tone } from "./verdict";

export function Badge({ verdict, good, word }: { verdict: string; good?: boolean; word?: string }) {
  return <Mark tone={tone(verdict, good)} word={word ?? words(verdict)} />;
}

/** Shape and word of a tone; `bare` leaves the word to screen readers. */
export function Mark({ tone: how, word, bare = false }: { tone: Tone; word: string; bare?: boolean }) {
  return (
    <span class={`badge ${how}`}>
      <span aria-hidden="true">{SHAPE[how]}</span> <span class={bare ? "unseen" : undefined}>{word}</span>
    </span>
  );
}
