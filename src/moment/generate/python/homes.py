"""Where every referable element of a model lives in generated Python, and which rules hold for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from moment.generate.naming import pascal
from moment.generate.typescript.commands import reasons_of
from moment.model.domain import Command, Domain, EnumType, Event, Invariant, Type, ValueObject


class Home(NamedTuple):
    """The class of an element and the context whose module holds it."""

    context: str
    type_name: str


class Homes(NamedTuple):
    """Look-ups of a whole model, made once for a rendering.

    ``elements`` goes from the identity of an event, command, value object or enum to its home, ``invariants`` from an
    identity to those whose scope it is.
    """

    domain: Domain
    elements: Mapping[str, Home]
    invariants: Mapping[str, tuple[Invariant, ...]]

    def of_type(self, type_: Type) -> Home | None:
        return self.elements.get(type_.target) if type_.target is not None else None

    def reasons(self, command: Command) -> tuple[str, ...]:
        """Why ``command`` may be refused, the same as in TypeScript."""
        return reasons_of(command, self.domain, self.invariants)


def homes_of(domain: Domain) -> Homes:
    elements: dict[str, Home] = {}
    invariants: dict[str, tuple[Invariant, ...]] = {}
    for context in domain.contexts:
        nodes: tuple[Event | Command | ValueObject | EnumType, ...] = (
            *context.all_value_objects, *context.all_enums, *context.events, *context.commands,
        )  # fmt: skip
        elements.update({node.id: Home(context.id, pascal(node.name)) for node in nodes})
        for invariant in context.all_invariants:
            if invariant.scope.target is not None:
                scope = invariant.scope.target
                invariants[scope] = (*invariants.get(scope, ()), invariant)
    return Homes(domain, elements, invariants)
