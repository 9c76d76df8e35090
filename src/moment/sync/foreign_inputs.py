"""Methods of an aggregate's code that take the input of a command which the specification does not give to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from moment.drift.forms import without_undefined
from moment.drift.shape import Shape
from moment.drift.types import Function, Member, Reference
from moment.sync.elements import Element


@dataclass(frozen=True, slots=True)
class ForeignInputs:
    """``commands`` goes from a context to the commands whose inputs are known in it, ``asked`` are those that the
    specification has.
    """

    commands: Mapping[str, frozenset[str]]
    asked: frozenset[str]

    def taken_by(self, element: Element, implementation: Shape) -> frozenset[str]:
        """The methods by which the code of an aggregate handles what it is not asked to.

        A further method with the input of a command of its own only helps that command.
        """
        if element.role != "aggregate":
            return frozenset()
        known = self.commands.get(element.context, frozenset())
        own = {name for name in known & self.asked if name.rpartition("/")[0] == element.id}
        return frozenset(
            member.name for member in implementation.members if command_taken(member, known - own) is not None
        )


def foreign_inputs(elements: Iterable[Element], asked: Collection[str]) -> ForeignInputs:
    """Those of ``elements``, which may be gone; ``asked`` are the elements that the specification has."""
    found: dict[str, set[str]] = {}
    for each in elements:
        if each.role == "input":
            found.setdefault(each.context, set()).add(each.id)
    every = {context: frozenset(names) for context, names in found.items()}
    return ForeignInputs(every, frozenset(asked))


def command_taken(member: Member, commands: Collection[str]) -> str | None:
    """The first of ``commands`` whose input is a whole parameter of the method; ``None`` of what is no method."""
    if member.kind != "method" or not isinstance(member.type, Function):
        return None
    given = (without_undefined(each.type)[0] for each in member.type.arguments)
    names = (each.name for each in given if isinstance(each, Reference))
    return next((name for name in names if name in commands), None)
