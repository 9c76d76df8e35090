"""``moment sift watch``: what upstream comes to, again whenever it changes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from moment.cli.commands.sift_status import show_status
from moment.cli.errors import Failure
from moment.cli.options import DOCUMENT_FORMATS, Options, global_options
from moment.cli.output import note, open_session
from moment.project.stream import DOMAIN_FOLDER, EVENTS_FOLDER


@click.command()
@global_options
@click.pass_context
def watch(invocation: click.Context) -> int:
    """Show what upstream comes to whenever it changes, until it is stopped with Ctrl-C."""
    options = Options.of(invocation)
    options.format_among(DOCUMENT_FORMATS)
    try:
        from watchfiles import watch as watching
    except ImportError as error:
        raise Failure("missing-extra", "watching needs watchfiles", "install `moment-ddd[facet]`") from error
    session = open_session(options, ())
    code = show_status(options, session)
    sys.stdout.flush()
    root = session.project.root
    note(options, f"watching {DOMAIN_FOLDER} and {EVENTS_FOLDER}; Ctrl-C ends it")
    for _ in watching(root, watch_filter=lambda _, path: is_event_file(root, path), raise_interrupt=False):
        code = show_status(options, session)
        sys.stdout.flush()
    return code


def is_event_file(root: Path, path: str) -> bool:
    """Whether a changed path is one of the files that are read."""
    try:
        inside = Path(path).relative_to(root).as_posix()
    except ValueError:
        return False
    is_read = inside.startswith((f"{DOMAIN_FOLDER}/", f"{EVENTS_FOLDER}/"))
    return is_read and inside.endswith(".jsonl")
