"""Which cases stand together in a file, and which texts that file comes from."""

from __future__ import annotations

from collections.abc import Iterable

from moment.model.domain import Context, Domain, Element, Flow
from moment.model.results import Case


def by_flow(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """The cases of each flow, in their order."""
    return _grouped((case.flow, case) for case in cases if case.flow is not None)


def by_block(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """The cases of each aggregate or context that stand in no flow, in their order."""
    return _grouped((block_of(case), case) for case in cases if case.flow is None)


def _grouped(pairs: Iterable[tuple[str, Case]]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for key, case in pairs:
        found.setdefault(key, []).append(case)
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
