"""JSON that is read and compared: two blanks a level, and what holds plain values only on one line where it is short."""

from __future__ import annotations

import re
from typing import Any

import msgspec

_WIDTH = 100
_STRING = r'"(?:[^"\\]|\\.)*"'
_PLAIN = rf"(?:-?[0-9][0-9.eE+-]*|{_STRING}|null|true|false)"
_LIST = rf"\[\n +{_PLAIN}(?:,\n +{_PLAIN})*\n +\]"
_OBJECT = rf"\{{\n +{_STRING}: {_PLAIN}(?:,\n +{_STRING}: {_PLAIN})*\n +\}}"
_HOLDER = re.compile(f"{_LIST}|{_OBJECT}")
_BREAK = re.compile(r"\n +")


def text(value: Any) -> str:
    """A list that begins with a number, as a row of a table does, is on one line however long it is.

    Strings have no line breaks in JSON, so what looks like a broken list is one.
    """
    return _HOLDER.sub(_on_one_line, msgspec.json.format(msgspec.json.encode(value), indent=2).decode()) + "\n"


def _on_one_line(found: re.Match[str]) -> str:
    inside = _BREAK.sub(" ", found[0])
    line = f"{inside[0]}{inside[2:-2]}{inside[-1]}"
    return line if len(line) <= _WIDTH or line[1] in "-0123456789" else found[0]
