"""``moment sync reopen``: a decision is taken back."""

from __future__ import annotations

import click

from moment.cli.deciding import decided
from moment.cli.options import Options, global_options


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@global_options
@click.pass_context
def reopen(invocation: click.Context, ids: tuple[str, ...], reason: str) -> int:
    """Open a proposal again that was rejected or skipped."""
    options = Options.of(invocation)
    return decided(options, ids, "open again", lambda state, name: state.reopen(name, reason))
