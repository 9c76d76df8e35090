"""How the writer of a TypeScript file writes: quotes, semicolons, modifiers, extensions of imports."""

from __future__ import annotations

import json
import re
from collections import Counter

from moment.drift.patch.code import Written
from moment.drift.patch.lines import Lines
from moment.drift.patch.typescript.rows import Item, Row
from moment.drift.readers.typescript import Parsed
from moment.drift.types import Deprecation

_STRING = re.compile(r"""(['"])(?:(?!\1)[^\\\n]|\\.)*\1""")
_LITERAL = re.compile(r""""((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'""")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")


class Habits:
    """``parsed`` is the file; what it does not show is as most people write it."""

    def __init__(self, parsed: Parsed, lines: Lines) -> None:
        self.parsed = parsed
        self.lines = lines
        counts = Counter(found[1] for found in _STRING.finditer(lines.text))
        self.quote = '"' if counts['"'] > counts["'"] else "'"
        self.semicolons = _ends_statements(lines.text)

    def string(self, value: str) -> str:
        """A string literal in the quotes of this file."""
        body = json.dumps(value, ensure_ascii=False)[1:-1]
        return f'"{body}"' if self.quote == '"' else "'" + body.replace('\\"', '"').replace("'", "\\'") + "'"

    def quoted(self, text: str) -> str:
        """``text`` with its string literals in the quotes of this file."""
        return _LITERAL.sub(lambda found: self._requoted(found), text)

    def _requoted(self, found: re.Match[str]) -> str:
        body = found[1] if found[1] is not None else found[2]
        if found[0][0] == self.quote or "'" in body or '"' in body:
            return found[0]
        return f"{self.quote}{body}{self.quote}"

    def key(self, name: str) -> str:
        return name if _IDENTIFIER.fullmatch(name) else self.string(name)

    def doc(self, deprecated: Deprecation | None) -> str:
        return f"/** {tag(deprecated)} */" if deprecated is not None else ""

    def member(self, member: Written, row: Row, model: Item | None) -> str:
        """``member`` as its sibling ``model`` is written, without separator and comment."""
        match row.kind:
            case "union" | "array":
                return self.string(member.value or member.name)
            case "object":
                return f"{self.key(member.name)}: {self.string(member.value or member.name)}"
            case "enum":
                is_implicit = model is not None and model.node.type != "enum_assignment"
                name = self.key(member.name)
                return name if is_implicit else f"{name} = {self.string(member.value or member.name)}"
        return self._field(member, row, model)

    def _field(self, member: Written, row: Row, model: Item | None) -> str:
        readonly, access, marks = member.readonly, "", ""
        if model is not None:
            kinds = {each.type for each in model.node.children}
            readonly = "readonly" in kinds
            access = next((self.parsed.text.of(each) for each in model.node.children if "accessib" in each.type), "")
            marks = " ".join(mark for mark in ("declare", "override") if mark in kinds and mark == "declare")
        if row.kind == "parameters" and not access and not readonly:
            readonly = True
        type_ = self.quoted(member.type)
        if model is not None and not readonly:
            type_ = type_.removeprefix("readonly ")
        sign = "?" if member.optional else ""
        if row.kind == "class" and not member.optional and marks != "declare":
            sign = "!"
        words = [marks, access, "readonly" if readonly else "", f"{self.key(member.name)}{sign}: {type_}"]
        return " ".join(word for word in words if word)


def tag(deprecated: Deprecation) -> str:
    """``@deprecated one word for it. Use `note`.``"""
    reason = deprecated.reason.replace("*/", "*\\/").rstrip(". ")
    use = f" Use `{deprecated.replacement}`." if deprecated.replacement else ""
    return f"@deprecated {reason}.{use}"


def _ends_statements(text: str) -> bool:
    """Whether statements end with semicolons: at least one line in four that could have one does."""
    lines = [line.split("//")[0].rstrip() for line in text.splitlines()]
    ended = sum(line.endswith(";") for line in lines)
    open_ = sum(bool(re.search(r"""[\w'")\]]$""", line)) for line in lines)
    return ended * 3 >= open_
