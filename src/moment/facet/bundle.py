"""The document of a page: a bundle with the texts and all tables, unless they are not wanted."""

from __future__ import annotations

import msgspec

from moment.behaviour import wire
from moment.behaviour.bundle import document
from moment.behaviour.simulation import Simulation
from moment.facet.errors import FacetError
from moment.project.session import Session

MOST_BYTES = 256 * 1024 * 1024
_LEFT_OUT = "The tables of this flow were left out of this page."


def page_document(
    session: Session, simulation: Simulation, *, with_source: bool = True, with_tables: bool = True
) -> wire.Bundle:
    """The runs of ``simulation`` with the findings of the check."""
    found = document(
        simulation,
        project=session.project.name,
        sources={path: parsed.source for path, parsed in session.parsed.items()},
        diagnostics=session.settled(simulation.diagnostics),
        with_text=with_source,
        with_tables=with_tables,
    )
    return found if with_tables else without_tables(found)


def without_tables(bundle: wire.Bundle) -> wire.Bundle:
    return msgspec.structs.replace(bundle, flows=[_without(flow) for flow in bundle.flows])


def _without(flow: wire.FlowDoc) -> wire.FlowDoc:
    if flow.tables is None and flow.tables_omitted is None:
        return flow
    size = flow.tables_omitted if flow.tables is None else len(msgspec.json.encode(flow.tables))
    return msgspec.structs.replace(flow, tables=None, tables_omitted=size, tables_reason=_LEFT_OUT)


def text_of(bundle: wire.Bundle) -> str:
    return msgspec.json.encode(bundle).decode()


def read_bundle(name: str, data: bytes) -> str:
    """The text of a file that is to stand in a page; ``FacetError`` when it is no JSON."""
    if len(data) > MOST_BYTES:
        size = f"`{name}` has {len(data) >> 20} MB, and a page holds {MOST_BYTES >> 20} MB of JSON"
        raise FacetError("facet-file", size, "run fewer flows: `moment simulate --flow NAME`")
    lines = data.split(b"\n", 1)
    body = lines[1] if data.startswith(b"//") and len(lines) == 2 else data
    try:
        text = body.decode("utf-8-sig")
        msgspec.json.decode(text)
    except (UnicodeDecodeError, msgspec.DecodeError) as error:
        raise FacetError(
            "facet-file", f"`{name}` is no Facet file: {error}", "`moment simulate` writes one as facet.json"
        ) from error
    return text
