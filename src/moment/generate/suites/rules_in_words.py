"""Rules that no state and no value decides: the user binds what breaks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moment.model.domain import Aggregate, Command, Precondition
from moment.model.results import Case


def is_decided(precondition: Precondition, aggregate: Aggregate) -> bool:
    """Whether the lifecycle state alone decides it: then no binding has to break it."""
    return precondition.is_formal and aggregate.lifecycle is not None


def worded_preconditions(aggregate: Aggregate) -> Iterator[tuple[Command, Precondition]]:
    for command in aggregate.commands:
        for precondition in command.preconditions:
            if not is_decided(precondition, aggregate):
                yield command, precondition


def worded_invariants(cases: Iterable[Case]) -> list[Case]:
    """The cases of invariants that no known value breaks."""
    return [case for case in cases if case.kind == "invariant" and case.example is None]
