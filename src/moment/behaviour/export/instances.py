"""Which instance of an aggregate an event, or a command's input, is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moment.model.domain import Command, Domain, Event


def aggregate_of(element: Event | Command) -> str:
    """The identity of the aggregate that declares ``element``."""
    return f"{element.context}/{element.aggregate}"


def identity_of(element: Event | Command, payload: Mapping[str, Any], domain: Domain) -> str | None:
    """The value of the aggregate's identity field; ``None`` when ``payload`` does not hold it."""
    aggregate = domain.aggregate.get(aggregate_of(element))
    if aggregate is None or aggregate.identity is None:
        return None
    value = payload.get(aggregate.identity.name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
