"""``moment.check/1``, and ``moment.error/1`` for a run that could not answer: the types that write them are the format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from moment.diagnostics.edits import resolve
from moment.diagnostics.fingerprint import fingerprints
from moment.diagnostics.model import Diagnostic, Edit, Fix
from moment.diagnostics.summary import Summary
from moment.text.source import Source
from moment.text.span import Place

SeverityName = Literal["error", "warning", "info"]


class Position(msgspec.Struct, frozen=True):
    """Line and column from 1, offset from 0, all in code points."""

    line: int
    column: int
    offset: int


class Range(msgspec.Struct, frozen=True):
    """Half-open: ``end`` is the first position that no longer belongs to it."""

    start: Position
    end: Position


class RelatedPlace(msgspec.Struct, frozen=True):
    path: str
    range: Range | None
    message: str


class TextEdit(msgspec.Struct, frozen=True):
    path: str
    range: Range
    text: str


class OfferedFix(msgspec.Struct, frozen=True):
    title: str
    applicability: Literal["safe", "ask"]
    edits: list[TextEdit]


class Finding(msgspec.Struct, frozen=True):
    """``range`` is null where there is no readable text; ``suppressed`` is the reason of a suppression."""

    code: str
    name: str
    severity: SeverityName
    message: str
    fingerprint: str
    path: str
    range: Range | None
    elements: list[str]
    labels: list[RelatedPlace]
    hint: str | None
    suppressed: str | None
    fixes: list[OfferedFix]


class Figures(msgspec.Struct, frozen=True):
    files: int
    errors: int
    warnings: int
    infos: int
    suppressed: int
    exit: int


class Check(msgspec.Struct, frozen=True):
    """All findings of one run, ordered by path, offset and code; ``limits`` says each limit that was hit."""

    format: Literal["moment.check/1"]
    project: str
    summary: Figures
    diagnostics: list[Finding]
    limits: list[str]


class Error(msgspec.Struct, frozen=True):
    """Why there is no answer: a code of the catalogue or a word for the kind of failure, and what to do."""

    format: Literal["moment.error/1"]
    code: str
    message: str
    hint: str | None


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], summary: Summary) -> str:
    """One ``moment.check/1`` document; suppressed findings are in it with their reason."""
    found = tuple(diagnostics)
    written = [
        _finding(diagnostic, fingerprint, sources)
        for diagnostic, fingerprint in zip(found, fingerprints(found), strict=True)
    ]
    figures = Figures(
        files=summary.files,
        errors=summary.errors,
        warnings=summary.warnings,
        infos=summary.infos,
        suppressed=summary.suppressed,
        exit=summary.exit,
    )
    return _document(Check("moment.check/1", summary.project, figures, written, list(summary.limits)))


def render_error(code: str, message: str, hint: str | None = None) -> str:
    """One ``moment.error/1`` document."""
    return _document(Error("moment.error/1", code, message, hint))


def _document(value: msgspec.Struct) -> str:
    try:
        return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"
    except UnicodeEncodeError:  # a file name that is not UTF-8 has lone surrogates, which only an escape can carry
        import json

        return json.dumps(msgspec.to_builtins(value), indent=2) + "\n"


def _finding(diagnostic: Diagnostic, fingerprint: str, sources: Mapping[str, Source]) -> Finding:
    place = diagnostic.place
    return Finding(
        code=diagnostic.code,
        name=diagnostic.rule.name,
        severity=_severity(diagnostic),
        message=diagnostic.message,
        fingerprint=fingerprint,
        path=place.path,
        range=_range(place, sources.get(place.path)),
        elements=list(diagnostic.elements),
        labels=[
            RelatedPlace(label.place.path, _range(label.place, sources.get(label.place.path)), label.message)
            for label in diagnostic.labels
        ],
        hint=diagnostic.hint,
        suppressed=diagnostic.suppressed,
        fixes=[_fix(fix, sources) for fix in diagnostic.fixes if all(edit.place.path in sources for edit in fix.edits)],
    )


def _severity(diagnostic: Diagnostic) -> SeverityName:
    names: tuple[SeverityName, ...] = ("info", "warning", "error")
    return names[diagnostic.severity - 1]


def _range(place: Place, source: Source | None) -> Range | None:
    return None if source is None else _known_range(place, source)


def _known_range(place: Place, source: Source) -> Range:
    start, end = source.position(place.start), source.position(place.end)
    return Range(Position(*start, place.start), Position(*end, place.end))


def _fix(fix: Fix, sources: Mapping[str, Source]) -> OfferedFix:
    edits = [text_edit(edit, sources[edit.place.path]) for edit in fix.edits]
    return OfferedFix(fix.title, fix.applicability, edits)


def text_edit(edit: Edit, source: Source) -> TextEdit:
    """``edit`` as a replacement of a range of ``source``."""
    resolved = resolve(edit, source)
    return TextEdit(resolved.place.path, _known_range(resolved.place, source), resolved.text)
