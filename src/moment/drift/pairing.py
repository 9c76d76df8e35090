"""Which member of one shape is which of another: by name, by renames that somebody announced, by likeness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from moment.drift.forms import without_undefined
from moment.drift.match import Pairs, pair_members
from moment.drift.normal import Lens
from moment.drift.shape import Shape
from moment.drift.types import Function, Literal, Member
from moment.model.words import words

DISCRIMINANTS = frozenset(("_tag", "tag", "type", "kind", "eventType"))


class Matched(NamedTuple):
    """The members of two shapes by who is who: ``pairs`` old with new, and those that only one side has."""

    pairs: tuple[tuple[Member, Member], ...]
    removed: tuple[Member, ...] = ()
    inserted: tuple[Member, ...] = ()
    renamed: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    candidates: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def match(old: Shape, new: Shape, lens: Lens, *, declared: Mapping[str, str] | None = None) -> Matched:
    """Which member is which: by name, then by declared renames, then by likeness."""
    as_words = _as_words(old, new, lens)
    before, after = _compared(old, new, as_words, lens), _compared(new, old, as_words, lens)
    gone = [member for key, member in before.items() if key not in after]
    come = [member for key, member in after.items() if key not in before]
    if not gone and not come:
        return Matched(tuple((member, after[key]) for key, member in before.items()))
    renames = _declared(old, new, gone, come, lens, declared or {})
    rest_gone = [member for member in gone if member.name not in renames]
    rest_come = [member for member in come if member.name not in renames.values()]
    found = Pairs({}, {})
    if rest_gone and rest_come:
        found = pair_members(rest_gone, rest_come, list(before.values()), list(after.values()), lens)
    partner = {**renames, **found.renamed}
    named = {member.name: member for member in come}
    pairs = []
    for key, member in before.items():
        if key in after:
            pairs.append((member, after[key]))
        elif member.name in partner:
            pairs.append((member, named[partner[member.name]]))
    taken = set(partner.values())
    return Matched(
        tuple(pairs),
        tuple(member for member in gone if member.name not in partner),
        tuple(member for member in come if member.name not in taken),
        frozenset(partner),
        frozenset(renames),
        found.candidates,
    )


def _as_words(old: Shape, new: Shape, lens: Lens) -> bool:
    """Whether names are compared as words: two languages spell them differently, and Python may write what is sent."""
    if old.language != new.language:
        return True
    return not lens.strict and old.language == "python" and all(map(_differs_in_words, (old, new)))


def _differs_in_words(shape: Shape) -> bool:
    """Whether every member has words of its own."""
    return len({member_key(member, as_words=True) for member in shape.members}) == len(shape.members)


def member_key(member: Member, *, as_words: bool) -> str:
    """What says that two members are the same one."""
    if member.kind in ("call", "construct"):
        return f"[{member.kind}]"
    return "_".join(words(member.wire or member.name)).lower() if as_words else member.name


def _compared(shape: Shape, other: Shape, as_words: bool, lens: Lens) -> dict[str, Member]:
    """The members of ``shape`` that count beside ``other``: no discriminant, and no behaviour beside pure data."""
    members = shape.members
    if not lens.strict and any(member.name in DISCRIMINANTS for member in members):
        names = _own_names(shape) | _own_names(other)
        members = tuple(member for member in members if not is_discriminant(member, names))
    if shape.kind == "class" and not any(map(_is_behaviour, other.members)):
        asked = {member_key(member, as_words=as_words) for member in other.members}
        members = tuple(
            member
            for member in members
            if not _is_behaviour(member)
            or (member.kind == "property" and member_key(member, as_words=as_words) in asked)
        )
    return {member_key(member, as_words=as_words): member for member in members}


def _is_behaviour(member: Member) -> bool:
    """A method, a field that holds one, what is computed; a class of data may have them without being other data."""
    is_computed = member.implicit or isinstance(member.type, Function)
    return member.kind == "method" or (member.kind == "property" and is_computed)


def _own_names(shape: Shape) -> frozenset[str]:
    parts = (shape.name, *shape.aliases, shape.element, shape.identity.partition("#")[2])
    return frozenset(part.rpartition("/")[2].rpartition(".")[2] for part in parts if part)


def is_discriminant(member: Member, names: frozenset[str]) -> bool:
    """Whether a member only says which type this is."""
    if member.name not in DISCRIMINANTS:
        return False
    type_ = without_undefined(member.type)[0]
    return isinstance(type_, Literal) and type_.text[1:-1] in names


def _declared(
    old: Shape, new: Shape, gone: Sequence[Member], come: Sequence[Member], lens: Lens, known: Mapping[str, str]
) -> dict[str, str]:
    """Renames that somebody announced, and in a strict comparison that of the discriminant."""
    arrived = {member.name: member for member in come}
    by_wire = {member.wire: member.name for member in come if member.wire}
    found: dict[str, str] = {}
    for member in gone:
        said = known.get(member.name) or (member.deprecated.replacement if member.deprecated is not None else "")
        name = said if said in arrived else by_wire.get(said, "")
        if name and name not in found.values():
            found[member.name] = name
    for member in come:
        back = member.deprecated.replacement if member.deprecated is not None else ""
        if back in {each.name for each in gone} - set(found) and member.name not in found.values():
            found[back] = member.name
    names = _own_names(old) | _own_names(new)
    tags = [member.name for member in gone if is_discriminant(member, names)]
    others = [member.name for member in come if is_discriminant(member, names)]
    found.update({tag: other for tag, other in zip(tags, others, strict=False) if tag not in found})
    return found
