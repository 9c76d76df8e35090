"""Which files a simulation leaves in the formats of other tools, and what they say of the project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moment.behaviour.export import PACKED, export, export_bytes, export_bytes_each, export_each
from moment.behaviour.export.origin import Origin
from moment.behaviour.simulation import Simulation
from moment.generate.naming import folded, stem
from moment.project.session import Session

SCENARIO = "{scenario}"


class Wanted(NamedTuple):
    """``file`` is a path, ``-`` for standard output, or a path with ``{scenario}``: then every scenario has its own."""

    format: str
    file: str


def exported(wanted: Wanted, simulation: Simulation, session: Session) -> Iterator[tuple[str, str | bytes]]:
    """Each file, as its user would name it, with its text, or its bytes where it is none."""
    origin = origin_of(session, with_schemas=wanted.format == "cloudevents")
    if SCENARIO not in wanted.file:
        together = export_bytes if wanted.format in PACKED else export
        yield wanted.file, together(wanted.format, simulation, origin)
        return
    taken: dict[str, int] = {}
    each = export_bytes_each if wanted.format in PACKED else export_each
    for scenario, content in each(wanted.format, simulation, origin):
        name = stem(scenario) or "scenario"
        taken[folded(name)] = taken.get(folded(name), 0) + 1
        number = taken[folded(name)]
        yield wanted.file.replace(SCENARIO, name if number == 1 else f"{name}_{number}"), content


def origin_of(session: Session, *, with_schemas: bool = True) -> Origin:
    """The project, and the JSON Schemas that ``moment generate jsonschema`` makes of its events."""
    return Origin(session.project.name, dict(_schemas(session)) if with_schemas else {})


def _schemas(session: Session) -> Iterator[tuple[str, str]]:
    from moment.generate.jsonschema.paths import event_identity
    from moment.generate.jsonschema.render import urn
    from moment.generate.schemas import is_nameable

    for event in session.domain().event.values():
        if is_nameable(event.context) and is_nameable(event.name):
            yield event.id, f"{urn(session.project.name)}:{event_identity(event)}"
