"""What a model gets wrong without being run, one family of rules a file."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from moment.checks import (
    arms,
    classification,
    contracts,
    dataflow,
    duplicates,
    emissions,
    flows,
    lifecycle,
    links,
    placements,
    places,
    policies,
    references,
    relationships,
    sagas,
    style,
    tenses,
    types,
)
from moment.diagnostics.model import Diagnostic
from moment.model.domain import Domain

FAMILIES: tuple[ModuleType, ...] = (
    duplicates, references, places, types, flows, placements, arms, links, emissions, contracts, dataflow, classification,
    policies, sagas, lifecycle, relationships, style, tenses,
)  # fmt: skip


def check(domain: Domain) -> Iterator[Diagnostic]:
    """Every finding of every family, unordered."""
    for family in FAMILIES:
        for find in getattr(family, "CONTEXT", ()):
            for context in domain.contexts:
                yield from find(context, domain)
        for find in getattr(family, "FLOW", ()):
            for flow in domain.flows:
                yield from find(flow, domain)
        for find in getattr(family, "PROJECT", ()):
            yield from find(domain)
