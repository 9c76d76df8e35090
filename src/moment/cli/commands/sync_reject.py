"""``moment sync reject``: decide that a difference may stay."""

from __future__ import annotations

import click

from moment.cli.deciding import decided
from moment.cli.options import Options, global_options


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--reason", required=True, metavar="TEXT", help="Why it may stay.")
@click.option("--intended", is_flag=True, help="The same change elsewhere is answered with a hint at this one.")
@global_options
@click.pass_context
def reject(invocation: click.Context, ids: tuple[str, ...], reason: str, intended: bool) -> int:
    """Leave a difference as it is: it counts no more until either side changes.

    The ids are those of recorded proposals (`moment sync propose`) and may be shortened.
    """
    options = Options.of(invocation)
    return decided(options, ids, "rejected", lambda state, name: state.reject(name, reason, intended=intended))
