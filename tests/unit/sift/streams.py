"""Upstream events for tests, and specifications as elements."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from moment.language.parser import parse
from moment.project.elements import Elements
from moment.project.files import Memory
from moment.project.stream import LinePlace, SiftEventEnvelope, read_events
from moment.sift.describe import elements_of
from moment.sift.fold import Fold, fold
from moment.text.source import Source

NOW = datetime(2026, 1, 15, tzinfo=UTC)
ROOT = Path(__file__).parents[3]


def event(kind: str, number: int = 1, *, causes: tuple[str, ...] = (), product: str = "sift", **payload: Any) -> SiftEventEnvelope:  # fmt: skip
    """The event ``e<number>``, said in minute ``number`` and on that line."""
    at = NOW + timedelta(minutes=number)
    place = LinePlace(".domain/a.jsonl", number)
    return SiftEventEnvelope(f"e{number}", kind, "1.0.0", product, "", causes, "", at.isoformat(), payload, place, at)


def events(*said: tuple[str, dict[str, Any]]) -> list[SiftEventEnvelope]:
    """Events in the order in which they were said."""
    return [event(kind, number, **payload) for number, (kind, payload) in enumerate(said, start=1)]


def line(kind: str = "BoundedContextDefined", name: str = "e1", **members: Any) -> dict[str, Any]:
    """A line as sift writes it."""
    said = {
        "eventId": name, "eventType": kind, "version": "1.0.0", "productSource": "sift", "sessionId": "s",
        "causationEventIds": [], "correlationId": "c", "timestamp": "2026-01-15T10:00:00Z",
        "payload": {"contextName": "Sales"},
    }  # fmt: skip
    return {**said, **members}


def written(*lines: object) -> str:
    """Lines of a file; texts as they are."""
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines)


def folded(files: dict[str, str]) -> Fold:
    """What the files of a project at ``/p`` come to."""
    reading = read_events(Path("/p"), files=Memory({f"/p/{path}": text for path, text in files.items()}))
    return fold(reading.events, reading.findings)


def described(*texts: str) -> Elements:
    """The elements of specifications; their text must read."""
    parsed = [parse(Source(f"{number}.moment", text)) for number, text in enumerate(texts)]
    assert [each.diagnostics for each in parsed if each.has_errors] == []
    return elements_of(parsed)


def codes(found: Fold) -> list[str]:
    return sorted(error.code for error in found.errors)


def messages(found: Fold) -> list[str]:
    return [f"{error.code} {error.message}" for error in found.errors]


def projects() -> dict[str, list[Path]]:
    """The examples that have no errors, by name."""
    single = {path.stem: [path] for path in sorted((ROOT / "examples" / "behaviour").glob("*.moment"))}
    whole = {name: sorted((ROOT / "examples" / name).rglob("*.moment")) for name in ("hospital", "library")}
    return {**single, **whole}


def texts_of(files: Iterable[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in files]
