"""``moment sync``: specification and implementation, kept together; each command below it has a module of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import click

from moment.cli.below import CommandsBelow
from moment.cli.options import global_options


class Sync(CommandsBelow):
    """A line here and a module ``sync_NAME`` make a command."""

    lines: ClassVar[Mapping[str, str]] = {
        "snapshot": "keep the files as they are now",
        "compare": "show what changed since a snapshot",
        "rollback": "make the files what they were in a snapshot",
    }


@click.group(cls=Sync, no_args_is_help=False)
@global_options
def sync() -> None:
    """Keep specification and implementation together, and states of both."""
