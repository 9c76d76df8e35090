"""Which elements nobody implements, in all of the code or in a language in which somebody did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moment.drift.shape import Language
from moment.sync.elements import Element
from moment.sync.implemented import Implemented


class Missing:
    """Answers for ``code``; its ``languages`` are asked for once."""

    def __init__(self, code: Implemented, bases: Mapping[str, Any]) -> None:
        self._shapes = code.shapes
        self._bases = bases
        self._languages = code.languages

    def has(self, element: Element, language: Language | None = None) -> bool:
        """Whether no symbol is the element.

        What one language has need not be in another, unless both sides have agreed on it there.
        """
        shapes = self._shapes.get(element.id)
        if shapes is None:
            return True
        agreed = _language(self._bases.get(element.id)) if len(self._languages) > 1 else None
        if agreed is None or language not in (None, agreed):
            return False
        return agreed in self._languages and all(each.language != agreed for each in shapes)


def _language(known: Any) -> Language | None:
    """The language of a base; the log leaves the first one out."""
    shape = known.get("shape") if isinstance(known, Mapping) else None
    if not isinstance(shape, Mapping):
        return None
    return "python" if shape.get("language") == "python" else "typescript"
