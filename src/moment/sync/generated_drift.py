"""Drift of code from a generated folder whose specification is not there: every symbol is an element of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, cast

from moment.diagnostics.model import Diagnostic
from moment.drift import findings
from moment.drift.category import CascadeClassification, classify
from moment.drift.compare import SymbolComparison
from moment.drift.normal import Lens
from moment.drift.pairing import DISCRIMINANTS
from moment.drift.patch.unmodelled import kind_of
from moment.drift.shape import Shape, restored
from moment.drift.types import Function
from moment.drift.verdict import Direction, Point, judge
from moment.sync import types
from moment.sync.change_events import BLOCKS
from moment.sync.decisions import proposal_id
from moment.sync.two_way import Folders, compared, unread_source
from moment.sync.types import DriftPoint, DriftReport, Unmodelled

ABLE: Mapping[str, str] = {"Policy": "Policy", "Service": "Service", "Saga": "Saga", "Projector": "Projection"}
UNIONS: Mapping[str, str] = {"SagaState": "Saga", "SagaEvent": "Saga"}
RECORDS: Mapping[str, str] = {"Input": "Command", "Refusal": "Command"}
"""How generators end the names of what has methods, of unions and of records that follow from an element."""


def generated_drift(folders: Folders, bases: Mapping[str, Any], *, strict: bool, timestamp: str = "") -> DriftReport:
    """Points by symbol. The base of a symbol is that of the one element in ``bases`` which was generated under its name.

    Whoever depends on a symbol is not known without the specification, so nobody is hurt; no edit can be made either.
    """
    lens, known = Lens(strict), _bases(bases)
    points: list[DriftPoint] = []
    diagnostics = list(folders.diagnostics)
    unread = list(folders.unread)
    aligned = drifted = 0
    for each in compared(folders, strict=strict):
        found = _points(each, known, lens)
        told = [_point(each, point, folders) for point in found]
        points += [point for point, _ in told]
        diagnostics += [diagnostic for _, diagnostic in told]
        unread += [unread_source(left, folders.locator) for left in each.unread]
        drifted += bool(told)
        aligned += not told and each.old is not None and each.new is not None
    return DriftReport(
        tuple(sorted(points, key=lambda point: (-point.category, point.path, point.proposal_id))),
        _summary(points, len(unread)),
        aligned,
        drifted,
        tuple(_unmodelled(folders, compared(folders, strict=strict))),
        tuple(unread),
        max((point.category for point in points), default=None),
        sha256(repr(sorted(folders.texts)).encode()).hexdigest()[:16],
        timestamp,
        tuple(diagnostics),
    )


def blocks(folders: Folders) -> Mapping[str, str]:
    """What each generated symbol says of the specification, by its name: `Event`, `Command`, `Enum`, `Saga`."""
    return {shape.name: _block(shape) for shape in folders.generated.shapes}


def _block(shape: Shape) -> str:
    names = {member.name for member in shape.members}
    is_tagged_command = len(names) == 2 and "input" in names and bool(names & DISCRIMINANTS)
    kind = kind_of(shape)
    if kind == "event" and not is_tagged_command:
        return BLOCKS["event"]
    is_able = any(member.kind == "method" or isinstance(member.type, Function) for member in shape.members)
    endings = ABLE if is_able else UNIONS if shape.type is not None else RECORDS
    said = next((block for ending, block in endings.items() if shape.name.endswith(ending)), None)
    if is_tagged_command or said is not None:
        return said or BLOCKS["input"]
    if is_able or (shape.type is not None and kind != "enum"):
        return BLOCKS["aggregate"]
    return BLOCKS[kind]


def _bases(bases: Mapping[str, Any]) -> dict[str, Shape]:
    """From the name of a symbol to its base; names of several elements are left out."""
    found: dict[str, list[Shape]] = {}
    for known in bases.values():
        plain = known.get("shape") if isinstance(known, Mapping) else None
        if plain is not None:
            shape = restored(plain)
            found.setdefault(shape.name, []).append(shape)
    return {name: shapes[0] for name, shapes in found.items() if len(shapes) == 1}


def _points(each: SymbolComparison, bases: Mapping[str, Shape], lens: Lens) -> tuple[Point, ...]:
    """Types that only the code has are no drift, nor are those that only follow from others and are not written."""
    if each.old is None or (each.new is None and _follows(each.old)):
        return ()
    base = bases.get(each.old.name)
    return judge(base, each.old, each.new, lens, has_base=base is not None).points


def _follows(shape: Shape) -> bool:
    """A union, or the tagged form of a command: what the generator adds to its elements."""
    names = {member.name for member in shape.members}
    return shape.kind == "alias" or (len(names) == 2 and "input" in names and bool(names & DISCRIMINANTS))


def _point(each: SymbolComparison, point: Point, folders: Folders) -> tuple[DriftPoint, Diagnostic]:
    assert each.old is not None
    is_conflict = point.direction is Direction.CONFLICT
    found = classify(point.edit, context="", positions=(), parties=(), mechanical=False, conflict=is_conflict)
    shape = each.new or each.old
    before, after = point.implementation, point.specification
    if point.direction is Direction.IMPL_AHEAD:
        before, after = after, before
    where = f"{shape.path}#{shape.name}"
    made = DriftPoint(
        path=f"{where}.{point.member}" if point.member else where,
        summary=f"{point.edit.label}: {before or 'nothing'} → {after or 'nothing'}",
        direction=cast("types.Direction", point.direction.value),
        element=each.old.name,
        member=point.member,
        change=point.change,
        aspect=point.aspect,
        base=point.base,
        before=before,
        after=after,
        category=found.category,
        reason=found.description,
        spec=folders.locator.place(point.specification_place),
        implementation=folders.locator.place(point.implementation_place),
        proposal_id=proposal_id(
            each.old.name, point.member, point.change, point.aspect, before, after, point.direction.value
        ),
    )
    return made, _finding(each.old, point, found)


def _finding(shape: Shape, point: Point, found: CascadeClassification) -> Diagnostic:
    if point.member is None and point.change == "insert":
        return findings.not_implemented(shape.name, shape.place, (shape.name,))
    return findings.of_point(point, found, element=shape.name)


def _unmodelled(folders: Folders, found: Iterator[SymbolComparison]) -> Iterator[Unmodelled]:
    for each in found:
        place = folders.locator.place(each.new.place) if each.new is not None and each.old is None else None
        if each.new is not None and place is not None:
            yield Unmodelled(each.new.name, place)


def _summary(points: list[DriftPoint], unread: int) -> str:
    counts = {
        word: sum(point.direction == word for point in points) for word in ("spec-ahead", "impl-ahead", "conflict")
    }
    shown = [f"{count} {word}" for word, count in counts.items() if count]
    return ", ".join([*shown, *([f"{unread} unread"] if unread else [])]) or "no drift"
