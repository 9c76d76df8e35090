"""Members of Python declarations that come and go, in the layout of their neighbours."""

from __future__ import annotations

import ast

from moment.drift.patch.code import Written
from moment.drift.patch.lines import Lines, Splice
from moment.drift.patch.python.habits import Habits
from moment.drift.patch.python.records import has_default, maker
from moment.drift.patch.python.rows import Item, Module, Row
from moment.drift.patch.result import Refusal

_LISTS = ("literal", "pairs")


class Members:
    """Writes into the rows of one file."""

    def __init__(self, file: Module, lines: Lines, habits: Habits) -> None:
        self.file = file
        self.lines = lines
        self.text = lines.text
        self.habits = habits

    # -- inserting ---------------------------------------------------------------------------------

    def insert(self, row: Row, member: Written, after: str | None, *, keyword: str = "") -> list[Splice]:
        """With ``keyword``, what makes a field that is given by keyword only, the place is free."""
        shown = self.habits.member(member, row, keyword=keyword)
        index = self._index(row._replace(in_any_order=True) if keyword else row, member, after)
        if not isinstance(row.node, ast.ClassDef):
            return self._insert_listed(row, index, shown, optional=member.optional)
        note = self.habits.note(member.deprecated)
        if not row.items:
            return self._fill(row.node, shown, note)
        if index == 0:
            first = row.items[0]
            at = self.lines.start(self.own_start(first.start))
            return [Splice(at, at, self._block(first, shown, note) + self.lines.newline)]
        item = row.items[index - 1]
        if not self.lines.begins(item.start) or not self.lines.closes(item.stop):
            return [Splice(item.stop, item.stop, f"; {shown}" + (f"; {note}" if note else ""))]
        at = self.lines.end(item.stop)
        return [Splice(at, at, self.lines.newline + self._block(item, shown, note))]

    def _block(self, model: Item, shown: str, note: str) -> str:
        indent = self.lines.indentation(model.start)
        return f"{indent}{shown}{self.lines.newline}{indent}{note}" if note else f"{indent}{shown}"

    def _index(self, row: Row, member: Written, after: str | None) -> int:
        items = row.items
        index = len(items)
        if after:
            index = next((number + 1 for number, item in enumerate(items) if item.name == after), len(items))
        elif after == "":
            index = 0
        if not row.in_any_order and isinstance(row.node, ast.ClassDef):
            given = [number for number, item in enumerate(items) if has_default(item)]
            first = given[0] if given else len(items)
            if member.optional:  # behind all others, so that who counts positions goes on doing so
                index = len(items) if maker(row.node) else max(index, first)
            else:
                index = min(index, first)
        return index

    def _fill(self, node: ast.ClassDef, shown: str, note: str) -> list[Splice]:
        """Into a class without fields: in the place of ``pass``, behind its docstring, or before its first method."""
        body, newline = node.body, self.lines.newline
        start = self.file.source.place(node).start
        on_line = self.lines.start(self._start(body[0])) == self.lines.start(self._head_end(node))
        indent = self.lines.indentation(start) + (self.lines.unit if on_line else "")
        indent = indent if on_line else self.lines.indentation(self._start(body[0]))
        block = f"{indent}{shown}" + (f"{newline}{indent}{note}" if note else "")
        said = _is_text(body[0])
        rest = body[1:] if said else body
        if len(rest) == 1 and (isinstance(rest[0], ast.Pass) or _is_ellipsis(rest[0])):
            place = self.file.source.place(rest[0])
            if on_line:
                return [Splice(len(self.text[: place.start].rstrip()), place.end, newline + block)]
            return [Splice(self.lines.start(place.start), place.end, block)]
        if said:
            at = self.lines.end(self.file.source.place(body[0]).end)
            blank = newline if rest else ""
            return [Splice(at, at, newline + (newline if blank else "") + block)]
        at = self.lines.start(self._start(body[0]))
        return [Splice(at, at, block + newline + newline)]

    def _start(self, node: ast.stmt) -> int:
        decorators = getattr(node, "decorator_list", [])
        return self.file.source.place(decorators[0]).start - 1 if decorators else self.file.source.place(node).start

    def _head_end(self, node: ast.ClassDef) -> int:
        return self.file.source.head(node).end

    def _insert_listed(self, row: Row, index: int, shown: str, *, optional: bool) -> list[Splice]:
        """Between brackets."""
        if not row.items:
            raise Refusal("the list is empty")
        if row.kind == "pairs" and optional:
            raise Refusal("a field in a list has no default, so nobody could leave it out")
        if index == 0:
            first = row.items[0]
            if self.lines.begins(first.start):
                return [Splice(first.start, first.start, f"{shown},{self.lines.newline}{self._indent(first)}")]
            return [Splice(first.start, first.start, f"{shown}, ")]
        item = row.items[index - 1]
        comma = self._comma(item.end)
        stacked = self.lines.begins(item.start) and self.lines.closes(comma or item.end)
        if not stacked:
            return [Splice(item.end, item.end, f", {shown}")]
        at = self.lines.end(comma or item.end)
        between = f"{self.lines.newline}{self._indent(item)}"
        if comma is not None:
            return [Splice(at, at, f"{between}{shown},")]
        return [Splice(item.end, item.end, ","), Splice(at, at, f"{between}{shown}")]

    def _indent(self, item: Item) -> str:
        return self.lines.indentation(item.start)

    def _comma(self, end: int) -> int | None:
        """Behind the comma that follows, or ``None``."""
        rest = self.text[end:]
        return end + len(rest) - len(rest.lstrip()) + 1 if rest.lstrip().startswith(",") else None

    # -- removing ----------------------------------------------------------------------------------

    def remove(self, row: Row, item: Item) -> list[Splice]:
        if not isinstance(row.node, ast.ClassDef):
            return self._remove_listed(row, item)
        left = [each for each in row.node.body if not self._within(each, item) and not _is_text(each)]
        if not left:
            return [Splice(item.start, item.stop, "pass")]
        if not self.lines.begins(item.start) or not self.lines.closes(item.stop):
            raise Refusal("other statements stand on its line")
        return [self.lines.without(self.own_start(item.start), item.stop)]

    def _within(self, node: ast.stmt, item: Item) -> bool:
        return item.start <= self.file.source.place(node).start < item.stop

    def _remove_listed(self, row: Row, item: Item) -> list[Splice]:
        if len(row.items) == 1:
            raise Refusal("nothing would be left of the list")
        comma = self._comma(item.end)
        if self.lines.begins(item.start) and self.lines.closes(comma or item.end):
            splices = [self.lines.without(item.start, comma or item.end)]
            at = row.items.index(item)
            previous = self._comma(row.items[at - 1].end) if at and comma is None else None
            if previous is not None:
                splices.insert(0, Splice(previous - 1, previous, ""))
            return splices
        at = row.items.index(item)
        if at + 1 < len(row.items):
            return [Splice(item.start, row.items[at + 1].start, "")]
        return [Splice(row.items[at - 1].end, item.end, "")]

    def own_start(self, start: int) -> int:
        """The first of the ``#:`` lines right above, which document what follows."""
        first = self.lines.start(start)
        while first:
            above = self.lines.start(first - 1)
            if not self.text[above:first].lstrip().startswith("#:"):
                break
            first = above
        return first


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_ellipsis(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is ...
