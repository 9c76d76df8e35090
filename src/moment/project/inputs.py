"""What targets need from the neighbours of their floor, computed only when a selected target asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from moment.generate.artifact import Inputs, Target
from moment.project.session import Session


def begin(session: Session, out: Mapping[str, str]) -> Inputs:
    """What every target may know; ``out`` are the folders of those that are rendered."""
    config = session.project.config
    return Inputs(
        session.project.name,
        config.version,
        tuple(sorted(session.parsed)),
        dict(out),
        config.generate.bindings,
        description=config.description,
    )


def needed(selected: Iterable[Target]) -> tuple[str, ...]:
    """The inputs that the ``selected`` targets ask for, in the order in which they are computed."""
    needs = frozenset[str]().union(*(target.needs for target in selected))
    return tuple(name for name in _PROVIDERS if name in needs)


def add(session: Session, inputs: Inputs, name: str) -> Inputs:
    """``inputs`` with the one called ``name``; ``RenderError`` when a template cannot be read."""
    return replace(inputs, **{name: _PROVIDERS[name](session)})


def _cases(session: Session) -> Any:
    from moment.derive.topology import cases

    return cases(session.domain())


def _samples(session: Session) -> Any:
    from moment.behaviour.samples import samples

    return samples(session.domain(), seed=session.project.config.simulate.seed)


def _happy(session: Session) -> Any:
    from moment.behaviour.samples import happy_runs

    return happy_runs(session.domain())


def _catalogue(session: Session) -> Any:
    from moment.derive.catalogue import catalogue

    return catalogue(session.domain())


def _glossary(session: Session) -> Any:
    from moment.derive.glossary import glossary

    return glossary(session.domain())


def _documents(session: Session) -> Any:
    from moment.derive.documents import documents
    from moment.model.spec_hash import spec_hash

    digest = spec_hash(session.domain())
    return documents(session.domain(), project=session.project.name, spec_hash=digest)


def _facet(session: Session) -> Any:
    from moment.project.simulating import facet

    return facet(session)


def _templates(session: Session) -> Any:
    from moment.project.templates import templates

    return templates(session)


_PROVIDERS: dict[str, Callable[[Session], Any]] = {
    "cases": _cases,
    "samples": _samples,
    "happy": _happy,
    "catalogue": _catalogue,
    "glossary": _glossary,
    "documents": _documents,
    "facet": _facet,
    "templates": _templates,
}
