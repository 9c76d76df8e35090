"""``moment.reconcile/1``: the types that write it are the format."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff
from typing import Literal

import msgspec

from moment.diagnostics.model import Diagnostic
from moment.sync import types
from moment.sync.agreeing import Texts
from moment.sync.documents import ConsumerDocument, FindingDocument, PlaceDocument
from moment.sync.reconcile import Plan, Step
from moment.sync.reconcile_findings import Where, kind_of, text
from moment.sync.types import ReconciliationResult
from moment.sync.upstream_changes import Sign
from moment.text.span import Place

_CHANGES: dict[Sign, Literal["insert", "remove", "update", "rename"]] = {
    "+": "insert", "-": "remove", "~": "update", ">": "rename",
}  # fmt: skip


class EventPlaceDocument(msgspec.Struct, frozen=True):
    """The line of an event file that says an element last."""

    path: str
    line: int


class ReconcileStepDocument(msgspec.Struct, frozen=True, rename="camel"):
    """One change. `before` is what the project says, `after` what upstream says; `edit` is a unified diff, empty for what
    goes with another step; `category` is null for what moved here only."""

    change: Literal["insert", "remove", "update", "rename"]
    direction: Literal["upstream-ahead", "local-ahead", "conflict"]
    kind: str
    element: str
    member: str | None
    aspect: str | None
    before: str | None
    after: str | None
    new_name: str | None
    category: Literal[1, 2, 3] | None
    reason: str
    applied: bool
    refused: str | None
    upstream: EventPlaceDocument | None
    place: PlaceDocument | None
    consumers: tuple[ConsumerDocument, ...]
    edit: str


class ReconcileDocument(msgspec.Struct, frozen=True, rename="camel"):
    """What upstream asks of the project; `files` are those that were written, `reconciliationId` is null for a plan."""

    format: Literal["moment.reconcile/1"]
    project: str
    mode: Literal["local", "event"]
    outcome: Literal["APPLIED", "DRIFT", "BREAKING", "NO_CHANGES", "ABORTED"]
    category: Literal[1, 2, 3] | None
    message: str
    reconciliation_id: str | None
    steps: tuple[ReconcileStepDocument, ...]
    files: tuple[str, ...]
    diagnostics: tuple[FindingDocument, ...]


def document(
    result: ReconciliationResult,
    plan: Plan | None,
    where: Where | None,
    *,
    project: str,
    mode: Literal["local", "event"],
    old: Texts,
    found: Iterable[FindingDocument],
) -> ReconcileDocument:
    """``old`` are the texts before anything was written; without a ``plan`` a side could not be read."""
    steps = tuple(_step(each, where, old) for each in plan.steps) if plan is not None and where is not None else ()
    files = tuple(sorted(plan.texts)) if plan is not None else ()
    category: Literal[1, 2, 3] | None = None if result.category is None else _number(int(result.category))
    return ReconcileDocument(
        "moment.reconcile/1", project, mode, result.outcome, category, result.message, result.saga_id or None, steps,
        files, tuple(found),
    )  # fmt: skip


def difference(old: Texts, new: Texts) -> list[str]:
    """What an edit changes, as the lines of a unified diff."""
    lines: list[str] = []
    for path in sorted(new):
        before = old.get(path, "").splitlines()
        lines += unified_diff(before, new[path].splitlines(), path, path, lineterm="", n=1)
    return lines


def finding(each: Diagnostic, where: Where | None) -> FindingDocument:
    source = where.locator.source(each.place.path) if where is not None else None
    line, column = source.position(each.place.start) if source is not None else (1, 1)
    severity: Literal["error", "warning", "info"] = each.severity.label  # type: ignore[assignment]
    return FindingDocument(
        each.code, each.rule.name, severity, each.message, each.place.path, line, column, each.hint
    )  # fmt: skip


def _number(category: int) -> Literal[1, 2, 3]:
    return 1 if category == 1 else 2 if category == 2 else 3


def _step(step: Step, where: Where, old: Texts) -> ReconcileStepDocument:
    change, origin, here = step.change, where.upstream(step.change), where.here(step.change)
    return ReconcileStepDocument(
        _CHANGES[change.sign],
        change.direction,
        kind_of(change),
        change.key.identity,
        change.spot.member or None,
        change.spot.aspect or None,
        text(change.before) or None,
        text(change.after) or None,
        change.new_name or None,
        None if step.category is None else _number(int(step.category)),
        step.found.reason,
        step.chosen,
        step.refused or None,
        EventPlaceDocument(*origin) if origin else None,
        _place(where, here) if here is not None else None,
        tuple(
            ConsumerDocument(each.description, each.context, each.role, _place(where, each.place))
            for each in step.found.consumers
        ),
        "".join(f"{line}\n" for line in difference(old, step.texts)),
    )


def _place(where: Where, place: Place) -> PlaceDocument | None:
    found: types.Place | None = where.locator.place(place)
    if found is None:
        return None
    return PlaceDocument(found.path, found.line, found.column, found.end_line, found.end_column)
