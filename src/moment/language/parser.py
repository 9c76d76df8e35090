"""A whole text to its tree: the one entry into the language. Never raises, always ends."""

from __future__ import annotations

import gc
import re
from dataclasses import dataclass

from moment.diagnostics.model import Diagnostic, order
from moment.language import rules
from moment.language.clauses import MEMBERS
from moment.language.contexts import parse_context
from moment.language.cursor import Cursor
from moment.language.flows import parse_flow
from moment.language.lexer import Comment, Tokens
from moment.language.recovery import at_starter, skip_foreign, take_misspelled
from moment.language.syntax import Context, File, Flow, Unread
from moment.language.tokens import FILE_WORDS
from moment.text.source import Source

_SUSPICIOUS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]+|(?:(?<=\n)|\A)[ ]*\t")
_TOP = frozenset(FILE_WORDS)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as the parser understood it. ``tokens`` cover every character; diagnostics are in text order."""

    source: Source
    tree: File
    tokens: Tokens
    diagnostics: tuple[Diagnostic, ...]

    @property
    def comments(self) -> tuple[Comment, ...]:
        return self.tokens.comments

    @property
    def has_errors(self) -> bool:
        return any(diagnostic.severity == diagnostic.severity.ERROR for diagnostic in self.diagnostics)


def parse(source: Source) -> Parsed:
    """Reads one source. What could not be read is an ``Unread`` node and a diagnostic."""
    if not gc.isenabled():
        return _parse(source)
    gc.disable()  # a tree has no cycles, and looking for them costs as much as building it
    try:
        return _parse(source)
    finally:
        gc.enable()


def _parse(source: Source) -> Parsed:
    tokens = Tokens(source.text)
    cursor = Cursor(source, tokens)
    if "\ufffd" in source.text or not source.text.replace("\n", "").isprintable():
        _find_suspicious(cursor)
    items: list[Context | Flow | Unread] = []
    texts = tokens.texts
    while word := texts[cursor.index]:
        if word == "context":
            items.append(parse_context(cursor))
        elif word == "flow":
            items.append(parse_flow(cursor))
        elif take_misspelled(cursor, FILE_WORDS) is None:
            items.append(_skip_top(cursor))
    tree = File(tuple(items), 0, len(source.text))
    if tokens.unclosed is not None:
        cursor.report(rules.UNTERMINATED_COMMENT, tokens.unclosed, tokens.unclosed + 2, hint="Close it with `*/`.")
    return Parsed(source, tree, tokens, tuple(sorted(cursor.diagnostics, key=order)))


def _skip_top(cursor: Cursor) -> Unread:
    """Skips what stands outside every context and flow."""
    start = cursor.starts[cursor.index]
    if not skip_foreign(cursor):
        word = cursor.texts[cursor.index]
        advice = f"put this {word} into a context" if word in MEMBERS else "start a `context` or a `flow` here"
        cursor.unexpected(advice, stray=True)
        cursor.index += 1
        while cursor.texts[cursor.index] and not at_starter(cursor, _TOP):
            cursor.index += 1
    return Unread(start, max(start, cursor.previous_end))


def _find_suspicious(cursor: Cursor) -> None:
    """Control characters and tabs, which stand in white space, comments and strings too."""
    for match in _SUSPICIOUS.finditer(cursor.source.text):
        if match[0].endswith("\t"):
            from moment.diagnostics.model import Fix

            at = match.end() - 1
            end = at + len(cursor.source.text[at:]) - len(cursor.source.text[at:].lstrip("\t"))
            fix = Fix("indent with blanks", (cursor.replace(at, end, "  " * (end - at)),), "safe")
            cursor.report(rules.TAB_INDENTATION, at, end, hint="Indent with two blanks.", fixes=(fix,))
        else:
            cursor.reported.update(range(*match.span()))
            what = "bytes that are no UTF-8" if "\ufffd" in match[0] else f"U+{ord(match[0][0]):04X}"
            cursor.report(rules.INVALID_CHARACTER, *match.span(), hint="Delete or replace it.", character=what)
