"""Whole declarations that come and go."""

from __future__ import annotations

from typing import Any

from moment.drift.patch.lines import Lines, Splice
from moment.drift.patch.result import Refusal
from moment.drift.patch.typescript.habits import Habits
from moment.drift.patch.typescript.members import Members
from moment.drift.patch.typescript.rows import declared, find
from moment.drift.readers.typescript import Parsed, parse


def insert_symbol(lines: Lines, habits: Habits, text: str) -> list[Splice]:
    """``text`` at the end of a file, in its quotes, semicolons, line ends and indentation."""
    found = list(declared(parse(text)))
    if not found:
        raise Refusal("the text declares nothing")
    known = {each.name for each in declared(habits.parsed)}
    for each in found:
        if each.name in known:
            raise Refusal(f"the file declares a `{each.name}` already")
    shown = habits.quoted(text.strip("\n"))
    if not habits.semicolons and lines.text.strip():
        shown = "\n".join(line.removesuffix(";") for line in shown.split("\n"))
    shown = lines.moved(shown, "", lines.unit if lines.text.strip() else "  ")
    end = len(lines.text)
    ends = len(lines.text) - len(lines.text.rstrip("\r\n"))
    before = lines.newline * max(0, 2 - ends // len(lines.newline)) if lines.text.strip() else ""
    return [Splice(end, end, f"{before}{shown}{lines.newline if ends or not end else ''}")]


def remove_symbol(parsed: Parsed, members: Members, symbol: str) -> list[Splice]:
    """Each declaration of ``symbol`` with its doc comment, and its name in the lists of what the file exports."""
    find(parsed, symbol)
    splices = []
    for each in declared(parsed):
        if each.name == symbol:
            place = parsed.text.place(each.statement)
            start = members.own_start(place.start)
            splices.append(
                members.lines.without(start, place.end) if members.lines.begins(start) else Splice(*place[1:], "")
            )
    for clause in _clauses(parsed.root):
        listed = [each for each in clause.named_children if each.type == "export_specifier"]
        gone = [each for each in listed if parsed.text.of(each.child_by_field_name("name")) == symbol]
        if gone and len(gone) == len(listed):
            place = parsed.text.place(clause.parent)
            splices.append(members.lines.without(place.start, place.end))
        elif gone:
            splices += [_unlisted(parsed, listed, each) for each in gone]
    return splices


def _clauses(root: Any) -> list[Any]:
    """Export lists that name what the file declares."""
    statements = [each for each in root.named_children if each.type == "export_statement"]
    local = [each for each in statements if each.child_by_field_name("source") is None]
    return [clause for each in local for clause in each.named_children if clause.type == "export_clause"]


def _unlisted(parsed: Parsed, listed: list[Any], gone: Any) -> Splice:
    at = next(number for number, each in enumerate(listed) if each.id == gone.id)
    if at + 1 < len(listed):
        return Splice(parsed.text.place(gone).start, parsed.text.place(listed[at + 1]).start, "")
    return Splice(parsed.text.place(listed[at - 1]).end, parsed.text.place(gone).end, "")
