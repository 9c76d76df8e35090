"""``moment sync rollback``: the files as they were in a snapshot."""

from __future__ import annotations

import sys

import click
import msgspec

from moment.cli.documents import shown, text_of
from moment.cli.keeping import kept
from moment.cli.options import DOCUMENT_FORMATS, Options, completed_by, global_options
from moment.sync.git.snapshot import Snapshot


class RollbackDocument(msgspec.Struct, frozen=True):
    """What `moment sync rollback --json` answers; `before` is the snapshot of what the files were until then."""

    format: str
    project: str
    snapshot: Snapshot
    before: Snapshot
    written: tuple[str, ...]
    removed: tuple[str, ...]


@click.command()
@click.argument("target", metavar="A", shell_complete=completed_by("snapshot_names"))
@click.option("--force", is_flag=True, help="Replace texts too that no snapshot held until now.")
@global_options
@click.pass_context
def rollback(invocation: click.Context, target: str, force: bool) -> int:
    """Make the files what they were in snapshot A.

    What they are now is kept in a snapshot first. A file whose text is in no snapshot and was not generated is not
    given up: then nothing is changed, exit 1. Records in `.moment/log` stay; Git's index and branches are not touched.
    """
    options = Options.of(invocation)
    chosen = options.format_among(DOCUMENT_FORMATS)
    with kept(invocation) as here:
        result = here.store.rollback(target, force=force)
        here.tell()
        if result.before is None:
            return here.stop(result.diagnostics)
    if chosen == "json":
        document = RollbackDocument(
            "moment.rollback/1", here.session.project.name, result.snapshot, result.before,
            result.written, result.removed,
        )  # fmt: skip
        sys.stdout.write(text_of(document))
        return 0
    for path in result.written:
        sys.stdout.write(f"~ {shown(path)}\n")
    for path in result.removed:
        sys.stdout.write(f"- {shown(path)}\n")
    counts = f"{len(result.written)} written, {len(result.removed)} removed"
    sys.stdout.write(f"back at snapshot {result.snapshot.name}: {counts}; before it: {result.before.short}\n")
    return 0
