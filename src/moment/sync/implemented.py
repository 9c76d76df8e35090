"""The side of the implementation: its exported types, tied to elements of the specification, and what of it is unread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from moment.drift.reading import Damage
from moment.drift.resolve import Resolver
from moment.drift.scope import Module, Scope, Symbol, Unresolved
from moment.drift.shape import Language, Shape
from moment.generate.header import header_of
from moment.project.config import ImplementationSettings, folder
from moment.project.discover import Project
from moment.project.files import DISK, Files
from moment.project.implementation import Implementation, Unreadable, implementation_of
from moment.sync.association import Association, Candidate, associate
from moment.sync.elements import Element
from moment.sync.mappings import mappings
from moment.sync.readings import Readings, read_all

LANGUAGES: tuple[Language, ...] = ("typescript", "python")


class Question(NamedTuple):
    """Which of ``candidates`` are which of ``elements``, and the rest which of those that are ``gone``.

    Only symbols in the files of the project's ``own`` code, and of what is generated from it, can be unmodelled.
    """

    candidates: tuple[Candidate, ...]
    elements: tuple[Element, ...]
    gone: tuple[Element, ...]
    settings: ImplementationSettings
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Implemented:
    """``shapes`` goes from an element to its shapes, one a language at most, in the order of ``LANGUAGES``.

    ``texts`` are the bytes of every file that was read, ``searched`` those that were looked for types; ``generated``
    are files of ours that nobody touched. ``damaged`` files get no verdict, nor do ``unreadable`` ones. ``exported``
    knows all symbols, ``question`` is what the association answers.
    """

    shapes: Mapping[str, tuple[Shape, ...]]
    association: Association
    scope: Scope
    resolver: Resolver
    texts: Mapping[str, bytes]
    searched: tuple[str, ...]
    generated: frozenset[str] = frozenset()
    damaged: Mapping[str, Damage] = field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    unresolved: tuple[tuple[str, Unresolved], ...] = ()
    exported: Resolver | None = None
    question: Question | None = None

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those that the searched files are written in."""
        found = {self.scope.readings[path].language for path in self.searched if path in self.scope.readings}
        return tuple(each for each in LANGUAGES if each in found)


def implemented(
    project: Project,
    elements: Sequence[Element],
    contexts: Mapping[str, str],
    *,
    gone: Sequence[Element] = (),
    files: Files = DISK,
    readings: Readings | None = None,
    code: Implementation | None = None,
    earlier: Implemented | None = None,
) -> Implemented:
    """Reads the code of ``project``; ``contexts`` goes from the identity of a context to its name.

    ``gone`` elements have the symbols that no other one wants; ``code`` is what a caller has read of it already. What
    ``earlier`` found out about files that did not change is used again. Raises ``SearchLimitError`` when the search
    would go through too many entries.
    """
    outputs = tuple(folder(project.config.generate, language) for language in LANGUAGES)
    code = code or implementation_of(project, files)
    searched = code.search()
    texts: dict[str, bytes] = {}

    def load(path: str) -> bytes | None:
        data = code.read(path)
        if data is not None:
            texts[path] = data
        return data

    paths = mappings(project.root, files, searched)
    found_readings = read_all(searched, load, mappings=paths, readings=readings)
    ours = frozenset(path for path in found_readings if any(path.startswith(f"{each}/") for each in outputs))
    scope = Scope(found_readings, paths, generated=ours, earlier=earlier.scope if earlier is not None else None)
    every = Resolver(scope, earlier=earlier.exported if earlier is not None else None)
    candidates = _candidates(every, searched, earlier)
    settings = _followed(project.config.implementation, scope)
    question = Question(candidates, tuple(elements), tuple(gone), settings, frozenset(searched) | ours)
    is_same = earlier is not None and earlier.question == question
    found = earlier.association if earlier is not None and is_same else _associated(question, contexts)
    before = earlier.resolver if earlier is not None else None
    resolver = Resolver(scope, found.said, doubtful=found.doubtful, earlier=before, symbols=every.symbols())
    return Implemented(
        _shapes(resolver, found),
        found,
        scope,
        resolver,
        texts,
        searched,
        frozenset(path for path in ours if _is_untouched(texts.get(path, b""))),
        {path: reading.damage for path, reading in scope.damaged.items() if reading.damage is not None},
        tuple(code.unreadable[path] for path in sorted(code.unreadable)),
        tuple(scope.unresolved()),
        every,
        question,
    )


def adopted(code: Implemented, named: Mapping[str, str]) -> Implemented:
    """``code`` with further symbols known as elements: ``named`` goes from the identity of a symbol to its element."""
    known = code.association
    left = tuple(each for each in known.unmodelled if each not in named)
    association = replace(known, found={**known.found, **named}, unmodelled=left)
    resolver = Resolver(code.scope, association.said, doubtful=association.doubtful, symbols=code.resolver.symbols())
    return replace(code, shapes=_shapes(resolver, association), association=association, resolver=resolver)


