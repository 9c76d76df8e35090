"""The event catalogue: who makes each event, who uses it, and where it is seen."""

from __future__ import annotations

from typing import Literal

import msgspec


class _Part(msgspec.Struct, frozen=True, rename="camel"):
    """Written in camelCase, with every member always there."""


class CatalogueField(_Part, frozen=True):
    """``deprecated`` is the reason, ``replacement`` a field's name; both ``None`` when the field is in use."""

    name: str
    type: str
    array: bool
    optional: bool
    deprecated: str | None
    replacement: str | None
    classification: str | None


class Producer(_Part, frozen=True):
    kind: Literal["command", "service"]
    name: str


class Consumer(_Part, frozen=True):
    """``name`` is the identity of what consumes; for a crossing that of the crossing, for a placement its own.

    ``contracted`` says whether a crossing with a contract brings the event to that context. Members that do not apply
    are ``None`` or empty.
    """

    context: str
    by: Literal["crossing", "triggered-by", "policy", "saga", "service", "projection"]
    name: str
    flow: str | None
    moment: str | None
    relationship: str | None
    delivery: str | None
    required: tuple[str, ...]
    optional: tuple[str, ...]
    contracted: bool


class Location(_Part, frozen=True):
    """A placement: slugs of flow and moment, the condition of the arm, the lane's name."""

    flow: str
    moment: str
    arm: str | None
    lane: str


class Transition(_Part, frozen=True):
    """An edge of a lifecycle that the event takes."""

    aggregate: str
    from_: str = msgspec.field(name="from")
    to: str


class CatalogueAnnotation(_Part, frozen=True):
    name: str
    value: str


class CatalogueEvent(_Part, frozen=True):
    """``id`` is the event's identity, ``source`` its file and identity (``order.moment#Sales/Order/Sent``)."""

    id: str
    event_name: str
    context: str
    aggregate: str
    source: str
    fields: tuple[CatalogueField, ...]
    producers: tuple[Producer, ...]
    consumers: tuple[Consumer, ...]
    locations: tuple[Location, ...]
    lifecycle: tuple[Transition, ...]
    annotations: tuple[CatalogueAnnotation, ...]
