"""The page's engine, run in Node, and the flows that it is asked about."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain, Flow
from moment.text.source import Source
from tests.properties.flows import flows

ROOT = Path(__file__).parents[2]
APP = ROOT / "facet-app"
GROUPS = [
    *([path] for path in sorted((ROOT / "examples/behaviour").glob("?*.moment"))),
    *(sorted((ROOT / "examples" / name).rglob("?*.moment")) for name in ("hospital", "library")),
]


def seen(every: Sequence[Any]) -> list[Any]:
    """What the page's engine finds in each of these tables, bundles or walks."""
    done = subprocess.run(
        ["node", "engine_check.mjs"], cwd=APP, input=json.dumps(every), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: list[Any] = json.loads(done.stdout)
    assert len(found) == len(every)
    return found


def examples() -> Iterator[tuple[Flow, Domain]]:
    for group in GROUPS:
        domain = build([parse(Source(path.name, path.read_text("utf-8"))) for path in group])
        for flow in domain.flows:
            yield flow, domain


def made(count: int) -> list[str]:
    """Flows made by chance, the same each time."""
    texts: list[str] = []

    @seed(1)
    @settings(
        max_examples=count, database=None, phases=[Phase.generate], deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(flows())
    def gather(text: str) -> None:
        texts.append(text)

    gather()
    assert len(texts) >= count
    return texts
