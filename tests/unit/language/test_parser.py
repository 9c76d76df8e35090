"""What the tree holds: every clause in any order, names and numbers as written, spans of the text that they stand for."""

from __future__ import annotations

import pytest

from moment.language.formatter.shape import shape
from moment.language.parser import parse
from moment.language.syntax import (
    Aggregate,
    Command,
    Context,
    EnumType,
    Event,
    Flow,
    Invariant,
    Placement,
    Saga,
    States,
    Unread,
)
from moment.text.source import Source

OWNER = 'context "A"\n  aggregate "O"\n    identity id: UUID\n'


def context(text: str) -> Context:
    parsed = parse(Source("a.moment", text))
    assert parsed.diagnostics == ()
    (found,) = parsed.tree.items
    assert isinstance(found, Context)
    return found


def member(text: str) -> object:
    """The only member of the only aggregate."""
    (aggregate,) = context(OWNER + text).members
    assert isinstance(aggregate, Aggregate)
    (found,) = aggregate.members
    return found


def placement(text: str) -> Placement:
    parsed = parse(Source("a.moment", f'flow "f"\n  lane a "A"\n  lane b "B"\n  moment "M"\n    a: E {text}\n'))
    assert parsed.diagnostics == ()
    (flow,) = parsed.tree.items
    assert isinstance(flow, Flow)
    (found,) = flow.moments[0].entries
    assert isinstance(found, Placement)
    return found


@pytest.mark.parametrize(
    ("text", "mode", "names"),
    [
        ("E", "all", ["E"]),
        ("E, F", "all", ["E", "F"]),
        ("E, F,", "all", ["E", "F"]),
        ("E or F or G", "one", ["E", "F", "G"]),
    ],
)
def test_what_a_command_emits(text: str, mode: str, names: list[str]) -> None:
    found = member(f"    command C emits {text}\n")
    assert isinstance(found, Command)
    assert (found.emits.mode, [name.text for name in found.emits.names]) == (mode, names)


def test_the_order_of_clauses_is_free() -> None:
    ordered = OWNER + '    command C\n      input n: UUID\n      precondition p: "x" not in Y, Z\n      emits E\n'
    free = OWNER + '    command C\n      emits E\n      precondition p: "x" not in Y, Z\n      input n: UUID,\n'
    assert shape(context(free)) == shape(context(ordered))


def test_a_precondition_may_name_states() -> None:
    found = member('    command C precondition p: "x" not in Y, Z emits E\n')
    assert isinstance(found, Command)
    (precondition,) = found.preconditions
    assert (precondition.negated, [state.text for state in precondition.states]) == (True, ["Y", "Z"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Line", ("Line", False, False)),
        ("Line[]", ("Line", True, False)),
        ("Line?", ("Line", False, True)),
        ("Line[]?", ("Line", True, True)),
        ("Sales.Line[]", ("Sales.Line", True, False)),
    ],
)
def test_types(text: str, expected: tuple[str, bool, bool]) -> None:
    found = member(f"    event E\n      lines: {text}\n")
    assert isinstance(found, Event)
    (field,) = found.fields
    assert (field.type, field.array, field.optional) == expected


def test_a_deprecation_keeps_reason_and_replacement() -> None:
    found = member('    event E\n      old: string [deprecated "a \\"b\\"" -> "new"]\n')
    assert isinstance(found, Event)
    deprecation = found.fields[0].deprecation
    assert deprecation is not None
    assert (deprecation.reason.text, deprecation.replacement.text) == ('a "b"', "new")


def test_states_chain() -> None:
    found = member("    states A -> B on E -> C\n")
    assert isinstance(found, States)
    edges = [(edge.source.text, edge.target.text, edge.event and edge.event.text) for edge in found.edges]
    assert (found.first.text, edges) == ("A", [("A", "B", "E"), ("B", "C", None)])


@pytest.mark.parametrize(("text", "expected"), [("7d", "7d"), ("PT30M", "PT30M"), ("none", "none"), ('"none"', "none")])
def test_timeouts_are_kept_as_written(text: str, expected: str) -> None:
    (saga,) = context(f'context "A"\n  saga S trigger E states A -> B compensation "c" timeout {text}\n').members
    assert isinstance(saga, Saga)
    assert saga.timeout.text == expected


@pytest.mark.parametrize("sign", ["×", "x", "x ", "*"])
def test_multiplicities(sign: str) -> None:
    found = placement(f"({sign}3) [optional]").multiplicity
    assert found is not None
    assert found.text == "3"


def test_delivery_and_links() -> None:
    found = placement(
        'crosses-to b via X delivery at-least-once ordered idempotent by id contract triggers C returns-to "M" at-most 3'
    )
    crossing = found.crossing
    assert crossing is not None
    assert crossing.delivery is not None
    assert crossing.delivery.guarantee is not None
    assert crossing.delivery.key is not None
    delivery = (crossing.delivery.guarantee.text, crossing.delivery.ordered, crossing.delivery.key.text)
    assert delivery == ("at-least-once", True, "id")
    links = [(link.kind, link.target.text, link.at_most and link.at_most.text) for link in found.links]
    assert links == [("triggers", "C", None), ("returns-to", "M", "3")]


def test_spans_are_those_of_the_text() -> None:
    text = 'context "A"\n  enum E = X | Y // why\n  invariant I "t" scope A\n\n'
    found = context(text)
    assert text[found.start : found.end] == text.rstrip()
    assert [text[part.start : part.end] for part in found.members] == ["enum E = X | Y", 'invariant I "t" scope A']
    enum, invariant = found.members
    assert isinstance(enum, EnumType)
    assert isinstance(invariant, Invariant)
    assert [text[value.start : value.end] for value in enum.values] == ["X", "Y"]
    assert text[invariant.text.start : invariant.text.end] == '"t"'


def test_what_cannot_be_read_is_a_node_and_the_rest_is_read() -> None:
    parsed = parse(Source("a.moment", 'context "A"\n  nonsense 1 2 3\n  enum E = X\nflow "f"\n'))
    context_, flow = parsed.tree.items
    assert isinstance(context_, Context)
    assert isinstance(flow, Flow)
    assert [type(found) for found in context_.members] == [Unread, EnumType]
    assert [finding.rule.name for finding in parsed.diagnostics] == ["unexpected-token"]
