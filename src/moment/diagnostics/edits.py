"""Edits of texts: where a new line goes, which edits exclude each other, and what the text is afterwards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from moment.diagnostics.model import Edit, Fix
from moment.text.source import Source
from moment.text.span import Place


class Applied(NamedTuple):
    """``texts`` holds the changed paths only; ``skipped`` the fixes that another one excluded, in order."""

    texts: dict[str, str]
    skipped: tuple[Fix, ...]


def resolve(edit: Edit, source: Source) -> Edit:
    """``edit`` as a ``replace`` of ``source``; a new line goes behind its anchor, also at the end of the text."""
    if edit.kind == "replace":
        return edit
    start, end = edit.place.start, edit.place.end
    line_end = source.text.find("\n", max(start, end - 1))
    if line_end < 0:
        line_end = len(source.text)
    line_start = source.text.rfind("\n", 0, start) + 1
    indent = source.text[line_start : line_start + source.indentation(start)]
    if edit.kind == "line-inside":
        indent += "  "
    text = "".join(f"\n{indent}{line}" for line in edit.text.split("\n"))
    return Edit(Place(edit.place.path, line_end, line_end), text)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """``text`` after all ``edits`` (``replace`` only), each in offsets of the old text.

    Insertions at one offset keep their order. Raises ValueError when two edits overlap or one leaves the text.
    """
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=_position):
        start, end = _position(edit)
        if edit.kind != "replace":
            raise ValueError(f"an edit of kind {edit.kind} must be resolved before it is applied")
        if start < at or end < start or end > len(text):
            raise ValueError(f"edit {start}:{end} overlaps another one or leaves the text")
        parts += (text[at:start], edit.text)
        at = end
    return "".join((*parts, text[at:]))


def apply_all(sources: Mapping[str, Source], fixes: Iterable[Fix]) -> Applied:
    """Applies each fix wholly or not at all, the first of two that overlap; an edit that two fixes share once."""
    accepted: dict[str, list[Edit]] = {path: [] for path in sources}
    skipped = tuple(fix for fix in fixes if not _accept_fix(accepted, fix, sources))
    texts = {path: apply(sources[path].text, edits) for path, edits in accepted.items()}
    return Applied({path: text for path, text in texts.items() if text != sources[path].text}, skipped)


def unified(path: str, old: str, new: str) -> str:
    """The unified diff from ``old`` to ``new`` with three lines of context; empty when they are equal."""
    from difflib import unified_diff

    before, after = old.split("\n"), new.split("\n")
    lines = [line + "\n" for line in before[:-1]] + before[-1:] * (before[-1] != "")
    changed = [line + "\n" for line in after[:-1]] + after[-1:] * (after[-1] != "")
    parts = []
    for line in unified_diff(lines, changed, f"a/{path}", f"b/{path}"):
        parts.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(parts)


def _position(edit: Edit) -> tuple[int, int]:
    return edit.place.start, edit.place.end


def _accept_fix(accepted: Mapping[str, list[Edit]], fix: Fix, sources: Mapping[str, Source]) -> bool:
    inserted: list[Edit] = []
    for edit in fix.edits:
        source = sources.get(edit.place.path)
        if source is None or not 0 <= edit.place.start <= edit.place.end <= len(source.text):
            break
        resolved = resolve(edit, source)
        verdict = _accept(accepted[source.path], resolved)
        if verdict == "overlaps":
            break
        if verdict == "new":
            inserted.append(resolved)
    else:
        return True
    for edit in inserted:
        accepted[edit.place.path].remove(edit)
    return False


def _accept(accepted: list[Edit], edit: Edit) -> Literal["new", "known", "overlaps"]:
    """Puts ``edit`` among the sorted, disjoint ``accepted`` unless it is there already or overlaps one of them."""
    at = bisect_right(accepted, _position(edit), key=_position)
    before = at - 1
    while before >= 0 and _position(accepted[before]) == _position(edit):
        if accepted[before] == edit:
            return "known"
        before -= 1
    if at > 0 and accepted[at - 1].place.end > edit.place.start:
        return "overlaps"
    if at < len(accepted) and edit.place.end > accepted[at].place.start:
        return "overlaps"
    accepted.insert(at, edit)
    return "new"
