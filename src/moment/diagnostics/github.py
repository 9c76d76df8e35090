"""Workflow commands of GitHub Actions, one a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moment.diagnostics.model import Diagnostic, Severity
from moment.diagnostics.summary import Summary
from moment.text.source import Source
from moment.text.width import printable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], summary: Summary) -> str:
    """One command for each finding that is not suppressed, and nothing for a clean run."""
    return "".join(_command(diagnostic, sources) for diagnostic in diagnostics if diagnostic.suppressed is None)


def _command(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> str:
    place = diagnostic.place
    properties = {"file": place.path} if place.path else {}
    source = sources.get(place.path)
    if source is not None:
        line, column = source.position(place.start)
        end_line, end_column = source.position(place.end)
        properties |= {"line": str(line), "endLine": str(end_line)}
        if line == end_line:  # GitHub refuses columns of a range over several lines
            properties |= {"col": str(column), "endColumn": str(end_column)}
    properties["title"] = f"{diagnostic.code} {diagnostic.rule.name}"
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = "\n".join(filter(None, (diagnostic.message, diagnostic.hint)))
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_data(message)}\n"


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
