"""``moment sync compare``: what changed between two snapshots, or since one."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Literal

import click
import msgspec

from moment.cli.documents import shown, text_of
from moment.cli.keeping import kept
from moment.cli.options import DOCUMENT_FORMATS, Options, completed_by, global_options
from moment.diagnostics.summary import counted
from moment.drift.edits import Edit
from moment.sync.git.comparison import ArtifactChange, ArtifactComparison, Change
from moment.sync.git.snapshot import Snapshot

_WIDEST = 60
_MARKS: dict[Change, str] = {"added": "+", "removed": "-", "modified": "~", "renamed": ">"}


class EditDocument(msgspec.Struct, frozen=True):
    """What changed in a type: its kind and aspect, the texts before and after, and the same in words."""

    kind: str
    symbol: str
    member: str | None
    aspect: str | None
    before: str | None
    after: str | None
    label: str


class ChangeDocument(msgspec.Struct, frozen=True):
    """One file. `previous` is where a renamed one was; counts of lines are null for what is no text.

    `edits` are what it means for the types in TypeScript, Python and .moment; `unread` says why they are not known.
    """

    path: str
    change: Literal["added", "removed", "modified", "renamed"]
    previous: str | None
    added: int | None
    removed: int | None
    edits: tuple[EditDocument, ...]
    unread: str | None


class ComparisonDocument(msgspec.Struct, frozen=True):
    """What `moment sync compare --json` answers; `after` is null for the files as they are now."""

    format: str
    project: str
    before: Snapshot
    after: Snapshot | None
    changes: tuple[ChangeDocument, ...]


@click.command()
@click.argument("before", metavar="A", shell_complete=completed_by("snapshot_names"))
@click.argument("after", metavar="[B]", required=False, shell_complete=completed_by("snapshot_names"))
@global_options
@click.pass_context
def compare(invocation: click.Context, before: str, after: str | None) -> int:
    """Show what changed from snapshot A to snapshot B, or to the files as they are now.

    A snapshot is named by its label, by its id or the beginning of it, or as `latest`. Exit 1 when there is no such
    snapshot or a file cannot be read.
    """
    options = Options.of(invocation)
    chosen = options.format_among(DOCUMENT_FORMATS)
    with kept(invocation) as here:
        found = here.store.compare(before, after)
        here.tell()
        if found.diagnostics:
            return here.stop(found.diagnostics)
    if chosen == "json":
        sys.stdout.write(_document(here.session.project.name, found))
        return 0
    sys.stdout.write("".join(f"{line}\n" for line in _lines(found)))
    return 0


def _document(project: str, found: ArtifactComparison) -> str:
    changes = tuple(_change(each) for each in found.changes)
    document = ComparisonDocument("moment.comparison/1", project, found.before, found.after, changes)
    return text_of(document)


def _change(change: ArtifactChange) -> ChangeDocument:
    edits = tuple(EditDocument(e.kind, e.symbol, e.member, e.aspect, e.before, e.after, e.label) for e in change.edits)
    return ChangeDocument(
        change.path, change.change, change.previous, change.added, change.removed, edits, change.unread
    )  # fmt: skip


def _edit(edit: Edit) -> str:
    """``Update type of Order.total (other): number -> string``, cut where it is long."""
    if edit.kind != "update":
        return shown(edit.label)
    texts = [
        shown(text if len(text) <= _WIDEST else f"{text[:_WIDEST]}…") for text in (edit.before or "", edit.after or "")
    ]
    return f"{shown(edit.label)}: {' -> '.join(text or '(none)' for text in texts)}"


def _lines(found: ArtifactComparison) -> list[str]:
    """One line a file, and one that counts."""
    later = f"snapshot {found.after.name}" if found.after is not None else "the files now"
    if not found.changes:
        return [f"no difference between snapshot {found.before.name} and {later}"]
    names = [shown(f"{each.previous} -> {each.path}" if each.previous else each.path) for each in found.changes]
    width = max(map(len, names))
    lines = []
    for each, name in zip(found.changes, names, strict=True):
        lines.append(f"{_MARKS[each.change]} {name:{width}}  {_counts(each)}")
        lines += [f"    {_edit(edit)}" for edit in each.edits]
    counts = Counter(each.change for each in found.changes)
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in _MARKS if counts[kind])
    return [*lines, f"{counted(len(names), 'file')} from snapshot {found.before.name} to {later}: {kinds}"]


def _counts(each: ArtifactChange) -> str:
    return "no text" if each.added is None else f"+{each.added} -{each.removed}"
