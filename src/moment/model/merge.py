"""The parts of a project brought together into one frozen ``Domain`` with its look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from moment.model.domain import Context, Domain, Flow, StrayAnnotation


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


class _Named(Protocol):
    @property
    def name(self) -> str: ...


I = TypeVar("I", bound=_Identified)  # noqa: E741
N = TypeVar("N", bound=_Named)


def merge(contexts: Sequence[Context], flows: Sequence[Flow], stray: Sequence[StrayAnnotation]) -> Domain:
    """Of equal identities the first answers look-ups; all are kept in ``contexts`` and ``flows``."""
    aggregates = [aggregate for context in contexts for aggregate in context.aggregates]
    commands = [command for aggregate in aggregates for command in aggregate.commands]
    events = [event for aggregate in aggregates for event in aggregate.events]
    return Domain(
        contexts=tuple(contexts),
        flows=tuple(flows),
        stray_annotations=tuple(stray),
        context=first_by_identity(contexts),
        aggregate=first_by_identity(aggregates),
        command=first_by_identity(commands),
        event=first_by_identity(events),
        value_object=first_by_identity(v for context in contexts for v in context.all_value_objects),
        enum=first_by_identity(e for context in contexts for e in context.all_enums),
        policy=first_by_identity(p for context in contexts for p in context.policies),
        saga=first_by_identity(s for context in contexts for s in context.sagas),
        service=first_by_identity(s for context in contexts for s in context.services),
        projection=first_by_identity(p for context in contexts for p in context.projections),
        flow=first_by_identity(flows),
        events_named=_by_name(events),
        commands_named=_by_name(commands),
    )


def first_by_identity(elements: Iterable[I]) -> dict[str, I]:
    found: dict[str, I] = {}
    for element in elements:
        found.setdefault(element.id, element)
    return found


def _by_name(elements: Iterable[N]) -> dict[str, tuple[N, ...]]:
    found: dict[str, list[N]] = {}
    for element in elements:
        found.setdefault(element.name, []).append(element)
    return {name: tuple(bearers) for name, bearers in found.items()}
