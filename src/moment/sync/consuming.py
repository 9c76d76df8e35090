"""Who in the code of the project reads, builds, sends or implements an element; looked for when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from moment.drift.category import Party
from moment.drift.consumption import Consumption, Known, Missing, Use, gathered, parties, unresolved
from moment.model.domain import Domain
from moment.model.words import kebab
from moment.project.config import ImplementationSettings
from moment.sync.association import contexts_at
from moment.sync.elements import Element
from moment.sync.implemented import Implemented, generated_symbols
from moment.text.span import Place

NO_TAGS: Mapping[str, str] = MappingProxyType({})


class Consumers:
    """The uses in the searched files of ``code``; nothing is parsed before the first question.

    ``uses`` are those that were found, to be the ``earlier`` ones of the next look.
    """

    def __init__(
        self,
        domain: Domain,
        elements: Sequence[Element],
        code: Implemented,
        settings: ImplementationSettings,
        *,
        earlier: Uses | None = None,
        tags: Mapping[str, str] = NO_TAGS,
    ) -> None:
        """``tags`` go from further values of discriminants to the elements that have them in code."""
        self.elements = elements
        self.code = code
        self._settings = settings
        self._further = tags
        self._contexts = {context.id: context.name for context in domain.contexts}
        self._segments = {kebab(name): identity for identity, name in self._contexts.items()}
        self.uses = earlier
        self._found: tuple[Consumption, ...] | None = None

    def all(self) -> tuple[Consumption, ...]:
        """Every use, by file, element and role."""
        if self._found is None:
            self.uses = found_uses(self.code, self._known(), self.uses)
            self._found = gathered(self.uses.all(), self._context_of)
        return self._found

    def parties(self, element: str, member: str | None, owner: str) -> tuple[Party, ...]:
        """Those who depend on ``member`` of ``element``; code without a context is that of ``owner``."""
        found = (*parties(self.all(), element, member, owner), *self._unreadable(element, owner))
        return tuple(dict.fromkeys(found))

    def _unreadable(self, element: str, owner: str) -> Iterator[Party]:
        """Files that cannot be read and have a word for the element."""
        words = {word for each in self.elements if each.id == element for word in (each.name, each.symbol)}
        for path, damage in self.code.damaged.items():
            text = self.code.texts.get(path, b"").decode("utf-8", "replace")
            if path in self.code.searched and any(word in text for word in words):
                place = Place(path, damage.place.start, damage.place.end)
                told = f"{path} cannot be read and may use it"
                yield Party("reader", self._context_of(path) or owner, told, place, unread=True)

    def unresolved(self, outputs: Sequence[str]) -> tuple[Missing, ...]:
        """Imports of generated code, which is below ``outputs``, that name nothing."""
        return tuple(unresolved(self.code.scope, lambda path: path.startswith(tuple(f"{each}/" for each in outputs))))

    def _context_of(self, path: str) -> str | None:
        found = contexts_at(path, self._settings, self._segments)
        return next(iter(found)) if len(found) == 1 else None

    def _known(self) -> Known:
        ours = generated_symbols(self.code, self.elements, self._contexts)
        roles = {each.id: each.role for each in self.elements}
        wanted = {**ours, **self.code.association.found}
        return Known(
            {symbol: element for symbol, element in wanted.items() if roles.get(element) != "other"},
            frozenset(name for name, role in roles.items() if role == "input"),
            frozenset(name for name, role in roles.items() if role == "aggregate"),
            {**_tags(self.elements), **self._further},
        )


@dataclass(frozen=True, slots=True)
class Uses:
    """The uses in every searched file of ``code`` of what is ``known``, by path."""

    code: Implemented
    known: Known
    by_path: Mapping[str, tuple[Use, ...]]

    def all(self) -> Iterator[Use]:
        for each in self.by_path.values():
            yield from each

    def still(self, code: Implemented, known: Known) -> Mapping[str, tuple[Use, ...]]:
        """Those in files that did not change, nor anything that they import."""
        old, new = self.code.scope, code.scope
        if known != self.known or old.readings.keys() != new.readings.keys() or old.mappings != new.mappings:
            return {}
        touched = (path for path, reading in new.readings.items() if old.readings[path] is not reading)
        stale = new.dependents(touched)
        return {path: uses for path, uses in self.by_path.items() if path not in stale}


def found_uses(code: Implemented, known: Known, earlier: Uses | None = None) -> Uses:
    """Looks for uses in the searched files; those of ``earlier`` count where nothing changed."""
    still = earlier.still(code, known) if earlier is not None else {}
    own = frozenset(code.searched) - still.keys()
    texts = {path: data.decode() for path, data in code.texts.items() if path in code.scope.files}
    python = {path: text for path, text in texts.items() if path.endswith((".py", ".pyi")) and path in own}
    typescript = {path: text for path, text in texts.items() if not path.endswith((".py", ".pyi"))}
    found: dict[str, list[Use]] = {path: [] for path in code.searched}
    if own & typescript.keys():
        from moment.drift.uses import typescript as in_typescript

        for use in in_typescript.uses(_Parsed(typescript), code.scope, known, only=own):
            found[use.place.path].append(use)
    if python:
        from moment.drift.uses import python as in_python

        for use in in_python.uses(python, code.resolver, known):
            found[use.place.path].append(use)
    return Uses(code, known, {path: still.get(path, tuple(uses)) for path, uses in found.items()})


class _Parsed(Mapping[str, Any]):
    """Texts by path, parsed when somebody asks for one."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, path: str) -> Any:
        if path not in self._parsed:
            from moment.drift.readers.typescript import parse

            self._parsed[path] = parse(self._texts[path], dialect="tsx" if path.endswith("x") else "ts")
        return self._parsed[path]

    def __contains__(self, path: object) -> bool:
        return path in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def _tags(elements: Sequence[Element]) -> Mapping[str, str]:
    """From the value of a discriminant to the one event or command that has it."""
    found: dict[str, list[str]] = {}
    for each in elements:
        if each.role in ("event", "input"):
            found.setdefault(each.name, []).append(each.id)
    return {name: owners[0] for name, owners in found.items() if len(owners) == 1}
