"""Which cases stand together in a file, and which texts that file comes from."""

from __future__ import annotations

from collections.abc import Iterable

from moment.model.domain import Context, Domain, Element, Flow
from moment.model.results import Case


def blocks(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """By flow, and by aggregate or context for what stands in none, in the order of ``cases``."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case.flow if case.flow is not None else block_of(case), []).append(case)
    return found


def block_of(case: Case) -> str:
    """The part of the id that says where the case belongs."""
    return case.id.partition(f"/{case.kind}:")[0]


def context_sources(context: Context) -> set[str]:
    """Paths of the texts that declare parts of ``context``."""
    elements: tuple[Element, ...] = (
        *context.aggregates,
        *context.policies,
        *context.sagas,
        *context.services,
        *context.projections,
    )
    return {context.place.path, *(element.place.path for element in elements)}


def flow_sources(flow: Flow, domain: Domain) -> set[str]:
    """Paths of the text that declares ``flow``, and of those of the contexts on its lanes."""
    lanes = {lane.context for lane in flow.lanes}
    contexts = (context for context in domain.contexts if context.id in lanes)
    return {flow.place.path}.union(*(context_sources(context) for context in contexts))
