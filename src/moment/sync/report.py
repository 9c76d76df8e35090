"""An analysis as what people and programs read: points with ids and places, totals, findings, and what counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from moment.diagnostics.model import Diagnostic, order
from moment.drift import findings
from moment.drift.category import CascadeClassification, Party
from moment.drift.shape import Shape
from moment.drift.verdict import Direction
from moment.sync import types
from moment.sync.analysis import Analysis
from moment.sync.comparison import Difference
from moment.sync.decisions import proposal_id
from moment.sync.hashes import specification_hash
from moment.sync.misnamed import misnamed
from moment.sync.strays import stray_shapes
from moment.sync.told import Drift, Told
from moment.sync.types import CascadeCategory, DriftPoint, DriftReport, TextEdit, Unmodelled, UnreadSource
from moment.text.span import Place

if TYPE_CHECKING:
    from moment.sync.plans import Plan

NOTHING_COMPARED = "nothing was compared"


@dataclass(frozen=True, slots=True)
class Judged(Told):
    """A point with the difference that it tells and the edit that would end it."""

    difference: Difference
    plan: Plan


def judged(analysis: Analysis, statuses: Mapping[str, str]) -> tuple[Judged, ...]:
    """Every difference as a point, worst first; ``statuses`` are those of recorded proposals by id."""
    return tuple(sorted(_judged(analysis, statuses), key=_rank))


def drift(
    analysis: Analysis,
    told: Sequence[Judged],
    *,
    timestamp: str = "",
    unmodelled: str = "info",
    state: Sequence[Diagnostic] = (),
) -> Drift:
    """The report about ``told``, the points of ``analysis``, and about what has none.

    ``state`` are the findings about what is kept of the past.
    """
    strays = tuple(_unmodelled(analysis)) if unmodelled != "ignore" else ()
    unread = (*_unread(analysis), *_damaged(analysis))
    counted = [each.point.category for each in told if each.counts]
    points = tuple(each.point for each in told)
    report = DriftReport(
        points,
        _summary(told, len(unread)),
        sum(1 for name in analysis.equal if "#" not in name and name in analysis.expected.elements),
        sum(1 for name in analysis.drifted if "#" not in name),
        strays,
        unread,
        max(counted, default=None),
        specification_hash(analysis.session),
        timestamp,
    )
    found = sorted((*state, *_diagnostics(analysis, told, unmodelled)), key=order)
    return Drift(tuple(told), report, tuple(found), tuple(state))


def complete(drift: Drift, analysis: Analysis, timestamp: str) -> DriftReport:
    """The report with its findings, for those who get nothing else."""
    summary = drift.report.summary if not analysis.findings else NOTHING_COMPARED
    diagnostics = (*analysis.findings, *drift.diagnostics)
    return replace(drift.report, summary=summary, timestamp=timestamp, diagnostics=diagnostics)


# -- points ----------------------------------------------------------------------------------------------------------


def _judged(analysis: Analysis, statuses: Mapping[str, str]) -> Iterator[Judged]:
    if not analysis.differences:
        return
    from moment.sync.plans import plan  # what edits is loaded when there is something to edit

    taken: set[str] = set()
    for difference in analysis.differences:
        name = identity(difference, taken)
        taken.add(name)
        found = plan(analysis, difference)
        known = difference if found.is_mechanical else replace(difference, classification=_by_hand(difference, found))
        point = _point(analysis, known, name, found.edits)
        yield Judged(point, _finding(known), statuses.get(name, ""), known, found)


def _by_hand(difference: Difference, found: Plan) -> CascadeClassification:
    """A change that no edit can make is never clean."""
    known = difference.classification
    description = f"{known.description}; no edit can make it: {found.refused}"
    actions = (*known.required_actions, f"edit it by hand: {found.refused}")
    category = max(known.category, CascadeCategory.DRIFT)
    return replace(known, category=category, description=description, required_actions=actions)


def identity(difference: Difference, taken: Iterable[str] = ()) -> str:
    """The id of the proposal that would end the difference."""
    point = difference.point
    before, after = sides(difference)
    member = difference.obligation or point.member
    return proposal_id(
        difference.element.id, member, point.change, point.aspect, before, after, point.direction.value, taken=taken
    )


def sides(difference: Difference) -> tuple[str | None, str | None]:
    """What the side that is behind says, and what the other says; in a conflict the code is behind."""
    point = difference.point
    if point.direction is Direction.IMPL_AHEAD:
        return point.specification, point.implementation
    return point.implementation, point.specification


def _point(analysis: Analysis, difference: Difference, name: str, edits: tuple[TextEdit, ...]) -> DriftPoint:
    point, element = difference.point, difference.element
    before, after = sides(difference)
    shape = difference.implementation or difference.specification
    member = difference.obligation or point.member
    where = shape.identity if shape is not None else element.id
    return DriftPoint(
        path=f"{where}.{member}" if member else where,
        summary=_short(difference, before, after),
        direction=_direction(point.direction),
        element=element.id,
        member=member,
        change=point.change,
        aspect=point.aspect,
        base=point.base,
        before=before,
        after=after,
        category=difference.classification.category,
        reason=difference.classification.description,
        consumers=tuple(_consumer(analysis, each) for each in difference.classification.consumers),
        spec=analysis.locator.place(spec_span(difference)),
        implementation=analysis.locator.place(point.implementation_place),
        proposal_id=name,
        edits=edits,
    )


def _direction(direction: Direction) -> types.Direction:
    match direction:
        case Direction.SPEC_AHEAD:
            return "spec-ahead"
        case Direction.IMPL_AHEAD:
            return "impl-ahead"
        case _:
            return "conflict"


def _short(difference: Difference, before: str | None, after: str | None) -> str:
    shown = difference.point.edit.label
    return f"{shown}: {before or 'nothing'} → {after or 'nothing'}" if before != after else shown


def spec_span(difference: Difference) -> Place:
    """Where the specification says it: the member, else the element."""
    element, point = difference.element, difference.point
    if difference.obligation:
        return point.specification_place
    sides = (each for each in (point.edit.old_member, point.edit.new_member) if each is not None)
    names = (name for member in sides for name in (member.wire, member.name))
    return next((element.members[name] for name in names if name in element.members), element.place)


def _consumer(analysis: Analysis, party: Party) -> types.Consumer:
    return types.Consumer(party.description, party.context, party.role, analysis.locator.place(party.place))


def _rank(told: Told) -> tuple[object, ...]:
    """Worst first, then by place."""
    place = told.point.spec or told.point.implementation
    where = (place.path, place.line, place.column) if place is not None else ("", 0, 0)
    return (-told.point.category, *where, told.point.path, told.point.proposal_id)


# -- what is not compared --------------------------------------------------------------------------------------------


def _unread(analysis: Analysis) -> Iterator[UnreadSource]:
    for each in analysis.untold:
        place = analysis.locator.place(each.place) or types.Place(each.place.path, 1, 1, 1, 1)
        name = f"{each.element}.{each.member}" if each.member else each.element
        yield UnreadSource(place, (name,), each.reason)


def _damaged(analysis: Analysis) -> Iterator[UnreadSource]:
    """Files that no element was looked for in."""
    told = {each.place.path for each in analysis.untold}
    for path, damage in analysis.implemented.damaged.items():
        if path not in told:
            place = analysis.locator.place(damage.place._replace(path=path))
            yield UnreadSource(place or types.Place(path, 1, 1, 1, 1), (), damage.reason)
    for path, reason in analysis.implemented.unreadable:
        if path not in told:
            yield UnreadSource(types.Place(path, 1, 1, 1, 1), (), reason)


def _unmodelled(analysis: Analysis) -> Iterator[Unmodelled]:
    for shape in strays(analysis):
        place = analysis.locator.place(shape.place)
        if place is not None:
            yield Unmodelled(shape.name, place)


def strays(analysis: Analysis) -> tuple[Shape, ...]:
    """Exported types that nothing in the specification matches, those aside that count as differences."""
    counted = {each.stray.shape.identity for each in analysis.differences if each.stray is not None}
    return tuple(shape for shape in stray_shapes(analysis.implemented) if shape.identity not in counted)


# -- findings --------------------------------------------------------------------------------------------------------


def _finding(difference: Difference) -> Diagnostic:
    element, point = difference.element, difference.point
    if point.change == "insert" and point.member is None and point.direction is Direction.SPEC_AHEAD:
        names = tuple(dict.fromkeys((element.symbol, element.name)))
        return findings.not_implemented(element.id, element.place, names, point.edit)
    placed = replace(point, specification_place=spec_span(difference))
    return findings.of_point(placed, difference.classification, element=element.id)


def _diagnostics(analysis: Analysis, told: Iterable[Judged], unmodelled: str) -> Iterator[Diagnostic]:
    code = analysis.implemented
    found = [each.diagnostic for each in told if each.counts]
    based = {each.difference.element.id: each.difference for each in told if not each.difference.point.has_base}
    found += [findings.of_base(name, each.element.place) for name, each in based.items()]
    found += [findings.of_damage(path, damage) for path, damage in code.damaged.items()]
    found += [findings.unresolved(path, each) for path, each in code.unresolved]
    if unmodelled != "ignore":
        found += [findings.unmodelled(shape) for shape in strays(analysis)]
    question = code.question
    elements = (each.id for each in (*question.elements, *question.gone)) if question is not None else ()
    contexts = (context.id for context in analysis.session.domain().contexts)
    settings = analysis.session.project.config.implementation
    found += misnamed(code, settings, elements=elements, contexts=contexts)
    yield from found


def _summary(told: Iterable[Told], unread: int) -> str:
    counts = {"spec-ahead": 0, "impl-ahead": 0, "conflict": 0}
    for each in told:
        if each.counts:
            counts[each.point.direction] += 1
    shown = [f"{count} {word}" for word, count in counts.items() if count]
    if unread:
        shown.append(f"{unread} unread")
    return ", ".join(shown) or "no drift"
