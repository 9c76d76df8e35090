"""The side of the specification: what the generators would write, read as an implementation is, tied to the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from moment.diagnostics.model import Diagnostic
from moment.drift.resolve import Resolver
from moment.drift.scope import Scope, Symbol
from moment.drift.shape import Language, Shape
from moment.generate.artifact import Artifact
from moment.generate.python import names as python_names
from moment.generate.target import load
from moment.generate.typescript import names
from moment.model.domain import Domain
from moment.project.config import folder
from moment.project.inputs import begin
from moment.project.production import folders, produce_artifacts, unsafe
from moment.project.program import program
from moment.project.session import Session
from moment.project.targets import settings_of
from moment.sync.elements import Element, elements
from moment.sync.readings import Readings

_DECIDING = "drift", "generate", "language", "model", "project", "sync"


@dataclass(frozen=True, slots=True)
class Expected:
    """``shapes`` goes from a language to the shape of every element in it, ``texts`` are all files of the generators.

    ``findings`` say why there is none.
    """

    elements: Mapping[str, Element]
    shapes: Mapping[Language, Mapping[str, Shape]]
    texts: Mapping[str, str]
    findings: tuple[Diagnostic, ...] = ()


class Shapes(Protocol):
    """The specification's side as it was found for the same specifications; forgetting is allowed."""

    def recall(self, key: str) -> Mapping[str, Shape] | None: ...

    def keep(self, key: str, shapes: Mapping[str, Shape]) -> None: ...


def expected(
    session: Session, languages: Iterable[Language], readings: Readings | None = None, known: Shapes | None = None
) -> Expected:
    """What the model of ``session``, which has no errors, asks of an implementation in each of ``languages``."""
    wanted = tuple(dict.fromkeys(languages))
    named = {each.id: each for each in elements(session.domain())}
    findings = unsafe(session, folders(session, wanted).values())
    if findings:
        return Expected(named, {}, {}, findings)
    shapes = {each: _known(session, each, named, readings or Readings(), known) for each in wanted}
    return Expected(named, shapes, _Texts(session, wanted))


class _Texts(Mapping[str, str]):
    """The files that the generators would write, by path; they are rendered when somebody asks for one."""

    def __init__(self, session: Session, languages: tuple[Language, ...]) -> None:
        self._session, self._languages = session, languages
        self._made: dict[str, str] | None = None

    def _all(self) -> dict[str, str]:
        if self._made is None:
            made = produce_artifacts(self._session, self._languages).artifacts
            self._made = {each.path: each.text for each in made}
        return self._made

    def __getitem__(self, path: str) -> str:
        return self._all()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _known(
    session: Session, language: Language, named: Mapping[str, Element], readings: Readings, known: Shapes | None
) -> Mapping[str, Shape]:
    if known is None:
        return dict(_shapes(session, language, named.values(), readings))
    project = session.project
    question = program(_DECIDING), language, project.name, project.config.generate, session.digests
    key = sha256(repr(question).encode()).hexdigest()
    found = known.recall(key)
    if found is None:  # what the shapes are made from is not asked for again, so it goes into no cache
        found = dict(_shapes(session, language, named.values(), Readings()))
        known.keep(key, found)
    return found


def _shapes(
    session: Session, language: Language, wanted: Iterable[Element], readings: Readings
) -> Iterator[tuple[str, Shape]]:
    homes = _homes(session, language, session.domain())
    artifacts = _modules(session, language)
    scope = Scope({each.path: readings.of(each.path, each.text.encode()) for each in artifacts if _is_code(each.path)})
    symbols = {each.id: symbol for each in wanted if (symbol := _symbol(scope, each, homes)) is not None}
    resolver = Resolver(scope, {symbol.identity: element for element, symbol in symbols.items()})
    for element, symbol in symbols.items():
        shape = resolver.shape(symbol)
        if shape is not None:
            yield element, shape


def _modules(session: Session, language: Language) -> tuple[Artifact, ...]:
    """The files of the generator that declare types."""
    target = load(language)
    settings = settings_of(session.project.config.generate, target)
    inputs = begin(session, folders(session, (language,)))
    if language == "typescript":
        from moment.generate.typescript.render import render

        return render(session.domain(), settings, inputs, guards=False)
    return target.render(session.domain(), settings, inputs)


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
