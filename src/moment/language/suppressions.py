"""``// moment: allow CODE reason``: which findings a person has decided to live with, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic, Edit, Fix
from moment.language.lexer import Comment
from moment.language.parser import Parsed
from moment.language.rules import SUPPRESSION_WITHOUT_REASON, UNUSED_SUPPRESSION
from moment.text.span import Place

_ALLOW = re.compile(r"//\s*moment:\s*allow\s+([\w-]+(?:\s*,\s*[\w-]+)*)[ \t]*[:,–—-]?[ \t]*(.*)")


class Suppression(NamedTuple):
    """Silences ``codes`` (codes or rule names) whose finding starts in ``[start, end)``; ``place`` is the comment."""

    codes: tuple[str, ...]
    reason: str
    start: int
    end: int
    place: Place


def suppressions(parsed: Parsed) -> tuple[Suppression, ...]:
    """All suppressions of a file in text order."""
    found: list[Suppression] = []
    for comment in parsed.comments:
        match = _ALLOW.match(comment.text) if "moment:" in comment.text else None
        if match is not None:
            codes = tuple(code.strip() for code in match[1].split(","))
            start, end = _range(parsed, comment)
            place = Place(parsed.source.path, comment.start, comment.end)
            found.append(Suppression(codes, match[2].strip().strip('"'), start, end, place))
    return tuple(found)


def _range(parsed: Parsed, comment: Comment) -> tuple[int, int]:
    """The line of a comment at a line's end; of one on its own line the declaration that follows."""
    text = parsed.source.text
    line = text.rfind("\n", 0, comment.start) + 1
    if text[line : comment.start].strip():
        return line, comment.end
    from moment.language.walk import declarations

    for node in declarations(parsed.tree):
        if node.start >= comment.end:
            return node.start, max(node.end, node.start + 1)
    return comment.end, comment.end


def apply(diagnostics: Iterable[Diagnostic], files: Iterable[Parsed]) -> Iterator[Diagnostic]:
    """Marks what is suppressed with its reason, and adds what is wrong with the suppressions themselves.

    A suppression without a reason silences nothing.
    """
    by_path: dict[str, tuple[Suppression, ...]] = {}
    for parsed in files:
        if parsed.comments and (found := suppressions(parsed)):
            by_path[parsed.source.path] = found
    used: set[tuple[Place, str]] = set()
    for diagnostic in diagnostics:
        reason: str | None = None
        for suppression in by_path.get(diagnostic.place.path, ()):
            code = next((code for code in suppression.codes if code in (diagnostic.code, diagnostic.rule.name)), None)
            if code is not None and suppression.start <= diagnostic.place.start < suppression.end:
                used.add((suppression.place, code))
                reason = suppression.reason or reason
        yield diagnostic.suppress(reason) if reason else diagnostic
    for found in by_path.values():
        for suppression in found:
            yield from _own_findings(suppression, used)


def _own_findings(suppression: Suppression, used: set[tuple[Place, str]]) -> Iterator[Diagnostic]:
    place = suppression.place
    if not suppression.reason:
        yield SUPPRESSION_WITHOUT_REASON.at(place, hint="Write behind the code why the finding is acceptable here.")
    for code in suppression.codes:
        if (place, code) not in used:
            fixes = (Fix("remove the suppression", (Edit(place, ""),), "safe"),) if len(suppression.codes) == 1 else ()
            yield UNUSED_SUPPRESSION.at(place, hint="Remove it.", fixes=fixes, code=code)
