"""The flags that every command has, before or after its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import click

FINDING_FORMATS = ("full", "concise", "json", "sarif", "github", "junit")
DOCUMENT_FORMATS = ("text", "json")
REPORT_FORMATS = (*DOCUMENT_FORMATS, "concise", "sarif", "github", "junit")
"""Of a document with findings: these alone are what the last four say."""
MACHINE_FORMATS = frozenset(("json", "sarif", "github", "junit"))
_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(slots=True)
class Options:
    """What the global flags said, wherever they stood."""

    project: tuple[str, ...] = ()
    isolated: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    format: str | None = None
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    stats: bool = False

    @classmethod
    def of(cls, invocation: click.Context) -> Options:
        return cast("Options", invocation.find_root().obj)

    def format_among(self, formats: tuple[str, ...]) -> str:
        """The format asked for, else the first; one that the command lacks is a usage error naming those it has."""
        chosen = self.format or formats[0]
        if chosen not in formats:
            raise click.UsageError(f"format `{chosen}` is not one of {', '.join(formats)}")
        return chosen


def _remember(invocation: click.Context, parameter: click.Parameter, value: Any) -> Any:
    if value is None or value is False or value == ():
        return value
    options = Options.of(invocation)
    match parameter.name:
        case "json":
            options.format = "json"
        case "settings":
            for text in value:
                options.settings.update(_setting(text))
        case name:
            setattr(options, str(name), value)
    return value


def _setting(text: str) -> dict[str, Any]:
    """``KEY=VALUE`` with a TOML value; a bare word is a string."""
    import tomllib

    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.UsageError(f"`--set {text}` is not KEY=VALUE")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value
    return {name.strip(): parsed}


_OPTIONS = (
    click.option("--project", multiple=True, metavar="PATH", help="A moment.toml or its folder."),
    click.option("--isolated", is_flag=True, help="Read the given files and nothing else."),
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Override a key of moment.toml."),
    click.option("--format", metavar="FORMAT", help="full, concise, json, sarif, github, junit; text for documents."),
    click.option("--json", is_flag=True, help="Same as --format json."),
    click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), help="Colours; auto looks at the terminal."
    ),
    click.option("-q", "--quiet", is_flag=True, help="Only findings and documents."),
    click.option("-v", "--verbose", is_flag=True, help="Say why a file, target or rule was taken."),
    click.option("--stats", is_flag=True, help="Print where the time went."),
)


def completed_by(name: str) -> Callable[[click.Context, click.Parameter, str], list[Any]]:
    """The function of ``moment.cli.complete`` called ``name``, imported when a shell asks."""

    def complete(invocation: click.Context, parameter: click.Parameter, incomplete: str) -> list[Any]:
        from importlib import import_module

        found: list[Any] = getattr(import_module("moment.cli.complete"), name)(invocation, parameter, incomplete)
        return found

    return complete


def global_options(function: _Function) -> _Function:
    """Adds the global flags to a command or group."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return _swallowing(function)


def _swallowing(function: _Function) -> _Function:
    """The parameters were already remembered; the command does not see them."""
    for parameter in cast("Any", function).__click_params__:
        if parameter.name in _NAMES:
            parameter.expose_value = False
            parameter.callback = _remember
    return function


_NAMES = frozenset(("project", "isolated", "settings", "format", "json", "color", "quiet", "verbose", "stats"))
