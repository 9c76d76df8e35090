"""``moment sync snapshot``: the files of the project as they are now, kept in Git."""

from __future__ import annotations

import sys

import click
import msgspec

from moment.cli.documents import text_of
from moment.cli.errors import Failure
from moment.cli.keeping import kept
from moment.cli.options import DOCUMENT_FORMATS, Options, global_options
from moment.diagnostics.summary import counted
from moment.model.spec_hash import spec_hash
from moment.sync.git.problems import NameProblem
from moment.sync.git.snapshot import Snapshot


class SnapshotDocument(msgspec.Struct, frozen=True, rename="camel"):
    """What `moment sync snapshot --json` answers. `isNew` is false when nothing had changed since the last one."""

    format: str
    project: str
    is_new: bool
    snapshot: Snapshot
    files: tuple[str, ...]


@click.command()
@click.option("--label", metavar="L", help="A name for it that stays.")
@global_options
@click.pass_context
def snapshot(invocation: click.Context, label: str | None) -> int:
    """Keep the files as they are now.

    Specifications, moment.toml, artifacts and records go into the object store of the repository, under
    `refs/moment/snapshots`. Index, branches and working tree stay as they are. Nothing changed: the last one is named.
    """
    options = Options.of(invocation)
    chosen = options.format_among(DOCUMENT_FORMATS)
    with kept(invocation) as here:
        known = {each.id for each in here.store.snapshots()}
        is_sound = not here.session.held_back
        metadata = {"specification": spec_hash(here.session.domain())} if is_sound else {}
        try:
            made = here.store.snapshot(label=label, metadata=metadata)
        except NameProblem as problem:
            raise Failure("usage", str(problem), problem.hint) from problem
        here.tell()
        files = here.store.list("**", made)
    is_new = made.id not in known
    if chosen == "json":
        document = SnapshotDocument("moment.snapshot/1", here.session.project.name, is_new, made, files)
        sys.stdout.write(text_of(document))
        return 0
    what = counted(len(files), "file") if is_new else "nothing changed since"
    sys.stdout.write(f"snapshot {made.short}{_labels(made)}: {what}\n")
    return 0


def _labels(made: Snapshot) -> str:
    return f" ({', '.join(made.labels)})" if made.labels else ""
