"""A text that nobody sees by accident."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any

MASK = "***"


class Secret(str):
    """As text it is ``***``: printed, formatted, in JSON, pickled, in a traceback. Only ``reveal`` gives the text.

    Equal to a secret of the same text and to nothing else; true when the text is not empty.
    """

    __slots__ = ("_text",)
    _text: str

    def __new__(cls, text: str) -> Secret:
        made = super().__new__(cls, MASK)
        made._text = text
        return made

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __repr__(self) -> str:
        return MASK

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and compare_digest(self._text.encode(), other._text.encode())

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memory: dict[int, Any]) -> Secret:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Secret, (MASK,)

    def __getstate__(self) -> None:
        return None
