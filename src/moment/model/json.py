"""The model written as a ``moment.model/1`` document, and the JSON Schema of that document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from moment.model import document, domain
from moment.text.source import Source
from moment.text.span import Place

_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_POSITION = r'\{\s+"line": (\d+),\s+"column": (\d+),\s+"offset": (\d+)\s+\}'
_PLACE = re.compile(rf'\{{\n +"path": ("(?:[^"\\]|\\.)*"),\n +"start": {_POSITION},\n +"end": {_POSITION}\n +\}}')
_ON_ONE_LINE = (
    r'{"path": \1, "start": {"line": \2, "column": \3, "offset": \4}, '
    r'"end": {"line": \5, "column": \6, "offset": \7}}'
)
_Members: TypeAlias = dict[str, Any]
_SHAPES: dict[type, type[msgspec.Struct]] = {
    domain.Reference: document.Reference,
    domain.Type: document.Type,
    domain.Deprecation: document.Deprecation,
    domain.Annotation: document.Annotation,
    domain.Field: document.Field,
    domain.Precondition: document.Precondition,
    domain.Command: document.Command,
    domain.Event: document.Event,
    domain.ValueObject: document.ValueObject,
    domain.EnumType: document.EnumType,
    domain.Invariant: document.Invariant,
    domain.Edge: document.Edge,
    domain.Machine: document.Machine,
    domain.Aggregate: document.Aggregate,
    domain.Service: document.Service,
    domain.Policy: document.Policy,
    domain.Undo: document.Undo,
    domain.Saga: document.Saga,
    domain.Projection: document.Projection,
    domain.Term: document.Term,
    domain.Relationship: document.Relationship,
    domain.Context: document.Context,
    domain.Lane: document.Lane,
    domain.Delivery: document.Delivery,
    domain.Crossing: document.Crossing,
    domain.Link: document.Link,
    domain.Placement: document.Placement,
    domain.Arm: document.Arm,
    domain.Moment: document.Moment,
    domain.Flow: document.Flow,
}
_NAMES = {shape: tuple(field.name for field in msgspec.structs.fields(shape)) for shape in _SHAPES.values()}


def to_json(model: domain.Domain, sources: Mapping[str, Source], *, project: str) -> str:
    """The document with a final newline; ``sources`` are the texts by path, all that places refer to.

    Indented, with each place on one line.
    """
    written = msgspec.json.encode(to_document(model, sources, project=project))
    return _PLACE.sub(_ON_ONE_LINE, msgspec.json.format(written, indent=2).decode()) + "\n"


def to_document(model: domain.Domain, sources: Mapping[str, Source], *, project: str) -> document.Model:
    writer = _Writer(sources)
    return document.Model(
        format=document.FORMAT,
        project=project,
        sources=[_source(sources[path]) for path in sorted(sources)],
        contexts=[writer.write(context, "") for context in model.contexts],
        flows=[_Writer(sources, flow).write(flow, "") for flow in model.flows],
        stray_annotations=[writer.write(stray.annotation, "") for stray in model.stray_annotations],
    )


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``moment.model/1``."""
    return {"$schema": _SCHEMA, "title": document.FORMAT, **msgspec.json.schema(document.Model)}


def _source(source: Source) -> document.Source:
    text = source.text
    return document.Source(source.path, text.count("\n") + bool(text and not text.endswith("\n")), len(text))


class _Writer:
    """Turns a value of the model into its document: members of one name carry over, ``_own`` gives the others."""

    def __init__(self, sources: Mapping[str, Source], flow: domain.Flow | None = None) -> None:
        self.sources = sources
        self.moments = tuple(f"{flow.id}/{moment.slug}" for moment in flow.moments) if flow else ()

    def write(self, value: Any, owner: str) -> Any:
        """``owner`` is the identity of the element that holds ``value``."""
        kind = type(value)
        if value is None or kind is str or kind is int or kind is bool:
            return value
        if kind is Place:
            return self.place(value)
        if kind is tuple:
            return [self.write(each, owner) for each in value]
        own = self.own(value, owner)
        identity = str(own.get("id") or getattr(value, "id", owner))
        shape = _SHAPES[kind]
        return shape(
            **{name: own[name] if name in own else self.write(getattr(value, name), identity) for name in _NAMES[shape]}
        )

    def place(self, place: Place) -> document.Place:
        source = self.sources[place.path]
        start, end = (document.Position(*source.position(at), at) for at in (place.start, place.end))
        return document.Place(place.path, start, end)

    def own(self, value: Any, owner: str) -> _Members:
        """The members that the document has in another form than the model."""
        match value:
            case domain.Field():
                return {"id": f"{owner}.{value.name}"}
            case domain.EnumType():
                return {"values": [document.EnumValue(name, self.place(place)) for name, place in value.values]}
            case domain.Machine():
                return {"states": [document.State(name, self.place(place)) for name, place in value.states]}
            case domain.Relationship():
                return {"type": value.kind, "type_place": self.place(value.kind_place)}
            case domain.Moment():
                return {"id": f"{owner}/{value.slug}"}
            case domain.Arm():
                return {"id": f"{owner}/{value.condition}"}
            case domain.Placement():
                return {"node": self.node(value)}
            case domain.Crossing():
                return self.crossing(value)
            case domain.Link() if value.kind == "returns-to":
                return {"target": self.moment(value.target)}
            case _:
                return {}

    def node(self, placement: domain.Placement) -> document.Node:
        node = placement.node
        candidates = list(node.candidates)
        place = self.place(node.place)
        return document.Node(placement.kind, node.name, node.target, placement.owner, candidates, place)

    def crossing(self, crossing: domain.Crossing) -> _Members:
        contract = []
        for field in crossing.fields:
            carried = f"{crossing.event}.{field.name}" if field.carried else None
            contract.append(
                document.ContractField(
                    field.name,
                    self.write(field.type, ""),
                    field.required,
                    carried,
                    self.place(field.place),
                    self.place(field.type_place),
                    self.place(field.extent),
                )
            )
        place = self.place(crossing.kind_place)
        return {"relationship": crossing.kind, "relationship_place": place, "contract": contract}

    def moment(self, reference: domain.Reference) -> document.Reference:
        target = None if reference.target is None else self.moments[int(reference.target)]
        return document.Reference(reference.name, target, [], self.place(reference.place))
