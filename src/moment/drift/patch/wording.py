"""What a specification calls what the code has: the values of an enum, a name in its words, a deprecation."""

from __future__ import annotations

import json

from moment.drift.forms import items
from moment.drift.patch.result import Refusal
from moment.drift.shape import Shape
from moment.drift.types import Literal, Member
from moment.model.words import words


def cases(shape: Shape) -> dict[str, str] | None:
    """The values of an enum in order, each with what the declaration calls it; ``None`` when it is something else."""
    if shape.kind == "enum":
        pairs = [(each.type, each.name) for each in shape.members]
    elif shape.type is not None:
        pairs = [(each, "") for each in items(shape.type)]
    else:
        return None
    found: dict[str, str] = {}
    for type_, name in pairs:
        if not isinstance(type_, Literal) or not type_.text.startswith('"'):
            return None
        value = str(json.loads(type_.text))
        found[value] = name or value
    return found


def spelled(name: str) -> str:
    """``orderId`` for ``order_id``; every other name stays."""
    if "_" not in name.strip("_"):
        return name
    first, *rest = words(name)
    return first.lower() + "".join(part.capitalize() for part in rest)


def marked(member: Member) -> str:
    """`` [deprecated "reason" -> "replacement"]``; nothing when it is not deprecated."""
    if member.deprecated is None:
        return ""
    if not member.deprecated.replacement:
        raise Refusal("the specification asks for the field that replaces a deprecated one")
    reason, replacement = (
        json.dumps(each, ensure_ascii=False) for each in (member.deprecated.reason, member.deprecated.replacement)
    )
    return f" [deprecated {reason} -> {replacement}]"
