"""Whether a patched text says what it was asked to say, and nothing else has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from moment.drift.patch.moment.elements import Found
from moment.drift.patch.moment.placing import containing
from moment.drift.patch.moment.renaming import parts
from moment.drift.patch.moment.segments import Inputs, Segment, segments
from moment.drift.patch.moment.states import Machine, machine
from moment.drift.patch.result import Refusal
from moment.language import syntax
from moment.language.formatter.shape import shape
from moment.language.parser import Parsed
from moment.model.domain import ContractField, Domain, Field, Reference
from moment.text.span import Place

_HOLE = object()
_ELSEWHERE = Refusal("something else in the file would change its meaning")


def check_inserted(before: Found, after: Found, new: Segment) -> None:
    """The owner ``after`` has exactly one member more than ``before``: ``new``."""
    _check_outside(before.parsed, before.node, after.parsed, after.node)
    old, wanted = _shapes(before.parsed, before.node), _flat(new)
    now = _shapes(after.parsed, after.node)
    if sorted(map(repr, now)) != sorted(map(repr, [*old, *wanted])):
        raise Refusal("the text would say something else")


def check_removed(found: Found, after: Parsed, gone: Segment) -> None:
    """``after`` is the text of ``found`` without ``gone``, a segment of its owner."""
    owner = _same(found, after)
    _check_outside(found.parsed, found.owner, after, owner)
    left = [repr(each) for each in _shapes(found.parsed, found.owner)]
    for each in _flat(gone):
        left.remove(repr(each))
    if sorted(left) != sorted(map(repr, _shapes(after, owner))):
        raise Refusal("the text would say something else")


def check_same(found: Found, wanted: Segment) -> None:
    """What is rewritten keeps its kind and its name; a placement and its like have none."""
    if found.kind == "state":
        raise Refusal("a state is no declaration: rewrite its aggregate or saga")
    kind, name = containing(found)[1].key
    if wanted.key[0] != kind:
        raise Refusal(f"the text is a {wanted.key[0]} and no {kind}")
    if found.kind not in ("placement", "crossing", "arm") and wanted.key[1] != name:
        raise Refusal(f"the text names another {kind}: rename it first")


def check_rewrite(before: Found, after: Found, wanted: Segment) -> None:
    """The element says what ``wanted`` says, its siblings and everything else what they said."""
    _check_outside(before.parsed, before.owner, after.parsed, after.owner)
    old_row, old = containing(before)
    new_row, new = containing(after)
    if new.shape != wanted.shape:
        raise Refusal("the text would not say what it should")
    if [each.shape for each in old_row if each is not old] != [each.shape for each in new_row if each is not new]:
        raise _ELSEWHERE


def check_states(before: Found, after: Found, expected: Machine) -> None:
    """The aggregate or saga ``after`` has the ``expected`` machine and is otherwise what it was."""
    owner = before.chain[-3]
    _check_outside(before.parsed, owner, after.parsed, after.node)
    if machine(after.node) != expected:
        raise Refusal("the lifecycle would not be what it should")
    old = [each.shape for each in segments(before.parsed, owner) if each.key[0] != "states"]
    if old != [each.shape for each in segments(after.parsed, after.node) if each.key[0] != "states"]:
        raise _ELSEWHERE


def check_rename(before: Domain, after: Domain, found: Found, name: str, places: Collection[Place]) -> None:
    """Every reference resolves to what it did; what stands at ``places`` means the element under its new ``name``."""
    stem = found.identity[: len(found.identity) - len(found.name)]
    old, new = list(_targets(before)), [target for _, target in _targets(after)]
    for (place, target), now in zip(old, new, strict=True):
        is_renamed = place in places and now == name
        if not is_renamed and now != _renamed(target, found.identity, stem + name):
            raise Refusal(f"a reference would mean another thing than it does, or `{name}` means something already")


def _check_outside(old: Parsed, old_hole: Any, new: Parsed, new_hole: Any) -> None:
    if _outline(old.tree, old_hole) != _outline(new.tree, new_hole):
        raise _ELSEWHERE


def _outline(node: Any, hole: Any) -> object:
    """The shape of a tree around ``hole``."""
    if node is hole:
        return _HOLE
    if isinstance(node, syntax.Field | syntax.Name) or not isinstance(node, tuple):
        return shape(node)
    names = getattr(node, "_fields", None)
    if names is None:
        return tuple(_outline(each, hole) for each in node)
    values = (getattr(node, name) for name in names if name not in ("start", "end", "header_end"))
    return (type(node).__name__, tuple(_outline(value, hole) for value in values))


def _shapes(parsed: Parsed, node: Any) -> list[object]:
    return [each for segment in segments(parsed, node) for each in _flat(segment)]


def _flat(segment: Segment) -> list[object]:
    """The inputs of a command count one by one."""
    if isinstance(segment.node, Inputs):
        return [shape(field) for field in segment.node.fields]
    return [segment.shape]


def _same(found: Found, after: Parsed) -> Any:
    """The owner of ``found`` in the new tree: at the same place from the top."""
    node, new = found.parsed.tree, after.tree
    for child in found.chain[1:-1]:
        new = _counterpart(node, child, new)
        node = child
    return new


def _counterpart(parent: Any, child: Any, new: Any) -> Any:
    for name in parent._fields:
        value, other = getattr(parent, name), getattr(new, name)
        if value is child:
            return other
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            for number, each in enumerate(value):
                if each is child:
                    return other[number]
    raise _ELSEWHERE


def _targets(domain: Domain) -> Iterator[tuple[Place, str | None]]:
    for part in (*parts(domain.contexts), *parts(domain.flows)):
        if isinstance(part, Reference):
            yield part.place, part.target
        elif isinstance(part, Field | ContractField):
            yield part.type_place, part.type.target


def _renamed(target: str | None, old: str, new: str) -> str | None:
    if target is None or target == old:
        return new if target == old else None
    return new + target[len(old) :] if target.startswith(f"{old}/") else target
