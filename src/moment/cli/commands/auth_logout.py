"""``moment auth logout``: the token of a login, forgotten."""

from __future__ import annotations

import sys

import click

from moment.cli.options import Options, global_options
from moment.cli.signing import Signing
from moment.sync.credentials.answers import Answer, StrategyProblem


@click.command()
@click.option("--host", metavar="H", help="The Git host; without it that of the remote `origin`, else github.com.")
@global_options
@click.pass_context
def logout(invocation: click.Context, host: str | None) -> int:
    """Forget the token of `moment auth login`.

    Tokens in the environment, in gh and in git's helpers stay: they are not ours. Exit 1: the file is open to others.
    """
    signing = Signing(Options.of(invocation), host)
    try:
        was_there = signing.device.logout(signing.host)
    except StrategyProblem as problem:
        return signing.stop(problem)
    if signing.as_json:
        signing.document([Answer(signing.device.name, False, "forgotten" if was_there else "has none")])
    else:
        sys.stdout.write(f"signed out of {signing.host}\n" if was_there else f"there was no login at {signing.host}\n")
    return 0
