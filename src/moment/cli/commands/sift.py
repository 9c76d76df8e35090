"""``moment sift``: upstream events; each command below it has a module of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import click

from moment.cli.below import CommandsBelow
from moment.cli.options import global_options


class Sift(CommandsBelow):
    """A line here and a module ``sift_NAME`` make a command."""

    lines: ClassVar[Mapping[str, str]] = {
        "publish": "say upstream what the specification says",
        "status": "show what upstream comes to, and what is wrong with it",
        "watch": "show it again whenever it changes",
    }


@click.group(cls=Sift, no_args_is_help=False)
@global_options
def sift() -> None:
    """Read upstream events, and write those that a specification stands for."""
