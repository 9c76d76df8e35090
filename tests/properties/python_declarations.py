"""The interfaces of ``declarations`` as Python writes them: one class each, in one of its many ways."""

from __future__ import annotations

import json
import re
from random import Random

from moment.generate.naming import snake
from tests.properties.declarations import AnyType, Call, Either, Field, Inline, Interface, Many, Pair, Simple, Word

_NAMES = {"string": "str", "number": "float", "boolean": "bool", "bigint": "Any", "object": "Any", "null": "None"}
HEAD = """\
from __future__ import annotations
import typing as t
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, NotRequired, Optional, Protocol, TypedDict, Union
import attrs
import msgspec
from pydantic import BaseModel, Field
"""


def can_be_written(found: AnyType) -> bool:
    """Whether Python has a word for the type: it has none for an object in the middle of another, nor for big numbers."""
    match found:
        case Simple(text):
            return text not in ("bigint", "object")
        case Word(text):
            return True
        case Many(item, _):
            return can_be_written(item)
        case Either(items) | Pair(items):
            return all(map(can_be_written, items))
        case Call(arguments, result):
            return all(map(can_be_written, (*arguments, result)))
        case Inline():
            return False


STYLES = ("dataclass", "attrs", "pydantic", "msgspec", "typed", "named", "protocol")


class PythonPrinter:
    """Prints each class in one of ``styles``."""

    def __init__(self, random: Random, styles: tuple[str, ...] = STYLES) -> None:
        self.random = random
        self.styles = styles

    def file(self, found: tuple[Interface, ...]) -> str:
        return HEAD + "".join(f"\n\n{self.interface(each)}" for each in self.random.sample(found, len(found)))

    def interface(self, found: Interface) -> str:
        style = self.random.choice(self.styles)
        heads = {
            "dataclass": f"@dataclass(frozen=True, kw_only=True)\nclass {found.name}:",
            "attrs": f"@attrs.define(kw_only=True)\nclass {found.name}:",
            "pydantic": f"class {found.name}(BaseModel):",
            "msgspec": f'class {found.name}(msgspec.Struct, rename="camel", kw_only=True):',
            "typed": f"class {found.name}(TypedDict):",
            "named": f"class {found.name}(NamedTuple):",
            "protocol": f"class {found.name}(Protocol):",
        }
        lines = [self.field(each, style) for each in self.random.sample(found.fields, len(found.fields))]
        return "\n    ".join((heads[style], *(lines or ["pass"]))) + "\n"

    def field(self, found: Field, style: str) -> str:
        type_ = self.type(found.type)
        alias = f'alias="{found.name}"'
        if style == "typed":
            return f"{found.name}: {f'NotRequired[{type_}]' if found.optional else type_}"
        name = snake(found.name)
        if style == "pydantic" and self.random.random() < 0.5:
            default = f" = Field(None, {alias})" if found.optional else f" = Field({alias})"
            return f"{self.random.choice(('x_', ''))}{name}: {self.optional(type_, found.optional)}{default}"
        return f"{name}: {self.optional(type_, found.optional)}{' = None' if found.optional else ''}"

    def optional(self, type_: str, optional: bool) -> str:
        if not optional:
            return f'"{type_}"' if self.random.random() < 0.2 and '"' not in type_ and "\\" not in type_ else type_
        if _is_nothing(type_):
            return f"Optional[{type_}]"
        return self.random.choice(
            (f"Optional[{type_}]", f"{type_} | None", f"Union[{type_}, None]", f"t.Optional[{type_}]")
        )

    def type(self, found: AnyType) -> str:
        match found:
            case Simple(text):
                return _NAMES.get(text, text)
            case Word(text):
                return f"Literal[{json.loads(text)!r}]"
            case Many(item, _):
                inner = self.type(item)
                return self.random.choice((f"list[{inner}]", f"tuple[{inner}, ...]", f"Sequence[{inner}]"))
            case Either(items):
                parts = list(map(self.type, self.random.sample(items, len(items))))
                is_bare = sum("None" in part for part in parts) < 2 and self.random.random() < 0.5
                return " | ".join(parts) if is_bare else f"Union[{', '.join(parts)}]"
            case Pair(items):
                return f"tuple[{', '.join(map(self.type, items))}]"
            case Call(arguments, result):
                return f"Callable[[{', '.join(map(self.type, arguments))}], {self.type(result)}]"
            case Inline():
                raise AssertionError("has no name")


def _is_nothing(type_: str) -> bool:
    """Whether the type has no value but ``None``, for which ``|`` is not defined."""
    return not re.sub(r"t\.|Union|Optional|None|[\[\],| ]", "", type_)
