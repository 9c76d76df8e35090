"""The side of the specification: what the generators would write, read as an implementation is, tied to the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from moment.diagnostics.model import Diagnostic
from moment.drift.resolve import Resolver
from moment.drift.scope import Scope, Symbol
from moment.drift.shape import Language, Shape
from moment.generate.artifact import Artifact
from moment.generate.python import names as python_names
from moment.generate.typescript import names
from moment.model.domain import Domain
from moment.project.config import folder
from moment.project.production import produce_artifacts
from moment.project.session import Session
from moment.sync.elements import Element, elements
from moment.sync.readings import Readings


@dataclass(frozen=True, slots=True)
class Expected:
    """``shapes`` goes from a language to the shape of every element in it, ``texts`` are the files they stand in.

    ``findings`` say why there is none.
    """

    elements: Mapping[str, Element]
    shapes: Mapping[Language, Mapping[str, Shape]]
    texts: Mapping[str, str]
    findings: tuple[Diagnostic, ...] = ()


def expected(session: Session, languages: Iterable[Language], readings: Readings | None = None) -> Expected:
    """What the model of ``session``, which has no errors, asks of an implementation in each of ``languages``."""
    wanted = tuple(dict.fromkeys(languages))
    production = produce_artifacts(session, wanted)
    domain = session.domain()
    named = {each.id: each for each in elements(domain)}
    if production.findings:
        return Expected(named, {}, {}, production.findings)
    shapes: dict[Language, Mapping[str, Shape]] = {}
    for language in wanted:
        artifacts = [each for each in production.artifacts if each.target == language]
        homes = _homes(session, language, domain)
        shapes[language] = dict(_shapes(artifacts, named.values(), homes, readings or Readings()))
    return Expected(named, shapes, {each.path: each.text for each in production.artifacts})


def _shapes(
    artifacts: Iterable[Artifact],
    wanted: Iterable[Element],
    homes: Mapping[str, tuple[str, ...]],
    readings: Readings,
) -> Iterator[tuple[str, Shape]]:
    scope = Scope({each.path: readings.of(each.path, each.text.encode()) for each in artifacts if _is_code(each.path)})
    symbols = {each.id: symbol for each in wanted if (symbol := _symbol(scope, each, homes)) is not None}
    resolver = Resolver(scope, {symbol.identity: element for element, symbol in symbols.items()})
    for element, symbol in symbols.items():
        shape = resolver.shape(symbol)
        if shape is not None:
            yield element, shape


def _is_code(path: str) -> bool:
    return path.endswith((".ts", ".py"))


def _symbol(scope: Scope, element: Element, homes: Mapping[str, tuple[str, ...]]) -> Symbol | None:
    """Where the generator declares the element."""
    for path in homes.get(element.context, ()):
        found = scope.exports(path).get(element.symbol)
        if isinstance(found, Symbol) and scope.declarations(found):
            return found
    return None


def _homes(session: Session, language: Language, domain: Domain) -> dict[str, tuple[str, ...]]:
    """The modules that export everything of a context; of no context, those of the flows."""
    settings = session.project.config.generate
    if language == "typescript":
        root = folder(settings, "typescript")
        homes = {each.id: (f"{root}/{names.context_index(each.name)}.ts",) for each in domain.contexts}
        return {**homes, "": tuple(f"{root}/{names.flow_module(flow.name)}.ts" for flow in domain.flows)}
    package = python_names.package(session.project.name, settings.python.package)
    root = f"{folder(settings, 'python')}/{package}"
    homes = {
        each.id: (f"{root}/{python_names.CONTEXTS}/{python_names.context_module(each.name)}.py",)
        for each in domain.contexts
    }
    flows = (f"{root}/{python_names.FLOWS}/{python_names.flow_module(flow.name)}.py" for flow in domain.flows)
    return {**homes, "": tuple(flows)}
