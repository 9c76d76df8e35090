"""A command that is a family of commands, each imported when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click

from moment.cli.errors import Failure
from moment.text.nearest import nearest


class CommandsBelow(click.Group):
    """A group whose commands stand in modules of their own: ``sync snapshot`` is ``snapshot`` in ``sync_snapshot``.

    ``lines`` goes from a command's name to what the help page says of it, in the order of that page.
    """

    lines: ClassVar[Mapping[str, str]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lines:
            return None
        module = import_module(f"moment.cli.commands.{self.name}_{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.lines:
            whole = f"moment {self.name}"
            guess = nearest(args[0], self.lines)
            hint = f"did you mean `{whole} {guess}`?" if guess else f"`{whole} --help` lists the commands"
            raise Failure("usage", f"no command `{whole} {args[0]}`", hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines.items()))
