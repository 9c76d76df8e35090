"""The values of fields: the same for the same seed, model and run, and carried from cause to effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from moment.behaviour.readable import number_for, text_for
from moment.model.domain import ContractField, Domain, Field, Type

START = datetime(2026, 1, 15, 10, 0, 0, tzinfo=UTC)
NAMESPACE = uuid5(UUID(int=0), "moment")
CYCLE_DEPTH = 3


class Known(NamedTuple):
    """A value with the type it was declared with."""

    type: Type
    value: Any


Knowledge = dict[str, Known]


class Variation(NamedTuple):
    """What differs between runs: the number of the variant decides enums, ``sparse`` leaves optional fields out."""

    number: int = 0
    sparse: bool = False


def timestamp(seconds: int) -> str:
    return (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


class Values:
    """Makes the payloads of one instance of a flow.

    Fields named in ``common``, the identities of aggregates that instances share, are equal in every ``instance``.
    """

    def __init__(
        self, domain: Domain, *, seed: int = 1, variation: Variation | None = None, instance: int = 0,
        common: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self.domain = domain
        self.seed = seed
        self.apart = f"~{instance + 1}" if instance else ""
        self.common = common
        self.variation = variation or Variation()

    def payload(
        self,
        owner: str,
        fields: Iterable[Field],
        *,
        sources: tuple[Mapping[str, Known], ...],
        seconds: int,
        occurrence: int = 0,
        own_time: bool = False,
        without: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """Values for ``fields`` of ``owner``: from the first of ``sources`` that knows the name and type, else new.

        With ``own_time`` a ``DateTime`` whose name ends in ``At`` is the step's own unless the first source has it.
        """
        found: dict[str, Any] = {}
        for field in fields:
            if field.name in found or field.name in without or (field.type.optional and self.variation.sparse):
                continue
            is_own = own_time and field.type.name == "DateTime" and field.name.endswith("At")
            known = self._known(field, sources[:1] if is_own else sources)
            if known is not None:
                found[field.name] = self.adapt(known.value, known.type, field.type, seconds=seconds)
            else:
                path = f"{owner}.{field.name}" + (f"#{occurrence + 1}" if occurrence else "")
                path += "" if field.name in self.common else self.apart
                found[field.name] = self._new(field.type, field.name, path, seconds=seconds, chain=())
        return found

    @staticmethod
    def _known(field: Field, sources: tuple[Mapping[str, Known], ...]) -> Known | None:
        for source in sources:
            known = source.get(field.name)
            if known is not None and is_same(known.type, field.type):
                return known
        return None

    def adapt(self, value: Any, source: Type, target: Type, *, seconds: int) -> Any:
        """``value`` of ``source`` as a value of ``target``: another context's type of one name keeps what it shares."""
        if target.array and isinstance(value, list):
            single = target._replace(array=False)
            return [self.adapt(each, source._replace(array=False), single, seconds=seconds) for each in value]
        if target.kind == "enum":
            values = self._enum(target)
            return value if value in values or not values else values[0]
        if target.kind != "value-object" or not isinstance(value, dict):
            return value
        declared = self.domain.value_object.get(target.target or "")
        origin = self.domain.value_object.get(source.target or "")
        if declared is None or (origin is not None and origin.id == declared.id and not self.variation.sparse):
            return value
        types = {field.name: field.type for field in origin.fields} if origin else {}
        known = {name: Known(types[name], each) for name, each in value.items() if name in types}
        return self.payload(declared.id, declared.fields, sources=(known,), seconds=seconds)

    def _enum(self, type: Type) -> tuple[str, ...]:
        declared = self.domain.enum.get(type.target or "")
        return tuple(name for name, _ in declared.values) if declared else ()

    def _new(self, type: Type, name: str, path: str, *, seconds: int, chain: tuple[str, ...], item: int = 0) -> Any:
        if type.array:
            if type.target is not None and chain.count(type.target) >= CYCLE_DEPTH:
                return []
            single = type._replace(array=False)
            return [
                self._new(single, name, f"{path}[{number}]", seconds=seconds, chain=chain, item=number)
                for number in range(2)
            ]
        match type.kind:
            case "value-object":
                return self._value_object(type, path, seconds=seconds, chain=chain, item=item)
            case "enum":
                values = self._enum(type)
                return values[(self.variation.number + item) % len(values)] if values else name
            case _:
                return self._primitive(type.name, name, path, seconds=seconds, item=item)

    def _value_object(self, type: Type, path: str, *, seconds: int, chain: tuple[str, ...], item: int) -> Any:
        declared = self.domain.value_object.get(type.target or "")
        if declared is None:
            return {}
        inner = (*chain, declared.id)
        deep = inner.count(declared.id) > CYCLE_DEPTH
        found: dict[str, Any] = {}
        for field in declared.fields:
            left_out = field.type.optional and (deep or self.variation.sparse or self._closes(field.type, inner))
            if field.name not in found and not left_out and not (deep and field.type.kind == "value-object"):
                found[field.name] = self._new(
                    field.type, field.name, f"{path}.{field.name}", seconds=seconds, chain=inner, item=item
                )
        return found

    @staticmethod
    def _closes(type: Type, chain: tuple[str, ...]) -> bool:
        return type.target is not None and chain.count(type.target) >= CYCLE_DEPTH

    def _primitive(self, kind: str, name: str, path: str, *, seconds: int, item: int) -> Any:
        match kind:
            case "UUID":
                return str(uuid5(NAMESPACE, f"{self.seed}:{path}"))
            case "DateTime":
                return timestamp(seconds)
            case "Date":
                return timestamp(seconds)[:10]
            case "boolean":
                return True
            case "number" | "Money":
                return number_for(name, self._draw(path), money=kind == "Money")
            case _:
                return text_for(name, self._draw(path.partition("[")[0]) + item)

    def _draw(self, path: str) -> int:
        return int.from_bytes(sha256(f"{self.seed}:{path}".encode()).digest()[:4])


def is_same(source: Type, target: Type) -> bool:
    """Whether a value flows: the same type, or the type of the same name of another context."""
    return source.array == target.array and source.kind == target.kind and source.simple_name == target.simple_name


def knowledge(fields: Iterable[Field], payload: Mapping[str, Any]) -> Knowledge:
    return {field.name: Known(field.type, payload[field.name]) for field in fields if field.name in payload}


def contract_knowledge(fields: Iterable[ContractField], payload: Mapping[str, Any]) -> Knowledge:
    """What a message tells its receiver: the contract fields that the event carries, as the event types them."""
    return {
        field.name: Known(field.carried.type, payload[field.name])
        for field in fields
        if field.carried is not None and field.name in payload
    }
