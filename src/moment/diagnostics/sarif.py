"""SARIF 2.1.0, as code scanners read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from moment._version import __version__
from moment.diagnostics.edits import resolve
from moment.diagnostics.fingerprint import fingerprints
from moment.diagnostics.model import Diagnostic, Fix, Rule, Severity
from moment.diagnostics.summary import Summary
from moment.text.source import Source
from moment.text.span import Place

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_Object = dict[str, Any]


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], summary: Summary) -> str:
    """One log with one run; suppressed findings are in it, marked so."""
    found = tuple(diagnostics)
    rules = sorted({diagnostic.rule for diagnostic in found}, key=lambda rule: rule.code)
    indices = {rule.code: index for index, rule in enumerate(rules)}
    results = [
        _result(diagnostic, indices[diagnostic.code], fingerprint, sources)
        for diagnostic, fingerprint in zip(found, fingerprints(found), strict=True)
    ]
    driver = {"name": "moment", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": summary.exit in (0, 1), "exitCode": summary.exit}],
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n"


def _rule(rule: Rule) -> _Object:
    page = f"docs/rules/{rule.code}.md"
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.template},
        # helpUri must be absolute, and a page that travels with the tool is not
        "help": {"text": f"moment explain {rule.code}", "markdown": f"[{rule.code}]({page})"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(diagnostic: Diagnostic, index: int, fingerprint: str, sources: Mapping[str, Source]) -> _Object:
    suppressed = diagnostic.suppressed
    result: _Object = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": diagnostic.message},
        "locations": [_location(diagnostic.place, sources, diagnostic.elements)] if diagnostic.place.path else [],
        "partialFingerprints": {"moment/v1": fingerprint},
        "suppressions": [] if suppressed is None else [{"kind": "inSource", "justification": suppressed}],
    }
    if diagnostic.labels:
        result["relatedLocations"] = [
            {"id": number, **_location(label.place, sources, ()), "message": {"text": label.message}}
            for number, label in enumerate(diagnostic.labels, start=1)
        ]
    fixes = [_fix(fix, sources) for fix in diagnostic.fixes if all(edit.place.path in sources for edit in fix.edits)]
    if fixes:
        result["fixes"] = fixes
    if diagnostic.hint:
        result["properties"] = {"hint": diagnostic.hint}
    return result


def _location(place: Place, sources: Mapping[str, Source], elements: tuple[str, ...]) -> _Object:
    physical: _Object = {"artifactLocation": _artifact(place.path)}
    source = sources.get(place.path)
    if source is not None:
        physical["region"] = _region(place, source)
    location: _Object = {"physicalLocation": physical}
    if elements:
        location["logicalLocations"] = [{"fullyQualifiedName": element} for element in elements]
    return location


def _artifact(path: str) -> _Object:
    return {"uri": quote(path, errors="replace"), "uriBaseId": "%SRCROOT%"}


def _region(place: Place, source: Source) -> _Object:
    line, column = source.position(place.start)
    end_line, end_column = source.position(place.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": place.start,
        "charLength": place.end - place.start,
    }


def _fix(fix: Fix, sources: Mapping[str, Source]) -> _Object:
    changes: dict[str, list[_Object]] = {}
    for written in fix.edits:
        source = sources[written.place.path]
        edit = resolve(written, source)
        replacement = {"deletedRegion": _region(edit.place, source), "insertedContent": {"text": edit.text}}
        changes.setdefault(source.path, []).append(replacement)
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": replacements}
            for path, replacements in changes.items()
        ],
        "properties": {"applicability": fix.applicability},
    }
