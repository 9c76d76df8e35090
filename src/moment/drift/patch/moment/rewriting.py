"""One declaration becomes another of the same name, segment by segment, in passes that each bring it nearer."""

from __future__ import annotations

from moment.diagnostics.model import Edit
from moment.drift.patch.moment.elements import WORDS
from moment.drift.patch.moment.frames import Piece
from moment.drift.patch.moment.lists import insert_into, remove_from
from moment.drift.patch.moment.pen import Pen, inline, reindented
from moment.drift.patch.moment.segments import Segment, segments
from moment.language.parser import Parsed

Row = tuple[Segment, ...]


def step(parsed: Parsed, old: Row, piece: Piece) -> list[Edit]:
    """Edits that bring ``old``, the segments of a declaration, nearer to those of ``piece``; none when it is there.

    Members change place only once everything else is as it should be.
    """
    pen = Pen(parsed)
    new = segments(piece.parsed, piece.segment.node)
    changes = _differences(pen, parsed, old, new, piece.parsed)
    return _compatible(changes) or _moves(pen, parsed, old, new, piece.parsed)


def _compatible(changes: list[list[Edit]]) -> list[Edit]:
    """Those that do not stand in one another's way; the others are for the next pass."""
    accepted: list[Edit] = []
    for edits in changes:
        if not any(_overlap(edit, other) for edit in edits for other in accepted):
            accepted += edits
    return accepted


def _overlap(one: Edit, other: Edit) -> bool:
    return one.place.start < other.place.end and other.place.start < one.place.end


def _differences(pen: Pen, parsed: Parsed, old: Row, new: Row, frame: Parsed) -> list[list[Edit]]:
    """One list of edits for each member that goes, comes or changes; of a list with signs one change at a time."""
    new_keys = {each.key: each for each in new}
    old_keys = {each.key: each for each in old}
    changes: list[list[Edit]] = []
    for each in old:
        wanted = new_keys.get(each.key)
        if wanted is None:
            if each.separator:
                if len([other for other in old if other.separator]) > 1:
                    return changes or [remove_from(pen, parsed, old, each)]
                continue  # the last one goes once another has come
            changes.append([pen.cut(each.start, each.end)])
        elif wanted.shape != each.shape:
            if each.node is not None and wanted.node is not None:
                inner = segments(parsed, each.node), segments(frame, wanted.node)
                changes += _differences(pen, parsed, *inner, frame) or [_moves(pen, parsed, *inner, frame)]
            else:
                changes.append(pen.replaced(each.start, each.end, _slice(pen, wanted, frame, each)))
    for number, each in enumerate(new):
        if each.key in old_keys:
            continue
        index = _index(old, new[:number])
        piece = Piece(each, frame, new)
        if each.separator and any(other.separator for other in old):
            return changes or [insert_into(pen, parsed, piece, old, index)]
        changes.append([pen.insert(piece, old, index)])
    return changes


def _index(old: Row, before: Row) -> int:
    """Behind the nearest of ``before`` that ``old`` has."""
    places = {each.key: number for number, each in enumerate(old)}
    return next((places[each.key] + 1 for each in reversed(before) if each.key in places), 0)


def _slice(pen: Pen, wanted: Segment, frame: Parsed, old: Segment) -> str:
    text = frame.source.text[wanted.start : wanted.end]
    indent = pen.indentation(old.start)
    return reindented(text, frame.source.indentation(wanted.start), indent, pen.unit)


def _moves(pen: Pen, parsed: Parsed, old: Row, new: Row, frame: Parsed) -> list[Edit]:
    """The first member that stands elsewhere among those of its kind goes to its place, with its own comments."""
    known = {each.key for each in new}
    for group in dict.fromkeys(_group(each) for each in new):
        present = sorted((each for each in old if _group(each) == group and each.key in known), key=_start)
        keys = {each.key for each in present}
        wanted = [each for each in new if _group(each) == group and each.key in keys]
        for there, here in zip(present, wanted, strict=True):
            if there.key == here.key:
                continue
            moved = next(each for each in present if each.key == here.key)
            if moved.separator:
                return remove_from(pen, parsed, old, moved)  # the next pass inserts it where it belongs
            return _carried(pen, moved, there, Piece(here, frame, new))
    return []


_ENTRIES = ("placement", "when")
_MEMBERS = frozenset((*WORDS.values(), "states", "relationship", "term"))


def _group(segment: Segment) -> str:
    """Segments of one group have an order among themselves."""
    kind = segment.key[0]
    return "member" if kind in _MEMBERS else "entry" if kind in _ENTRIES else kind


def _start(segment: Segment) -> int:
    return segment.start


def _carried(pen: Pen, moved: Segment, target: Segment, piece: Piece) -> list[Edit]:
    """``moved`` before ``target``, as it is written."""
    if not (pen.starts_line(moved.start) and pen.ends_line(moved.end) and pen.starts_line(target.start)):
        cut = pen.cut(moved.start, moved.end)
        return [pen.edit(target.start, target.start, inline(piece) + " "), cut]
    first, last = pen.own_start(moved.start), min(pen.line_end(moved.end) + 1, len(pen.text))
    text = pen.text[first:last]
    text = text if text.endswith("\n") else text + "\n"
    at = pen.own_start(target.start)
    apart = "\n" if pen.text[at - 2 : at] == "\n\n" and pen.text[first - 2 : first] == "\n\n" else ""
    return [pen.edit(at, at, text + apart), pen.cut(moved.start, moved.end)]
