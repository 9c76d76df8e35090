"""A type that only the code has, as the declaration that the specification lacks."""

from __future__ import annotations

import json
from typing import Literal, TypeAlias

from moment.drift.pairing import DISCRIMINANTS
from moment.drift.patch.moment.changes import Insert
from moment.drift.patch.notation import Names, specification
from moment.drift.patch.result import Refusal, Refused
from moment.drift.patch.wording import cases, marked, spelled
from moment.drift.shape import Shape
from moment.drift.types import Literal as LiteralType
from moment.drift.types import Member

Kind: TypeAlias = Literal["event", "enum", "input", "value-object"]


def kind_of(shape: Shape) -> Kind:
    """An event has its own name as a discriminant, an enum is a list of values, all else is a value object."""
    if any(_says(member, shape.name) for member in shape.members):
        return "event"
    return "enum" if cases(shape) is not None else "value-object"


def modelled(
    shape: Shape, names: Names, *, owner: str, kind: Kind | None = None, emits: str = "", after: str | None = None
) -> Insert | Refused:
    """The declaration of ``shape`` in ``owner``: a context, or for an event and an input an aggregate.

    An input becomes its command, named without ``Input``, and ``emits`` is the event that it leads to.
    """
    chosen = kind or kind_of(shape)
    try:
        return Insert(owner, _text(shape, chosen, names, emits), after)
    except Refusal as refusal:
        return Refused(f"declare `{shape.name}` in `{owner}`", refusal.reason, shape.place)


def _text(shape: Shape, kind: Kind, names: Names, emits: str) -> str:
    if shape.opaque or shape.is_open:
        raise Refusal(f"not all of it is known: {shape.opaque or 'a base was not found'}")
    if kind == "enum":
        values = cases(shape)
        if not values:
            raise Refusal("it is no list of values")
        return f"enum {shape.name} = {' | '.join(values)}"
    if shape.type is not None:
        raise Refusal("it has no members")
    fields = [_field(member, names) for member in shape.members if not _is_tag(member)]
    if kind == "input":
        if not emits:
            raise Refusal("a command emits an event: say which")
        name = shape.name.removesuffix("Input")
        given = f"\n  input {', '.join(fields)}" if fields else ""
        return f"command {name}{given}\n  emits {emits}"
    return "\n".join([f"{kind} {shape.name}", *(f"  {field}" for field in fields)])


def _field(member: Member, names: Names) -> str:
    if member.kind != "property":
        raise Refusal(f"`{member.name}` is no field")
    type_, optional = specification(member.type, names)
    mark = "?" if optional or member.optional else ""
    return f"{spelled(member.wire or member.name)}: {type_}{mark}{marked(member)}"


def _is_tag(member: Member) -> bool:
    return member.name in DISCRIMINANTS and isinstance(member.type, LiteralType)


def _says(member: Member, name: str) -> bool:
    return _is_tag(member) and isinstance(member.type, LiteralType) and json.loads(member.type.text) == name
