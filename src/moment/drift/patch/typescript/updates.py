"""One aspect of a member changed: only the tokens that say it."""

from __future__ import annotations

import re
from typing import Any

from moment.drift.patch.code import deprecation
from moment.drift.patch.lines import Lines, Splice
from moment.drift.patch.result import Refusal
from moment.drift.patch.typescript.habits import Habits, tag
from moment.drift.patch.typescript.rows import Item, Row
from moment.drift.readers.typescript import Parsed
from moment.drift.types import Deprecation

_TAG = re.compile(r"@deprecated\b")


class Updates:
    """Writes into the items of one file."""

    def __init__(self, parsed: Parsed, lines: Lines, habits: Habits) -> None:
        self.parsed = parsed
        self.lines = lines
        self.text = lines.text
        self.habits = habits

    def update(self, row: Row, item: Item, aspect: str, value: str) -> list[Splice]:
        match aspect:
            case "type":
                return self.type(item, self.habits.quoted(value))
            case "optional":
                return self.optional(item, on=truth(value))
            case "readonly":
                return self.readonly(item, on=truth(value))
            case "deprecated":
                return self.deprecated(item.start, deprecation(value))
            case "value":
                return self.value(row, item, value)
        raise Refusal(f"a member has no {aspect}")

    def type(self, item: Item, text: str) -> list[Splice]:
        node = item.node
        if "method" in node.type:
            raise Refusal("a method has no type that could be replaced alone")
        annotation = node.child_by_field_name("type")
        if annotation is not None:
            place = self.parsed.text.type_place(annotation)
            return [Splice(place.start, place.end, text)]
        at = self._behind_name(node)
        return [Splice(at, at, f": {text}")]

    def optional(self, item: Item, *, on: bool) -> list[Splice]:
        node = item.node
        mark, sure = self._token(node, "?"), self._token(node, "!")
        if on:
            if mark is not None:
                return []
            at = self.parsed.text.place(self._name(node)).end
            return [Splice(at, sure[1] if sure else at, "?")]
        splices = self._without_undefined(node)
        if mark is not None:
            needs_sure = node.type == "public_field_definition" and node.child_by_field_name("value") is None
            splices.insert(0, Splice(*mark, "!" if needs_sure else ""))
        return splices

    def _without_undefined(self, node: Any) -> list[Splice]:
        """``| undefined`` says optional too."""
        annotation = node.child_by_field_name("type")
        type_ = annotation.named_children[-1] if annotation is not None else None
        if type_ is None or type_.type != "union_type":
            return []
        place = self.parsed.text.place(type_)
        text = self.text[place.start : place.end]
        found = re.search(r"\s*\|\s*undefined\b(?=\s*(?:\||$))|^\s*undefined\s*\|\s*", text)
        return [Splice(place.start + found.start(), place.start + found.end(), "")] if found else []

    def readonly(self, item: Item, *, on: bool) -> list[Splice]:
        node = item.node
        mark = self._token(node, "readonly")
        if on:
            at = self.parsed.text.place(self._name(node)).start
            return [] if mark is not None else [Splice(at, at, "readonly ")]
        if mark is None:
            return []
        is_parameter = node.type in ("required_parameter", "optional_parameter")
        has_access = any(each.type == "accessibility_modifier" for each in node.children)
        if is_parameter and not has_access:
            return [Splice(*mark, "public")]  # without a modifier it would be no property any more
        end = mark[1] + len(self.text[mark[1] :]) - len(self.text[mark[1] :].lstrip())
        return [Splice(mark[0], end, "")]

    def value(self, row: Row, item: Item, value: str) -> list[Splice]:
        shown = self.habits.string(value)
        if row.kind in ("union", "array"):
            return [Splice(item.start, item.end, shown)]
        if row.kind not in ("enum", "object"):
            raise Refusal("only the cases of an enum have a value")
        found = item.node.child_by_field_name("value")
        if found is None:
            return [Splice(item.end, item.end, f" = {shown}")]
        place = self.parsed.text.place(found)
        return [Splice(place.start, place.end, shown)]

    # -- doc comments ------------------------------------------------------------------------------

    def deprecated(self, start: int, wanted: Deprecation | None) -> list[Splice]:
        """The doc comment before ``start`` says ``wanted``; a new one if there is none."""
        before = self.text[:start].rstrip()
        at = before.rfind("/*") if before.endswith("*/") else -1
        is_own = at >= 0 and self.text.startswith("/**", at) and self.text[len(before) : start].count("\n") <= 1
        if not is_own:
            if wanted is None:
                return []
            between = self.lines.newline + self.lines.indentation(start) if self.lines.begins(start) else " "
            return [Splice(start, start, f"/** {tag(wanted)} */{between}")]
        comment = self._comment(self.text[at : len(before)], self.lines.indentation(at), wanted)
        if comment:
            return [Splice(at, len(before), comment)]
        return [Splice(at, start, "")]

    def _comment(self, old: str, indent: str, wanted: Deprecation | None) -> str:
        """``old`` without its tag and with the one that is ``wanted``; empty when nothing is left."""
        newline = self.lines.newline
        if "\n" not in old:
            said = _TAG.split(old[3:-2])[0].strip()
            shown = [each for each in (said, tag(wanted) if wanted else "") if each]
            if len(shown) < 2:
                return f"/** {shown[0]} */" if shown else ""
            return newline.join(["/**", *(f"{indent} * {line}" for line in shown), f"{indent} */"])
        head, *middle, tail = old.split("\n")
        kept, inside = [], False
        for line in middle:
            words = line.strip().lstrip("*").strip()
            inside = bool(_TAG.match(words)) or (inside and bool(words) and not words.startswith("@"))
            if not inside:
                kept.append(line)
        if wanted is not None:
            end = "\r" if head.endswith("\r") else ""
            kept.append(f"{indent} * {tag(wanted)}{end}")
        is_empty = not any(line.strip().strip("*").strip() for line in kept) and not head.strip("/* \r\t")
        return "" if is_empty else "\n".join([head, *kept, tail])

    # -- tokens ------------------------------------------------------------------------------------

    def _name(self, node: Any) -> Any:
        return node.child_by_field_name("name") or node.child_by_field_name("pattern")

    def _token(self, node: Any, word: str) -> tuple[int, int] | None:
        found = next((each for each in node.children if each.type == word), None)
        return (self.parsed.text.place(found).start, self.parsed.text.place(found).end) if found is not None else None

    def _behind_name(self, node: Any) -> int:
        ends = [self.parsed.text.place(self._name(node)).end]
        ends += [token[1] for word in ("?", "!") if (token := self._token(node, word)) is not None]
        return max(ends)


def truth(value: str) -> bool:
    if value not in ("true", "false"):
        raise Refusal(f"it is `true` or `false`, not `{value}`")
    return value == "true"
