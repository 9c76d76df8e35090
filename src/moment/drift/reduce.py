"""Operators on types applied: ``keyof``, indexed access, mapped types, ``Pick`` and its kin, type parameters filled in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from moment.drift.forms import intersection, items, template, union, without_undefined
from moment.drift.normal import Lens, same
from moment.drift.shape import Shape
from moment.drift.types import (
    NEVER,
    NULL,
    NUMBER,
    UNDEFINED,
    Argument,
    Array,
    Brand,
    Function,
    Intersection,
    Literal,
    Mapped,
    Member,
    Object,
    Opaque,
    Primitive,
    Reference,
    Slot,
    Template,
    Tuple,
    Type,
    Union,
    Variable,
)


class Members:
    """Members in order, each name once: the first that was added wins, except that anything wins over an heir's base."""

    def __init__(self) -> None:
        self.named: dict[str, Member] = {}
        self.bases: list[str] = []
        self.is_open = False

    def add(self, members: Iterable[Member]) -> None:
        """Members of merged declarations; overloads that stand in two of them are both there."""
        for member in members:
            self.named.setdefault(member.name, member)

    def meet(self, members: Iterable[Member]) -> None:
        """Members of one more part of an intersection: what two parts have must be right for both."""
        for member in members:
            before = self.named.get(member.name)
            self.named[member.name] = member if before is None else _met(before, member)

    def inherit(self, shape: Shape, name: str) -> None:
        self.is_open = self.is_open or shape.is_open
        for member in inherited(shape, name):
            self.named.setdefault(member.name, member)


def inherited(shape: Shape, name: str) -> Iterator[Member]:
    """The members of ``shape`` as those of an heir."""
    return (replace(member, inherited=member.inherited or name) for member in shape.members)


def _met(one: Member, other: Member) -> Member:
    """The member that two parts of an intersection have: optional, read only and undefined only if both say so."""
    (left, left_mark), (right, right_mark) = without_undefined(one.type), without_undefined(other.type)
    type_ = left if left == right else intersection((left, right))
    is_optional = one.optional and other.optional
    if not is_optional and (one.optional or left_mark) and (other.optional or right_mark):
        type_ = union((type_, UNDEFINED))
    return replace(one, type=type_, optional=is_optional, readonly=one.readonly and other.readonly)


def literal_names(type_: Type) -> tuple[str, ...] | None:
    """The names that a union of literals spells; ``None`` for any other type."""
    found = []
    for each in items(type_):
        if each == NEVER:
            continue
        if not isinstance(each, Literal):
            return None
        found.append(str(json.loads(each.text)) if each.text[0] == '"' else each.text)
    return tuple(found)


def keys_of(owner: Type) -> Type:
    """``keyof owner``; opaque when the members are not known."""
    if not isinstance(owner, Object):
        return Opaque("keyof", "keyof of a type that is not known")
    return union(
        Primitive(member.name[1:-1]) if member.kind == "index" else Literal(json.dumps(member.name, ensure_ascii=False))
        for member in owner.members
    )


def looked_up(owner: Type, index: Type) -> Type | None:
    """``owner[index]``; ``None`` when it cannot be told."""
    match owner:
        case Tuple(slots) if index == NUMBER:
            return union(slot.type for slot in slots)
        case Array(item) if index == NUMBER:
            return item
        case Tuple(slots) if isinstance(index, Literal) and index.text.isdigit() and int(index.text) < len(slots):
            return slots[int(index.text)].type
        case Object(members):
            names = literal_names(index)
            named = {member.name: member for member in members}
            if names is None or not all(name in named for name in names):
                return None
            return union(_read(named[name]) for name in names)
    return None


def _read(member: Member) -> Type:
    """What reading an optional member gives."""
    return union((member.type, UNDEFINED)) if member.optional else member.type


