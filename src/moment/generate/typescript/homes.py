"""Where every referable element of a model lives in generated TypeScript, and what its module exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from moment.generate.naming import pascal
from moment.generate.typescript import names
from moment.generate.typescript.claims import exported_names
from moment.model.domain import Command, Context, Domain, EnumType, Event, Invariant, Type, ValueObject


class Home(NamedTuple):
    """The exported type of an element: its name, its module and the context that owns it."""

    context: str
    module: str
    type_name: str


class Homes(NamedTuple):
    """Look-ups of a whole model, made once for a rendering.

    ``elements`` goes from the identity of an event, command, value object or enum to its home, ``exports`` from a
    context to all names it exports, ``invariants`` from an identity to those whose scope it is.
    """

    domain: Domain
    elements: Mapping[str, Home]
    exports: Mapping[str, frozenset[str]]
    invariants: Mapping[str, tuple[Invariant, ...]]

    def of_type(self, type_: Type) -> Home | None:
        return self.elements.get(type_.target) if type_.target is not None else None


def homes_of(domain: Domain) -> Homes:
    elements: dict[str, Home] = {}
    invariants: dict[str, tuple[Invariant, ...]] = {}
    for context in domain.contexts:
        elements.update(_elements(context))
        for invariant in context.all_invariants:
            scope = invariant.scope.target
            if scope is not None:
                invariants[scope] = (*invariants.get(scope, ()), invariant)
    exports = {context.id: exported_names(context) for context in domain.contexts}
    return Homes(domain, elements, exports, invariants)


def _elements(context: Context) -> dict[str, Home]:
    types = names.types_module(context.name)
    plain: tuple[ValueObject | EnumType, ...] = (*context.all_value_objects, *context.all_enums)
    found = {element.id: Home(context.id, types, pascal(element.name)) for element in plain}
    for aggregate in context.aggregates:
        module = names.aggregate_types_module(context.name, aggregate.name)
        nodes: tuple[Event | Command, ...] = (*aggregate.events, *aggregate.commands)
        for node in nodes:
            found[node.id] = Home(context.id, module, pascal(node.name))
    return found
