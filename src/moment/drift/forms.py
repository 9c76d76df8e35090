"""Types in their one form: flat unions, brands, what aliases stand for, what cannot be told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

from moment.drift.types import (
    BOOLEAN,
    NEVER,
    NULL,
    UNDEFINED,
    Array,
    Brand,
    Function,
    Intersection,
    Literal,
    Object,
    Opaque,
    Primitive,
    Reference,
    Template,
    Tuple,
    Type,
    Union,
    Variable,
)

PLAIN = frozenset((Primitive, Literal, Brand, Variable, type(None)))
"""Classes of types that have no parts."""
_TRUE, _FALSE = Literal("true"), Literal("false")
ABSORBING = ("any", "unknown")
MOST_TEMPLATES = 1000
_ROLES = {'"': "string", "t": "boolean", "f": "boolean"}


def union(items: Iterable[Type]) -> Type:
    """Flat and unique, without what another member holds already; in order of first mention."""
    found: dict[Type, None] = {}
    for item in _flat(items, Union):
        found.setdefault(item)
    for absorbing in ABSORBING:
        if Primitive(absorbing) in found:
            return Primitive(absorbing)
    if _TRUE in found and _FALSE in found:
        found = {BOOLEAN if each == _TRUE else each: None for each in found if each != _FALSE}
    primitives = {each.name for each in found if isinstance(each, Primitive)}
    kept = [each for each in found if each != NEVER and not (isinstance(each, Literal) and widened(each) in primitives)]
    return kept[0] if len(kept) == 1 else Union(tuple(kept)) if kept else NEVER


def intersection(items: Iterable[Type]) -> Type:
    """Flat and unique; a primitive beside an object is a brand, beside literals it keeps its own of them."""
    found = tuple(dict.fromkeys(each for each in _flat(items, Intersection) if each != Primitive("unknown")))
    if NEVER in found:
        return NEVER
    if len(found) == 2 and (kept := _own_literals(*found) or _own_literals(found[1], found[0])) is not None:
        return kept
    primitives = [each for each in found if isinstance(each, Primitive) and each.name in ("string", "number", "bigint")]
    objects = [each for each in found if isinstance(each, Object)]
    if primitives and len(primitives) + len(objects) == len(found) and len(found) > 1:
        return Brand(_brand_name(objects), primitives[0])
    return found[0] if len(found) == 1 else Intersection(found)


def _own_literals(role: Type, literals: Type) -> Type | None:
    """The ``literals`` of a primitive: ``keyof T & string``; ``None`` when these are none."""
    found = items(literals)
    if not isinstance(role, Primitive) or not all(isinstance(each, Literal) for each in found):
        return None
    return union(each for each in found if isinstance(each, Literal) and widened(each) == role.name)


def template(texts: tuple[str, ...], filling: Iterable[Type]) -> Type:
    """A template whose literal places are filled, once for each literal of a union; a literal when none is left."""
    filling = tuple(filling)
    choices = [_choices(each) for each in filling]
    if prod(map(len, choices)) > MOST_TEMPLATES:
        choices = [(each,) for each in filling]
    return union(_template(texts, chosen) for chosen in product(*choices))


def _choices(filling: Type) -> tuple[Type, ...]:
    found = items(filling)
    return found if all(isinstance(each, Literal) for each in found) else (filling,)


def _template(texts: tuple[str, ...], items: Iterable[Type]) -> Type:
    left, kept = [texts[0]], list[Type]()
    for following, item in zip(texts[1:], items, strict=True):
        if isinstance(item, Literal):
            filling = json.loads(item.text)
            left[-1] += (filling if isinstance(filling, str) else item.text) + following
        else:
            kept.append(item)
            left.append(following)
    return Template(tuple(left), tuple(kept)) if kept else Literal(json.dumps(left[0], ensure_ascii=False))


def widened(literal: Literal) -> str:
    """The primitive that a literal belongs to."""
    return _ROLES.get(literal.text[0], "bigint" if literal.text.endswith("n") else "number")


def without_undefined(type_: Type) -> tuple[Type, bool]:
    """``type_`` without ``undefined``, and whether it had it."""
    if not _may_be_undefined(type_):
        return type_, False
    return union(each for each in items(type_) if each != UNDEFINED), True


def without_null(type_: Type) -> Type:
    """``type_`` without ``null``; a language with one word for nothing cannot say both."""
    found = items(type_) if isinstance(type_, (Union, Reference)) else ()
    return union(each for each in found if each != NULL) if NULL in found else type_


def _may_be_undefined(type_: Type) -> bool:
    if isinstance(type_, Union):
        return any(_may_be_undefined(each) for each in type_.items)
    if isinstance(type_, Reference):
        return type_.target is not None and _may_be_undefined(type_.target)
    return isinstance(type_, Primitive) and type_.name == "undefined"


def items(type_: Type, *, enums: bool = True) -> tuple[Type, ...]:
    """The members of a union, aliases followed; every other type is its own only member."""
    followed = expanded(type_, enums=enums)
    if not isinstance(followed, Union):
        named = isinstance(followed, Brand) or (isinstance(followed, Reference) and "/" in getattr(type_, "name", ""))
        return (type_,) if isinstance(type_, Reference) and named else (followed,)
    flat = union(each for item in followed.items for each in items(item, enums=enums))
    return flat.items if isinstance(flat, Union) else (flat,)


def expanded(type_: Type, *, enums: bool = True) -> Type:
    """What an alias stands for, however many there are; values of an enum unless ``enums`` is off."""
    while isinstance(type_, Reference) and type_.target is not None and (enums or not type_.is_enum):
        type_ = type_.target
    return type_


def opaque(type_: Type) -> Opaque | None:
    """The first part of ``type_`` that could not be reduced."""
    if type_.__class__ in PLAIN:
        return None
    if isinstance(type_, Opaque):
        return type_
    if isinstance(type_, Reference) and not type_.arguments and type_.target.__class__ in PLAIN:
        return None
    for part in parts(type_):
        found = opaque(part)
        if found is not None:
            return found
    return None


def parts(type_: Type) -> tuple[Type, ...]:
    """The types directly inside ``type_``; of a reference its arguments and what it stands for."""
    match type_:
        case Reference(arguments=arguments, target=target):
            return arguments if target is None else (*arguments, target)
        case Array(item):
            return (item,)
        case Union(found) | Intersection(found) | Template(_, found):
            return found
        case Tuple(slots):
            return tuple(slot.type for slot in slots)
        case Object(members):
            return tuple(member.type for member in members)
        case Function(arguments, returns):
            return (*(argument.type for argument in arguments), returns)
    return ()


def _flat(found: Iterable[Type], kind: type[Union] | type[Intersection]) -> Iterator[Type]:
    for item in found:
        if isinstance(item, kind):
            yield from _flat(item.items, kind)
        else:
            yield item


def _brand_name(objects: list[Object]) -> str:
    """What the brand's own literal calls it."""
    for each in objects:
        for member in each.members:
            if isinstance(member.type, Literal) and member.type.text[0] == '"':
                return str(json.loads(member.type.text))
    return ""
