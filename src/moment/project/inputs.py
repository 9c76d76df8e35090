"""What targets need from the neighbours of their floor, computed only when a selected target asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from moment.generate.artifact import Inputs, Target, Template
from moment.project.session import Session


def gather(session: Session, selected: Iterable[Target], out: Mapping[str, str]) -> Inputs:
    """The inputs of the ``selected`` targets, whose folders are ``out``."""
    config = session.project.config
    inputs = Inputs(
        session.project.name,
        config.version,
        tuple(sorted(session.parsed)),
        dict(out),
        config.generate.bindings,
        description=config.description,
    )
    needs = frozenset[str]().union(*(target.needs for target in selected))
    values: dict[str, Any] = {}
    for name, provide in _PROVIDERS.items():
        if name in needs:
            values.update(provide(session))
    return replace(inputs, **values)


def _cases(session: Session) -> dict[str, Any]:
    from moment.derive.topology import cases

    return {"cases": cases(session.domain())}


def _samples(session: Session) -> dict[str, Any]:
    from moment.behaviour.samples import samples

    return {"samples": samples(session.domain(), seed=session.project.config.simulate.seed)}


def _happy(session: Session) -> dict[str, Any]:
    from moment.behaviour.samples import happy_runs

    return {"happy": happy_runs(session.domain())}


def _catalogue(session: Session) -> dict[str, Any]:
    from moment.derive.catalogue import catalogue

    return {"catalogue": catalogue(session.domain())}


def _glossary(session: Session) -> dict[str, Any]:
    from moment.derive.glossary import glossary

    return {"glossary": glossary(session.domain())}


def _documents(session: Session) -> dict[str, Any]:
    from moment.derive.documents import documents
    from moment.model.spec_hash import spec_hash

    digest = spec_hash(session.domain())
    return {"documents": documents(session.domain(), project=session.project.name, spec_hash=digest)}


def _facet(session: Session) -> dict[str, Any]:
    from moment.project.simulating import facet

    return {"facet": facet(session)}


def _templates(session: Session) -> dict[str, Any]:
    folder = session.project.config.generate.markdown.templates
    found: dict[str, Template] = {}
    if folder:
        raise NotImplementedError
    return {"templates": found}


_PROVIDERS: dict[str, Callable[[Session], dict[str, Any]]] = {
    "cases": _cases,
    "samples": _samples,
    "happy": _happy,
    "catalogue": _catalogue,
    "glossary": _glossary,
    "documents": _documents,
    "facet": _facet,
    "templates": _templates,
}
