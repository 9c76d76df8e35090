"""Reads contexts: what exists, from aggregates down to their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from moment.language.clauses import (
    MEMBERS,
    clause_at,
    duplicate,
    expect_names,
    parse_class,
    report_layout,
    skip_habits,
)
from moment.language.cursor import Cursor
from moment.language.fields import expect_field, parse_annotations, parse_fields, parse_inputs
from moment.language.machines import parse_states
from moment.language.processes import PROCESSES
from moment.language.recovery import skip_unread, take_misspelled
from moment.language.syntax import (
    Aggregate,
    AggregateMember,
    Command,
    Context,
    ContextMember,
    Emits,
    EnumType,
    Event,
    Field,
    Invariant,
    Name,
    Precondition,
    ValueObject,
)
from moment.language.tokens import AGGREGATE_WORDS, FILE_WORDS

SharedMember: TypeAlias = ValueObject | Invariant | EnumType


class _OpenAggregate:
    """An aggregate that further members may still join."""

    def __init__(self, name: Name, start: int, indentation: int) -> None:
        self.name = name
        self.start = start
        self.indentation = indentation
        self.identity: Field | None = None
        self.members: list[AggregateMember] = []
        self.header_end = name.end
        self.member_indentation: int | None = None

    def close(self, cursor: Cursor) -> Aggregate:
        if self.identity is None and not self.name.is_missing:
            cursor.missing_clause(f"aggregate `{self.name.text}`", "identity", self.header_end)
        end = max([self.header_end, *(member.end for member in self.members)])
        return Aggregate(self.name, self.identity, tuple(self.members), self.start, end)


def parse_context(cursor: Cursor) -> Context:
    """One context with all of its members; the cursor stands on ``context``."""
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_string("the name of the context")
    classification, description = _parse_header(cursor)
    members: list[ContextMember] = []
    aggregate: _OpenAggregate | None = None
    texts = cursor.texts
    while texts[cursor.index] and texts[cursor.index] not in FILE_WORDS:
        word = texts[cursor.index]
        at = cursor.starts[cursor.index]
        if texts[cursor.index + 1] == ":":
            word = ""
        if word == "aggregate":
            if aggregate is not None:
                members.append(aggregate.close(cursor))
            aggregate = _expect_aggregate(cursor)
        elif word in _OWNED and aggregate is not None:
            _join(cursor, aggregate, _OWNED[word](cursor))
        elif word == "identity" and aggregate is not None:
            _expect_identity(cursor, aggregate)
        elif word in _SHARED:
            member = _SHARED[word](cursor)
            if aggregate is not None and _belongs_to_aggregate(cursor, at, aggregate):
                aggregate.members.append(member)
            else:
                members.append(member)
        elif word in PROCESSES:
            members.append(PROCESSES[word](cursor))
        elif word == "@":
            annotations = parse_annotations(cursor)
            if aggregate is not None and _leads_into(cursor, aggregate):
                aggregate.members.extend(annotations)
            else:
                members.extend(annotations)
        elif take_misspelled(cursor, MEMBERS) is None:
            owner = " or of an aggregate" if aggregate else ""
            advice = (
                f"declare an aggregate before this {word}" if word in AGGREGATE_WORDS
                else f"start a member of the context{owner} here, as `event` or `policy`"
            )  # fmt: skip
            members.append(skip_unread(cursor, advice))
    if aggregate is not None:
        members.append(aggregate.close(cursor))
    members.sort(key=lambda member: member.start)
    return Context(name, classification, description, tuple(members), start, max(cursor.previous_end, name.end))


def _parse_header(cursor: Cursor) -> tuple[Name | None, Name | None]:
    """Classification and description, in either order."""
    classification: Name | None = None
    description: Name | None = None
    while True:
        if cursor.texts[cursor.index] == "[" and classification is None:
            classification = parse_class(cursor)
        elif cursor.texts[cursor.index] == "description" and cursor.texts[cursor.index + 1] != ":":
            at = cursor.starts[cursor.index]
            cursor.index += 1
            text = cursor.expect_string("the description")
            if description is not None:
                duplicate(cursor, at, "description")
            else:
                description = text
        else:
            return classification, description


def _expect_aggregate(cursor: Cursor) -> _OpenAggregate:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_string("the name of the aggregate")
    return _OpenAggregate(name, start, cursor.indentation(start))


def _expect_identity(cursor: Cursor, aggregate: _OpenAggregate) -> None:
    at = cursor.starts[cursor.index]
    cursor.index += 1
    field = expect_field(cursor, "the identity")
    if aggregate.identity is not None:
        duplicate(cursor, at, "identity")
    elif field is not None:
        aggregate.identity = field
    else:
        aggregate.identity = Field("", "", False, False, False, at, at, at, at, cursor.previous_end)
    aggregate.header_end = max(aggregate.header_end, cursor.previous_end)


def _join(cursor: Cursor, aggregate: _OpenAggregate, member: AggregateMember) -> None:
    aggregate.members.append(member)
    if aggregate.member_indentation is None:
        aggregate.member_indentation = cursor.indentation(member.start)


def _leads_into(cursor: Cursor, aggregate: _OpenAggregate) -> bool:
    """Whether what stands here, behind annotations, will join the aggregate."""
    word = cursor.texts[cursor.index]
    shared = word in _SHARED and _belongs_to_aggregate(cursor, cursor.starts[cursor.index], aggregate)
    return word in _OWNED or shared


def _belongs_to_aggregate(cursor: Cursor, start: int, aggregate: _OpenAggregate) -> bool:
    """Third layout rule: deeper than the aggregate is inside it."""
    if cursor.is_flat:
        return False
    indentation = cursor.indentation(start)
    deeper = indentation > aggregate.indentation
    expected = aggregate.member_indentation
    if deeper and expected is not None and indentation != expected:
        report_layout(cursor, start, "Indent it like the context's members or like the aggregate's.")
    return deeper


def expect_command(cursor: Cursor) -> Command:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_name("the name of the command")
    inputs: tuple[Field, ...] | None = None
    preconditions: list[Precondition] = []
    emits: Emits | None = None
    while (clause := clause_at(cursor, "command")) is not None:
        at = cursor.starts[cursor.index]
        if clause == "input":
            cursor.index += 1
            found = parse_inputs(cursor)
            if inputs is not None:
                duplicate(cursor, at, clause)
            inputs = found if inputs is None else inputs
        elif clause == "precondition":
            preconditions.append(_expect_precondition(cursor))
        else:
            given = _expect_emits(cursor)
            if emits is not None:
                duplicate(cursor, at, clause)
            emits = emits or given
    end = max(cursor.previous_end, name.end)
    if emits is None:
        missing = cursor.missing_clause(f"command `{name.text}`", "emits", end)
        emits = Emits("all", (missing,), end, end)
    return Command(name, inputs or (), tuple(preconditions), emits, start, end)


def _expect_precondition(cursor: Cursor) -> Precondition:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_name("the name of the precondition")
    text = cursor.missing()
    if cursor.expect(":", "before the text of the precondition"):
        text = cursor.expect_string("the precondition")
    negated = cursor.texts[cursor.index] == "not" and cursor.texts[cursor.index + 1] == "in"
    states: tuple[Name, ...] = ()
    if negated or cursor.texts[cursor.index] == "in":
        cursor.index += 2 if negated else 1
        states = expect_names(cursor, "a lifecycle state")
    return Precondition(name, text, negated, states, start, cursor.previous_end)


def _expect_emits(cursor: Cursor) -> Emits:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    first = cursor.expect_name("the event")
    if cursor.texts[cursor.index] == "or":
        cursor.index += 1
        return Emits("one", (first, *expect_names(cursor, "the event", "or")), start, cursor.previous_end)
    if cursor.take(","):
        rest = expect_names(cursor, "the event") if cursor.at_name() else ()
        return Emits("all", (first, *rest), start, cursor.previous_end)
    return Emits("all", (first,), start, max(first.end, cursor.previous_end))


def expect_event(cursor: Cursor) -> Event:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_name("the name of the event")
    skip_habits(cursor)
    fields = parse_fields(cursor)
    return Event(name, fields, start, max(cursor.previous_end, name.end))


def expect_value_object(cursor: Cursor) -> ValueObject:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_name("the name of the value object")
    skip_habits(cursor)
    fields = parse_fields(cursor)
    return ValueObject(name, fields, start, max(cursor.previous_end, name.end))


def expect_enum(cursor: Cursor) -> EnumType:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_name("the name of the enum")
    cursor.expect("=", "before the values of the enum")
    values = expect_names(cursor, "a value of the enum", "|")
    return EnumType(name, values, start, max(cursor.previous_end, name.end))


def expect_invariant(cursor: Cursor) -> Invariant:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    name = cursor.expect_name("the name of the invariant")
    text = cursor.expect_string("the invariant")
    scope: Name | None = None
    while (clause := clause_at(cursor, "invariant")) is not None:
        at = cursor.starts[cursor.index]
        cursor.index += 1
        is_string = cursor.texts[cursor.index][:1] == '"'
        given = cursor.take_string() if is_string else cursor.expect_name("the scope of the invariant")
        if scope is not None:
            duplicate(cursor, at, clause)
        scope = scope or given
    end = cursor.previous_end
    if scope is None:
        scope = cursor.missing_clause(f"invariant `{name.text}`", "scope", end)
    return Invariant(name, text, scope, start, end)


_OWNED: dict[str, Callable[[Cursor], AggregateMember]] = {
    "command": expect_command,
    "event": expect_event,
    "states": parse_states,
}
_SHARED: dict[str, Callable[[Cursor], SharedMember]] = {
    "value-object": expect_value_object,
    "enum": expect_enum,
    "invariant": expect_invariant,
}
