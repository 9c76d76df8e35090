"""``moment sift publish``: say upstream what the specification says."""

from __future__ import annotations

import sys

import click

from moment.cli.documents import text_of
from moment.cli.errors import Failure
from moment.cli.options import DOCUMENT_FORMATS, Options, global_options
from moment.cli.output import note, open_session
from moment.cli.running import stop
from moment.cli.upstreaming import refused, telling_refusals
from moment.diagnostics.model import Diagnostic
from moment.diagnostics.summary import counted
from moment.project.paths import refusal
from moment.project.store import store_of
from moment.project.stream import DOMAIN_FOLDER, EVENTS_FOLDER
from moment.sift.describe import elements_of
from moment.sift.documents import publication_document
from moment.sift.gap import named
from moment.sift.upstream import is_read
from moment.sift.upstream import publish as publish_to


@click.command()
@click.option("--to", "folder", default=DOMAIN_FOLDER, metavar="DIR", help=f"Folder of the events ({DOMAIN_FOLDER}).")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would be said.")
@global_options
@click.pass_context
def publish(invocation: click.Context, folder: str, dry_run: bool) -> int:
    """Say upstream what the specification says.

    Only the events that close the gap are added, renames as renames; a second run adds none. Exit 1: the specification
    has errors.
    """
    options = Options.of(invocation)
    chosen = options.format_among(DOCUMENT_FORMATS)
    to = folder.rstrip("/")
    if refusal(to) is not None or not is_read(to):
        raise Failure(
            "usage", f"events in `{folder}` would not be read", f"name {DOMAIN_FOLDER} or {EVENTS_FOLDER}/NAME"
        )
    session = open_session(options, ())
    if session.held_back:
        return stop(options, session, session.held_back)
    with telling_refusals():
        said = publish_to(store_of(session.project.root), elements_of(session.parsed.values()), to=to, dry_run=dry_run)
    if isinstance(said, Diagnostic):
        raise refused(said)
    if chosen == "json":
        sys.stdout.write(text_of(publication_document(said.events, session.project.name, said.path, dry=dry_run)))
        return 0
    width = max((len(event.event_type) for event in said.events), default=0)
    for event in said.events:
        sys.stdout.write(f"{event.event_type:<{width}}  {named(event)}\n")
    what = counted(len(said.events), "event")
    note(options, f"{what} would be added to {said.path}" if dry_run else f"{what} added to {said.path}")
    return 0
