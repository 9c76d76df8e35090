"""How the writer of a Python file writes: quotes, optional types, names of constants."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter

from moment.drift.patch.code import Written
from moment.drift.patch.lines import Lines
from moment.drift.patch.python.rows import Module, Row, bare
from moment.drift.types import Deprecation
from moment.model.words import words

_STRING = re.compile(r"""(?<!["'])(['"])(?!\1\1)(?:(?!\1)[^\\\n]|\\.)*\1""")


class Habits:
    """What the file does not show is as most people write it."""

    def __init__(self, file: Module, lines: Lines) -> None:
        self.file = file
        self.lines = lines
        counts = Counter(found[1] for found in _STRING.finditer(file.text))
        self.quote = "'" if counts["'"] > counts['"'] else '"'
        self.wraps = "Optional[" in file.text

    def string(self, value: str) -> str:
        body = json.dumps(value, ensure_ascii=False)[1:-1]
        return f'"{body}"' if self.quote == '"' else "'" + body.replace('\\"', '"').replace("'", "\\'") + "'"

    def maybe(self, type_: str) -> str:
        """``T | None`` or ``Optional[T]``."""
        return f"Optional[{type_}]" if self.wraps else f"{type_} | None"

    def member(self, member: Written, row: Row, *, keyword: str = "") -> str:
        """``member`` as the others of ``row`` are written; ``keyword`` makes a field that is given by keyword only."""
        match row.kind:
            case "enum":
                return self._value(member, row)
            case "literal":
                return self.string(member.value or member.name)
            case "pairs":
                return f"({self.string(member.name)}, {self.maybe(member.type) if member.optional else member.type})"
        type_ = member.type
        if row.kind == "dictionary":
            marked = member.optional if row.total else not member.optional
            type_ = f"{'NotRequired' if row.total else 'Required'}[{type_}]" if marked else type_
            return f"{member.name if isinstance(row.node, ast.ClassDef) else self.string(member.name)}: {type_}"
        if keyword:
            given = "default=None, " if member.optional else ""
            type_ = self.maybe(type_) if member.optional else type_
            return f"{member.name}: {type_} = {keyword}({given}kw_only=True)"
        return f"{member.name}: {self.maybe(type_)} = None" if member.optional else f"{member.name}: {type_}"

    def _value(self, member: Written, row: Row) -> str:
        value = member.value or member.name
        is_upper = all(item.name.isupper() for item in row.items)
        name = "_".join(words(member.name)).upper() if is_upper else member.name
        automatic = bool(row.items) and all(isinstance(item.node.value, ast.Call) and bare(item.node.value) == "auto"
                                            for item in row.items)  # fmt: skip
        return f"{name} = auto()" if automatic and value == name.lower() else f"{name} = {self.string(value)}"

    def wanted(self, member: Written, row: Row) -> tuple[str, ...]:
        """The names of ``typing`` that ``member`` needs besides those of its type."""
        if row.kind == "dictionary":
            marked = member.optional if row.total else not member.optional
            return (("NotRequired" if row.total else "Required"),) if marked else ()
        return ("Optional",) if member.optional and self.wraps and row.kind in ("class", "pairs") else ()

    def note(self, deprecated: Deprecation | None) -> str:
        """The text below a field that says it is deprecated."""
        return f'"""{tag(deprecated)}"""' if deprecated is not None else ""


def tag(deprecated: Deprecation) -> str:
    """``@deprecated one word for it. Use `note`.``"""
    reason = deprecated.reason.replace("\\", "\\\\").replace('"""', "'''").rstrip(". ")
    use = f" Use `{deprecated.replacement}`." if deprecated.replacement else ""
    return f"@deprecated {reason}.{use}"
