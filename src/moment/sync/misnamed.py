"""What moment.toml and doc tags say of the code that is not so: elements, contexts, symbols and files that are not there.

Whoever writes such a name means one that exists; without a word nothing would follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from moment.diagnostics.model import Diagnostic, Severity
from moment.drift.scope import Symbol
from moment.project.config import ImplementationSettings
from moment.project.globs import matches
from moment.project.rules import EMPTY_SOURCE_PATTERN, INVALID_CONFIGURATION
from moment.sync.implemented import Implemented
from moment.text.nearest import nearest
from moment.text.span import Place

_CONFIGURATION = Place("moment.toml", 0, 0)


def misnamed(
    code: Implemented, settings: ImplementationSettings, *, elements: Iterable[str], contexts: Iterable[str]
) -> Iterator[Diagnostic]:
    """A warning for each; ``elements`` are the identities of those that are there or once were."""
    known, owners = sorted(elements), sorted(contexts)
    for name in settings.contexts:
        if name not in owners:
            yield _unknown(f"`implementation.contexts` names no context: `{name}`", name, owners)
    for name, symbol in settings.names.items():
        if name not in known:
            yield _unknown(f"`implementation.names` names no element: `{name}`", name, known)
        else:
            yield from _symbol(code, str(symbol))
    if settings.include != ImplementationSettings().include:
        for pattern in settings.include:
            if not any(matches(path, (pattern,)) for path in code.searched):
                yield EMPTY_SOURCE_PATTERN.at(_CONFIGURATION, hint="Mend `implementation.include`.", pattern=pattern)
    for path in code.searched:
        file = code.scope.files.get(path)
        for each in file.reading.declarations if file is not None else ():
            for tag in each.tags:
                if tag not in known:
                    place = Place(path, each.place.start, each.place.end)
                    yield _unknown(f"`@moment {tag}` names no element", tag, known, place)


def _symbol(code: Implemented, symbol: str) -> Iterator[Diagnostic]:
    """A symbol that its file does not declare; of a file that cannot be read nobody knows."""
    path, _, name = symbol.partition("#")
    if path not in code.scope.readings:
        yield _unknown(f"`implementation.names` names no file: `{path}`", path, code.searched)
    elif path in code.scope.files and not code.scope.declarations(Symbol(path, name)):
        declared = code.scope.files[path].declared
        yield _unknown(f"`implementation.names` names no type: `{symbol}`", name, declared)


def _unknown(problem: str, word: str, known: Iterable[str], place: Place = _CONFIGURATION) -> Diagnostic:
    guess = nearest(word, known)
    hint = f"Did you mean `{guess}`?" if guess else "Take it out, or name one that is there."
    return replace(INVALID_CONFIGURATION.at(place, hint=hint, problem=problem), severity=Severity.WARNING)
