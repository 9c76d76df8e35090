"""The formats in which scenarios leave for other tools; a format is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from moment.behaviour.export.origin import NOWHERE, Origin
from moment.behaviour.export.told import told
from moment.behaviour.seal import sealed
from moment.behaviour.simulation import Simulation


class Export(NamedTuple):
    """The module of a format, its function for all scenarios together, and the one for a scenario by itself."""

    module: str
    together: str = "text"
    alone: str = "text"


EXPORTS: dict[str, Export] = {
    "cloudevents": Export("moment.behaviour.export.cloudevents"),
    "otlp": Export("moment.behaviour.export.otlp"),
    "itf": Export("moment.behaviour.export.itf"),
    "ocel": Export("moment.behaviour.export.ocel"),
    "mermaid": Export("moment.behaviour.export.mermaid", alone="diagram"),
    "given-when-then": Export("moment.behaviour.export.given_when_then"),
}

PACKED: dict[str, Export] = {
    "columns": Export("moment.behaviour.export.columns", together="data", alone="data"),
}
"""Formats that are no text: their functions give bytes, sealed already."""
FORMATS = (*EXPORTS, *PACKED)


def export_bytes(name: str, simulation: Simulation, origin: Origin = NOWHERE) -> bytes:
    """All scenarios in the format ``name`` of ``PACKED``."""
    chosen = PACKED[name]
    return bytes(getattr(import_module(chosen.module), chosen.together)(tuple(told(simulation)), origin))


def export_bytes_each(name: str, simulation: Simulation, origin: Origin = NOWHERE) -> Iterator[tuple[str, bytes]]:
    """The identifier of every scenario, and the bytes that hold it alone."""
    chosen = PACKED[name]
    write = getattr(import_module(chosen.module), chosen.alone)
    for each in told(simulation):
        yield each.scenario.id, bytes(write((each,), origin))


def export(name: str, simulation: Simulation, origin: Origin = NOWHERE) -> str:
    """All scenarios in the format ``name`` of ``EXPORTS``: the same text for the same simulation and origin."""
    chosen = EXPORTS[name]
    written = getattr(import_module(chosen.module), chosen.together)(tuple(told(simulation)), origin)
    return sealed(str(written))


def export_each(name: str, simulation: Simulation, origin: Origin = NOWHERE) -> Iterator[tuple[str, str]]:
    """The identifier of every scenario, and the text that holds it alone."""
    chosen = EXPORTS[name]
    write = getattr(import_module(chosen.module), chosen.alone)
    for each in told(simulation):
        yield each.scenario.id, sealed(str(write((each,), origin)))
