"""What commands answer about drift as JSON: the published shapes, made from the records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from moment.diagnostics.model import Diagnostic
from moment.sync import types
from moment.sync.locating import Locator
from moment.sync.told import Drift, Told

FORMAT = "moment.drift/1"


class PlaceDocument(msgspec.Struct, frozen=True, rename="camel"):
    """Path relative to the project; lines and columns from 1, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class EditDocument(msgspec.Struct, frozen=True, rename="camel"):
    """`text` in the place of the code points from `start` to `end`."""

    path: str
    start: int
    end: int
    text: str


class ConsumerDocument(msgspec.Struct, frozen=True, rename="camel"):
    """Somebody whom the change hurts."""

    party: str
    context: str
    role: str
    place: PlaceDocument | None


class PointDocument(msgspec.Struct, frozen=True, rename="camel"):
    """One difference. `before` is what the side that is behind says, `after` the other; in a conflict the code is behind."""

    element: str
    member: str | None
    direction: Literal["spec-ahead", "impl-ahead", "conflict"]
    change: Literal["insert", "remove", "move", "update"]
    aspect: str | None
    base: str | None
    before: str | None
    after: str | None
    category: Literal[1, 2, 3]
    reason: str
    path: str
    summary: str
    proposal_id: str
    status: str
    spec: PlaceDocument | None
    implementation: PlaceDocument | None
    consumers: tuple[ConsumerDocument, ...]
    edits: tuple[EditDocument, ...]


class SummaryDocument(msgspec.Struct, frozen=True, rename="camel"):
    """Elements that agree, points by direction, and what is not compared; `category` is null without points."""

    aligned: int
    spec_ahead: int
    impl_ahead: int
    conflicts: int
    unread: int
    unmodelled: int
    rejected: int
    category: Literal[1, 2, 3] | None


class UnreadDocument(msgspec.Struct, frozen=True, rename="camel"):
    file: str
    line: int
    column: int
    symbols: tuple[str, ...]
    reason: str


class UnmodelledDocument(msgspec.Struct, frozen=True, rename="camel"):
    symbol: str
    place: PlaceDocument


class FindingDocument(msgspec.Struct, frozen=True, rename="camel"):
    """A finding that is no point."""

    code: str
    rule: str
    severity: Literal["error", "warning", "info"]
    message: str
    path: str
    line: int
    column: int
    hint: str | None


class DriftDocument(msgspec.Struct, frozen=True, rename="camel"):
    """What `moment drift --json` and `moment sync status --json` answer."""

    format: str
    specification_hash: str
    base: str | None
    summary: SummaryDocument
    points: tuple[PointDocument, ...]
    unread: tuple[UnreadDocument, ...]
    unmodelled: tuple[UnmodelledDocument, ...]
    diagnostics: tuple[FindingDocument, ...]


def document(drift: Drift, locator: Locator, *, base: str | None) -> DriftDocument:
    """``base`` is when both sides were last in sync, ``locator`` knows the texts that findings point into."""
    report = drift.report
    return DriftDocument(
        FORMAT,
        report.specification_hash,
        base,
        summary(drift),
        tuple(point(each) for each in drift.told),
        tuple(UnreadDocument(u.place.path, u.place.line, u.place.column, u.symbols, u.reason) for u in report.unread),
        tuple(UnmodelledDocument(each.symbol, _place(each.place)) for each in report.unmodelled),
        tuple(_findings(drift, locator)),
    )


def summary(drift: Drift) -> SummaryDocument:
    counted = [each for each in drift.told if each.counts]

    def number(direction: str) -> int:
        return sum(1 for each in counted if each.point.direction == direction)

    report = drift.report
    return SummaryDocument(
        report.total_aligned,
        number("spec-ahead"),
        number("impl-ahead"),
        number("conflict"),
        len(report.unread),
        len(report.unmodelled),
        len(drift.told) - len(counted),
        report.category,  # type: ignore[arg-type]
    )


def point(told: Told) -> PointDocument:
    found = told.point
    return PointDocument(
        found.element, found.member, found.direction,
        found.change, found.aspect, found.base, found.before, found.after,  # type: ignore[arg-type]
        found.category, found.reason, found.path, found.summary, found.proposal_id,  # type: ignore[arg-type]
        told.status or "new",
        _place(found.spec) if found.spec is not None else None,
        _place(found.implementation) if found.implementation is not None else None,
        tuple(_consumer(each) for each in found.consumers),
        tuple(EditDocument(each.path, each.start, each.end, each.text) for each in found.edits),
    )  # fmt: skip


def _consumer(consumer: types.Consumer) -> ConsumerDocument:
    place = _place(consumer.place) if consumer.place is not None else None
    return ConsumerDocument(consumer.party, consumer.context, consumer.role, place)


def _place(place: types.Place) -> PlaceDocument:
    return PlaceDocument(place.path, place.line, place.column, place.end_line, place.end_column)


def _findings(drift: Drift, locator: Locator) -> Iterator[FindingDocument]:
    """The findings that are no points."""
    told = {each.diagnostic for each in drift.told}
    for each in drift.diagnostics:
        if each not in told:
            yield _finding(each, locator)


def _finding(each: Diagnostic, locator: Locator) -> FindingDocument:
    source = locator.source(each.place.path)
    line, column = source.position(each.place.start) if source is not None else (1, 1)
    severity = each.severity.label
    return FindingDocument(
        each.code, each.rule.name, severity, each.message, each.place.path, line, column, each.hint  # type: ignore[arg-type]
    )  # fmt: skip
