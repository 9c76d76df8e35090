"""New values of types as templates: the same for the same seed and place, open where the run decides.

``("=", value…)`` a constant per occurrence, the last one repeats; ``("@",)`` the clock, ``("@", n)`` its first n
characters; ``("|", n, value…)`` the value whose number is that of the variant and n more; ``("[", template…)`` a list;
``("{", (name, template[, optional])…)`` an object, without what is optional in a sparse run; ``("#", template…)`` one
per occurrence; ``("?",)`` nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID, uuid5

from moment.behaviour.readable import number_for, text_for
from moment.model.domain import Domain, Type

Template: TypeAlias = tuple[Any, ...]

START = datetime(2026, 1, 15, 10, 0, 0, tzinfo=UTC)
NAMESPACE = uuid5(UUID(int=0), "moment")
CYCLE_DEPTH = 3
CLOCK: Template = ("@",)
NOTHING: Template = ("?",)
_DATE = 10


class Variation(NamedTuple):
    """What differs between runs: the number of the variant decides enums, ``sparse`` leaves optional fields out."""

    number: int = 0
    sparse: bool = False


def timestamp(seconds: int) -> str:
    return (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def fill(template: Template, at: str, variation: Variation, occurrence: int = 0) -> Any:
    """The value that a template is at a time."""
    match template[0]:
        case "=":
            return template[min(occurrence + 1, len(template) - 1)]
        case "@":
            return at[: template[1]] if len(template) > 1 else at
        case "|":
            values = template[2:]
            return values[(variation.number + template[1]) % len(values)]
        case "[":
            return [fill(each, at, variation) for each in template[1:]]
        case "#":
            return fill(template[min(occurrence + 1, len(template) - 1)], at, variation)
        case _:
            return {
                name: fill(inner, at, variation)
                for name, inner, *optional in template[1:]
                if not (optional and variation.sparse)
            }


def by_occurrence(templates: Sequence[Template]) -> Template:
    """One template for several occurrences of an event."""
    found = list(templates)
    while len(found) > 1 and found[-1] == found[-2]:
        found.pop()
    if len(found) == 1:
        return found[0]
    return ("=", *(each[1] for each in found)) if _are_constant(found) else ("#", *found)


def _are_constant(templates: Iterable[Template]) -> bool:
    return all(template[0] == "=" and len(template) == 2 for template in templates)


class Templates:
    """Makes templates for one instance of a flow.

    Fields named in ``common``, the identities of aggregates that instances share, are equal in every ``instance``.
    """

    def __init__(self, domain: Domain, *, seed: int, instance: int = 0, common: frozenset[str] = frozenset()) -> None:
        self.domain = domain
        self.seed = seed
        self.apart = f"~{instance + 1}" if instance else ""
        self.common = common

    def new(self, owner: str, name: str, type: Type, *, occurrence: int = 0) -> Template:
        """A value for the field ``name`` of ``owner``."""
        path = f"{owner}.{name}" + (f"#{occurrence + 1}" if occurrence else "")
        return self._new(type, name, path + ("" if name in self.common else self.apart), chain=())

    def _new(self, type: Type, name: str, path: str, *, chain: tuple[str, ...], item: int = 0) -> Template:
        if type.array:
            return self._array(type._replace(array=False), name, path, chain=chain)
        match type.kind:
            case "value-object":
                return self._value_object(type, path, chain=chain, item=item)
            case "enum":
                values = enum_values(self.domain, type)
                return ("=", values[0] if values else name) if len(values) < 2 else ("|", item, *values)
            case _:
                return self._primitive(type.name, name, path, item=item)

    def _array(self, type: Type, name: str, path: str, *, chain: tuple[str, ...]) -> Template:
        if _closes(type, chain):
            return ("=", [])
        found = [self._new(type, name, f"{path}[{number}]", chain=chain, item=number) for number in range(2)]
        return ("=", [each[1] for each in found]) if _are_constant(found) else ("[", *found)

    def _value_object(self, type: Type, path: str, *, chain: tuple[str, ...], item: int) -> Template:
        declared = self.domain.value_object.get(type.target or "")
        if declared is None:
            return ("=", {})
        inner = (*chain, declared.id)
        deep = inner.count(declared.id) > CYCLE_DEPTH
        found: dict[str, tuple[Any, ...]] = {}
        for field in declared.fields:
            left_out = field.type.optional and (deep or _closes(field.type, inner))
            if field.name in found or left_out or (deep and field.type.kind == "value-object"):
                continue
            made = self._new(field.type, field.name, f"{path}.{field.name}", chain=inner, item=item)
            found[field.name] = (field.name, made, True) if field.type.optional else (field.name, made)
        members = list(found.values())
        if all(len(member) == 2 for member in members) and _are_constant(member[1] for member in members):
            return ("=", {name: made[1] for name, made in members})
        return ("{", *members)

    def _primitive(self, kind: str, name: str, path: str, *, item: int) -> Template:
        match kind:
            case "UUID":
                return ("=", str(uuid5(NAMESPACE, f"{self.seed}:{path}")))
            case "DateTime":
                return CLOCK
            case "Date":
                return (*CLOCK, _DATE)
            case "boolean":
                return ("=", True)
            case "number" | "Money":
                return ("=", number_for(name, self._draw(path), money=kind == "Money"))
            case _:
                return ("=", text_for(name, self._draw(path.partition("[")[0]) + item))

    def _draw(self, path: str) -> int:
        return int.from_bytes(sha256(f"{self.seed}:{path}".encode()).digest()[:4])


def enum_values(domain: Domain, type: Type) -> tuple[str, ...]:
    declared = domain.enum.get(type.target or "")
    return tuple(name for name, _ in declared.values) if declared else ()


def _closes(type: Type, chain: tuple[str, ...]) -> bool:
    return type.target is not None and chain.count(type.target) >= CYCLE_DEPTH
