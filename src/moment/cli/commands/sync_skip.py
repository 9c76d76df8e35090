"""``moment sync skip``: leave a proposal for later."""

from __future__ import annotations

import click

from moment.cli.deciding import decided
from moment.cli.options import Options, global_options


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", default="", metavar="TEXT", help="Why not now.")
@click.option("--until", metavar="DATE", help="From this day or instant (ISO 8601) on it is open again.")
@global_options
@click.pass_context
def skip(invocation: click.Context, ids: tuple[str, ...], reason: str, until: str | None) -> int:
    """Leave a proposal for later: it stays a difference and counts."""
    options = Options.of(invocation)
    return decided(options, ids, "skipped", lambda state, name: state.skip(name, reason, until))
