"""``moment sync status``: what differs, what is proposed, when both sides were last in sync."""

from __future__ import annotations

import click

from moment.cli.drifting import glanced, show
from moment.cli.options import MACHINE_FORMATS, Options, global_options
from moment.cli.output import note
from moment.sync.opening import open_store
from moment.sync.state import SyncState


@click.command()
@global_options
@click.pass_context
def status(invocation: click.Context) -> int:
    """Show what differs, with the proposals that are open and when both sides were last in sync.

    Nothing is written. Exit 1 as `moment drift`: something differs that nobody has rejected, or could not be read.
    """
    options = Options.of(invocation)
    found = glanced(options)
    code = found.drift.exit(found.session.project.config.drift.fail_on)
    show(options, found, code=code)
    if options.format not in MACHINE_FORMATS:
        state = SyncState(open_store(found.session.project.root / ".moment"))
        open_ = state.proposals("pending")
        note(options, f"{len(open_)} open proposals, last in sync {found.last_sync or 'never'}")
    return code
