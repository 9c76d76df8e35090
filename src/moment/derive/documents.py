"""The documents of ``moment derive``: which there are, and the text of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from moment.derive import policies as chained
from moment.derive import wire
from moment.derive.catalogue import catalogue
from moment.derive.glossary import glossary
from moment.derive.impact import Graph
from moment.derive.sagas import sagas
from moment.derive.topology import cases
from moment.model.domain import Domain
from moment.model.results import Case
from moment.model.sources import source
from moment.model.walk import elements

_TESTED = ("command", "event", "policy", "saga", "service", "projection", "invariant", "crossing")
"""Kinds of elements that a case should cover."""


def documents(domain: Domain, *, project: str, spec_hash: str) -> dict[str, str]:
    """From a file's name to its text behind the line of its ``$comment``."""
    found: dict[str, str] = {}
    for name, make in DOCUMENTS.items():
        document = make(domain, project, spec_hash)
        text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
        found[f"{name}.json"] = text.split("\n", 2)[2] + "\n"
    return found


def topology(domain: Domain, project: str, spec_hash: str) -> wire.Topology:
    """Suites in declared order: flows, then contexts; each only when it has cases."""
    coverage: dict[str, list[str]] = {}
    found = cases(domain)
    for case in found:
        for element in dict.fromkeys(case.covers):
            coverage.setdefault(element, []).append(case.id)
    return wire.Topology(
        comment="",
        format="moment.topology/1",
        project=project,
        spec_hash=spec_hash,
        suites=tuple(_suites(domain, found)),
        coverage={element: tuple(ids) for element, ids in coverage.items()},
        uncovered=tuple(
            dict.fromkeys(each.id for each in elements(domain) if each.kind in _TESTED and each.id not in coverage)
        ),
    )


def _suites(domain: Domain, found: tuple[Case, ...]) -> Iterator[wire.Suite]:
    by_suite: dict[tuple[str, str], list[Case]] = {}
    for case in found:
        key = ("flow", case.flow) if case.flow is not None else ("context", case.context or "")
        by_suite.setdefault(key, []).append(case)
    for (kind, name), members in by_suite.items():
        contexts = dict.fromkeys(case.context for case in members if case.context is not None)
        yield wire.Suite(
            suite_id=f"{kind}:{name}",
            kind="flow" if kind == "flow" else "context",
            name=name,
            contexts_covered=tuple(name for name in domain.context if name in contexts),
            cases=tuple(map(_case, members)),
        )


def _case(case: Case) -> wire.CaseDoc:
    example = case.example
    return wire.CaseDoc(
        case_id=case.id, kind=case.kind, title=case.title, flow=case.flow, moment=case.moment, arm=case.arm,
        context=case.context, given=case.given, when=case.when, then=case.then, contract=case.contract,
        example=wire.ExampleDoc(example.field, example.value) if example is not None else None,
        covers=case.covers, source=source(case.place.path, case.subject),
    )  # fmt: skip


def _catalogue(domain: Domain, project: str, spec_hash: str) -> wire.Catalogue:
    return wire.Catalogue(
        comment="", format="moment.catalogue/1", project=project, spec_hash=spec_hash, events=catalogue(domain)
    )


def _impact(domain: Domain, project: str, spec_hash: str) -> wire.ImpactGraph:
    graph = Graph(domain)
    return wire.ImpactGraph(
        comment="", format="moment.impact/1", project=project, spec_hash=spec_hash,
        nodes=tuple(graph.nodes.values()), edges=graph.edges,
    )  # fmt: skip


def _sagas(domain: Domain, project: str, spec_hash: str) -> wire.Sagas:
    return wire.Sagas(comment="", format="moment.sagas/1", project=project, spec_hash=spec_hash, sagas=sagas(domain))


def _policies(domain: Domain, project: str, spec_hash: str) -> wire.Policies:
    chains, is_complete = chained.chains(domain)
    return wire.Policies(
        comment="", format="moment.policies/1", project=project, spec_hash=spec_hash,
        policies=chained.policies(domain), chains=chains, complete=is_complete,
    )  # fmt: skip


def _glossary(domain: Domain, project: str, spec_hash: str) -> wire.GlossaryDocument:
    found = glossary(domain)
    return wire.GlossaryDocument(
        comment="", format="moment.glossary/1", project=project, spec_hash=spec_hash,
        terms=found.terms, homonyms=found.homonyms, undefined=found.undefined,
    )  # fmt: skip


DOCUMENTS: dict[str, Callable[[Domain, str, str], Any]] = {
    "topology": topology,
    "catalogue": _catalogue,
    "impact": _impact,
    "sagas": _sagas,
    "policies": _policies,
    "glossary": _glossary,
}
"""In the order in which they are written; a name is that of the command's answer and of its file."""
