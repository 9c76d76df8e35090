"""``moment.import/1``: the types that write it are the format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from moment.diagnostics.model import Diagnostic
from moment.sift.documents import CHANGES, FindingDocument, found
from moment.upstream.importing import Step


class StepDocument(msgspec.Struct, frozen=True, rename="camel"):
    """One element that changes; ``path`` and ``line`` are those of the event that says so."""

    change: Literal["insert", "remove", "update", "rename"]
    kind: str
    element: str
    new_name: str | None
    path: str
    line: int


class ImportDocument(msgspec.Struct, frozen=True):
    """What an import does, or with ``dry`` would do; ``files`` are those that change."""

    format: Literal["moment.import/1"]
    project: str
    dry: bool
    steps: tuple[StepDocument, ...]
    files: tuple[str, ...]
    diagnostics: tuple[FindingDocument, ...]


def import_document(
    steps: Iterable[Step], files: Iterable[str], project: str, findings: Iterable[Diagnostic], *, dry: bool
) -> ImportDocument:
    told = tuple(
        StepDocument(CHANGES[step.sign], step.kind, step.element, step.new_name or None, step.path, step.line)
        for step in steps
    )
    return ImportDocument("moment.import/1", project, dry, told, tuple(sorted(files)), found(findings))
