"""Columnar runs between Python and the page in Node: each reads what the other wrote, and both write the same."""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from moment.behaviour.bundle import bundle
from moment.behaviour.export import export_bytes_each
from moment.behaviour.export.columnar import Columnar, read
from moment.behaviour.simulation import simulate
from tests.conformance.judged import opened
from tests.conformance.simulated import EVERY_FAULT, NO_FAULT, SEVERAL, TEXTS

APP = Path(__file__).parents[2] / "facet-app"
NAMES = ("library", "hospital", "hostile", "every", "library of two", "made1", "chance3")


def exchanged(name: str) -> list[tuple[dict[str, Any], bytes, dict[str, Any]]]:
    """Every scenario of facet.json, Python's file of it, and what the page makes of both."""
    with TemporaryDirectory() as folder:
        session = opened(TEXTS[name], Path(folder))
        faults, instances = (NO_FAULT, 2) if name in SEVERAL else (EVERY_FAULT, 1)
        found = simulate(session.domain(), faults=faults, instances=instances)
        sources = {path: parsed.source for path, parsed in session.parsed.items()}
        whole = json.loads(bundle(found, project="shop", sources=sources))
    files = [data for _, data in export_bytes_each("columns", found)]
    assert len(files) == len(whole["scenarios"]) > 0
    given = {"bundle": whole, "files": [b64encode(each).decode() for each in files]}
    done = subprocess.run(
        ["node", "columns_check.mjs"], cwd=APP, input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return list(zip(whole["scenarios"], files, json.loads(done.stdout), strict=True))


def columns(data: bytes, *, with_payloads: bool = True) -> dict[str, Any]:
    """All that a file says but for its note: words, then columns by name."""
    found: Columnar = read(data)
    header = found.header
    kept = {name: list(values) for name, values in found.columns.items() if with_payloads or "payload" not in name}
    return {
        "header": (header.flow, header.start, header.rows, header.runs, header.spec_hash, header.seed),
        "words": (header.lanes, header.kinds, header.reasons, header.faults),
        "strings": found.texts(),
        **kept,
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_reads_what_the_other_wrote(name: str) -> None:
    for scenario, data, page in exchanged(name):
        assert "refused" not in page, page
        assert columns(b64decode(page["again"])) == columns(data)
        assert steps(page["scenario"]) == steps(scenario)
        assert payloads(page["scenario"]) == payloads(scenario)


@pytest.mark.parametrize("name", NAMES)
def test_both_write_a_scenario_alike(name: str) -> None:
    for _, data, page in exchanged(name):
        assert columns(b64decode(page["own"])) == columns(data, with_payloads=False)


def steps(scenario: dict[str, Any]) -> list[dict[str, Any]]:
    kept = ("seq", "action", "kind", "moment", "at", "causes", "diff", "fault", "correlation", "eventIds")
    return [
        {**{each: step[each] for each in kept}, "checks": [(check["name"], check["holds"]) for check in step["checks"]]}
        for step in scenario["steps"]
    ]


def payloads(scenario: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(event["eventType"], event["payload"]) for event in scenario["events"]]
