"""Which symbol of the implementation is which element, by what somebody said of it, else by its name and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from moment.drift.shape import Language
from moment.model.words import kebab
from moment.project.config import ImplementationSettings
from moment.project.implementation import contexts_of
from moment.sync.elements import Element, Role

SUFFIXES: Mapping[str, tuple[Role, ...]] = {
    "Command": ("input",),
    "Input": ("input",),
    "Event": ("event",),
    "Aggregate": ("aggregate",),
    "Dto": ("input", "event", "value-object"),
}
"""Endings that a symbol may have or lack, and what it can then be."""
_ANY: tuple[Role, ...] = ("input", "event", "aggregate", "value-object", "enum")
_SAID, _TAGGED, _OWN, _ALIKE, _ELSEWHERE = range(5)


class Candidate(NamedTuple):
    """An exported type: ``identity`` is ``file#Symbol``, ``names`` what it is exported as, ``tags`` what it says it is.

    One that stands ``elsewhere`` is the implementation only where none of the searched files has another.
    """

    identity: str
    names: tuple[str, ...]
    language: Language
    tags: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()
    elsewhere: bool = False

    @property
    def path(self) -> str:
        return self.identity.partition("#")[0]


class Ambiguity(NamedTuple):
    """An element with several symbols, or a symbol that several elements could be; none of them gets a verdict."""

    elements: tuple[str, ...]
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Association:
    """``found`` goes from the identity of a symbol to its element, which has one in each language at most.

    ``unmodelled`` are the identities of symbols that nobody asks for. ``settled`` are those of ``found``, and those whose
    element another symbol may be too.
    """

    found: Mapping[str, str]
    unmodelled: tuple[str, ...]
    ambiguities: tuple[Ambiguity, ...]
    settled: Mapping[str, str] = field(default_factory=dict)

    @property
    def unclear(self) -> frozenset[str]:
        """The elements that are unread because nobody can say which symbol they are."""
        return frozenset(name for each in self.ambiguities for name in each.elements)

    @property
    def said(self) -> Mapping[str, str]:
        """``found``, and the one element that each of several symbols would be: whoever names one of them means it."""
        alike = {
            symbol: each.elements[0] for each in self.ambiguities if len(each.elements) == 1 for symbol in each.symbols
        }
        return {**alike, **self.settled, **self.found}

    @property
    def doubtful(self) -> Mapping[str, str]:
        """Why it cannot be said what a symbol is, by its identity."""
        return {
            symbol: f"it may be {' or '.join(f'`{name}`' for name in each.elements)}"
            for each in self.ambiguities
            if len(each.elements) > 1
            for symbol in each.symbols
        }


def associate(
    elements: Sequence[Element],
    candidates: Iterable[Candidate],
    settings: ImplementationSettings,
    *,
    contexts: Mapping[str, str],
) -> Association:
    """Ties ``candidates`` to ``elements``; ``contexts`` goes from the identity of a context to its name."""
    finder = _Finder(elements, settings, contexts)
    claims: dict[tuple[str, Language], list[tuple[int, str]]] = {}
    unmodelled: list[str] = []
    ambiguities: list[Ambiguity] = []
    for candidate in candidates:
        rank, found = finder.elements_of(candidate)
        if not found:
            unmodelled.append(candidate.identity)
        elif len(found) > 1:
            ambiguities.append(Ambiguity(tuple(each.id for each in found), (candidate.identity,)))
        else:
            surely = rank + _ELSEWHERE * candidate.elsewhere
            claims.setdefault((found[0].id, candidate.language), []).append((surely, candidate.identity))
    settled: dict[str, str] = {}
    for (element, _), claimed in claims.items():
        best = min(rank for rank, _ in claimed)
        first = tuple(identity for rank, identity in claimed if rank == best)
        unmodelled.extend(identity for rank, identity in claimed if best < rank < _ELSEWHERE)
        if len(first) > 1:
            ambiguities.append(Ambiguity((element,), first))
        else:
            settled[first[0]] = element
    unclear = {name for each in ambiguities for name in each.elements}
    kept = {identity: element for identity, element in settled.items() if element not in unclear}
    return Association(kept, tuple(unmodelled), tuple(ambiguities), settled)


class _Finder:
    def __init__(
        self, elements: Sequence[Element], settings: ImplementationSettings, contexts: Mapping[str, str]
    ) -> None:
        self._settings = settings
        self._by_id = {each.id: each for each in elements}
        self._said = {symbol: self._by_id[name] for name, symbol in settings.names.items() if name in self._by_id}
        self._spoken_for = {each.id for each in self._said.values()}
        self._segments = {kebab(name): identity for identity, name in contexts.items()}
        self._own = _grouped((each.symbol, each) for each in elements)
        self._alike = _grouped((stem, each) for each in elements if each.is_required for stem in _stems(each))

    def elements_of(self, candidate: Candidate) -> tuple[int, tuple[Element, ...]]:
        """How surely it is known, the smaller the surer, and which elements the symbol could be."""
        if candidate.identity in self._said:
            return _SAID, (self._said[candidate.identity],)
        tagged = tuple(self._by_id[tag] for tag in candidate.tags if tag in self._by_id)
        if tagged:
            return _TAGGED, tagged
        owners = contexts_at(candidate.path, self._settings, self._segments)
        for rank, found in ((_OWN, self._called(candidate)), (_ALIKE, self._like(candidate))):
            free = [each for each in found if each.id not in self._spoken_for]
            here = tuple(each for each in free if not owners or not each.context or each.context in owners)
            if here:
                return rank, here
        return _ALIKE, ()

    def _called(self, candidate: Candidate) -> Iterator[Element]:
        """Elements that the generator calls so. A command's tagged union is one only where it has an ``input``."""
        for name in _names(candidate):
            for each in self._own.get(name, ()):
                is_command = each.role == "other" and any(
                    other.role == "input" and f"{other.id}#{name}" == each.id for other in self._alike.get(name, ())
                )
                if not is_command or "input" in candidate.members:
                    yield each

    def _like(self, candidate: Candidate) -> Iterator[Element]:
        seen: set[str] = set()
        for name in _names(candidate):
            ending = next((each for each in SUFFIXES if name.endswith(each) and name != each), "")
            roles = SUFFIXES.get(ending, _ANY)
            for stem in dict.fromkeys((name.removesuffix(ending), name)):
                for each in self._alike.get(stem, ()):
                    if (each.role in roles or stem == name) and each.id not in seen:
                        seen.add(each.id)
                        yield each


