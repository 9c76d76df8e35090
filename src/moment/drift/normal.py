"""When two types mean the same: unions without order, aliases followed, and, unless strict, one meaning in two spellings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from moment.drift.edits import Sense
from moment.drift.types import (
    BOOLEAN,
    NEVER,
    NULL,
    UNDEFINED,
    Argument,
    Array,
    Brand,
    Function,
    Intersection,
    Literal,
    Member,
    Name,
    Object,
    Opaque,
    Primitive,
    Reference,
    Template,
    Tuple,
    Type,
    TypeParameter,
    Union,
    Variable,
)

DOMAIN_BRANDS = frozenset(("UUID", "DateTime", "Date", "Money"))
_NOTHING = (NULL, UNDEFINED, Primitive("void"))
_PLAIN = frozenset((Primitive, Literal, Brand, Variable))
_DATES = frozenset(("DateTime", "Date"))
_TRUE, _FALSE = Literal("true"), Literal("false")
_ABSORBING = ("any", "unknown")
_ROLES = {'"': "string", "t": "boolean", "f": "boolean"}


@dataclass(frozen=True, slots=True)
class Lens:
    """How two sides are seen.

    ``strict`` tells representations apart, ``renamed`` maps old symbols to their new names. Of ``compared`` symbols, and
    of elements, the name is enough: what they stand for is compared where they are declared. ``mixed`` sides are of two
    languages, one of which has only one word for nothing.
    """

    strict: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)
    compared: frozenset[str] = frozenset()
    mixed: bool = False

    def loose(self) -> Lens:
        return replace(self, strict=False)

    def trusts(self, name: str) -> bool:
        return "/" in name or name in self.compared


def union(items: Iterable[Type]) -> Type:
    """Flat and unique, without what another member holds already; in order of first mention."""
    found: dict[Type, None] = {}
    for item in _flat(items, Union):
        found.setdefault(item)
    for absorbing in _ABSORBING:
        if Primitive(absorbing) in found:
            return Primitive(absorbing)
    if _TRUE in found and _FALSE in found:
        found = {BOOLEAN if each == _TRUE else each: None for each in found if each != _FALSE}
    primitives = {each.name for each in found if isinstance(each, Primitive)}
    kept = [each for each in found if each != NEVER and not (isinstance(each, Literal) and widened(each) in primitives)]
    return kept[0] if len(kept) == 1 else Union(tuple(kept)) if kept else NEVER


def intersection(items: Iterable[Type]) -> Type:
    """Flat and unique; a primitive beside an object is a brand."""
    found = tuple(dict.fromkeys(each for each in _flat(items, Intersection) if each != Primitive("unknown")))
    primitives = [each for each in found if isinstance(each, Primitive) and each.name in ("string", "number", "bigint")]
    objects = [each for each in found if isinstance(each, Object)]
    if primitives and len(primitives) + len(objects) == len(found) and len(found) > 1:
        return Brand(_brand_name(objects), primitives[0])
    return found[0] if len(found) == 1 else Intersection(found)


def template(texts: tuple[str, ...], items: Iterable[Type]) -> Type:
    """A template whose literal places are filled; a literal when none is left."""
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
    kind = type_.__class__
    if kind in _PLAIN:
        return None
    if isinstance(type_, Opaque):
        return type_
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


def same(one: Type, other: Type, lens: Lens) -> bool:
    """Whether both mean the same through ``lens``; ``one`` is of the old side. Read only arrays are arrays here."""
    if one == other:
        return True
    if isinstance(one, Reference) and isinstance(other, Reference) and _same_name(one, other, lens):
        known = one.target is not None and other.target is not None
        if not known or isinstance(one.target, Brand) or lens.trusts(one.name):
            return True
    left, right = expanded(one, enums=not lens.strict), expanded(other, enums=not lens.strict)
    if isinstance(left, Union) or isinstance(right, Union):
        return _same_sets(items(one, enums=not lens.strict), items(other, enums=not lens.strict), lens)
    match left, right:
        case (Reference(), Reference()):
            return _same_name(left, right, lens)
        case (Array(item), Array(item_)):
            return same(item, item_, lens)
        case (Tuple(slots), Tuple(slots_)):
            return len(slots) == len(slots_) and all(
                a.optional == b.optional and a.rest == b.rest and same(a.type, b.type, lens)
                for a, b in zip(slots, slots_, strict=True)
            )
        case (Intersection(found), Intersection(found_)):
            return _same_sets(found, found_, lens)
        case (Object(members), Object(members_)):
            return _same_members(members, members_, lens)
        case (Function(), Function()):
            return same_signature(left, right, lens)
        case (Template(texts, found), Template(texts_, found_)):
            return texts == texts_ and all(same(a, b, lens) for a, b in zip(found, found_, strict=True))
    return _same_primitive(one, other, left, right, lens)


def same_signature(one: Function, other: Function, lens: Lens) -> bool:
    """Parameters, type parameters and result."""
    return same_arguments(one, other, lens) and same_result(one.returns, other.returns, lens)


def same_arguments(one: Function, other: Function, lens: Lens) -> bool:
    return (
        one.constructs == other.constructs
        and len(one.arguments) == len(other.arguments)
        and all(_same_argument(a, b, lens) for a, b in zip(one.arguments, other.arguments, strict=True))
        and same_parameters(one.parameters, other.parameters, lens)
    )


def same_result(one: Type, other: Type, lens: Lens) -> bool:
    """Unless strict, a promise of a type is that type."""
    if lens.strict:
        return same(one, other, lens)
    return same(awaited(one), awaited(other), lens)


def awaited(type_: Type) -> Type:
    while isinstance(type_, Reference) and type_.name in ("Promise", "PromiseLike", "Awaitable", "Coroutine"):
        if not type_.arguments:
            break
        type_ = type_.arguments[-1]
    return type_


def same_parameters(one: tuple[TypeParameter, ...], other: tuple[TypeParameter, ...], lens: Lens) -> bool:
    """Type parameters by position, constraint and default; their names mean nothing."""
    return len(one) == len(other) and all(
        _same_optional(a.constraint, b.constraint, lens) and _same_optional(a.default, b.default, lens)
        for a, b in zip(one, other, strict=True)
    )


def sense(old: Type, new: Type, lens: Lens) -> Sense:
    """Whether ``new`` takes more values than ``old``, fewer, or others."""
    before, after = items(old), items(new)
    grows = all(any(_fits(a, b, lens) for b in after) for a in before)
    shrinks = all(any(_fits(b, a, lens) for a in before) for b in after)
    return "other" if grows == shrinks else "wider" if grows else "narrower"


def text(type_: Type) -> str:
    """The canonical text: the same for types that are equal by spelling alone. Names of elements are shown short."""
    match type_:
        case Primitive(name) | Brand(name):
            return name
        case Template(texts, places):
            filled = "".join(f"${{{text(item)}}}{rest}" for item, rest in zip(places, texts[1:], strict=True))
            return f"`{texts[0]}{filled}`"
        case Literal(value):
            return value.replace('"', "'") if value[0] == '"' and "'" not in value and "\\" not in value else value
        case Reference(name, arguments) | Name(name, arguments):
            shown = name.rpartition("/")[2]
            return f"{shown}<{', '.join(map(text, arguments))}>" if arguments else shown
        case Variable(position, depth):
            return f"T{position}" if depth == 0 else f"{'U' * depth}{position}"
        case Array(item):
            return f"{_wrapped(item)}[]"
        case Tuple(slots):
            found = (f"{'...' * s.rest}{text(s.type)}{'[]' * s.rest}{'?' * s.optional}" for s in slots)
            return f"[{', '.join(found)}]"
        case Union(found_items):
            return " | ".join(sorted(map(_wrapped, found_items), key=_union_order))
        case Intersection(found_items):
            return " & ".join(sorted(map(_wrapped, found_items)))
        case Object(members):
            return f"{{ {'; '.join(sorted(map(member_text, members)))} }}" if members else "{}"
        case Function():
            return signature_text(type_, " => ")
        case Opaque(shown, _):
            return " ".join(shown.split()) or "?"
    return "?"


def member_text(member: Member) -> str:
    """``a?: string``, ``put(A): B``; canonical, without ``readonly``."""
    type_, has_undefined = without_undefined(member.type)
    mark = "?" if member.optional or has_undefined else ""
    if member.kind == "index":
        return f"[key: {member.name[1:-1]}]: {text(type_)}"
    if isinstance(type_, Function) and member.kind in ("method", "call", "construct"):
        return f"{member.name}{mark}{signature_text(type_, ': ')}"
    return f"{member.name}{mark}: {text(type_)}"


def signature_text(function: Function, arrow: str) -> str:
    new = "new " if function.constructs else ""
    return (
        f"{new}{parameters_text(function.parameters, 'U')}({arguments_text(function)}){arrow}{text(function.returns)}"
    )


def arguments_text(function: Function) -> str:
    return ", ".join(f"{'...' * a.rest}{text(a.type)}{'?' * a.optional}" for a in function.arguments)


def parameters_text(parameters: tuple[TypeParameter, ...], letter: str = "T") -> str:
    if not parameters:
        return ""
    shown = []
    for position, each in enumerate(parameters):
        bound = f" extends {text(each.constraint)}" if each.constraint is not None else ""
        default = f" = {text(each.default)}" if each.default is not None else ""
        shown.append(f"{letter}{position}{bound}{default}")
    return f"<{', '.join(shown)}>"


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


def _same_name(one: Reference, other: Reference, lens: Lens) -> bool:
    if one.name != other.name and lens.renamed.get(one.name) != other.name:
        return False
    return len(one.arguments) == len(other.arguments) and all(
        same(a, b, lens) for a, b in zip(one.arguments, other.arguments, strict=True)
    )


def _same_sets(one: tuple[Type, ...], other: tuple[Type, ...], lens: Lens) -> bool:
    return all(any(same(a, b, lens) for b in other) for a in one) and all(
        any(same(a, b, lens) for a in one) for b in other
    )


def _same_members(one: tuple[Member, ...], other: tuple[Member, ...], lens: Lens) -> bool:
    named = {member.name: member for member in other}
    return len(one) == len(other) == len(named) and all(
        member.name in named and _same_member(member, named[member.name], lens) for member in one
    )


def _same_member(one: Member, other: Member, lens: Lens) -> bool:
    (left, left_mark), (right, right_mark) = without_undefined(one.type), without_undefined(other.type)
    return (one.optional or left_mark) == (other.optional or right_mark) and same(left, right, lens)


def _same_argument(one: Argument, other: Argument, lens: Lens) -> bool:
    (left, left_mark), (right, right_mark) = _argument(one, lens), _argument(other, lens)
    return one.rest == other.rest and left_mark == right_mark and same(left, right, lens)


def _argument(argument: Argument, lens: Lens) -> tuple[Type, bool]:
    """Its type without nothing, and whether it may be nothing."""
    type_, mark = without_undefined(argument.type)
    if lens.mixed and isinstance(type_, (Union, Reference)) and NULL in items(type_):
        type_, mark = union(each for each in items(type_) if each != NULL), True
    return type_, argument.optional or mark


def _same_optional(one: Type | None, other: Type | None, lens: Lens) -> bool:
    if one is None or other is None:
        return one is other
    return same(one, other, lens)


def _same_primitive(one: Type, other: Type, left: Type, right: Type, lens: Lens) -> bool:
    """Brands against brands, against their primitives, and against what else spells them."""
    if isinstance(left, Brand) and isinstance(right, Brand):
        return _same_brand(left, right, lens)
    if isinstance(left, Brand) or isinstance(right, Brand):
        brand, plain, reference = (left, right, other) if isinstance(left, Brand) else (right, left, one)
        assert isinstance(brand, Brand)
        if isinstance(plain, Reference):
            return _named_brand(brand, reference) or (
                not lens.strict and brand.name in _DATES and plain.external and plain.name == "Date"
            )
        return not lens.strict and (
            same(brand.base, plain, lens)
            or (brand.name == "Money" and plain in (Primitive("string"), Primitive("number")))
        )
    return left == right or (lens.mixed and left in _NOTHING and right in _NOTHING)


def _same_brand(one: Brand, other: Brand, lens: Lens) -> bool:
    if one.name == other.name:
        return True
    known = (one.name in DOMAIN_BRANDS) + (other.name in DOMAIN_BRANDS)
    return not lens.strict and known == 1 and one.base == other.base


def _named_brand(brand: Brand, reference: Type) -> bool:
    """Whether a name from outside is that of the brand."""
    return isinstance(reference, Reference) and reference.external and reference.name == brand.name != "Date"


def _fits(one: Type, other: Type, lens: Lens) -> bool:
    """Whether every value of ``one`` is a value of ``other``, as far as unions and literals tell."""
    if same(one, other, lens):
        return True
    target = expanded(other)
    source = expanded(one)
    if isinstance(target, Primitive):
        if target.name in _ABSORBING:
            return True
        if isinstance(source, Literal):
            return widened(source) == target.name
        if isinstance(source, Brand):
            return source.base == target
        return isinstance(source, Template) and target.name == "string"
    return isinstance(source, Array) and isinstance(target, Array) and sense(source.item, target.item, lens) == "wider"


def _wrapped(type_: Type) -> str:
    shown = text(type_)
    return f"({shown})" if isinstance(type_, (Union, Intersection, Function)) else shown


def _union_order(shown: str) -> tuple[int, str]:
    return (shown in ("null", "undefined")) + (shown == "undefined"), shown
