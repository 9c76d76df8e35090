"""One line a finding: ``specs/order.moment:67:9: error[MOM402] contract of …``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moment.diagnostics.model import Diagnostic
from moment.diagnostics.summary import Summary
from moment.text.source import Source
from moment.text.width import printable


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], summary: Summary) -> str:
    """The findings and the line of the summary."""
    return f"{findings(diagnostics, sources)}{printable(summary.line)}\n"


def findings(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> str:
    """A line for each finding that is not suppressed; one in no readable text has no line and column."""
    lines = []
    for diagnostic in diagnostics:
        if diagnostic.suppressed is None:
            text = f"{diagnostic.severity.label}[{diagnostic.code}] {diagnostic.message}"
            lines.append(f"{printable(_head(diagnostic, sources) + text)}\n")
    return "".join(lines)


def _head(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> str:
    path = diagnostic.place.path
    source = sources.get(path)
    if source is None:
        return f"{path}: " if path else ""
    line, column = source.position(diagnostic.place.start)
    return f"{path}:{line}:{column}: "
