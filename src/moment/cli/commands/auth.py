"""``moment auth``: who somebody is at a Git host."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import click

from moment.cli.below import CommandsBelow
from moment.cli.options import global_options


class Auth(CommandsBelow):
    """A line here and a module ``auth_NAME`` make a command."""

    lines: ClassVar[Mapping[str, str]] = {
        "login": "sign in at a Git host, with a code in a browser",
        "status": "say where credentials come from",
        "logout": "forget the token of a login",
    }


@click.group(cls=Auth, no_args_is_help=False)
@global_options
def auth() -> None:
    """Sign in at a Git host, and see where credentials come from. No token is ever printed."""
