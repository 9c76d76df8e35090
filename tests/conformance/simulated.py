"""The simulations whose exports are judged, each beside what facet.json says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from moment.behaviour.bundle import bundle
from moment.behaviour.export import export
from moment.behaviour.export.origin import Origin
from moment.behaviour.machine import FaultKind
from moment.behaviour.simulation import Simulation, simulate
from moment.project.exporting import origin_of
from tests.conformance.judged import SPECIFICATIONS, made, opened
from tests.hostile import by_chance

EVERY_FAULT: dict[FaultKind, int] = {
    "lose": 1, "duplicate": 1, "refuse": 1, "timeout": 1, "crash": 1, "drift": 1,
}  # fmt: skip
NO_FAULT: dict[FaultKind, int] = dict.fromkeys(EVERY_FAULT, 0)
SEVERAL = {"library of two": "library", "order-to-parcel of two": "order-to-parcel", "hostile of two": "hostile"}
TEXTS = {
    **SPECIFICATIONS,
    **{f"made{seed}": made(seed) for seed in range(6)},
    **{f"chance{seed}": {"a.moment": by_chance(seed)} for seed in range(12)},
    **{name: SPECIFICATIONS[one] for name, one in SEVERAL.items()},
}


@dataclass(frozen=True)
class Simulated:
    """``scenarios`` are those of facet.json."""

    name: str
    simulation: Simulation
    scenarios: list[dict[str, Any]]
    origin: Origin

    def as_format(self, name: str) -> str:
        return _exported(self.name, name)


@cache
def simulated(name: str) -> Simulated:
    """The specification ``name`` of ``TEXTS`` with every kind of fault, or two instances of it without."""
    with TemporaryDirectory() as folder:
        session = opened(TEXTS[name], Path(folder))
        faults, instances = (NO_FAULT, 2) if name in SEVERAL else (EVERY_FAULT, 1)
        found = simulate(session.domain(), faults=faults, instances=instances)
        sources = {path: parsed.source for path, parsed in session.parsed.items()}
        text = bundle(found, project="shop", sources=sources)
        return Simulated(name, found, msgspec.json.decode(text)["scenarios"], origin_of(session))


@cache
def _exported(name: str, format: str) -> str:
    found = simulated(name)
    return export(format, found.simulation, found.origin)


def all_simulated() -> Iterator[Simulated]:
    for name in TEXTS:
        yield simulated(name)
