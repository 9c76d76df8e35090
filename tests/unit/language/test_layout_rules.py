"""The three places where indentation decides, indented and flat."""

from __future__ import annotations

from moment.language.parser import parse
from moment.language.syntax import Aggregate, Annotation, Command, Context, Event, Flow, Placement, ValueObject, When
from moment.text.source import Source


def flow(text: str) -> Flow:
    parsed = parse(Source("a.moment", text))
    found = parsed.tree.items[-1]
    assert isinstance(found, Flow)
    return found


def context(text: str) -> Context:
    found = parse(Source("a.moment", text)).tree.items[0]
    assert isinstance(found, Context)
    return found


HEAD = 'flow "f"\n  lane a "A"\n  lane b "B"\n  moment "M"\n'


def flat(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines()) + "\n"


def test_a_deeper_line_behind_contract_is_a_field() -> None:
    entries = flow(HEAD + "    a: E crosses-to b via X\n      contract\n        b: UUID\n    b: F\n").moments[0].entries
    first, second = entries
    assert isinstance(first, Placement)
    assert isinstance(second, Placement)
    assert first.crossing is not None
    assert [field.name for field in first.crossing.contract] == ["b"]
    assert second.node.text == "F"


def test_flat_a_declared_lane_is_a_placement_and_any_other_name_a_field() -> None:
    text = flat(HEAD + "a: E crosses-to b via X\ncontract\norderId: UUID\nb: F\n")
    first, second = flow(text).moments[0].entries
    assert isinstance(first, Placement)
    assert isinstance(second, Placement)
    assert first.crossing is not None
    assert [field.name for field in first.crossing.contract] == ["orderId"]
    assert second.node.text == "F"


def test_a_placement_indented_like_when_belongs_to_the_moment() -> None:
    entries = flow(HEAD + "    when x\n      a: E\n    b: F\n    when y\n      a: G\n").moments[0].entries
    assert [type(entry) for entry in entries] == [When, Placement, When]


def test_flat_a_placement_behind_when_belongs_to_the_arm() -> None:
    entries = flow(flat(HEAD + "when x\na: E\nb: F\n")).moments[0].entries
    assert len(entries) == 1
    assert isinstance(entries[0], When)
    assert [placement.node.text for placement in entries[0].placements] == ["E", "F"]


def test_a_placement_on_the_line_of_its_when_belongs_to_the_arm() -> None:
    (entry,) = flow(HEAD + "    when x a: E\n").moments[0].entries
    assert isinstance(entry, When)
    assert [placement.node.text for placement in entry.placements] == ["E"]


MEMBERS = """\
context "A"
  aggregate "O"
    identity id: UUID
    event E
      id: UUID
    value-object Deep
      x: string
  value-object High
    y: string
  command Late
    emits E
"""


def members(text: str) -> tuple[list[str], list[str]]:
    """Names of the aggregate's members, and of the context's other members."""
    found = context(text)
    (aggregate,) = (member for member in found.members if isinstance(member, Aggregate))
    return (
        [member.name.text for member in aggregate.members if isinstance(member, Event | ValueObject | Command)],
        [member.name.text for member in found.members if isinstance(member, ValueObject)],
    )


def test_a_deeper_value_object_belongs_to_the_aggregate_and_a_late_command_too() -> None:
    assert members(MEMBERS) == (["E", "Deep", "Late"], ["High"])


def test_flat_every_value_object_belongs_to_the_context() -> None:
    assert members(flat(MEMBERS)) == (["E", "Late"], ["Deep", "High"])


def test_annotations_go_where_their_declaration_goes() -> None:
    text = MEMBERS.replace(
        "    value-object Deep", "    @retention(A)\n    @encryption(B)\n    value-object Deep"
    ).replace("  value-object High", "  @retention(C)\n  value-object High")
    found = context(text)
    (aggregate,) = (member for member in found.members if isinstance(member, Aggregate))
    inside = [member.value.text for member in aggregate.members if isinstance(member, Annotation)]
    outside = [member.value.text for member in found.members if isinstance(member, Annotation)]
    assert (inside, outside) == (["A", "B"], ["C"])
