"""What to do with text that the grammar does not expect: name the habit behind it, guess the word, or skip it."""

from __future__ import annotations

from collections.abc import Iterable

from moment.diagnostics.model import Edit, Fix
from moment.language import rules
from moment.language.cursor import Cursor
from moment.language.syntax import Unread
from moment.language.tokens import KEYWORDS, MEMBER_WORDS, is_name

BRACES = frozenset("{}")
_ADVICE = {
    ";": "Leave it out: a line needs no end sign.",
    "=>": "Write `->`.",
    "=": "Write `name: type`.",
    "|": "Write `type?` for what may be absent, an `enum` for alternatives.",
    "<": "Write `Type[]` for a list.",
    ">": "Write `Type[]` for a list.",
}
FOREIGN_SIGNS = BRACES | frozenset(_ADVICE)
_FOREIGN_WORDS = {
    "import": "Leave it out: all files of a project are read together.",
    "extends": "Leave it out: declare the fields where they belong.",
    "implements": "Leave it out: declare the fields where they belong.",
    "class": "Use `aggregate`, `value-object` or `event`.",
    "interface": "Use `aggregate`, `value-object` or `event`.",
}


def skip_foreign(cursor: Cursor) -> bool:
    """Skips one piece of another notation at the cursor, reporting each kind of sign once a file."""
    text, start = cursor.texts[cursor.index], cursor.starts[cursor.index]
    if text in FOREIGN_SIGNS:
        _report_sign(cursor, text, start)
        cursor.index += 1
        return True
    if text[:7] in ("<<<<<<<", "=======", ">>>>>>>"):
        _skip_conflict(cursor, start)
        return True
    if text in ("“", "”"):
        cursor.take_smart_string()
        return True
    if text in _FOREIGN_WORDS:
        _skip_foreign_line(cursor, text, start)
        return True
    if text and not text.isprintable():
        _report_character(cursor, text, start)
        cursor.index += 1
        return True
    return False


def _report_sign(cursor: Cursor, text: str, start: int) -> None:
    kind = "{" if text in BRACES else text
    key = -2 - sorted(FOREIGN_SIGNS).index(kind)
    if key in cursor.reported:
        return
    cursor.reported.add(key)
    if kind == "{":
        edits = _replacements(cursor, BRACES, "")
        fix = Fix("remove the braces", edits, "safe")
        cursor.foreign(start, start + 1, text, "Leave out braces: words and indentation give the structure.", fix)
    elif kind == ";":
        cursor.foreign(
            start,
            start + 1,
            text,
            _ADVICE[kind],
            Fix("remove the semicolons", _replacements(cursor, {";"}, ""), "safe"),
        )
    elif kind == "=>":
        cursor.foreign(
            start, start + 2, text, _ADVICE[kind], Fix("write `->`", _replacements(cursor, {"=>"}, "->"), "safe")
        )
    else:
        cursor.foreign(start, start + len(text), text, _ADVICE[kind])


def _replacements(cursor: Cursor, signs: Iterable[str], new: str) -> tuple[Edit, ...]:
    """Edits of every such sign of the file, as each kind is reported once."""
    wanted = frozenset(signs)
    pairs = zip(cursor.texts, cursor.starts, strict=True)
    return tuple(cursor.replace(start, start + len(text), new) for text, start in pairs if text in wanted)


def _skip_conflict(cursor: Cursor, start: int) -> None:
    """Skips the marker lines; what stands between them is read, so that nothing else is reported twice."""
    if -1 not in cursor.reported:
        cursor.reported.add(-1)
        cursor.report(
            rules.MERGE_CONFLICT_MARKER,
            start,
            start + 7,
            hint="Keep one of the two versions and delete the marker lines.",
        )
    if cursor.texts[cursor.index].startswith("======="):
        # the second version of the same lines would repeat every declaration
        while cursor.texts[cursor.index] and not cursor.texts[cursor.index].startswith(">>>>>>>"):
            cursor.index += 1
    if cursor.texts[cursor.index]:
        cursor.index += 1


def _skip_foreign_line(cursor: Cursor, text: str, start: int) -> None:
    cursor.foreign(start, start + len(text), text, _FOREIGN_WORDS[text])
    cursor.index += 1
    while cursor.texts[cursor.index] and not cursor.starts_line(cursor.index):
        cursor.index += 1


def _report_character(cursor: Cursor, text: str, start: int) -> None:
    if start not in cursor.reported:
        cursor.reported.add(start)
        shown = f"U+{ord(text[0]):04X}"
        cursor.report(rules.INVALID_CHARACTER, start, start + 1, hint="Delete it.", character=shown)


def take_misspelled(cursor: Cursor, candidates: Iterable[str]) -> str | None:
    """A keyword that the current word is a misspelling of; reported, and the word is left for the caller to take."""
    word = cursor.texts[cursor.index]
    if len(word) < 3 or word in KEYWORDS or not is_name(word) or cursor.texts[cursor.index + 1] == ":":
        return None
    from moment.text.nearest import nearest

    keyword = nearest(word, candidates) or nearest(word.lower(), candidates)
    if keyword is None:
        return None
    start = cursor.starts[cursor.index]
    end = start + len(word)
    if start not in cursor.reported:
        cursor.reported.add(start)
        fix = Fix(f"write `{keyword}`", (cursor.replace(start, end, keyword),), "safe")
        cursor.report(rules.MISSPELLED_KEYWORD, start, end, hint=f"Did you mean `{keyword}`?", fixes=(fix,), word=word)
    cursor.texts[cursor.index] = keyword
    return keyword


def skip_unread(
    cursor: Cursor, advice: str, starters: frozenset[str] = MEMBER_WORDS, *, stop_at_fields: bool = False
) -> Unread:
    """Reports the current token and skips to the next word at a line's head that an enclosing list can start with.

    With ``stop_at_fields`` also to the next ``name:`` at a line's head.
    """
    start = cursor.starts[cursor.index]
    if not skip_foreign(cursor):
        cursor.unexpected(advice, stray=True)
        cursor.index += 1
        while cursor.texts[cursor.index] and not at_starter(cursor, starters):
            if stop_at_fields and cursor.at_field() and cursor.starts_line(cursor.index):
                break
            cursor.index += 1
    return Unread(start, max(start, cursor.previous_end))


def at_starter(cursor: Cursor, starters: frozenset[str]) -> bool:
    text = cursor.texts[cursor.index]
    if text[:7] in ("<<<<<<<", "=======", ">>>>>>>"):
        return True
    return text in starters and cursor.texts[cursor.index + 1] != ":" and cursor.starts_line(cursor.index)
