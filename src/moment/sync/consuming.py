"""Who in the code of the project reads, builds, sends or implements an element; looked for when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from moment.drift.category import Party
from moment.drift.consumption import Consumption, Known, Missing, Use, gathered, parties, unresolved
from moment.model.domain import Domain
from moment.model.words import kebab
from moment.project.config import ImplementationSettings
from moment.sync.association import contexts_at
from moment.sync.elements import Element
from moment.sync.implemented import Implemented, generated_symbols
from moment.text.span import Place


class Consumers:
    """The uses in the searched files of ``code``; nothing is parsed before the first question."""

    def __init__(
        self, domain: Domain, elements: Sequence[Element], code: Implemented, settings: ImplementationSettings
    ) -> None:
        self.elements = elements
        self.code = code
        self._settings = settings
        self._contexts = {context.id: context.name for context in domain.contexts}
        self._segments = {kebab(name): identity for identity, name in self._contexts.items()}
        self._found: tuple[Consumption, ...] | None = None

    def all(self) -> tuple[Consumption, ...]:
        """Every use, by file, element and role."""
        if self._found is None:
            self._found = gathered(found_uses(self.code, self._known()), self._context_of)
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
            _tags(self.elements),
        )


def found_uses(code: Implemented, known: Known) -> Iterator[Use]:
    """Every use in the searched files of what is ``known``."""
    own = frozenset(code.searched)
    texts = {path: data.decode() for path, data in code.texts.items() if path in code.scope.files}
    python = {path: text for path, text in texts.items() if path.endswith((".py", ".pyi")) and path in own}
    typescript = {path: text for path, text in texts.items() if not path.endswith((".py", ".pyi"))}
    if typescript:
        from moment.drift.readers.typescript import parse
        from moment.drift.uses import typescript as in_typescript

        parsed = {path: parse(text, dialect="tsx" if path.endswith("x") else "ts") for path, text in typescript.items()}
        yield from in_typescript.uses(parsed, code.scope, known, only=own)
    if python:
        from moment.drift.uses import python as in_python

        yield from in_python.uses(python, code.resolver, known)


def _tags(elements: Sequence[Element]) -> Mapping[str, str]:
    """From the value of a discriminant to the one event or command that has it."""
    found: dict[str, list[str]] = {}
    for each in elements:
        if each.role in ("event", "input"):
            found.setdefault(each.name, []).append(each.id)
    return {name: owners[0] for name, owners in found.items() if len(owners) == 1}
