"""TypeScript text: literals, property access, and one file with exactly the imports it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from json import dumps
from typing import Any

from moment.generate.escaping import typescript_string as quoted
from moment.generate.naming import is_property_name

WIDTH = 120


def access(name: str) -> str:
    """``.lines``, or ``['line-items']`` where no identifier can stand."""
    return f".{name}" if is_property_name(name) else f"[{quoted(name)}]"


def optional_access(name: str) -> str:
    return f"?.{name}" if is_property_name(name) else f"?.[{quoted(name)}]"


def key(name: str) -> str:
    """``name`` where an object literal or type has its property names."""
    return name if is_property_name(name) else quoted(name)


def literal(value: Any, indent: int = 0) -> str:
    """A JSON value; what fits in 100 characters stays on one line, but for the outermost two levels."""
    inner = "  " * (indent + 1)
    is_mapping = isinstance(value, Mapping)
    short = "" if is_mapping and indent <= 1 else inline(value)
    if short and len(short) <= 100:
        return short
    if is_mapping:
        members = "".join(f"{inner}{key(k)}: {literal(v, indent + 1)},\n" for k, v in value.items())
        return "{\n" + members + "  " * indent + "}"
    if isinstance(value, list | tuple):
        return "[\n" + "".join(f"{inner}{literal(v, indent + 1)},\n" for v in value) + "  " * indent + "]"
    return short


def inline(value: Any) -> str:
    """A JSON value on one line."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key(k)}: {inline(v)}' for k, v in value.items())} }}" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(inline, value))}]"
    return quoted(value) if isinstance(value, str) else dumps(value)


def call(head: str, arguments: Iterable[str], tail: str = "") -> list[str]:
    """``head(arguments)tail`` on one line, or an argument a line when that grows too long."""
    those = list(arguments)
    line = f"{head}({', '.join(those)}){tail}"
    if len(line) <= WIDTH - 8 and "\n" not in line:
        return [line]
    return [f"{head}(", *(f"  {line}," for line in those), f"){tail}"]


class Script:
    """Indented lines, and the names that they take from other modules."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0
        self._imports: dict[str, set[str]] = {}

    def use(self, module: str, name: str) -> str:
        """``name``, to be imported from ``module``."""
        self._imports.setdefault(module, set()).add(name)
        return name

    def add(self, *lines: str) -> None:
        self._lines.extend("  " * self._depth + line if line else "" for line in lines)

    @contextmanager
    def block(self, head: str, tail: str = "});") -> Iterator[None]:
        self.add(head)
        self._depth += 1
        yield
        self._depth -= 1
        self.add(tail)

    def text(self, *, first: Iterable[str] = (), before: Iterable[str] = (), types_only: bool = False) -> str:
        """Imports (those of ``first`` modules in that order, then by module), ``before``, and the lines."""
        order = [module for module in first if module in self._imports]
        order += sorted(self._imports.keys() - set(order))
        keyword = "import type" if types_only else "import"
        lines = [f"{keyword} {{ {', '.join(sorted(self._imports[m]))} }} from {quoted(m)};" for m in order]
        return "\n".join([*lines, "", *before, *self._lines]) + "\n"
