"""What an export says of where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Origin(NamedTuple):
    """The project's name, and from the identity of an event to the URI of its JSON Schema."""

    project: str = ""
    schemas: Mapping[str, str] = {}


NOWHERE = Origin()
