"""Elements that both sides once had and the specification has no more: only their bases still say what they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moment.drift.shape import Shape, restored
from moment.drift.types import Function
from moment.generate.typescript import names
from moment.model.domain import Domain
from moment.sync.elements import Element, Role
from moment.text.span import Place


def gone(domain: Domain, wanted: Sequence[Element], bases: Mapping[str, Any]) -> tuple[Element, ...]:
    """What ``bases`` have a shape of and ``wanted`` have not, by identity.

    Left out is what another element of its context is called now: the symbol is that one's.
    """
    here = {each.id for each in wanted}
    taken = {(each.context, each.symbol) for each in wanted}
    found = (remembered(domain, name, bases[name]) for name in sorted(bases) if name not in here and "#" not in name)
    return tuple(each for each in found if each is not None and (each.context, each.symbol) not in taken)


def remembered(domain: Domain, name: str, known: Any) -> Element | None:
    """What ``known``, the base of ``name``, says the element was; ``None`` when it was absent."""
    plain = known.get("shape") if isinstance(known, Mapping) else None
    if plain is None or "/" not in name:
        return None
    shape = restored(plain)
    context, _, rest = name.partition("/")
    return Element(name, _role(name, shape), context, shape.name, rest.rpartition("/")[2], place_of(domain, name))


def _role(name: str, shape: Shape) -> Role:
    """What it was, by its identity and what it was generated as."""
    parts = name.split("/")
    if shape.kind == "enum" or shape.type is not None:
        return "enum"
    if len(parts) == 2:
        methods = any(member.kind == "method" or isinstance(member.type, Function) for member in shape.members)
        return "aggregate" if methods else "value-object"
    return "input" if shape.name == names.input_type(parts[-1]) else "event"


def place_of(domain: Domain, name: str) -> Place:
    """Where it would stand: the aggregate or the context that it was in, else the first there is."""
    return next(_places(domain, name), Place("", 0, 0))


def _places(domain: Domain, name: str) -> Iterator[Place]:
    aggregate = domain.aggregate.get(name.rpartition("/")[0])
    if aggregate is not None:
        yield aggregate.place
    yield from (context.place for context in domain.contexts if context.id == name.partition("/")[0])
    yield from (context.place for context in domain.contexts)
