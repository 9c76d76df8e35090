"""How texts and names are spelled in a specification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moment.language.tokens import is_name

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def string(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def word(text: str) -> str:
    """A name, in quotes where it is none."""
    return text if is_name(text) else string(text)


def indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
