"""A finding as people read it: header, excerpt with carets, the places that explain it, hint, fixes, where to read on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from moment.diagnostics.fingerprint import fingerprints
from moment.diagnostics.model import Diagnostic, Severity
from moment.diagnostics.summary import Summary
from moment.text.source import Source
from moment.text.span import Place
from moment.text.width import columns, printable

_LINE_LIMIT = 160
_BOLD, _QUIET, _LABEL = "1", "34", "36"
_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_Paint: TypeAlias = Callable[[str, str], str]


class _Mark(NamedTuple):
    place: Place
    sign: str
    message: str
    color: str


def render(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], summary: Summary, *, color: bool = False
) -> str:
    """The findings and the line of the summary."""
    paint = _painted if color else _plain
    text = findings(diagnostics, sources, color=color)
    return f"{text}{paint(_BOLD, printable(summary.line))}\n"


def findings(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], *, color: bool = False) -> str:
    """Every finding that is not suppressed, each with an empty line behind it."""
    found = tuple(diagnostics)
    paint = _painted if color else _plain
    return "".join(
        "\n".join(_finding(diagnostic, fingerprint, sources, paint)) + "\n\n"
        for diagnostic, fingerprint in zip(found, fingerprints(found), strict=True)
        if diagnostic.suppressed is None
    )


def block(
    diagnostic: Diagnostic,
    sources: Mapping[str, Source],
    notes: Iterable[tuple[str, Sequence[str]]] = (),
    *,
    color: bool = False,
) -> str:
    """One finding; ``notes`` are labels, each with the lines behind it, and stand below its hint and fixes."""
    paint = _painted if color else _plain
    return "\n".join(_finding(diagnostic, fingerprints([diagnostic])[0], sources, paint, notes))


def _plain(color: str, text: str) -> str:
    return text


def _painted(color: str, text: str) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if text else text


def _finding(
    diagnostic: Diagnostic,
    fingerprint: str,
    sources: Mapping[str, Source],
    paint: _Paint,
    notes: Iterable[tuple[str, Sequence[str]]] = (),
) -> list[str]:
    color = _COLORS[diagnostic.severity]
    head = paint(color, f"{diagnostic.severity.label}[{diagnostic.code}]")
    message = paint(_BOLD, f"{diagnostic.rule.name}: {printable(diagnostic.message)}")
    marks = [_Mark(diagnostic.place, "^", diagnostic.caption, color)]
    marks += [_Mark(label.place, "-", label.message, _LABEL) for label in diagnostic.labels]
    gutter = max(2, *(len(str(_line(mark, sources))) for mark in marks))
    lines = [f"{head} {message}", *_excerpts(marks, sources, gutter, paint)]
    bullet = f"{' ' * (gutter + 1)}{paint(_QUIET, '=')}"
    if diagnostic.hint:
        lines.append(f"{bullet} hint: {printable(diagnostic.hint)}")
    for fix in diagnostic.fixes:
        lines.append(f"{bullet} fix ({fix.applicability}): {printable(fix.title)}")
    for label, texts in notes:
        for number, text in enumerate(texts):
            head = f"{bullet} {label}:" if not number else " " * (gutter + len(label) + 4)
            lines.append(f"{head} {printable(text)}")
    lines.append(f"{bullet} moment explain {diagnostic.code} · {fingerprint}")
    return lines


def _line(mark: _Mark, sources: Mapping[str, Source]) -> int:
    source = sources.get(mark.place.path)
    return source.position(mark.place.start)[0] if source else 0


def _excerpts(marks: list[_Mark], sources: Mapping[str, Source], gutter: int, paint: _Paint) -> list[str]:
    """The finding's own file first, then each other file that a label points into."""
    home = marks[0].place.path
    paths = list(dict.fromkeys(mark.place.path for mark in marks))
    lines: list[str] = []
    for path in paths:
        arrow = "-->" if path == home else ":::"
        here = [mark for mark in marks if mark.place.path == path]
        source = sources.get(path)
        if source is not None:
            line, column = source.position(here[0].place.start)
            lines.append(f"{' ' * gutter}{paint(_QUIET, arrow)} {printable(path)}:{line}:{column}")
            lines += _excerpt(here, source, gutter, paint, lead=path == home)
        elif path:
            words = ": ".join(filter(None, (path, here[0].message)))
            lines.append(f"{' ' * gutter}{paint(_QUIET, arrow)} {printable(words)}")
    return lines


def _excerpt(marks: list[_Mark], source: Source, gutter: int, paint: _Paint, *, lead: bool) -> list[str]:
    """The marked lines, each once with its marks below; ``lead`` puts the line before the first mark ahead of it."""
    rows: dict[int, list[_Mark]] = {}
    first = source.position(marks[0].place.start)[0]
    if lead and source.line(first - 1).strip():
        rows[first - 1] = []
    for mark in marks:
        rows.setdefault(source.position(mark.place.start)[0], []).append(mark)
    lines = []
    for number, here in rows.items():
        text = source.line(number)
        spans = [_columns_of(mark, source) for mark in here]
        left, right = _window(text, *(spans[0] if spans else (0, 0)))
        bar = paint(_QUIET, "|")
        shown = ("…" if left else "") + printable(text[left:right]) + ("…" if right < len(text) else "")
        lines.append(f"{paint(_QUIET, str(number).rjust(gutter))} {bar} {shown}".rstrip())
        for mark, (start, end) in zip(here, spans, strict=True):
            before = columns(printable(text[left : max(left, start)])) + (left > 0)
            signs = mark.sign * max(1, columns(printable(text[max(left, start) : min(end, right)])))
            words = f" {printable(mark.message)}" if mark.message else ""
            lines.append(f"{' ' * (gutter + 1)}{bar} {' ' * before}{paint(mark.color, signs + words)}")
    return lines


def _columns_of(mark: _Mark, source: Source) -> tuple[int, int]:
    """Where the mark begins and ends in its first line, from 0."""
    line, column = source.position(mark.place.start)
    last, end = source.position(mark.place.end)
    return column - 1, end - 1 if last == line else len(source.line(line))


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of ``text`` to show: all of it, or what fits into the limit: the span, then as much on either side."""
    if len(text) <= 4 * _LINE_LIMIT and columns(printable(text)) <= _LINE_LIMIT:
        return 0, len(text)
    left = right = start = min(start, len(text))
    low, high = max(0, start - _LINE_LIMIT), min(len(text), start + _LINE_LIMIT)
    room = _LINE_LIMIT - 2  # an ellipsis at each end
    while left > low or right < high:
        forward = right < high and (right < end or left == low or right - end <= start - left)
        room -= columns(printable(text[right if forward else left - 1]))
        if room < 0:
            break
        left, right = (left, right + 1) if forward else (left - 1, right)
    return left, right
