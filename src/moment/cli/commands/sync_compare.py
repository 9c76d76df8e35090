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
from moment.sync.git.comparison import ArtifactChange, ArtifactComparison, Change
from moment.sync.git.snapshot import Snapshot

_MARKS: dict[Change, str] = {"added": "+", "removed": "-", "modified": "~", "renamed": ">"}


class ChangeDocument(msgspec.Struct, frozen=True):
    """One file. `previous` is where a renamed one was; counts of lines are null for what is no text."""

    path: str
    change: Literal["added", "removed", "modified", "renamed"]
    previous: str | None
    added: int | None
    removed: int | None


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
    changes = tuple(ChangeDocument(c.path, c.change, c.previous, c.added, c.removed) for c in found.changes)
    document = ComparisonDocument("moment.comparison/1", project, found.before, found.after, changes)
    return text_of(document)


def _lines(found: ArtifactComparison) -> list[str]:
    """One line a file, and one that counts."""
    later = f"snapshot {found.after.name}" if found.after is not None else "the files now"
    if not found.changes:
        return [f"no difference between snapshot {found.before.name} and {later}"]
    names = [shown(f"{each.previous} -> {each.path}" if each.previous else each.path) for each in found.changes]
    width = max(map(len, names))
    lines = [
        f"{_MARKS[each.change]} {name:{width}}  {_counts(each)}"
        for each, name in zip(found.changes, names, strict=True)
    ]
    counts = Counter(each.change for each in found.changes)
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in _MARKS if counts[kind])
    return [*lines, f"{counted(len(names), 'file')} from snapshot {found.before.name} to {later}: {kinds}"]


def _counts(each: ArtifactChange) -> str:
    return "no text" if each.added is None else f"+{each.added} -{each.removed}"
