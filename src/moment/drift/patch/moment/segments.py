"""A declaration as a row of segments: its head, its clauses and its members, each with its extent in the text.

Two texts of one declaration are compared segment by segment, by key: what is equal keeps its bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from moment.drift.patch.moment.elements import WORDS
from moment.language import syntax
from moment.language.formatter.shape import shape
from moment.language.parser import Parsed
from moment.language.syntax import Field, Name

_BRANCH = re.compile(r"\[\s*branch\s*\]")
_REQUIRED = re.compile(r"\[\s*required\s*\]")


class Segment(NamedTuple):
    """``key`` is unique among its siblings; its first part says what kind of sibling it is. ``separator`` stands
    between it and the next of its kind. ``node`` has segments of its own, or is ``None``."""

    key: tuple[str, str]
    start: int
    end: int
    shape: object
    node: Any = None
    separator: Literal["", ",", "|"] = ""


class Group(NamedTuple):
    """A declaration with the annotations before it."""

    annotations: tuple[syntax.Annotation, ...]
    node: Any
    start: int
    end: int


class Inputs(NamedTuple):
    """The ``input`` clause of a command."""

    fields: tuple[Field, ...]
    start: int
    end: int


def segments(parsed: Parsed, node: Any) -> tuple[Segment, ...]:
    """The segments of ``node`` in the order in which the formatter writes them; none of a leaf."""
    return _unique(_Reader(parsed).read(node))


def _unique(found: Iterator[Segment]) -> tuple[Segment, ...]:
    seen: dict[tuple[str, str], int] = {}
    unique = []
    for segment in found:
        number = seen[segment.key] = seen.get(segment.key, 0) + 1
        unique.append(segment if number == 1 else segment._replace(key=(segment.key[0], f"{segment.key[1]} {number}")))
    return tuple(unique)


class _Reader:
    def __init__(self, parsed: Parsed) -> None:
        self.text = parsed.source.text
        self.tokens = parsed.tokens

    # -- kinds of segments -------------------------------------------------------------------------

    def before(self, offset: int) -> int:
        """Where the token before ``offset`` starts."""
        return self.tokens.starts[bisect_left(self.tokens.starts, offset) - 1]

    def clause(self, word: str, name: Name | None) -> Iterator[Segment]:
        """``word`` and the one name or string behind it."""
        if name is not None and not name.is_missing:
            yield Segment((word, ""), self.before(name.start), name.end, shape(name))

    def names(self, word: str, names: Sequence[Name]) -> Iterator[Segment]:
        """``word`` and a list of names, as one."""
        if names:
            yield Segment((word, ""), self.before(names[0].start), names[-1].end, shape(tuple(names)))

    def bracket(self, key: str, name: Name | None, signs: str = "[]") -> Iterator[Segment]:
        if name is not None:
            start, end = self.text.rfind(signs[0], 0, name.start), self.text.find(signs[1], name.end) + 1
            yield Segment((key, ""), start, end, shape(name))

    def match(self, key: str, pattern: re.Pattern[str], start: int, end: int) -> Iterator[Segment]:
        found = pattern.search(self.text, start, end)
        if found:
            yield Segment((key, ""), *found.span(), True)

    def head(self, node: Any, end: int) -> Segment:
        return Segment(("head", ""), node.start, end, self.text[node.start : end].split())

    def whole(self, key: tuple[str, str], node: Any, separator: Literal["", ",", "|"] = "") -> Segment:
        has_parts = not isinstance(node, Name | syntax.States | syntax.Undo | syntax.Link | syntax.Precondition)
        return Segment(key, node.start, node.end, shape(node), node if has_parts else None, separator)

    def fields(self, fields: Sequence[Field], separator: Literal["", ",", "|"] = "") -> Iterator[Segment]:
        for field in fields:
            start = field.annotations[0].start if field.annotations else field.start
            yield Segment(("field", field.name), start, field.end, shape(field), field, separator)

    # -- nodes -------------------------------------------------------------------------------------

    def read(self, node: Any) -> Iterator[Segment]:
        match node:
            case syntax.File():
                yield from self.members(node.items)
            case Group():
                yield from self.annotations(node.annotations)
                yield from self.read(node.node)
            case Field():
                yield from self.field(node)
            case Inputs():
                yield Segment(("head", ""), node.start, node.start + len("input"), "input")
                yield from self.fields(node.fields, ",")
            case syntax.Flow() | syntax.Lane() | syntax.Moment() | syntax.When() | syntax.Placement():
                yield from self.timeline(node)
            case syntax.Crossing():
                yield from self.crossing(node)
            case _:
                yield from self.declaration(node)

    def annotations(self, annotations: Sequence[syntax.Annotation]) -> Iterator[Segment]:
        for each in annotations:
            yield Segment(("annotation", each.name.text), each.start, each.end, shape(each))

    def field(self, field: Field) -> Iterator[Segment]:
        yield from self.annotations(field.annotations)
        yield Segment(("head", ""), field.start, field.name_end, field.name)
        yield Segment(("of", ""), field.type_start, field.type_end, (field.type, field.array, field.optional))
        dep = field.deprecation
        if field.required:
            gaps = [(field.type_end, field.end)] if dep is None else [(field.type_end, dep.start), (dep.end, field.end)]
            for gap in gaps:
                yield from self.match("required", _REQUIRED, *gap)
        if dep is not None:
            yield Segment(("deprecated", ""), dep.start, dep.end, shape(dep))

    def members(self, members: Sequence[Any]) -> Iterator[Segment]:
        """Declarations, each with the annotations before it."""
        waiting: list[syntax.Annotation] = []
        for member in members:
            if isinstance(member, syntax.Annotation):
                waiting.append(member)
                continue
            key, named = self.key(member)
            if waiting:
                group = Group(tuple(waiting), member, waiting[0].start, member.end)
                yield Segment((key, named), group.start, group.end, shape(group), group)
                waiting = []
            else:
                yield self.whole((key, named), member)
        yield from self.annotations(waiting)

    def key(self, member: Any) -> tuple[str, str]:
        match member:
            case syntax.States():
                return "states", ""
            case syntax.Relationship():
                return "relationship", f"{member.source.text}->{member.target.text}"
            case syntax.Term():
                return "term", member.word.text
            case syntax.Unread():
                return "unread", self.text[member.start : member.end]
            case _:
                return WORDS[type(member)], member.name.text

    def declaration(self, node: Any) -> Iterator[Segment]:
        match node:
            case syntax.Context():
                yield self.head(node, node.name.end)
                yield from self.bracket("class", node.classification)
                yield from self.clause("description", node.description)
                yield from self.members(node.members)
            case syntax.Aggregate():
                yield self.head(node, node.name.end)
                if node.identity is not None:
                    start = self.before(node.identity.start)
                    shown = Segment(("identity", node.identity.name), start, node.identity.end, shape(node.identity))
                    yield shown._replace(node=node.identity)
                yield from self.members(node.members)
            case syntax.Command():
                yield from self.command(node)
            case syntax.Event() | syntax.ValueObject():
                yield self.head(node, node.name.end)
                yield from self.fields(node.fields)
            case syntax.EnumType():
                yield self.head(node, node.name.end)
                for value in node.values:
                    yield self.whole(("value", value.text), value, "|")
            case syntax.Invariant():
                yield self.head(node, node.name.end)
                yield Segment(("text", ""), node.text.start, node.text.end, shape(node.text))
                yield from self.clause("scope", node.scope)
            case _:
                yield from self.process(node)

    def command(self, node: syntax.Command) -> Iterator[Segment]:
        yield self.head(node, node.name.end)
        if node.inputs:
            first = next(self.fields(node.inputs)).start
            inputs = Inputs(node.inputs, self.before(first), node.inputs[-1].end)
            yield Segment(("input", ""), inputs.start, inputs.end, shape(node.inputs), inputs)
        for each in node.preconditions:
            yield self.whole(("precondition", each.name.text), each)
        yield Segment(("emits", ""), node.emits.start, node.emits.end, shape(node.emits))

    def process(self, node: Any) -> Iterator[Segment]:
        match node:
            case syntax.Service():
                yield self.head(node, node.name.end)
                yield from self.clause("consumes", node.consumes)
                yield from self.clause("produces", node.produces)
                yield from self.clause("description", node.description)
            case syntax.Policy():
                yield self.head(node, node.name.end)
                yield from self.clause("trigger", node.trigger)
                yield from self.clause("action", node.action)
                yield from self.names("chains-to", node.chains)
            case syntax.Saga():
                yield self.head(node, node.name.end)
                yield from self.clause("trigger", node.trigger)
                for each in node.states:
                    yield self.whole(("states", ""), each)
                for undo in node.undo:
                    yield self.whole(("undo", f"{undo.command.text} {undo.with_command.text}"), undo)
                yield from self.clause("compensation", node.compensation)
                yield from self.clause("timeout", node.timeout)
            case syntax.Relationship():
                yield self.head(node, node.target.end)
                yield from self.clause("type", node.kind)
                yield from self.clause("contract", node.contract)
            case syntax.Projection():
                yield self.head(node, node.name.end)
                yield from self.names("from", node.sources)
                yield from self.fields(node.fields)
            case syntax.Term():
                yield self.head(node, node.word.end)
                yield Segment(("meaning", ""), node.meaning.start, node.meaning.end, shape(node.meaning))

    def timeline(self, node: Any) -> Iterator[Segment]:
        match node:
            case syntax.Flow():
                yield self.head(node, node.name.end)
                yield from self.clause("description", node.description)
                for lane in node.lanes:
                    yield self.whole(("lane", lane.name.text), lane)
                for moment in node.moments:
                    yield self.whole(("moment", moment.label.text), moment)
            case syntax.Lane():
                yield self.head(node, node.name.end)
                yield Segment(("label", ""), node.label.start, node.label.end, shape(node.label))
                yield from self.bracket("class", node.classification)
            case syntax.Moment():
                yield self.head(node, node.label.end)
                if node.branch:
                    first = node.entries[0].start if node.entries else node.end
                    yield from self.match("branch", _BRANCH, node.label.end, first)
                yield from self.entries(node.entries)
            case syntax.When():
                yield self.head(node, node.condition.end)
                yield from self.bracket("class", node.lane)
                yield from self.entries(node.placements)
            case syntax.Placement():
                yield self.head(node, node.node.end)
                yield from self.bracket("multiplicity", node.multiplicity, "()")
                yield from self.bracket("modifier", node.modifier)
                if node.crossing is not None:
                    yield self.whole(("crossing", node.crossing.target.text), node.crossing)
                for link in node.links:
                    yield self.whole(("link", f"{link.kind} {link.target.text}"), link)

    def entries(self, entries: Sequence[syntax.Placement | syntax.When]) -> Iterator[Segment]:
        for entry in entries:
            if isinstance(entry, syntax.When):
                yield self.whole(("when", entry.condition.text), entry)
            else:
                yield self.whole(("placement", f"{entry.lane.text}: {entry.node.text}"), entry)

    def crossing(self, node: syntax.Crossing) -> Iterator[Segment]:
        yield self.head(node, node.target.end)
        yield from self.clause("via", node.kind)
        if node.delivery is not None:
            yield Segment(("delivery", ""), node.delivery.start, node.delivery.end, shape(node.delivery))
        if self.text.endswith("contract", 0, node.header_end):
            yield Segment(("contract", ""), node.header_end - len("contract"), node.header_end, True)
        yield from self.fields(node.contract)
