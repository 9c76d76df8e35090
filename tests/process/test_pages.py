"""The pages for users against the program: flags, commands, and every example of the language."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from moment.behaviour.export import FORMATS
from moment.cli.app import COMMANDS, app
from tests.process.commands import run

DOCS = Path(__file__).parents[2] / "docs"
NAMES = tuple(name for _, commands in COMMANDS.values() for name, _ in commands)
LANGUAGE = re.findall(
    r"^```moment\n(.*?)^```$", (DOCS / "language.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


def sections() -> dict[str, str]:
    """The text below each heading of docs/cli.md."""
    parts = re.split(r"^## (.+)$", (DOCS / "cli.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def described(text: str) -> set[str]:
    """The flags that begin an entry, ``- `-q`, `--quiet`: …``."""
    entries = [line.partition(": ")[0] for line in re.findall(r"^- .*", text, re.MULTILINE)]
    return set(re.findall(r"(?<![\w-])--?[a-zA-Z][a-z-]*", " ".join(entries)))


def flags(command: click.Command) -> set[str]:
    """Those of a command and of the commands below it."""
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    below = below_of(command) if isinstance(command, click.Group) and command is not app else ()
    found = {flag for option in options for flag in (*option.opts, *option.secondary_opts)}
    return found.union(*(flags(each) for each in below)) if command is not app else found


def below_of(group: click.Group) -> list[click.Command]:
    invocation = click.Context(group)
    found = [group.get_command(invocation, name) for name in group.list_commands(invocation)]
    return [each for each in found if each is not None]


def command(name: str) -> click.Command:
    found = app.get_command(click.Context(app), name)
    assert isinstance(found, click.Command)
    return found


def everywhere() -> set[str]:
    return described(sections()["Everywhere"])


def test_every_command_has_a_section() -> None:
    assert set(sections()) - {"Everywhere"} == {f"moment {name}" for name in NAMES}
    assert len(NAMES) >= 9


@pytest.mark.parametrize("name", NAMES)
def test_flags_of_a_command_are_described(name: str) -> None:
    assert described(sections()[f"moment {name}"]) == flags(command(name)) - everywhere()


def test_shared_flags_are_described() -> None:
    shared = set.intersection(*(flags(command(name)) for name in NAMES)) | flags(app)
    assert everywhere() == shared | {"-h", "--help", "-V", "--version"}


@pytest.mark.parametrize("example", LANGUAGE)
def test_examples_of_the_language_are_read_and_laid_out(example: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "fmt", "-", stdin=example)
    assert (ran.exit, ran.out) == (0, example)


def test_the_language_has_examples() -> None:
    assert len(LANGUAGE) >= 9


def test_every_format_of_an_export_has_a_section_and_is_named_in_the_help() -> None:
    page = (DOCS / "exports.md").read_text(encoding="utf-8")
    named = re.findall(r"^## ([a-z-]+)$", page, re.MULTILINE)
    assert named == list(FORMATS)
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)[: len(named)] == named
    [option] = [each for each in command("simulate").params if each.name == "exports"]
    assert isinstance(option, click.Option)
    assert ", ".join(FORMATS) in str(option.help)
