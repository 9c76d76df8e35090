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
        "status": "show what differs and what is proposed",
        "propose": "record differences as proposals",
        "accept": "apply proposals",
        "reject": "let a difference stay",
        "skip": "leave a proposal for later",
        "reopen": "take a decision back",
        "undo": "take the last accepted edit back",
        "repair": "mend damaged logs",
        "log": "show what was proposed and decided",
        "push": "bring both sides together, keep and send it",
        "snapshot": "keep the files as they are now",
        "compare": "show what changed since a snapshot",
        "rollback": "make the files what they were in a snapshot",
    }


@click.group(cls=Sync, no_args_is_help=False)
@global_options
def sync() -> None:
    """Keep specification and implementation together, and states of both."""
