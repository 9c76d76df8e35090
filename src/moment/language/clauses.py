"""Reads what declarations have in common: their clauses, lists of names, classes, and lines out of layout."""

from __future__ import annotations

from moment.diagnostics.model import Label
from moment.language import rules
from moment.language.cursor import Cursor
from moment.language.recovery import skip_foreign, take_misspelled
from moment.language.syntax import Name
from moment.language.tokens import AGGREGATE_WORDS, CLASSIFICATIONS, CLAUSES, CONTEXT_WORDS, FILE_WORDS, FLOW_WORDS

MEMBERS = (*CONTEXT_WORDS, *AGGREGATE_WORDS, *FILE_WORDS)
FLOW_MEMBERS = (*FLOW_WORDS, *FILE_WORDS, "when")
_HABITS = frozenset(("{", "extends", "implements"))


def clause_at(cursor: Cursor, declaration: str) -> str | None:
    """The clause of the declaration that starts here; a misspelled one counts."""
    skip_habits(cursor)
    text = cursor.texts[cursor.index]
    if text in CLAUSES[declaration] and cursor.texts[cursor.index + 1] != ":":
        return text
    if not text or text == "@":
        return None
    words = FLOW_MEMBERS if declaration in ("flow", "placement", "crossing") else MEMBERS
    found = take_misspelled(cursor, (*CLAUSES[declaration], *words))
    return found if found in CLAUSES[declaration] else None


def skip_habits(cursor: Cursor) -> None:
    """``extends X`` and ``{`` behind the head of a declaration: reported, and its body is read all the same."""
    while (text := cursor.texts[cursor.index]) in _HABITS:
        if text != "{" and cursor.starts_line(cursor.index):
            return
        skip_foreign(cursor)


def duplicate(cursor: Cursor, start: int, clause: str) -> None:
    """Reports a clause that was given before; the nearest earlier word of that spelling is the first one."""
    index = cursor.index - 1
    while index >= 0 and not (cursor.texts[index] == clause and cursor.starts[index] < start):
        index -= 1
    labels = (Label(cursor.place(cursor.starts[index], cursor.starts[index] + len(clause)), "first given here"),)
    end = start + len(clause)
    cursor.report(
        rules.DUPLICATE_CLAUSE, start, end, labels if index >= 0 else (), hint=f"Keep one `{clause}`.", clause=clause
    )


def expect_names(cursor: Cursor, what: str, separator: str = ",") -> tuple[Name, ...]:
    """One or more names with a separator between them; a comma may also stand behind the last."""
    found = [cursor.expect_name(what)]
    while cursor.take(separator):
        if separator == "," and not cursor.at_name():
            break
        found.append(cursor.expect_name(what))
    return tuple(found)


def parse_class(cursor: Cursor) -> Name | None:
    """``[Core]``; an unknown class is reported and kept."""
    cursor.index += 1
    if not cursor.at_name():
        cursor.unexpected("write one of Core, Supporting, Generic, Terminal")
        cursor.take("]")
        return None
    name = cursor.take_word()
    if name.text not in CLASSIFICATIONS and name.start not in cursor.reported:
        cursor.reported.add(name.start)
        cursor.report(rules.UNEXPECTED_TOKEN, name.start, name.end,
                      hint="Write one of Core, Supporting, Generic, Terminal.", found=f"`{name.text}`")  # fmt: skip
    cursor.expect("]", "to close the bracket")
    return name


def report_layout(cursor: Cursor, start: int, hint: str) -> None:
    """Reports a line whose indentation belongs to neither reading, once."""
    if start not in cursor.reported:
        cursor.reported.add(start)
        end = cursor.source.text.find(" ", start)
        cursor.report(rules.AMBIGUOUS_LAYOUT, start, end if end > start else start + 1, hint=hint)
