"""What patching gives: the new texts with the edits that make them, or the reason why nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moment.diagnostics.edits import apply
from moment.diagnostics.model import Edit
from moment.text.span import Place

_NOWHERE = Place("", 0, 0)


@dataclass(frozen=True, slots=True)
class Patched:
    """``texts`` holds the changed paths only; ``edits`` replace spans of the old texts and give exactly the new ones."""

    texts: Mapping[str, str]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing is written. ``change`` says what was to be done, ``reason`` completes "it cannot be written: …"."""

    change: str
    reason: str
    place: Place = _NOWHERE


class Refusal(Exception):  # noqa: N818
    """Carries a ``Refused`` out of the depths of one edit; no caller of this package sees it."""

    def __init__(self, reason: str, place: Place | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


def patched(old: Mapping[str, str], new: Mapping[str, str]) -> Patched:
    """The way from ``old`` texts to ``new`` ones (a path that only ``new`` has is a new file), in whole lines."""
    texts = {path: text for path, text in new.items() if old.get(path) != text}
    edits = tuple(edit for path, text in sorted(texts.items()) for edit in difference(path, old.get(path, ""), text))
    return Patched(texts, edits)


def difference(path: str, old: str, new: str) -> tuple[Edit, ...]:
    """Replacements of whole lines, and within a line that is replaced by one line only of what differs."""
    from difflib import SequenceMatcher

    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    edits: list[Edit] = []
    for word, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if word == "equal":
            continue
        if last - first == end - start:
            pairs = zip(range(first, last), range(start, end), strict=True)
            edits += [_within(path, before[a], after[b], starts[a]) for a, b in pairs if before[a] != after[b]]
        else:
            edits.append(Edit(Place(path, starts[first], starts[last]), "".join(after[start:end])))
    if apply(old, edits) != new:
        raise AssertionError("the edits of a text do not give the new one")
    return tuple(edits)


def _within(path: str, old: str, new: str, at: int) -> Edit:
    """The one replacement in a line: what stands between its equal head and its equal tail."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(Place(path, at + head, at + len(old) - tail), new[head : len(new) - tail])
