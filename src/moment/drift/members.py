"""Two members of one name, or of a renamed pair, to the aspects in which they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed
from typing import NamedTuple

from moment.drift.canonical import arguments_text, text
from moment.drift.edits import Aspect, Edit, Sense
from moment.drift.forms import PLAIN, expanded, opaque, parts, without_null, without_undefined
from moment.drift.normal import Lens, awaited, same, same_arguments, same_result, sense
from moment.drift.types import Array, Deprecation, Function, Intersection, Member, Opaque, Reference, Tuple, Type


class Facet(NamedTuple):
    """One aspect of a member on two sides, as canonical texts; ``representation`` when only a strict eye sees it."""

    aspect: Aspect
    before: str
    after: str
    sense: Sense = ""
    representation: bool = False


def differences(old: Member, new: Member, lens: Lens) -> Iterator[Facet]:
    """Every aspect but the name, in a fixed order; of types that are not known none."""
    if are_alike(old, new):
        return
    if lens.strict and old.kind != new.kind:
        yield Facet("kind", old.kind, new.kind, representation=True)
    (left, left_mark), (right, right_mark) = without_undefined(old.type), without_undefined(new.type)
    if lens.mixed and (old.optional or left_mark) and (new.optional or right_mark):
        left, right = without_null(left), without_null(right)
    if unseen(old, new) is None:
        if old.kind == "value" and new.kind == "value":
            if left != right:
                yield Facet("value", text(left), text(right))
        else:
            yield from _types(left, right, lens)
    yield from _optional(old, new, left_mark, right_mark, lens)
    if lens.strict and _readonly(old) != _readonly(new):
        yield Facet("readonly", _readonly(old), _readonly(new), representation=True)
    yield from deprecations(old.deprecated, new.deprecated, lens)


def are_alike(old: Member, new: Member) -> bool:
    """Whether both are written alike, so that there is nothing to look into."""
    return (
        old.type == new.type
        and old.optional == new.optional
        and old.kind == new.kind
        and old.readonly == new.readonly
        and old.deprecated == new.deprecated
    )


def unseen(old: Member, new: Member) -> Opaque | None:
    """What keeps both from being compared: a part that cannot be reduced, or a name of which only one side knows more."""
    found = opaque(old.type) or opaque(new.type)
    if found is not None or are_alike(old, new):
        return found
    for one, other in ((old.type, new.type), (new.type, old.type)):
        for name in _names(one, external=True) & _names(other, external=False):
            return Opaque(name, f"what `{name}` is was not found")
    return None


def _names(type_: Type, *, external: bool) -> set[str]:
    """The names from outside the files that were read, or those of elements, in ``type_``."""
    if type_.__class__ in PLAIN:
        return set()
    found = {name for part in parts(type_) for name in _names(part, external=external)}
    if isinstance(type_, Reference) and type_.external == external and (external or "/" in type_.name):
        found.add(type_.name.rpartition("/")[2])
    return found


def deprecations(old: Deprecation | None, new: Deprecation | None, lens: Lens) -> Iterator[Facet]:
    """The words of a deprecation are its representation; that it is there, and its replacement, are not."""
    before, after = _deprecation(old), _deprecation(new)
    if (old is None) != (new is None):
        yield Facet("deprecated", before, after)
    elif old is not None and new is not None and old != new:
        says_other = bool(old.replacement and new.replacement and old.replacement != new.replacement)
        if says_other or lens.strict:
            yield Facet("deprecated", before, after, representation=not says_other)


def edit(facet: Facet, like: Edit) -> Edit:
    """``facet`` as an update with the names and places of ``like``."""
    return changed(
        like,
        kind="update",
        aspect=facet.aspect,
        before=facet.before,
        after=facet.after,
        sense=facet.sense,
        is_representation=facet.representation,
    )


def _types(left: Type, right: Type, lens: Lens) -> Iterator[Facet]:
    one, other = expanded(left), expanded(right)
    if isinstance(one, Function) and isinstance(other, Function):
        yield from _signatures(one, other, lens)
        return
    if same(left, right, lens):
        return
    is_overloaded = any(isinstance(each, Intersection) and _is_callable(each) for each in (one, other))
    aspect: Aspect = "parameters" if is_overloaded and _is_callable(one) and _is_callable(other) else "type"
    representation = lens.strict and same(left, right, lens.loose())
    yield Facet(aspect, text(left), text(right), sense(left, right, lens), representation)


def _signatures(one: Function, other: Function, lens: Lens) -> Iterator[Facet]:
    if not same_arguments(one, other, lens):
        yield Facet("parameters", f"({arguments_text(one)})", f"({arguments_text(other)})")
    if opaque(one.returns) is not None or opaque(other.returns) is not None:
        return
    if not same_result(one.returns, other.returns, lens):
        loose = same_result(one.returns, other.returns, lens.loose())
        way = sense(awaited(one.returns), awaited(other.returns), lens) if not loose else "other"
        yield Facet("returns", text(one.returns), text(other.returns), way, lens.strict and loose)


def _optional(old: Member, new: Member, left_mark: bool, right_mark: bool, lens: Lens) -> Iterator[Facet]:
    before, after = old.optional or left_mark, new.optional or right_mark
    if before != after:
        way: Sense = "optional" if after else "required"
        yield Facet("optional", _mark(before), _mark(after), way)
    elif lens.strict and before and old.optional != new.optional:
        yield Facet("optional", _form(old), _form(new), representation=True)


def _mark(is_optional: bool) -> str:
    return "optional" if is_optional else "required"


def _form(member: Member) -> str:
    return "?" if member.optional else "| undefined"


def _readonly(member: Member) -> str:
    shown = expanded(without_undefined(member.type)[0])
    is_frozen = isinstance(shown, Array | Tuple) and shown.readonly
    return " ".join(["readonly"] * member.readonly + ["readonly[]"] * is_frozen) or "mutable"


def _deprecation(said: Deprecation | None) -> str:
    if said is None:
        return "in use"
    ending = f" -> {said.replacement}" if said.replacement else ""
    return f"deprecated {said.reason}{ending}".replace("  ", " ").strip()


def _is_callable(type_: Type) -> bool:
    if isinstance(type_, Intersection):
        return all(isinstance(each, Function) for each in type_.items)
    return isinstance(type_, Function)
