"""``moment sync repair``: damaged lines of the logs are set aside, the records after them read again."""

from __future__ import annotations

import click

from moment.cli.deciding import opened, refuse
from moment.cli.options import Options, global_options
from moment.diagnostics.model import Diagnostic
from moment.project.repair import Repaired
from moment.project.repair import repair as repaired
from moment.sync.streams import STREAMS


@click.command()
@global_options
@click.pass_context
def repair(invocation: click.Context) -> int:
    """Mend the logs: a damaged line goes to `.moment/local/torn`, the valid records after it count again.

    No record is deleted. Exit 1: nothing could be done.
    """
    options = Options.of(invocation)
    session, state = opened(options)
    for stream in STREAMS:
        found = repaired(state.store, stream)
        if isinstance(found, Diagnostic):
            raise refuse(options, session, found)
        if not options.quiet:
            click.echo(f"{stream.path}: {_told(found)}")
    return 0


def _told(found: Repaired) -> str:
    if found.did_nothing:
        return "nothing to mend"
    lines = ", ".join(map(str, found.lines))
    parts = [f"set aside line {lines}"] if found.lines else []
    if found.missing:
        parts.append(f"{len(found.missing)} records are missing")
    return ", ".join(parts)
