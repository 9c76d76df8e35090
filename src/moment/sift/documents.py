"""``moment.fold/1`` and ``moment.publication/1``: the types that write them are the formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from moment.diagnostics.json import SeverityName
from moment.diagnostics.model import Diagnostic
from moment.project.stream import SiftEventEnvelope
from moment.sift.fold import Fold
from moment.sift.shelf import BY_WORD


class FindingDocument(msgspec.Struct, frozen=True):
    """What is wrong with an event or an element, and the way out."""

    code: str
    name: str
    severity: SeverityName
    message: str
    path: str
    hint: str | None


class FoldDocument(msgspec.Struct, frozen=True):
    """What upstream comes to. ``elements`` counts them by kind, ``unknown`` events by type, ``others`` by source."""

    format: Literal["moment.fold/1"]
    project: str
    fingerprint: str
    events: int
    folded: int
    duplicates: int
    invalid: int
    unknown: Mapping[str, int]
    others: Mapping[str, int]
    elements: Mapping[str, int]
    diagnostics: tuple[FindingDocument, ...]


class SaidDocument(msgspec.Struct, frozen=True, rename="camel"):
    event_id: str
    event_type: str


class PublicationDocument(msgspec.Struct, frozen=True):
    """The events that were published, or with ``dry`` would be, and the file that holds them."""

    format: Literal["moment.publication/1"]
    project: str
    dry: bool
    path: str
    events: tuple[SaidDocument, ...]


CHANGES: Mapping[str, Literal["insert", "remove", "update", "rename"]] = {
    "+": "insert", "-": "remove", "~": "update", ">": "rename",
}  # fmt: skip


def fold_document(fold: Fold, project: str, findings: Iterable[Diagnostic]) -> FoldDocument:
    figures = fold.figures
    return FoldDocument(
        "moment.fold/1", project, fold.fingerprint, figures.events, figures.folded, figures.duplicates, figures.invalid,
        figures.unknown, figures.others, counts(fold), found(findings),
    )  # fmt: skip


def publication_document(
    events: Iterable[SiftEventEnvelope], project: str, path: str, *, dry: bool
) -> PublicationDocument:
    said = tuple(SaidDocument(event.event_id, event.event_type) for event in events)
    return PublicationDocument("moment.publication/1", project, dry, path, said)


def counts(fold: Fold) -> Mapping[str, int]:
    """How many elements there are of each kind, in the order of the table of events."""
    found = Counter(key.word for key in fold.elements)
    return {block.kind: found[word] for word, block in BY_WORD.items() if found[word]}


def found(findings: Iterable[Diagnostic]) -> tuple[FindingDocument, ...]:
    names: tuple[SeverityName, ...] = ("info", "warning", "error")
    return tuple(
        FindingDocument(
            each.code, each.rule.name, names[each.severity - 1], each.message, each.place.path, each.hint
        )
        for each in findings
    )  # fmt: skip
