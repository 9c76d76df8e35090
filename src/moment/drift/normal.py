"""When two types mean the same, and which of two takes more values; unless strict, one meaning in two spellings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from moment.drift.edits import Sense
from moment.drift.forms import ABSORBING, expanded, items, widened, without_null, without_undefined
from moment.drift.types import (
    NULL,
    UNDEFINED,
    Argument,
    Array,
    Brand,
    Function,
    Intersection,
    Literal,
    Member,
    Object,
    Primitive,
    Reference,
    Template,
    Tuple,
    Type,
    TypeParameter,
    Union,
)

DOMAIN_BRANDS = frozenset(("UUID", "DateTime", "Date", "Money"))
_NOTHING = (NULL, UNDEFINED, Primitive("void"))
_DATES = frozenset(("DateTime", "Date"))


@dataclass(frozen=True, slots=True)
class Lens:
    """How two sides are seen.

    ``strict`` tells representations apart, ``exact`` only those that the language has words for: `Money` is no number,
    and no text, `DateTime` is no `Date`. ``renamed`` maps old symbols to their new names. Of ``compared`` symbols, and
    of elements, the name is enough: what they stand for is compared where they are declared. ``mixed`` sides are of two
    languages, one of which has only one word for nothing.
    """

    strict: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)
    compared: frozenset[str] = frozenset()
    mixed: bool = False
    exact: bool = False

    @property
    def tells_brands(self) -> bool:
        return self.strict or self.exact

    def loose(self) -> Lens:
        return replace(self, strict=False)

    def trusts(self, name: str) -> bool:
        return "/" in name or name in self.compared


def same(one: Type, other: Type, lens: Lens) -> bool:
    """Whether both mean the same through ``lens``; ``one`` is of the old side. Read only arrays are arrays here."""
    if one == other:
        return True
    if isinstance(one, Reference) and isinstance(other, Reference) and _same_name(one, other, lens):
        known = one.target is not None and other.target is not None
        if not known or lens.trusts(one.name):
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
    if lens.mixed and (bare := without_null(type_)) != type_:
        type_, mark = bare, True
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
                not lens.tells_brands and brand.name in _DATES and plain.external and plain.name == "Date"
            )
        return not lens.tells_brands and (
            same(brand.base, plain, lens)
            or (brand.name == "Money" and plain in (Primitive("string"), Primitive("number")))
        )
    return left == right or (lens.mixed and left in _NOTHING and right in _NOTHING)


def _same_brand(one: Brand, other: Brand, lens: Lens) -> bool:
    if one.name == other.name:
        return one.base == other.base or (one.name == "Money" and not lens.tells_brands)
    known = (one.name in DOMAIN_BRANDS) + (other.name in DOMAIN_BRANDS)
    is_base = one.base == other.base or one.base == other or one == other.base
    return not lens.tells_brands and known == 1 and is_base


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
        if target.name in ABSORBING:
            return True
        if isinstance(source, Literal):
            return widened(source) == target.name
        if isinstance(source, Brand):
            return source.base == target
        return isinstance(source, Template) and target.name == "string"
    return isinstance(source, Array) and isinstance(target, Array) and sense(source.item, target.item, lens) == "wider"
