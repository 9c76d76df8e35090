"""The parts that payloads are made of: each read, held against what the language can say, and brought to one form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

from moment.language.tokens import is_name
from moment.project.elements import Payload

Part: TypeAlias = Callable[[Any, str], Any]
_TYPE = re.compile(r"(\w+(?:-+\w+)*)(?:\.(\w+(?:-+\w+)*))?(\[\])?(\?)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]")
_SEPARATORS = re.compile(r"[^\w]+")


class Fault(Exception):  # noqa: N818
    """Why a payload is none; caught where the event is folded. ``hint`` names the nearest that the language can hold."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def text(value: Any, at: str) -> str:
    """Any text that a string of the language can hold."""
    if type(value) is not str:
        raise Fault(f"`{at}` is no text")
    if not value.isprintable() and _CONTROL.search(value):
        raise Fault(f"`{at}` holds a control character", "Write it without.")
    return value


def label(value: Any, at: str) -> str:
    """A name that stands in quotes."""
    found = text(value, at)
    if not found.strip():
        raise Fault(f"`{at}` is empty")
    if "\n" in found:
        raise Fault(f"`{at}` has a line break", f'Call it "{" ".join(found.split())}".')
    return found


def name(value: Any, at: str) -> str:
    """A name without quotes."""
    if type(value) is str and (value.isidentifier() or is_name(value)):
        return value
    found = label(value, at)
    nearest = _nearest_name(found)
    raise Fault(f"`{at}` is no name: `{found}`", f"Call it `{nearest}`." if nearest else "")


def reference(value: Any, at: str) -> str:
    """A name, in quotes where it has to be."""
    return label(value, at)


def type_text(value: Any, at: str) -> str:
    found = text(value, at)
    match = _TYPE.fullmatch(found)
    if match is None or not (is_name(match[1]) and is_name(match[2] or "x")):
        raise Fault(f"`{at}` is no type: `{found}`", "Write it as the language does: `OrderItem[]`, `string?`.")
    return found


def flag(value: Any, at: str) -> bool:
    if type(value) is not bool:
        raise Fault(f"`{at}` is neither true nor false")
    return value


def count(value: Any, at: str) -> int:
    if type(value) is not int or value < 0:
        raise Fault(f"`{at}` is no number")
    return value


def one_of(*words: str) -> Part:
    def read(value: Any, at: str) -> str:
        if value not in words:
            raise Fault(f"`{at}` is none of {', '.join(words)}")
        return str(value)

    return read


def listed(part: Part) -> Part:
    def read(value: Any, at: str) -> list[Any]:
        if type(value) is not list:
            raise Fault(f"`{at}` is no list")
        try:
            return [part(each, at) for each in value]
        except Fault:  # once more, to say which one
            return [part(each, f"{at}[{number}]") for number, each in enumerate(value)]

    return read


def one_or_more(part: Part) -> Part:
    """A list; one alone may stand without it."""

    def read(value: Any, at: str) -> list[Any]:
        return listed(part)(value, at) if type(value) is list else [part(value, at)]

    return read


def members(**parts: Part) -> Part:
    """An object with these members in this order; a trailing ``_`` of a name is left off, ``optional`` ones may lack.

    Members that are not named here are left out, as are those that say nothing.
    """
    table = [(key.rstrip("_"), part, getattr(part, "may_lack", False)) for key, part in parts.items()]

    def read(value: Any, at: str) -> Payload:
        if type(value) is not dict and not isinstance(value, Mapping):
            raise Fault(f"`{at}` is no object")
        found: Payload = {}
        for key, part, may_lack in table:
            given = value.get(key)
            if given is None:
                if not may_lack:
                    raise Fault(f"`{at}.{key}` is missing" if at else f"`{key}` is missing")
                continue
            said = part(given, f"{at}.{key}" if at else key)
            if said == [] and not may_lack:
                raise Fault(f"`{at}.{key}` is empty" if at else f"`{key}` is empty")
            if said != [] and said is not False:
                found[key] = said
        return found

    return read


def optional(part: Part) -> Part:
    def read(value: Any, at: str) -> Any:
        return part(value, at)

    read.may_lack = True  # type: ignore[attr-defined]
    return read


def _nearest_name(found: str) -> str:
    words = [word for word in _SEPARATORS.split(found) if word]
    joined = words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:]) if words else ""
    return joined if is_name(joined) else f"_{joined}" if is_name(f"_{joined}") else ""


def mark(value: Any, at: str) -> Payload:
    """An annotation; that its value is quoted is said only where it could be a name."""
    found: Payload = _MARK(value, at)
    if not is_name(found["value"]):
        found.pop("quoted", None)
    return found


def transitions(value: Any, at: str) -> list[Payload]:
    """Edges; that one begins a line is said only where it starts where the one before it ended."""
    found: list[Payload] = _TRANSITIONS(value, at)
    for before, edge in pairwise(({}, *found)):
        if "on" in edge and "to" not in edge:
            raise Fault(f"`{at}[{found.index(edge)}].to` is missing")
        if not before or before.get("to", before["from"]) != edge["from"]:
            edge.pop("begins", None)
    return found


_MARK = members(name=one_of("classification", "retention", "encryption"), value=label, quoted=optional(flag))
_TRANSITIONS = listed(members(from_=name, to=optional(name), on=optional(name), begins=optional(flag)))
marks = optional(listed(mark))
_FIELD = members(
    name=name, type=type_text, deprecated=optional(members(reason=text, replacement=text)), annotations=marks
)


def field(value: Any, at: str) -> Payload:
    """A field; most say nothing but a name and a type that were read before."""
    if type(value) is dict and len(value) == 2:
        called, of_type = value.get("name"), value.get("type")
        if type(called) is str and type(of_type) is str and _is_plain(called, of_type):
            return {"name": called, "type": of_type}
    found: Payload = _FIELD(value, at)
    return found


@lru_cache(maxsize=1 << 14)
def _is_plain(called: str, of_type: str) -> bool:
    try:
        return name(called, "") == called and type_text(of_type, "") == of_type
    except Fault:
        return False


fields = optional(listed(field))