def contexts_at(path: str, settings: ImplementationSettings, segments: Mapping[str, str]) -> frozenset[str]:
    """The contexts that the file belongs to; empty when nothing says so.

    ``segments`` goes from a context's name as part of a path to its identity.
    """
    configured = contexts_of(path, settings)
    if configured:
        return frozenset(configured)
    parts = [*path.rpartition("/")[0].split("/"), path.rpartition("/")[2].partition(".")[0]]
    named = (segments.get(kebab(part)) for part in parts)
    return frozenset(each for each in named if each is not None)


def _names(candidate: Candidate) -> tuple[str, ...]:
    """The last part of every name that the symbol is exported as."""
    return tuple(dict.fromkeys(name.rpartition(".")[2] for name in candidate.names))


def _stems(element: Element) -> Iterator[str]:
    """``SubmitOrder`` of the input ``SubmitOrderInput``; the generator's name and the specification's."""
    ending = next((each for each in SUFFIXES if element.symbol.endswith(each) and element.symbol != each), "")
    yield from dict.fromkeys((element.symbol.removesuffix(ending), element.name))


def _grouped(pairs: Iterable[tuple[str, Element]]) -> dict[str, tuple[Element, ...]]:
    found: dict[str, tuple[Element, ...]] = {}
    for name, element in pairs:
        if element not in found.get(name, ()):
            found[name] = (*found.get(name, ()), element)
    return found
