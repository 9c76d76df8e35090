"""Whether real payloads are what events declare and contracts promise: one compiled check for every kind of event.

A payload is asked one yes-or-no question made of closures; only one that fails it is walked to say where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, TypeAlias

from moment.behaviour.machine import Route
from moment.model.domain import ContractField, Domain, Event, Field, Type

ProblemKind: TypeAlias = Literal["missing", "null", "wrong-type", "unknown-field"]
Holds: TypeAlias = Callable[[Any], bool]
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").fullmatch
_SHOWN = 40


class Problem(NamedTuple):
    """``path`` is ``lines[].price``; ``found`` what stands there, ``wanted`` what was declared."""

    path: str
    kind: ProblemKind
    wanted: str
    found: str


class Broken(NamedTuple):
    """A problem and the route whose contract it breaks; ``None`` when only the event's own declaration says so."""

    route: int | None
    problem: Problem


class Payloads:
    """Checks of one domain. ``routes`` are the crossings of all flows, numbered as they come."""

    def __init__(self, domain: Domain, routes: Iterable[Route]) -> None:
        self.domain = domain
        self.routes = tuple(routes)
        self._objects: dict[str, Holds] = {}

    def compiled(self, event: Event, heard: str | None) -> Holds:
        """Whether a payload is all that ``event`` declares and, for ``heard``, its contracts require. No unknown fields."""
        tests = [(f.name, not f.type.optional, self._holds(f.type)) for f in event.fields]
        own = {(f.name, f.type._replace(optional=False)): not f.type.optional for f in event.fields}
        for number in self.contracts(event, heard):
            for field in self.routes[number].crossing.fields:
                plain = field.type._replace(optional=False)
                if not own.get((field.name, plain), False):
                    tests.append((field.name, field.required, self._holds(plain)))
        return _object(tests, frozenset(field.name for field in event.fields))

    def contracts(self, event: Event, heard: str | None) -> tuple[int, ...]:
        """The crossings of ``event`` whose contract a payload must keep: all, or those to the context that got it."""
        return tuple(
            number
            for number, route in enumerate(self.routes)
            if route.event == event.id and heard in (None, route.target)
        )

    def broken(self, event: Event, heard: str | None, payload: Any) -> list[Broken]:
        """Everything that is wrong; what breaks a contract is told once for each, and then not again of the event."""
        if not isinstance(payload, dict):
            return [Broken(None, Problem("data", "wrong-type", "object", _shown(payload)))]
        found: list[Broken] = []
        for number in self.contracts(event, heard):
            for field in self.routes[number].crossing.fields:
                optional = not field.required
                problems = self._field(field, field.type._replace(optional=optional), payload, prefix="")
                found.extend(Broken(number, problem) for problem in problems)
        told = {(each.problem.path, each.problem.kind) for each in found}
        for problem in self._fields(event.fields, payload, prefix=""):
            if (problem.path, problem.kind) not in told:
                found.append(Broken(None, problem))
        promised = {f.name for number in self.contracts(event, heard) for f in self.routes[number].crossing.fields}
        return [e for e in found if e.problem.kind != "unknown-field" or e.problem.path not in promised]

    def _fields(self, fields: tuple[Field, ...], value: dict[str, Any], *, prefix: str) -> Iterator[Problem]:
        for field in fields:
            yield from self._field(field, field.type, value, prefix=prefix)
        known = {field.name for field in fields}
        for name in value:
            if name not in known:
                yield Problem(f"{prefix}{name}", "unknown-field", "no such field", _shown(value[name]))

    def _field(
        self, field: Field | ContractField, type_: Type, value: dict[str, Any], *, prefix: str
    ) -> Iterator[Problem]:
        path = f"{prefix}{field.name}"
        if field.name not in value or value[field.name] is None:
            if not type_.optional:
                absent = field.name not in value
                yield Problem(path, "missing" if absent else "null", type_.text, "nothing" if absent else "null")
            return
        yield from self._value(type_._replace(optional=False), value[field.name], path)

    def _value(self, type_: Type, value: Any, path: str) -> Iterator[Problem]:
        if type_.array:
            if not isinstance(value, list):
                yield Problem(path, "wrong-type", type_.text, _shown(value))
                return
            for each in value:
                yield from self._value(type_._replace(array=False), each, f"{path}[]")
            return
        declared = self.domain.value_object.get(type_.target or "") if type_.kind == "value-object" else None
        if declared is not None and isinstance(value, dict):
            yield from self._fields(declared.fields, value, prefix=f"{path}.")
        elif not self._holds(type_)(value):
            yield Problem(path, "wrong-type", self._wanted(type_), _shown(value))

    def _wanted(self, type_: Type) -> str:
        declared = self.domain.enum.get(type_.target or "")
        return f"{type_.text} ({', '.join(name for name, _ in declared.values)})" if declared else type_.text

    def _holds(self, type_: Type) -> Holds:
        """Whether a value is one of the type, optionality aside."""
        if type_.array:
            inner = self._holds(type_._replace(array=False))
            return lambda value: type(value) is list and all(map(inner, value))
        if type_.kind == "value-object":
            return self._object(type_.target or "")
        if type_.kind == "enum":
            declared = self.domain.enum.get(type_.target or "")
            names = frozenset(name for name, _ in declared.values) if declared else frozenset()
            return lambda value: type(value) is str and value in names
        return _PRIMITIVES.get(type_.name, _anything)

    def _object(self, identity: str) -> Holds:
        """The check of a value object, which may contain itself."""
        if identity not in self._objects:
            self._objects[identity] = lambda value: self._objects[identity](value)
            declared = self.domain.value_object.get(identity)
            fields = declared.fields if declared else ()
            tests = [(field.name, not field.type.optional, self._holds(field.type)) for field in fields]
            self._objects[identity] = _object(tests, frozenset(field.name for field in fields))
        return self._objects[identity]


def _object(tests: list[tuple[str, bool, Holds]], names: frozenset[str]) -> Holds:
    fixed = tuple(tests)

    def holds(value: Any) -> bool:
        if type(value) is not dict:
            return False
        for name, required, is_one in fixed:
            inner = value.get(name)
            if inner is None:
                if required:
                    return False
            elif not is_one(inner):
                return False
        return value.keys() <= names

    return holds


def _anything(value: Any) -> bool:
    return True


def _is_text(value: Any) -> bool:
    return type(value) is str


def _is_number(value: Any) -> bool:
    return type(value) is int or type(value) is float


def _is_uuid(value: Any) -> bool:
    return type(value) is str and _UUID(value) is not None


def _is_moment(value: Any) -> bool:
    if type(value) is not str or len(value) < 16:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_day(value: Any) -> bool:
    if type(value) is not str or len(value) != 10:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_money(value: Any) -> bool:
    """A number, as the generated types say, or an amount with its currency."""
    if type(value) is dict:
        return _is_number(value.get("amount")) and type(value.get("currency")) is str
    return _is_number(value)


_PRIMITIVES: dict[str, Holds] = {
    "string": _is_text,
    "number": _is_number,
    "boolean": lambda value: value is True or value is False,
    "UUID": _is_uuid,
    "DateTime": _is_moment,
    "Date": _is_day,
    "Money": _is_money,
}


def _shown(value: Any) -> str:
    """A value in few letters: what a person needs to see that it is wrong."""
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case dict():
            return "an object"
        case list():
            return "a list"
        case str():
            return f'"{value[:_SHOWN]}…"' if len(value) > _SHOWN else f'"{value}"'
        case _:
            return str(value)[:_SHOWN]
