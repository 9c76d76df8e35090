"""A piece of the language read by itself: put into the smallest file that can hold it, formatted and parsed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from moment.drift.patch.moment.elements import Found
from moment.drift.patch.moment.segments import Inputs, Segment, segments
from moment.drift.patch.result import Refusal
from moment.language import syntax
from moment.language.formatter import format_text
from moment.language.parser import Parsed, parse
from moment.text.source import Source

_AGGREGATE = 'context "F"\n\n  aggregate "F"\n    identity f: UUID\n\n'
_FLOW = 'flow "f"\n  lane f "F"\n\n'
_MOMENT = _FLOW + '  moment "F"\n'
_PLACEMENT = _MOMENT + "    f: F"
_SAGA = 'context "F"\n\n  saga F\n    trigger F\n    states F\n{}\n    compensation ""\n    timeout 1s\n'
FRAMES: dict[type, tuple[str, int]] = {
    syntax.File: ("{}", 0),
    syntax.Context: ('context "F"\n\n{}', 1),
    syntax.Aggregate: (_AGGREGATE + "{}", 2),
    syntax.Command: (_AGGREGATE + "    command F\n{}\n      emits F\n", 3),
    syntax.Event: (_AGGREGATE + "    event F\n{}", 3),
    syntax.ValueObject: ('context "F"\n\n  value-object F\n{}', 2),
    syntax.Projection: ('context "F"\n\n  projection F\n    from F\n{}', 2),
    syntax.EnumType: ('context "F"\n\n  enum F =\n{}', 2),
    syntax.Saga: (_SAGA, 2),
    syntax.Flow: ('flow "f"\n{}', 1),
    syntax.Moment: (_MOMENT + "{}", 2),
    syntax.When: (_MOMENT + "    when f\n{}", 3),
    syntax.Placement: (_PLACEMENT + "\n{}", 3),
    syntax.Crossing: (_PLACEMENT + " crosses-to f via CustomerSupplier\n      contract\n{}", 4),
}
"""For each owner the file that holds its members, and how many levels deep they stand."""

_OF_THE_FRAME = frozenset((("head", ""), ("emits", ""), ("identity", "f"), ("contract", ""), ("via", ""), ("from", ""),
                           ("trigger", ""), ("compensation", ""), ("timeout", "")))  # fmt: skip


class Piece(NamedTuple):
    """A segment in a formatted text; ``owner`` are all segments of the declaration that holds it there."""

    segment: Segment
    parsed: Parsed
    owner: tuple[Segment, ...]


def members(text: str, owner: Any) -> tuple[Piece, ...]:
    """What ``text`` declares inside ``owner``, in its order; ``Refusal`` when it cannot be read there."""
    kind = type(owner)
    if kind not in FRAMES:
        raise Refusal("nothing can be inserted there")
    template, depth = FRAMES[kind]
    words = text.split(None, 1)
    if kind is syntax.Command and words and words[0] not in ("precondition", "input"):
        text = f"input\n{text}"
    parsed = _parse(template.format(_indented(text, depth)))
    node = _first(parsed.tree, kind)
    found = tuple(
        Piece(segment, parsed, segments(parsed, node))
        for segment in segments(parsed, node)
        if segment.key not in _OF_THE_FRAME and not (kind is syntax.Saga and _is_the_frames_state(segment, parsed))
        and not (kind is syntax.Moment and segment.key[0] == "lane")
    )  # fmt: skip
    if not found:
        raise Refusal("the text declares nothing")
    return found


def declaration(text: str, found: Found) -> Piece:
    """``text`` as the one declaration that ``found`` is to become; ``Refusal`` when it is another kind or name."""
    owner = found.owner
    if isinstance(owner, syntax.Aggregate) and isinstance(found.node, syntax.Field):
        pieces = _identity(text)
    else:
        pieces = members(text, owner)
    if isinstance(found.node, syntax.Field) and isinstance(owner, syntax.Command):
        pieces = tuple(
            Piece(inner, piece.parsed, segments(piece.parsed, piece.segment.node))
            for piece in pieces
            if isinstance(piece.segment.node, Inputs)
            for inner in segments(piece.parsed, piece.segment.node)
            if inner.key[0] == "field"
        )
    if len(pieces) != 1:
        raise Refusal("the text is not one declaration")
    return pieces[0]


def _identity(text: str) -> tuple[Piece, ...]:
    parsed = _parse(f'context "F"\n\n  aggregate "F"\n    identity {text.strip()}\n')
    node = _first(parsed.tree, syntax.Aggregate)
    row = segments(parsed, node)
    return tuple(Piece(segment, parsed, row) for segment in row if segment.key[0] == "identity")


def _parse(text: str) -> Parsed:
    """The formatted text, parsed."""
    parsed = parse(Source("", text))
    formatted = format_text(parsed)
    if formatted is None:
        error = next(each for each in parsed.diagnostics if each.severity == each.severity.ERROR)
        raise Refusal(f"the text cannot be read: {error.message}")
    return parse(Source("", formatted))


def _indented(text: str, depth: int) -> str:
    """``text`` as a block, ``depth`` levels deep."""
    lines = text.strip("\n").split("\n")
    common = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join("  " * depth + line[common:] if line.strip() else "" for line in lines)


def _first(tree: syntax.File, kind: type) -> Any:
    return next(node for node in _nodes(tree) if isinstance(node, kind))


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for value in node if isinstance(node, tuple) else ():
        if isinstance(value, tuple):
            yield from _nodes(value)


def _is_the_frames_state(segment: Segment, parsed: Parsed) -> bool:
    return segment.key == ("states", "") and parsed.source.text[segment.start : segment.end] == "states F"
