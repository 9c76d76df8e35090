"""``moment init``: start a project without touching what is there."""

from __future__ import annotations

import os
import re
import sys
from importlib.resources import files
from pathlib import Path

import click

from moment.cli.errors import Failure
from moment.cli.options import Options, global_options
from moment.generate import TARGETS
from moment.project.config import GenerateSettings
from moment.project.discover import CONFIG_NAME, search
from moment.project.files import DISK
from moment.project.versioning import ATTRIBUTES_TEXT, IGNORE_TEXT

_DEFAULT_TARGETS = GenerateSettings().targets
_GITHUB = """\
name: moment
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install moment-ddd
      - run: moment check --format github
      - run: moment generate --check --format github
"""


@click.command()
@click.argument("directory", required=False, metavar="[DIR]")
@click.option("-d", "--dir", "directory_option", metavar="DIR", help="Same as DIR.")
@click.option("-n", "--name", help="Name of the project (default: the folder's).")
@click.option("--starter", type=click.Choice(["order", "empty"]), help="What the first specification holds.")
@click.option("--target", "targets", multiple=True, metavar="T", help="What `moment generate` makes; repeatable.")
@click.option("--ci", type=click.Choice(["github", "none"]), help="Write a workflow for continuous integration.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@global_options
@click.pass_context
def init(
    invocation: click.Context,
    directory: str | None,
    directory_option: str | None,
    name: str | None,
    starter: str | None,
    targets: tuple[str, ...],
    ci: str | None,
    yes: bool,
) -> int:
    """Start a project: moment.toml, a first specification, and what git should know.

    Nothing that exists is overwritten. On a terminal it asks; elsewhere, or with --yes, flags and defaults decide.
    """
    options = Options.of(invocation)
    options.format_among(("text",))
    if directory and directory_option:
        raise click.UsageError("give the folder once, as DIR or with `--dir`")
    folder = Path(directory or directory_option or ".")
    if (folder / CONFIG_NAME).exists():
        raise Failure("exists", f"`{(folder / CONFIG_NAME).as_posix()}` exists", "edit it, or choose another folder")
    if folder.exists() and not folder.is_dir():
        raise Failure("exists", f"`{folder.as_posix()}` is a file", "choose another folder")
    existing = tuple(search(folder, DISK)) if folder.exists() else ()
    asks = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    name = _answer(asks, "Name", name, _slug(folder.resolve().name))
    if not existing:
        starter = _answer(asks, "Starter (order, empty)", starter, "order")
    chosen = targets or tuple(_answer(asks, "Targets", None, " ".join(_DEFAULT_TARGETS)).split())
    _known_targets(chosen)
    ci = _answer(asks, "Workflow for CI (github, none)", ci, "none")
    texts = _texts(name, starter or "order", chosen, ci, existing)
    created = _write(folder, texts)
    sys.stdout.write(f"created {', '.join(created)} · next: moment check, moment simulate, moment generate\n")
    return 0


def _answer(asks: bool, question: str, given: str | None, default: str) -> str:
    if given is not None:
        return given
    return str(click.prompt(question, default=default)) if asks else default


def _slug(text: str) -> str:
    return re.sub(r"[^\w.-]+", "-", text).strip("-.") or "project"


def _known_targets(names: tuple[str, ...]) -> None:
    from moment.text.nearest import nearest

    for name in names:
        if name not in TARGETS:
            guess = nearest(name, TARGETS)
            hint = f"did you mean `{guess}`?" if guess else f"targets are {', '.join(TARGETS)}"
            raise Failure("usage", f"no target `{name}`", hint)


def _texts(name: str, starter: str, targets: tuple[str, ...], ci: str, existing: tuple[str, ...]) -> dict[str, str]:
    """Path to text of everything that a new project gets."""
    listed = ", ".join(f'"{target}"' for target in targets)
    sources = ", ".join(f'"{path}"' for path in existing) if existing else '"specs/**/*.moment"'
    texts = {
        CONFIG_NAME: f'name = "{name}"\nsources = [{sources}]\n\n[generate]\ntargets = [{listed}]\n',
        ".moment/.gitignore": IGNORE_TEXT,
        ".moment/.gitattributes": ATTRIBUTES_TEXT,
    }
    if not existing:
        text = (
            f'context "{name}"\n'
            if starter == "empty"
            else (files("moment") / "resources/order.moment").read_text("utf-8")
        )
        texts[f"specs/{_slug(name)}.moment"] = text
    if ci == "github":
        texts[".github/workflows/moment.yml"] = _GITHUB
    return texts


def _write(folder: Path, texts: dict[str, str]) -> list[str]:
    """Writes every text that is not there yet, all staged before the first is put in its place."""
    staged: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for path, text in texts.items():
            file = folder / path
            if file.exists():
                continue
            for parent in reversed([file.parent, *file.parent.parents]):
                if not parent.exists():
                    parent.mkdir()
                    made.append(parent)
            temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
            temporary.write_text(text, encoding="utf-8", newline="\n")
            staged.append((temporary, file))
    except (OSError, KeyboardInterrupt) as error:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
        for parent in reversed(made):
            parent.rmdir()
        if isinstance(error, KeyboardInterrupt):
            raise
        reason = str(error.strerror or error).lower()
        raise Failure(
            "MOM905", f"`{folder.as_posix()}` cannot be written: {reason}", "choose a folder of yours"
        ) from error
    for temporary, file in staged:
        temporary.replace(file)
    return [file.relative_to(folder).as_posix() for _, file in staged]
