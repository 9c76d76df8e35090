"""Members that come and go, in the layout of their neighbours."""

from __future__ import annotations

import re

from moment.drift.patch.code import Written
from moment.drift.patch.lines import Lines, Splice
from moment.drift.patch.result import Refusal
from moment.drift.patch.typescript.habits import Habits
from moment.drift.patch.typescript.rows import Item, Row

_LISTS = ("enum", "array", "object", "parameters")


class Members:
    """Writes into the rows of one file."""

    def __init__(self, lines: Lines, habits: Habits) -> None:
        self.lines = lines
        self.text = lines.text
        self.habits = habits

    # -- inserting ---------------------------------------------------------------------------------

    def insert(self, row: Row, member: Written, after: str | None) -> list[Splice]:
        index = self._index(row, member, after)
        model = self._model(row, index)
        shown = self.habits.member(member, row, model)
        doc = self.habits.doc(member.deprecated)
        if row.kind == "union":
            return self._insert_case(row, index, shown)
        if not row.items:
            return [self._fill(row, shown, doc)]
        if index == 0:
            return self._insert_first(row, shown, doc)
        return self._insert_behind(row, index, shown, doc)

    def _index(self, row: Row, member: Written, after: str | None) -> int:
        items = row.items
        if after:
            named = [number for number, item in enumerate(items) if item.name == after]
            index = named[-1] + 1 if named else len(items)
        elif after == "":
            index = next((number for number, item in enumerate(items) if item.name), 0)
        else:
            index = self._end(row)
        if row.kind == "enum" and any(item.node.type != "enum_assignment" for item in items):
            return len(items)  # in the middle it would shift the values behind it
        if row.kind == "parameters" and not member.optional:
            needed = [number for number, item in enumerate(items) if item.node.type == "optional_parameter"]
            return min([index, *needed])
        return index

    def _end(self, row: Row) -> int:
        """Behind the last field; of a class not behind its methods."""
        fields = [
            number
            for number, item in enumerate(row.items)
            if item.name and (row.kind != "class" or item.node.type == "public_field_definition")
        ]
        return fields[-1] + 1 if fields else (0 if row.kind == "class" else len(row.items))

    def _model(self, row: Row, index: int) -> Item | None:
        """The nearest member to write like, the one before first."""
        nearest = [*reversed(row.items[:index]), *row.items[index:]]
        fields = [item for item in nearest if item.name and "method" not in item.node.type]
        return fields[0] if fields else None

    def _insert_behind(self, row: Row, index: int, shown: str, doc: str) -> list[Splice]:
        item = row.items[index - 1]
        stacked = self.lines.begins(item.start) and self.lines.closes(item.stop)
        sign = self.text[item.end : item.stop].strip()
        splices: list[Splice] = []
        if not stacked:
            inline = f"{doc} {shown}" if doc else shown
            if item.has_sign:
                return [Splice(item.stop, item.stop, f" {inline}{sign}")]
            return [Splice(item.end, item.end, f"{self._sign(row, stacked=False)} {inline}")]
        if not item.has_sign and (needed := self._sign(row, stacked=True)):
            splices.append(Splice(item.end, item.end, needed))
        at = self.lines.end(item.stop)
        blank = self.lines.newline if "\n" in self.text[item.start : item.end] and row.kind == "class" else ""
        splices.append(Splice(at, at, blank + self.lines.newline + self._stacked(item, shown + sign, doc)))
        return splices

    def _stacked(self, item: Item, shown: str, doc: str) -> str:
        indent = self.lines.indentation(item.start)
        return f"{indent}{doc}{self.lines.newline}{indent}{shown}" if doc else f"{indent}{shown}"

    def _insert_first(self, row: Row, shown: str, doc: str) -> list[Splice]:
        first = row.items[0]
        stacked = self.lines.begins(first.start) and self.lines.closes(first.stop)
        sign = self.text[first.end : first.stop].strip() or self._sign(row, stacked=stacked)
        if not stacked:
            inline = f"{doc} {shown}" if doc else shown
            return [Splice(first.start, first.start, f"{inline}{sign} ")]
        at = self.lines.start(self.own_start(first.start))
        return [Splice(at, at, self._stacked(first, shown + sign, doc) + self.lines.newline)]

    def _fill(self, row: Row, shown: str, doc: str) -> Splice:
        """Into an empty body."""
        if row.kind in ("array", "parameters"):
            return Splice(row.open, row.close, shown)
        inside = self.text[row.open : row.close]
        indent = self.lines.indentation(row.close if self.lines.begins(row.close) else row.open)
        sign = "," if row.kind in _LISTS else self._sign(row, stacked=True)
        deeper, newline = indent + self.lines.unit, self.lines.newline
        shown = f"{doc}{newline}{deeper}{shown}" if doc else shown
        if not inside.strip():
            return Splice(row.open, row.close, f"{newline}{deeper}{shown}{sign}{newline}{indent}")
        at = row.open + len(inside.rstrip())
        return Splice(at, row.close, f"{newline}{deeper}{shown}{sign}{newline}{indent}")

    def _sign(self, row: Row, *, stacked: bool) -> str:
        """What stands between two members of ``row``."""
        if row.kind in _LISTS:
            return ","
        used = [self.text[item.end : item.stop].strip() for item in row.items if item.has_sign]
        if used:
            return used[0]
        if stacked and (len(row.items) > 1 or not self.habits.semicolons):
            return ""
        return ";"

    def _insert_case(self, row: Row, index: int, shown: str) -> list[Splice]:
        """Into a union of literals."""
        if index == 0:
            first = row.items[0]
            pipe = self._pipe(first.start)
            if pipe is not None and self.lines.begins(pipe):
                indent = self.lines.indentation(pipe)
                return [Splice(pipe, pipe, f"| {shown}{self.lines.newline}{indent}")]
            return [Splice(first.start, first.start, f"{shown} | ")]
        item = row.items[index - 1]
        pipe = self._pipe(item.start)
        if pipe is None or not self.lines.begins(pipe):
            following = self._pipe(row.items[1].start) if len(row.items) > 1 and index == 1 else None
            if following is None or not self.lines.begins(following):
                return [Splice(item.end, item.end, f" | {shown}")]
            pipe = following
        indent = self.lines.indentation(pipe)
        at = self.lines.end(item.end) if self.lines.closes(item.end) else item.end
        return [Splice(at, at, f"{self.lines.newline}{indent}| {shown}")]

    def _pipe(self, start: int) -> int | None:
        before = self.text[:start].rstrip()
        return len(before) - 1 if before.endswith("|") else None

    # -- removing ----------------------------------------------------------------------------------

    def remove(self, row: Row, item: Item) -> list[Splice]:
        index = row.items.index(item)
        if row.kind == "union":
            return self._remove_case(row, index)
        start = self.own_start(item.start)
        if self.lines.begins(start) and self.lines.closes(item.stop):
            splices = [self.lines.without(start, item.stop)]
        elif index + 1 < len(row.items) and item.has_sign:
            splices = [Splice(start, start + len(self.text[start : row.items[index + 1].start]), "")]
        else:
            splices = [Splice(len(self.text[:start].rstrip(" \t")), item.stop, "")]
        is_last = index == len(row.items) - 1
        if is_last and index > 0 and not item.has_sign and row.items[index - 1].has_sign:
            previous = row.items[index - 1]
            splices.insert(0, Splice(previous.end, previous.stop, ""))
        return splices

    def _remove_case(self, row: Row, index: int) -> list[Splice]:
        if len(row.items) == 1:
            raise Refusal("nothing would be left of the union")
        item = row.items[index]
        pipe = self._pipe(item.start)
        if pipe is not None and self.lines.begins(pipe) and self.lines.closes(item.end):
            return [self.lines.without(pipe, item.end)]
        if pipe is not None and index > 0:
            return [Splice(len(self.text[:pipe].rstrip()), item.end, "")]
        return [Splice(item.start, row.items[index + 1].start, "")]

    def own_start(self, start: int) -> int:
        """Where the doc comment and the decorators right before a member begin, else ``start``."""
        before = self.text[:start].rstrip()
        if before.endswith("*/"):
            at = before.rfind("/*")
            gap = self.text[len(before) : start]
            if self.text.startswith("/**", at) and gap.count("\n") <= 1:
                return self.own_start(at) if self.lines.begins(at) else at
        found = re.search(r"(?:^|\n)[ \t]*(@[\w.]+(?:\([^()\n]*\))?)$", before)
        if found and "\n" in self.text[len(before) : start]:
            return self.own_start(found.start(1))
        return start
