"""Which tests a specification implies, each with a name that stays when others come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from moment.derive.aggregate_cases import aggregate_cases, homeless_invariant_cases
from moment.derive.flow_cases import flow_cases
from moment.derive.process_cases import process_cases
from moment.model.domain import Domain
from moment.model.results import Case


def cases(domain: Domain) -> tuple[Case, ...]:
    """Flows first, then contexts, in declared order; of equal identities only the first has cases.

    An id is ``<block>/<kind>:<label>``, the block being ``flow/moment``, ``flow/moment/condition``,
    ``Context/Aggregate`` or ``Context``. Only equal ids get ``-2``, ``-3`` …, only titles that are equal within a
    block `` (2)``, `` (3)`` ….
    """
    return tuple(_told_apart(_all(domain)))


def block(case: Case) -> str:
    """The part of the id that says where the case belongs."""
    return case.id.partition(f"/{case.kind}:")[0]


def _all(domain: Domain) -> Iterator[Case]:
    placed = frozenset(placement.node.target for flow in domain.flows for placement in flow.placements)
    for flow in domain.flow.values():
        yield from flow_cases(flow, domain)
    for context in domain.context.values():
        for aggregate in context.aggregates:
            if domain.aggregate[aggregate.id] is aggregate:
                yield from aggregate_cases(aggregate, context, domain, placed=placed)
        yield from homeless_invariant_cases(context, domain)
        yield from process_cases(context, domain)


def _told_apart(found: Iterable[Case]) -> Iterator[Case]:
    ids: Counter[str] = Counter()
    titles: Counter[tuple[str, str]] = Counter()
    for case in found:
        ids[case.id] += 1
        titles[block(case), case.title] += 1
        number, times = ids[case.id], titles[block(case), case.title]
        if number == 1 and times == 1:
            yield case
        else:
            yield replace(
                case,
                id=case.id if number == 1 else f"{case.id}-{number}",
                title=case.title if times == 1 else f"{case.title} ({times})",
            )
