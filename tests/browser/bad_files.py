"""Files that are wrong in every way that the page of record names, made from a good one."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

HOSTILE = '<script>hit=1</script><img src=x onerror="hit=1">"\'`javascript:hit=1 __proto__ \u202e\0'
"""What would run, load, turn or end the text if anything but text were made of it."""
KEPT = frozenset(
    ("format", "flowId", "kind", "scenarioId", "eventId", "causationEventIds", "at", "timestamp", "path", "sha256")
)
"""Keys that tie parts together; all other texts are made hostile."""
HUGE = 1_073_741_824 + 5


def refused(folder: Path, bundle: dict[str, Any]) -> dict[Path, str]:
    """From each file to what the card says of it."""
    made = {
        "empty.json": (b"", "The file is empty."),
        "text.txt": (b"hello there", "This is not a Facet file but something else. It begins: hello there"),
        "page.html": (b"<!doctype html><p>x", "This is not a Facet file but an HTML page."),
        "image.png": (b"\x89PNG\r\n\x1a\n\0\0", "This is not a Facet file but"),
        "other.json": (b'{"name": 1, "version": 2}', "This is JSON without `format` and without `scenarioId`."),
        "newer.json": (_with(bundle, format="moment.facet/2"), "It was written by a newer Moment"),
        "cut.json": (json.dumps(bundle).encode()[:20_000], "The file is cut off: it ends at byte 20,000 inside"),
        "cut.run": (b"MOMRUN1\n\x10\0\0\0{", "Nothing half is shown."),
    }
    found = {}
    for name, (data, said) in made.items():
        (folder / name).write_bytes(data)
        found[folder / name] = said
    with (folder / "huge.json").open("wb") as huge:
        huge.write(b"{")
        huge.truncate(HUGE)
    found[folder / "huge.json"] = "columns="
    return found


def opened(folder: Path, bundle: dict[str, Any]) -> dict[Path, str]:
    """Files that open all the same, each with a text that is then on the page."""
    changes: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
        "wrong.json": (_wrong, "notice"),
        "causes.json": (_causes, "notice"),
        "unknown.json": (_unknown, "odd"),
        "lies.json": (lambda bundle: bundle["flows"][0]["tables"].update(bits=1), "Runs"),
        "no-events.json": (lambda bundle: bundle["scenarios"][0].update(events=[], steps=[]), "Runs"),
        "long.json": (lambda bundle: bundle["scenarios"][0].update(scenarioLabel="x" * 1_000_000), "Runs"),
    }
    found = {}
    for name, (change, said) in changes.items():
        copy = deepcopy(bundle)
        change(copy)
        (folder / name).write_text(json.dumps(copy), encoding="utf-8")
        found[folder / name] = said
    (folder / "hostile.json").write_text(json.dumps(_hostile(bundle, "")), encoding="utf-8")
    return {**found, folder / "hostile.json": "<script>hit=1</script>"}


def _with(bundle: dict[str, Any], **changes: object) -> bytes:
    return json.dumps({**bundle, **changes}).encode()


def _wrong(bundle: dict[str, Any]) -> None:
    bundle["scenarios"][0]["events"] = "nothing"
    del bundle["scenarios"][0]["steps"]


def _causes(bundle: dict[str, Any]) -> None:
    events = bundle["scenarios"][0]["events"]
    events[-1]["causationEventIds"] = ["evt-099"]
    events.append(events[0])


def _unknown(bundle: dict[str, Any]) -> None:
    first = bundle["scenarios"][0]
    first["verdict"]["kind"] = "odd"
    first["steps"][0].update(kind="levitate", lane="nowhere")


def _hostile(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return {name: _hostile(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_hostile(inner, key) for inner in value]
    return HOSTILE + value if isinstance(value, str) and key not in KEPT else value
