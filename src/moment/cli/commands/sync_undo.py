"""``moment sync undo``: the last accepted edit is taken back."""

from __future__ import annotations

import click

from moment.cli.deciding import opened, refuse
from moment.cli.options import Options, global_options
from moment.cli.upstreaming import telling_refusals
from moment.diagnostics.model import Diagnostic


@click.command()
@global_options
@click.pass_context
def undo(invocation: click.Context) -> int:
    """Take the last accepted edit back: its files, its bases, and its proposals are open again.

    When a file was edited since, nothing is changed and the difference is told. Exit 1: nothing was undone.
    """
    options = Options.of(invocation)
    session, state = opened(options)
    with telling_refusals():
        answer = state.undo()
    if isinstance(answer, Diagnostic):
        raise refuse(options, session, answer)
    if not options.quiet:
        names = ", ".join(answer.get("proposals", ())) or "nothing"
        click.echo(f"undone: {names}")
    return 0
