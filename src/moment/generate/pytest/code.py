"""Python text: literals, calls, and one module with exactly the imports it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from moment.generate.escaping import printable, python_string

WIDTH = 116
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c]+")
OUTERMOST = 1
"""Down to this depth mappings have a line for each of their members."""


def docstring(text: str) -> str:
    r"""``text`` as a docstring of one line, whatever quotes it holds.

    Tabs and line breaks are blanks: newer Pythons clean docstrings, and a title should be the same on all.
    """
    escaped = _BREAKS.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"""{printable(escaped)}"""'


def literal(value: Any, indent: int = 0) -> str:
    """A JSON value; what fits in 100 characters stays on one line, but for the outermost two levels."""
    if not (isinstance(value, dict) and value and indent <= OUTERMOST):
        short = inline(value)
        if len(short) <= 100 or not isinstance(value, dict | list):
            return short
    inner, end = "    " * (indent + 1), "    " * indent
    if isinstance(value, dict):
        members = [f"{inner}{python_string(k)}: {literal(v, indent + 1)},\n" for k, v in value.items()]
        return f"{{\n{''.join(members)}{end}}}"
    return "[\n" + "".join([f"{inner}{literal(v, indent + 1)},\n" for v in value]) + f"{end}]"


def inline(value: Any) -> str:
    """A JSON value on one line."""
    if isinstance(value, str):
        return python_string(value)
    if isinstance(value, dict):
        return f"{{{', '.join([f'{python_string(k)}: {inline(v)}' for k, v in value.items()])}}}"
    if isinstance(value, list):
        return f"[{', '.join([inline(v) for v in value])}]"
    return repr(value)


def call(head: str, arguments: Iterable[str], tail: str = "") -> list[str]:
    """``head(arguments)tail`` on one line, or an argument a line when that grows too long."""
    those = list(arguments)
    line = f"{head}({', '.join(those)}){tail}"
    if len(line) <= WIDTH or not those:
        return [line]
    return [f"{head}(", *(f"    {argument}," for argument in those), f"){tail}"]


class Script:
    """Indented lines, and what they take from other modules."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0
        self._imports: dict[str, dict[str, str]] = {}

    def use(self, module: str, name: str, *, alias: str = "") -> str:
        """``name`` (or ``alias``), to be imported from ``module``."""
        self._imports.setdefault(module, {})[name] = alias or name
        return alias or name

    def add(self, *lines: str) -> None:
        self._lines.extend("    " * self._depth + line if line else "" for line in lines)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        self.add(head)
        self._depth += 1
        yield
        self._depth -= 1

    def imports(self) -> Iterator[str]:
        for module in sorted(self._imports):
            used = sorted(f"{n} as {a}" if a != n else n for n, a in self._imports[module].items())
            line = f"from {module} import {', '.join(used)}"
            if len(line) <= WIDTH:
                yield line
                continue
            yield f"from {module} import ("
            yield from (f"    {name}," for name in used)
            yield ")"

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self._lines)
