"""Changes of a specification, one after the other, each checked before the next begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from moment.diagnostics.edits import apply
from moment.diagnostics.model import Edit
from moment.drift.patch import result
from moment.drift.patch.moment.changes import Change, Insert, Remove, Rename, Rewrite, Update, described
from moment.drift.patch.moment.checking import (
    check_inserted,
    check_removed,
    check_rename,
    check_rewrite,
    check_same,
    check_states,
)
from moment.drift.patch.moment.elements import Found, elements, find
from moment.drift.patch.moment.fields import updated
from moment.drift.patch.moment.frames import Piece, declaration, members
from moment.drift.patch.moment.lists import insert_into, remove_from
from moment.drift.patch.moment.pen import Pen
from moment.drift.patch.moment.placing import containing, position
from moment.drift.patch.moment.renaming import spelled, uses
from moment.drift.patch.moment.rewriting import step
from moment.drift.patch.moment.segments import Inputs, Segment, segments
from moment.drift.patch.moment.states import without_state
from moment.drift.patch.result import Patched, Refusal, Refused
from moment.language.formatter import format_text
from moment.language.parser import Parsed, parse
from moment.model.build import build
from moment.text.source import Source
from moment.text.span import Place

_PASSES = 1000
NOTHING: Mapping[str, Parsed] = MappingProxyType({})


def patched(
    texts: Mapping[str, str], changes: Iterable[Change], *, known: Mapping[str, Parsed] = NOTHING
) -> Patched | Refused:
    """All ``changes`` made in ``texts`` (path to text, line ends ``\\n``), in their order, or none of them.

    What no change speaks of stays byte for byte; a formatted file stays formatted; the new texts read without errors
    and say exactly what was asked for. ``Refused`` says why that could not be had. ``known`` are texts that were parsed
    already; those that say the same are not parsed again.
    """
    pages = _Pages(texts, known)
    for change in changes:
        try:
            pages.make(change)
        except Refusal as refusal:
            return Refused(described(change), refusal.reason, refusal.place or pages.place_of(change))
    return result.patched(texts, {path: parsed.source.text for path, parsed in pages.parsed.items()})


class _Pages:
    """The texts as they are after the changes made so far."""

    def __init__(self, texts: Mapping[str, str], known: Mapping[str, Parsed]) -> None:
        self.parsed = {
            path: known[path] if path in known and known[path].source.text == text else parse(Source(path, text))
            for path, text in sorted(texts.items())
        }
        self._formatted: dict[str, bool] = {}

    def place_of(self, change: Change) -> Place:
        name = change.owner if isinstance(change, Insert) else change.element
        try:
            return self.find(name, change.kind if not isinstance(change, Insert) else "").place
        except Refusal:
            return Place(change.path if isinstance(change, Insert) else "", 0, 0)

    def find(self, identity: str, kind: str = "") -> Found:
        return find(self.parsed.values(), identity, kind)

    def make(self, change: Change) -> None:
        match change:
            case Insert():
                self.insert(change)
            case Remove():
                self.remove(change)
            case Rename():
                self.rename(change)
            case Rewrite():
                self.rewrite(change.element, change.kind, change.text)
            case Update():
                found = self.find(change.element, change.kind)
                text = updated(found, change)
                self.rewrite(change.element, found.kind, text)

    def write(self, edits: Sequence[Edit]) -> None:
        """Takes the edits over, file by file; ``Refusal`` when a new text does not read."""
        for path in sorted({edit.place.path for edit in edits}):
            before = self.parsed[path]
            if before.has_errors:
                raise Refusal("the file has errors already: mend them first", _first_error(before))
            mine = [edit for edit in edits if edit.place.path == path]
            try:
                text = apply(before.source.text, mine)
            except ValueError:
                raise Refusal("two parts of it stand in one another") from None
            after = parse(Source(path, text))
            if after.has_errors:
                raise Refusal(f"the text would not read any more: {_message(after)}")
            self.parsed[path] = self.tidied(after) if self.is_formatted(before) else after

    def is_formatted(self, before: Parsed) -> bool:
        """Whether the file was formatted before anything was written to it."""
        path = before.source.path
        if path not in self._formatted:
            self._formatted[path] = format_text(before) == before.source.text
        return self._formatted[path]

    @staticmethod
    def tidied(parsed: Parsed) -> Parsed:
        text = format_text(parsed)
        return parsed if text is None or text == parsed.source.text else parse(Source(parsed.source.path, text))

    # -- the changes -------------------------------------------------------------------------------

    def insert(self, change: Insert) -> None:
        if not change.owner and change.path not in self.parsed:
            self.parsed[change.path] = parse(Source(change.path, ""))
        owner = self.owner(change)
        for piece in members(change.text, owner.node):
            piece, node = self.opened(owner, piece)
            row = segments(owner.parsed, node)
            index = position(row, piece.segment, change.after)
            if any(each.key == piece.segment.key for each in row) and piece.segment.key[1]:
                raise Refusal(f"there is a {piece.segment.key[0]} `{piece.segment.key[1]}` already")
            pen = Pen(owner.parsed)
            listed = piece.segment.separator and any(each.separator for each in row)
            edits = insert_into(pen, owner.parsed, piece, row, index) if listed else [pen.insert(piece, row, index)]
            self.write(edits)
            before, owner = owner, self.owner(change)
            check_inserted(before, owner, piece.segment)
            change = Insert(change.owner, change.text, _behind(piece.segment, change.after), change.kind, change.path)

    def owner(self, change: Insert) -> Found:
        if change.owner:
            return self.find(change.owner, change.kind)
        parsed = self.parsed[change.path]
        return Found("file", change.path, change.path, parsed.tree, (parsed.tree,), parsed)

    def opened(self, owner: Found, piece: Piece) -> tuple[Piece, Any]:
        """An input goes into the clause ``input`` that is there."""
        inputs = next((each for each in segments(owner.parsed, owner.node) if isinstance(each.node, Inputs)), None)
        if inputs is None or not isinstance(piece.segment.node, Inputs):
            return piece, owner.node
        row = segments(piece.parsed, piece.segment.node)
        found = [each for each in row if each.separator]
        if len(found) != 1:
            raise Refusal("insert inputs one by one")
        return Piece(found[0], piece.parsed, row), inputs.node

    def remove(self, change: Remove) -> None:
        found = self.find(change.element, change.kind)
        pen = Pen(found.parsed)
        if found.kind == "state":
            edits, expected = without_state(found, pen)
            self.write(edits)
            check_states(found, self.find(found.identity.rpartition(".")[0]), expected)
            return
        row, gone = containing(found)
        if gone.separator == "," and sum(1 for each in row if each.separator) == 1:
            gone = next(each for each in segments(found.parsed, found.owner) if isinstance(each.node, Inputs))
        if gone.separator:
            self.write(remove_from(pen, found.parsed, row, gone))
        else:
            self.write([pen.cut(gone.start, gone.end)])
        check_removed(found, self.parsed[found.parsed.source.path], gone)

    def rename(self, change: Rename) -> None:
        found = self.find(change.element, change.kind)
        if change.name == found.name:
            return
        stem = found.identity[: len(found.identity) - len(found.name)]
        if any(each.identity == stem + change.name for each in elements(self.parsed.values())):
            raise Refusal(f"there is a `{stem}{change.name}` already")
        before = build(self.parsed.values())
        edits, places = [], uses(before, found)
        for place in places:
            old = self.parsed[place.path].source.text[place.start : place.end]
            edits.append(Edit(place, spelled(change.name, old)))
        self.write(edits)
        check_rename(before, build(self.parsed.values()), found, change.name, places)

    def rewrite(self, element: str, kind: str, text: str) -> None:
        before = found = self.find(element, kind)
        piece = declaration(text, found)
        check_same(found, piece.segment)
        for _ in range(_PASSES):
            _, there = containing(found)
            if there.node is None or piece.segment.node is None:
                edits = [] if there.shape == piece.segment.shape else _replaced(found, there, piece)
            else:
                edits = step(found.parsed, segments(found.parsed, there.node), piece)
            if not edits:
                break
            self.write(edits)
            found = self.find(element, kind)
        check_rewrite(before, found, piece.segment)


def _replaced(found: Found, there: Segment, piece: Piece) -> list[Edit]:
    text = piece.parsed.source.text[piece.segment.start : piece.segment.end]
    return Pen(found.parsed).replaced(there.start, there.end, text)


def _behind(segment: Segment, after: str | None) -> str | None:
    """Where the next of several goes: behind this one."""
    return segment.key[1] or after


def _message(parsed: Parsed) -> str:
    return next(each.message for each in parsed.diagnostics if each.severity == each.severity.ERROR)


def _first_error(parsed: Parsed) -> Place:
    return next(each.place for each in parsed.diagnostics if each.severity == each.severity.ERROR)
