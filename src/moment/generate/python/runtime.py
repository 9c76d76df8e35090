"""The text of ``runtime.py``: what every generated module leans on, the same for every model."""

from __future__ import annotations

RUNTIME = r'''"""What the generated modules share: readers that say everything that is wrong, and the shapes of tables."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import Any, Generic, NewType, Self, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R", bound="Record")
Command = TypeVar("Command", bound=str)
Reason = TypeVar("Reason", bound=str)
State = TypeVar("State", bound=str)
Event = TypeVar("Event", bound=str)

Money = NewType("Money", Decimal)
"""An amount, finite."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a value; the path of the value itself is empty."""

    path: str
    expected: str
    actual: str


class ContractError(ValueError):
    """What ``read`` raises; ``violations`` are everything that is wrong, in declared order."""

    def __init__(self, name: str, violations: Sequence[Violation]) -> None:
        told = "; ".join(f"{each.path or 'value'}: expected {each.expected}, got {each.actual}" for each in violations)
        super().__init__(f"{name}: {told}")
        self.violations = tuple(violations)


@dataclass(frozen=True, slots=True)
class Guard(Generic[T]):
    """Knows whether a value of the wire is a ``T``, and turns one into the other."""

    name: str
    find: Callable[[object, str], Iterator[Violation]]
    take: Callable[[Any], T]
    give: Callable[[T], object]


@dataclass(frozen=True, slots=True)
class Member:
    """A field: its name on the wire, its attribute, its guard. ``optional`` ones may be absent, never ``None``."""

    wire: str
    attribute: str
    guard: Guard[Any]
    optional: bool = False


class Record:
    """A value with fields that goes over the wire. Unknown fields pass; ``null`` is not absence."""

    __slots__ = ()

    @classmethod
    def members_(cls) -> tuple[Member, ...]:
        """The fields, in declared order."""
        return ()

    @classmethod
    def read(cls, value: object, /) -> Self:
        """The value as this type; raises ``ContractError`` with everything that is wrong."""
        found = cls.violations(value)
        if found:
            raise ContractError(cls.__name__, found)
        return cls.take_(cast("Mapping[str, Any]", value))

    @classmethod
    def violations(cls, value: object, /) -> tuple[Violation, ...]:
        """Everything that is wrong with a value of the wire; empty when it is of this type."""
        return tuple(cls.find_(value, ""))

    def wire(self) -> dict[str, object]:
        """The value as it goes over the wire: names of the specification, no absent fields."""
        found: dict[str, object] = {}
        for member in _members(type(self)):
            value = getattr(self, member.attribute)
            if value is not None:
                found[member.wire] = member.guard.give(value)
        return found

    @classmethod
    def take_(cls, value: Mapping[str, Any], /) -> Self:
        """The value as this type, without a look at what may be wrong."""
        members = _members(cls)
        return cls(**{each.attribute: each.guard.take(value[each.wire]) for each in members if each.wire in value})

    @classmethod
    def find_(cls, value: object, path: str, /) -> Iterator[Violation]:
        """Everything that is wrong with the value at ``path``."""
        if not isinstance(value, Mapping):
            yield Violation(path, cls.__name__, _shown(value))
            return
        for member in _members(cls):
            place = f"{path}.{member.wire}" if path else member.wire
            if member.wire in value:
                yield from member.guard.find(value[member.wire], place)
            elif not member.optional and member.guard is not unknown:
                yield Violation(place, member.guard.name, "nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Generic[Command, Reason]):
    """The answer of a command that did not happen."""

    command: Command
    reason: Reason
    message: str = ""

    @property
    def tag(self) -> str:
        """``SubmitOrder.Refused``: a dot, so that no event has it."""
        return f"{self.command}.Refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Generic[State, Event]):
    """An edge of a machine; without an event it is never taken by itself."""

    source: State
    target: State
    on: Event | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle(Generic[State, Event]):
    """States are left by edges only; a final state has none."""

    initial: State
    final: tuple[State, ...]
    transitions: tuple[Transition[State, Event], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SagaTable(Generic[State, Event]):
    """A saga as data; ``timeout`` is set when the deadline is a name and no duration."""

    trigger: Event
    initial: State
    final: tuple[State, ...]
    transitions: tuple[Transition[State, Event], ...]
    undo: tuple[tuple[str, str], ...]
    compensation: str
    timeout_seconds: int | None = None
    timeout: str | None = None


def array(item: Guard[T]) -> Guard[tuple[T, ...]]:
    """A list of what ``item`` knows."""
    name = f"{item.name}[]"

    def find(value: object, path: str) -> Iterator[Violation]:
        if not isinstance(value, (list, tuple)):
            yield Violation(path, name, _shown(value))
            return
        for index, entry in enumerate(value):
            yield from item.find(entry, f"{path}[{index}]")

    return Guard(name, find, lambda value: tuple(map(item.take, value)), lambda value: [item.give(each) for each in value])


def record(type_: type[R]) -> Guard[R]:
    """A value object, an event, an input."""
    return Guard(type_.__name__, type_.find_, type_.take_, lambda value: value.wire())


_Enum = TypeVar("_Enum", bound=StrEnum)


def enum(type_: type[_Enum]) -> Guard[_Enum]:
    """One of the words of an enum."""
    words = frozenset(each.value for each in type_)
    return _simple(type_.__name__, lambda value: isinstance(value, str) and value in words, type_, lambda value: value.value)


def _simple(
    name: str, accepts: Callable[[object], bool], take: Callable[[Any], T], give: Callable[[T], object]
) -> Guard[T]:
    def find(value: object, path: str) -> Iterator[Violation]:
        if not accepts(value):
            yield Violation(path, name, _shown(value))

    return Guard(name, find, take, give)


_known: dict[type[Record], tuple[Member, ...]] = {}


def _members(type_: type[Record]) -> tuple[Member, ...]:
    found = _known.get(type_)
    if found is None:
        found = _known[type_] = type_.members_()
    return found


_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])")


def _is_number(value: object) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float | Decimal) and isfinite(value))


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_date_time(value: object) -> bool:
    if not isinstance(value, str) or value[10:11] != "T":
        return False
    return _is_date(value[:10]) and _TIME.fullmatch(value[11:]) is not None


def _taken_number(value: Any) -> float:
    return float(value) if isinstance(value, Decimal) else cast("float", value)


def _given_money(value: Money) -> object:
    return int(value) if value == value.to_integral_value() else float(value)


def _same(value: Any) -> Any:
    return value


string: Guard[str] = _simple("string", lambda value: isinstance(value, str), _same, _same)
number: Guard[float] = _simple("number", _is_number, _taken_number, _same)
boolean: Guard[bool] = _simple("boolean", lambda value: isinstance(value, bool), _same, _same)
uuid_: Guard[uuid.UUID] = _simple(
    "UUID", lambda value: isinstance(value, str) and _UUID.fullmatch(value) is not None, uuid.UUID, str
)
date_time: Guard[datetime] = _simple("DateTime", _is_date_time, datetime.fromisoformat, datetime.isoformat)
calendar_date: Guard[date] = _simple("Date", _is_date, date.fromisoformat, date.isoformat)
money: Guard[Money] = _simple("Money", _is_number, lambda value: Money(Decimal(str(value))), _given_money)
unknown: Guard[object] = _simple("unknown", lambda _: True, _same, _same)


def _shown(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        cut = value.encode("utf-16-le", "surrogatepass")
        text = value if len(cut) <= 80 else cut[:80].decode("utf-16-le", "surrogatepass") + "…"
        return json.dumps(text, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return "array"
    if isinstance(value, float):
        return _shown_float(value)
    return str(value) if isinstance(value, int | Decimal) else "object"


def _shown_float(value: float) -> str:
    if not isfinite(value):
        return {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)
'''
