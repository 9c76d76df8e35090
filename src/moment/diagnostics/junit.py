"""JUnit XML: a suite per file, a case per finding, one passing case for a clean file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moment.diagnostics.fingerprint import fingerprints
from moment.diagnostics.model import Diagnostic
from moment.diagnostics.summary import Summary
from moment.text.source import Source
from moment.text.width import printable

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], summary: Summary) -> str:
    """Findings at or above ``summary.fail_on`` fail, suppressed ones are skipped, the others pass with their text."""
    suites: dict[str, list[_Case]] = {path: [] for path in sorted(sources)}
    found = tuple(diagnostics)
    for diagnostic, fingerprint in zip(found, fingerprints(found), strict=True):
        suites.setdefault(diagnostic.place.path, []).append(_case(diagnostic, fingerprint, sources, summary))
    written = [_suite(path or summary.project, cases) for path, cases in suites.items()]
    totals = _totals([case for cases in suites.values() for case in cases or [_CLEAN]])
    head = f'<testsuites name="{_text(summary.project)}" {totals}>'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join((head, *written, "</testsuites>")) + "\n"


_Case = tuple[str, str, str]  # name, body, and what became of it: "passed", "failed" or "skipped"
_CLEAN: _Case = ("no findings", "", "passed")


def _case(diagnostic: Diagnostic, fingerprint: str, sources: Mapping[str, Source], summary: Summary) -> _Case:
    place = diagnostic.place
    source = sources.get(place.path)
    where = ":".join((place.path, *map(str, source.position(place.start)))) if source else place.path
    name = f"{diagnostic.code} {diagnostic.rule.name} {fingerprint}"
    head = f"{diagnostic.severity.label}[{diagnostic.code}]"
    first = ": ".join(filter(None, (where, f"{head} {diagnostic.message}")))
    detail = "\n".join(filter(None, (first, diagnostic.hint)))
    if diagnostic.suppressed is not None:
        return name, f'<skipped message="{_text(diagnostic.suppressed)}"/>', "skipped"
    if diagnostic.severity >= summary.fail_on:
        kind = f'message="{_text(diagnostic.message)}" type="{_text(head)}"'
        return name, f"<failure {kind}>{_text(detail)}</failure>", "failed"
    return name, f"<system-out>{_text(detail)}</system-out>", "passed"


def _suite(name: str, cases: list[_Case]) -> str:
    shown = cases or [_CLEAN]
    lines = [f'  <testsuite name="{_text(name)}" {_totals(shown)}>']
    for title, body, _ in shown:
        head = f'    <testcase name="{_text(title)}" classname="{_text(name)}"'
        lines.append(f"{head}>{body}</testcase>" if body else f"{head}/>")
    return "\n".join((*lines, "  </testsuite>"))


def _totals(cases: list[_Case]) -> str:
    failed = sum(outcome == "failed" for _, _, outcome in cases)
    skipped = sum(outcome == "skipped" for _, _, outcome in cases)
    return f'tests="{len(cases)}" failures="{failed}" errors="0" skipped="{skipped}"'


def _text(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n")).translate(_MARKUP)