def mapped(found: Mapped, owner: Type | None, keys: Type, member_type: Callable[[Type], Type]) -> Type:
    """A mapped type as the members it makes; over the keys of ``owner`` each keeps its marks."""
    if isinstance(keys, Opaque) or (owner is not None and not isinstance(owner, Object)):
        return Opaque(found.text, "a mapped type")
    sources = {member.name: member for member in owner.members} if isinstance(owner, Object) else {}
    members = []
    for key in items(keys):
        if isinstance(key, Primitive) and key != NEVER:
            members.append(Member(f"[{key.name}]", member_type(key), "index", readonly=found.readonly == "+"))
            continue
        names = literal_names(key)
        if not names:
            return Opaque(found.text, "a mapped type")
        source = sources.get(names[0])
        type_ = member_type(key)
        if found.optional == "-" or (source is not None and source.optional):
            type_ = without_undefined(type_)[0]
        members.append(
            Member(
                names[0],
                type_,
                source.kind if source is not None and not found.optional and type_ == source.type else "property",
                _mark(found.optional, before=source is not None and source.optional),
                _mark(found.readonly, before=source is not None and source.readonly),
                place=source.place if source is not None else Member("", NEVER).place,
                extent=source.extent if source is not None else Member("", NEVER).place,
            )
        )
    return Object(tuple(members))


def _mark(sign: str, *, before: bool) -> bool:
    return sign == "+" or (before and sign != "-")


def utility(name: str, owners: tuple[Type, ...], given: tuple[Type, ...]) -> Type | None:
    """``Pick<J, 'a'>`` and its kin as members; ``None`` when it is none of them or not known well enough."""
    match name, owners:
        case ("Pick" | "Omit", (Object(members), keys)):
            names = literal_names(keys)
            if names is None:
                return None
            return Object(tuple(member for member in members if (member.name in names) == (name == "Pick")))
        case ("Partial", (Object(members),)):
            return Object(tuple(replace(member, optional=True) for member in members))
        case ("Required", (Object(members),)):
            return Object(
                tuple(replace(member, optional=False, type=without_undefined(member.type)[0]) for member in members)
            )
        case ("Readonly", (Object(members),)):
            return Object(tuple(replace(member, readonly=True) for member in members))
        case ("Readonly", (Array(item),)):
            return Array(item, readonly=True)
        case ("Readonly" | "Mutable", (_,)):
            return given[0]
        case ("Record", (keys, _)):
            return _record(keys, given[1])
        case ("NonNullable", (_,)):
            return union(each for each in items(given[0]) if each not in (NULL, UNDEFINED))
        case ("Exclude" | "Extract", (_, _)):
            return _filtered(given[0], given[1], keeps=name == "Extract")
    return None


def _record(keys: Type, value: Type) -> Type | None:
    if isinstance(keys, Primitive):
        return Object((Member(f"[{keys.name}]", value, "index"),))
    names = literal_names(keys)
    return Object(tuple(Member(name, value) for name in names)) if names is not None else None


def _filtered(source: Type, other: Type, *, keeps: bool) -> Type | None:
    """``Exclude`` and ``Extract`` over literals and names; structural subtypes are not decided."""
    lens = Lens(strict=True)
    others = items(other)
    return union(each for each in items(source) if any(same(each, one, lens) for one in others) == keeps)


def substituted(member: Member, values: tuple[Type, ...]) -> Member:
    return replace(member, type=substitute(member.type, values))


def substitute(type_: Type, values: tuple[Type, ...]) -> Type:
    """``type_`` with the shape's own type parameters replaced by ``values``."""
    match type_:
        case Variable(position, 0):
            return values[position] if position < len(values) else type_
        case Array(item, readonly):
            return Array(substitute(item, values), readonly)
        case Template(texts, found):
            return template(texts, (substitute(each, values) for each in found))
        case Union(found):
            return union(substitute(each, values) for each in found)
        case Intersection(found):
            return intersection(substitute(each, values) for each in found)
        case Brand(name, base):
            return Brand(name, substitute(base, values))
        case Tuple(slots, readonly):
            return Tuple(tuple(Slot(substitute(s.type, values), s.optional, s.rest) for s in slots), readonly)
        case Object(members):
            return Object(tuple(substituted(member, values) for member in members))
        case Function(arguments, returns, parameters, constructs):
            replaced = (Argument(substitute(a.type, values), a.name, a.optional, a.rest) for a in arguments)
            return Function(tuple(replaced), substitute(returns, values), parameters, constructs)
        case Reference(arguments=arguments, target=target):
            return replace(
                type_,
                arguments=tuple(substitute(each, values) for each in arguments),
                target=substitute(target, values) if target is not None else None,
            )
        case _:
            return type_
