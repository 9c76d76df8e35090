"""Flows and moments as the language writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from moment.project.elements import Payload
from moment.sift.spelling import indented, string


def flow_lines(payload: Payload) -> Iterator[str]:
    yield f"flow {string(payload['flowName'])}"
    if "description" in payload:
        yield f"  description {string(payload['description'])}"
    for lane in payload.get("lanes", ()):
        line = f"  {'branch-lane' if lane.get('branch') else 'lane'} {lane['id']} {string(lane['label'])}"
        yield f"{line} [{lane['classification']}]" if "classification" in lane else line


def moment_lines(payload: Payload) -> Iterator[str]:
    yield f"moment {string(payload['momentName'])}{' [branch]' if payload.get('branching') else ''}"
    for entry in payload.get("entries", ()):
        if "when" in entry:
            yield f"  when {entry['when']}{_bracketed(entry, 'outcome')}"
            for placement in entry["entries"]:
                yield from indented(indented(_placement(placement)))
        else:
            yield from indented(_placement(entry))


def _placement(payload: Mapping[str, Any]) -> Iterator[str]:
    line = f"{payload['lane']}: {payload['node']}"
    if "multiplicity" in payload:
        line += f" (×{payload['multiplicity']})"
    line += _bracketed(payload, "modifier")
    crossing = payload.get("crossing")
    if crossing is not None:
        line += f" crosses-to {crossing['to']} via {crossing['via']}"
    yield line
    if crossing is not None:
        yield from indented(_promise(crossing))
    for link in payload.get("links", ()):
        target = string(link["target"]) if link["kind"] == "returns-to" else link["target"]
        limit = f" at-most {link['atMost']}" if "atMost" in link else ""
        yield f"  {link['kind']} {target}{limit}"


def _promise(crossing: Mapping[str, Any]) -> Iterator[str]:
    words = [f"delivery {crossing['delivery']}"] if "delivery" in crossing else []
    words += ["ordered"] if crossing.get("ordered") else []
    words += [f"idempotent by {crossing['idempotentBy']}"] if "idempotentBy" in crossing else []
    if words:
        yield " ".join(words)
    if "contract" in crossing:
        yield "contract"
    for field in crossing.get("contract", ()):
        yield f"  {field['name']}: {field['type']}{' [required]' if field.get('required') else ''}"


def _bracketed(payload: Mapping[str, Any], name: str) -> str:
    return f" [{payload[name]}]" if name in payload else ""
