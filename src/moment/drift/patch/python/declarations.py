"""Whole Python declarations that come and go."""

from __future__ import annotations

import ast
import re

from moment.drift.patch.lines import Lines, Splice
from moment.drift.patch.python.habits import Habits
from moment.drift.patch.python.members import Members
from moment.drift.patch.python.rows import Module, declared, find
from moment.drift.patch.result import Refusal

_LITERAL = re.compile(r"""(?<!["'])"((?:[^"'\\\n]|\\[^"'\n])*)"(?!")""")


def insert_symbol(file: Module, lines: Lines, habits: Habits, text: str) -> list[Splice]:
    """``text`` at the end of a file, in its quotes and line ends, and in its ``__all__``."""
    try:
        found = [each.name for each in declared(ast.parse(text)) if "." not in each.name]
    except SyntaxError:
        raise Refusal("the text does not parse") from None
    if not found:
        raise Refusal("the text declares nothing")
    known = {each.name for each in declared(file.tree)}
    for name in found:
        if name in known:
            raise Refusal(f"the file declares a `{name}` already")
    shown = text.strip("\n")
    if habits.quote == "'":
        shown = _LITERAL.sub(r"'\1'", shown)
    shown = lines.moved(shown, "", lines.unit if lines.text.strip() else "    ", old_unit="    ")
    end = len(lines.text)
    ends = (end - len(lines.text.rstrip("\r\n"))) // len(lines.newline)
    before = lines.newline * max(0, 3 - ends) if lines.text.strip() else ""
    splices = [Splice(end, end, f"{before}{shown}{lines.newline if ends or not end else ''}")]
    return [*_shown(file, habits, found), *splices]


def _all(file: Module) -> ast.List | ast.Tuple | None:
    for node in file.tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=(ast.List() | ast.Tuple()) as value):
                return value
    return None


def _shown(file: Module, habits: Habits, found: list[str]) -> list[Splice]:
    """The names in ``__all__``, when the file has one."""
    listed = _all(file)
    names = [name for name in found if not name.startswith("_")]
    if listed is None or not listed.elts or not names:
        return []
    last = file.source.place(listed.elts[-1])
    lines = habits.lines
    strings = [habits.string(name) for name in names]
    if not lines.begins(last.start):
        return [Splice(last.end, last.end, "".join(f", {each}" for each in strings))]
    between = f",{lines.newline}{lines.indentation(last.start)}"
    return [Splice(last.end, last.end, "".join(f"{between}{each}" for each in strings))]


def remove_symbol(file: Module, members: Members, symbol: str) -> list[Splice]:
    """The declaration with the ``#:`` lines above it, its blank lines, and its name in ``__all__``."""
    node = find(file, symbol).node
    lines = members.lines
    decorators = getattr(node, "decorator_list", [])
    start = file.source.place(decorators[0]).start - 1 if decorators else file.source.place(node).start
    end = file.source.place(node).end
    if not lines.begins(start) or not lines.closes(end):
        raise Refusal("other statements stand on its line")
    first, last = members.own_start(start), lines.following(end)
    while first and lines.is_blank(lines.start(first - 1)) and (last >= len(lines.text) or lines.is_blank(last)):
        first = lines.start(first - 1)
    return [Splice(first, last, ""), *_hidden(file, lines, symbol)]


def _hidden(file: Module, lines: Lines, symbol: str) -> list[Splice]:
    listed = _all(file)
    elements = listed.elts if listed is not None else []
    for at, each in enumerate(elements):
        if isinstance(each, ast.Constant) and each.value == symbol:
            place = file.source.place(each)
            rest = lines.text[place.end :]
            comma = place.end + len(rest) - len(rest.lstrip()) + 1 if rest.lstrip().startswith(",") else place.end
            if lines.begins(place.start) and lines.closes(comma):
                return [Splice(lines.start(place.start), lines.following(comma), "")]
            if at + 1 < len(elements):
                return [Splice(place.start, file.source.place(elements[at + 1]).start, "")]
            previous = file.source.place(elements[at - 1]).end if at else place.start
            return [Splice(previous, place.end, "")]
    return []
