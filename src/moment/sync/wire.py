"""Records to JSON and back, and what a caller may give in place of a record."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from moment.text.nearest import nearest

_Record = TypeVar("_Record")


def camel(name: str) -> str:
    """``proposal_id`` as ``proposalId``."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def written(value: Any) -> Any:
    """``value`` as JSON: records by their names in camelCase, without what is at its default; mappings as they are."""
    if is_dataclass(value) and not isinstance(value, type):
        found = ((item, getattr(value, item.name)) for item in fields(value))
        return {camel(item.name): written(inner) for item, inner in found if not _is_default(item, inner)}
    match value:
        case Enum():
            return value.value
        case Mapping():
            return {str(name): written(inner) for name, inner in value.items()}
        case list() | tuple():
            return [written(inner) for inner in value]
    return value


def read(kind: type[_Record], value: Mapping[str, Any]) -> _Record:
    """The record of ``kind`` that a mapping says, its names in camelCase or snake_case.

    ``TypeError`` names what the record does not have or lacks.
    """
    hints = _hints(cast("Any", kind))
    names = {spelling: name for name in hints for spelling in (name, camel(name))}
    unknown = next((name for name in value if name not in names), None)
    if unknown is not None:
        guess = nearest(unknown, names)
        raise TypeError(f"{kind.__name__} has no `{unknown}`" + (f"; did you mean `{guess}`?" if guess else ""))
    given = {names[name]: _converted(hints[names[name]], inner) for name, inner in value.items()}
    required = [item.name for item in fields(kind) if _is_required(item)]  # type: ignore[arg-type]
    lacking = [name for name in required if name not in given]
    if lacking:
        raise TypeError(f"{kind.__name__} needs `{'`, `'.join(lacking)}`")
    return kind(**given)


def accepted(kind: type[_Record], given: _Record | Mapping[str, Any] | None, keywords: Mapping[str, Any]) -> _Record:
    """What a method was called with: the record, a mapping, keywords, or a mapping with keywords over it."""
    if given is None or isinstance(given, Mapping):
        return read(kind, {**(given or {}), **keywords})
    if not isinstance(given, kind) or keywords:
        raise TypeError(f"give a {kind.__name__}, a mapping or keywords")
    return given


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {item.name: hints[item.name] for item in fields(kind)}


def _is_default(item: Field[Any], value: object) -> bool:
    if item.default is not MISSING:
        return bool(value == item.default) and type(value) is type(item.default)
    return item.default_factory is not MISSING and value == item.default_factory()


def _is_required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _converted(hint: Any, value: Any) -> Any:
    """``value`` with mappings made the records, and lists the tuples, that ``hint`` asks for."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _first(get_args(hint), value)
    if origin is tuple and isinstance(value, list | tuple):
        inner = get_args(hint)
        every = len(inner) == 2 and inner[1] is Ellipsis
        return tuple(_converted(inner[0] if every else inner[number], each) for number, each in enumerate(value))
    if origin is not None and isinstance(value, Mapping) and len(get_args(hint)) == 2:
        return {name: _converted(get_args(hint)[1], each) for name, each in value.items()}
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(value, Mapping):
        return read(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value


def _first(kinds: tuple[Any, ...], value: Any) -> Any:
    """``value`` as the record among ``kinds``; as it is when it is no mapping or there is none."""
    records = [kind for kind in kinds if is_dataclass(kind)]
    others = [kind for kind in kinds if kind is not type(None)]
    return None if value is None else _converted((records or others)[0], value)
