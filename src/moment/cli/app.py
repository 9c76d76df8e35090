"""The command group: which commands there are, in which module each lives, and what becomes of an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from moment.cli import errors
from moment.cli.options import Options, global_options

COMMANDS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "write": ("Write", (
        ("init", "start a project"),
        ("check", "find mistakes in the model"),
        ("fmt", "lay out specifications in the one format"),
    )),
    "understand": ("Understand", (
        ("parse", "show the model, the tree or the tokens"),
        ("find", "look up an element of the model"),
        ("explain", "explain a rule, a word or an element"),
    )),
    "run": ("Run", (
        ("simulate", "run every flow to its ends"),
        ("facet", "look at the runs in a browser"),
        ("conform", "hold a log of a running system against the model"),
        ("test", "run the derived tests against your code"),
    )),
    "produce": ("Produce", (
        ("derive", "show what follows from the model"),
        ("generate", "write TypeScript, tests and more"),
    )),
    "keep": ("Keep together", (
        ("status", "show how every part of the project stands"),
        ("drift", "show where specification and implementation differ"),
        ("sync", "bring both sides together, keep states of them"),
        ("import", "take over what was published upstream"),
        ("reconcile", "compare with upstream, and take over what hurts nobody"),
        ("sift", "look at upstream events, or publish them"),
        ("auth", "sign in at a Git host"),
    )),
    "connect": ("Connect", (
        ("completion", "print a completion script for your shell"),
    )),
}  # fmt: skip
"""Commands by task, in the order of the help page."""

_NAMES = tuple(name for _, commands in COMMANDS.values() for name, _ in commands)


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and none for the help page."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _NAMES:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"moment.cli.commands.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _NAMES:
            raise errors.UnknownCommand(args[0], _NAMES)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in COMMANDS.values():
            with formatter.section(title):
                formatter.write_dl([(name, line) for name, line in commands])

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write("Usage: moment [OPTIONS] COMMAND [ARGUMENTS]\n\n")
        formatter.write("  Specify an event-driven domain, check it, run it, and generate from it.\n")
        self.format_commands(ctx, formatter)
        self.format_options(ctx, formatter)
        formatter.write("\n`moment COMMAND --help` explains a command. Start with `moment init` or `moment check`.\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Command.format_options(self, ctx, formatter)


@click.group(cls=LazyGroup, invoke_without_command=True, no_args_is_help=False,
             context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})  # fmt: skip
@click.option("-V", "--version", is_flag=True, help="Print the version and exit.")
@global_options
@click.pass_context
def app(invocation: click.Context, version: bool) -> int | None:
    if version:
        from moment._version import __version__

        click.echo(f"moment {__version__}")
        invocation.exit(0)
    if invocation.invoked_subcommand is None:
        from moment.cli.options import MACHINE_FORMATS
        from moment.cli.output import notice_project

        if Options.of(invocation).format in MACHINE_FORMATS:
            raise errors.Failure("usage", "no command given", "`moment --help` lists the commands")
        click.echo(invocation.get_help())
        notice_project(Options.of(invocation))
        return 2
    return None


def run(arguments: Sequence[str]) -> int:
    """Runs one command line; the exit code is the result, and no exception leaves it.

    0 clean, 1 findings that count, 2 usage or environment, 70 a mistake of ours, 130 interrupted, 141 closed pipe.
    """
    options = Options()
    try:
        result: Any = app.main(args=list(arguments), prog_name="moment", standalone_mode=False, obj=options)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except click.UsageError as error:
        return errors.usage(error, options, arguments)
    except errors.Failure as failure:
        return errors.failure(failure, options, arguments)
    except BrokenPipeError:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        return 141
    except ModuleNotFoundError as error:
        return errors.missing(error, options, arguments)
    except OSError as error:
        refused = errors.disk(error)
        if refused is None:
            return errors.internal(error, options, arguments)
        sys.unraisablehook = lambda _: None  # files that a full disk does not let close complain when collected
        return errors.failure(refused, options, arguments)
    except Exception as error:
        return errors.internal(error, options, arguments)