def _associated(question: Question, contexts: Mapping[str, str]) -> Association:
    found = associate(question.elements, question.candidates, question.settings, contexts=contexts)
    if question.gone:
        left = frozenset(found.unmodelled)
        rest = [each for each in question.candidates if each.identity in left]
        old = associate(question.gone, rest, question.settings, contexts=contexts)
        ambiguities = (*found.ambiguities, *old.ambiguities)
        settled = {**found.settled, **old.settled}
        found = Association({**found.found, **old.found}, old.unmodelled, ambiguities, settled)
    return replace(found, unmodelled=tuple(each for each in found.unmodelled if _path(each) in question.own))


def generated_symbols(code: Implemented, elements: Sequence[Element], contexts: Mapping[str, str]) -> dict[str, str]:
    """From the identity of every symbol outside the searched files, which are generated, to the element it shows."""
    own = frozenset(code.searched)
    every = (code.exported or Resolver(code.scope)).symbols()
    others = tuple(_candidate(code.scope, symbol, names) for symbol, names in every.items() if symbol.path not in own)
    if not others:
        return {}
    return dict(associate(elements, others, ImplementationSettings(), contexts=contexts).found)


def _followed(settings: ImplementationSettings, scope: Scope) -> ImplementationSettings:
    """``settings`` with the names of generated types where they name what only stands for one."""
    said = {name: scope.behind(_symbol(str(symbol))).identity for name, symbol in settings.names.items()}
    return replace(settings, names=said) if said != dict(settings.names) else settings


def _candidate(scope: Scope, symbol: Symbol, names: tuple[str, ...]) -> Candidate:
    declarations = scope.declarations(symbol)
    return Candidate(
        symbol.identity,
        names,
        scope.readings[symbol.path].language,
        tuple(tag for each in declarations for tag in each.tags),
        frozenset(member.name for each in declarations for member in each.members),
    )


def _candidates(every: Resolver, searched: Sequence[str], earlier: Implemented | None) -> tuple[Candidate, ...]:
    """Exported types of the searched files, and those of other files that these import or pass on."""
    scope = every.scope
    own = frozenset(searched)
    wanted = frozenset(used(scope, searched))
    before: dict[str, Candidate] = {}
    if earlier is not None and earlier.question is not None:
        same = {path for path, file in scope.files.items() if earlier.scope.files.get(path) is file}
        before = {each.identity: each for each in earlier.question.candidates if each.path in same}
    said = _said(scope, searched)
    found: list[Candidate] = []
    for symbol, names in every.symbols().items():
        if symbol.path in own or symbol in wanted:
            known, elsewhere = before.get(symbol.identity), symbol.path not in own
            if symbol.path in scope.generated:
                known = _candidate(scope, symbol, names)
                known = known._replace(tags=(*known.tags, *said.get(symbol, ())), elsewhere=elsewhere)
            elif known is None or known.names != names or known.elsewhere != elsewhere:
                known = _candidate(scope, symbol, names)._replace(elsewhere=elsewhere)
            found.append(known)
    return tuple(found)


def _said(scope: Scope, searched: Sequence[str]) -> dict[Symbol, tuple[str, ...]]:
    """What tags say of generated types where the code written by hand gives them a name."""
    found: dict[Symbol, tuple[str, ...]] = {}
    for path in searched:
        file = scope.files.get(path)
        for each in file.reading.declarations if file is not None else ():
            target = scope.behind(Symbol(path, each.name)) if each.tags else None
            if target is not None and target.path != path:
                found[target] = (*found.get(target, ()), *each.tags)
    return found


def used(scope: Scope, searched: Sequence[str]) -> Iterator[Symbol]:
    """Every symbol that a searched file imports or re-exports by name, by namespace or with a star."""
    for path in searched:
        file = scope.files.get(path)
        if file is None:
            continue
        named = [(each.module, each.name) for each in file.reading.imports if each.module]
        named += [(each.module, each.local) for each in file.reading.exports if each.module]
        for module, name in named:
            meaning = scope.of_module(path, module, name) if name != "*" else None
            target = scope.target(path, module) if name == "*" else None
            if isinstance(meaning, Module):
                target = meaning.path
            if isinstance(meaning, Symbol):
                yield meaning
            elif target is not None:
                yield from (each for each in scope.exports(target).values() if isinstance(each, Symbol))


def _shapes(resolver: Resolver, association: Association) -> dict[str, tuple[Shape, ...]]:
    found: dict[str, tuple[Shape, ...]] = {}
    for identity, element in association.found.items():
        shape = resolver.shape(_symbol(identity))
        if shape is not None:
            found[element] = (*found.get(element, ()), shape)
    return {
        element: tuple(sorted(those, key=lambda each: LANGUAGES.index(each.language)))
        for element, those in found.items()
    }


def _path(identity: str) -> str:
    return identity.partition("#")[0]


def _symbol(identity: str) -> Symbol:
    path, _, name = identity.partition("#")
    return Symbol(path, name)


def _is_untouched(data: bytes) -> bool:
    header = header_of(data.decode("utf-8", "replace").replace("\r\n", "\n"))
    return header is not None and header.verifies
