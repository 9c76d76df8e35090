"""``moment status``: how specification, outputs, implementation, schema and upstream stand."""

from __future__ import annotations

import sys

import click

from moment.cli.documents import text_of
from moment.cli.errors import Failure
from moment.cli.options import REPORT_FORMATS, Options, global_options
from moment.cli.output import is_colored, open_session, paint, telling_limits
from moment.cli.running import stop
from moment.cli.standing import FORMAT, NAMES, StatusDocument, last_sync, parts
from moment.cli.upstreaming import show_only

_COLOURS = {"ok": "32", "drift": "33", "error": "31", "unknown": "2"}


@click.command()
@click.option("--only", multiple=True, type=click.Choice(NAMES), metavar="SECTION", help="Only this part; repeatable.")
@global_options
@click.pass_context
def status(invocation: click.Context, only: tuple[str, ...]) -> int:
    """Show how specification, outputs, implementation, schema and upstream stand.

    Everything is read and compared anew, and nothing is written. What is unknown has its reason. Exit 1: something is
    in drift or in error.
    """
    options = Options.of(invocation)
    chosen = options.format_among(REPORT_FORMATS)
    session = open_session(options, ())
    if session.project.isolated:
        raise Failure("usage", "loose files have no status", "run it in the folder of a project, without `--isolated`")
    if not session.project.sources:
        return stop(options, session, session.held_back)
    with telling_limits():
        found = parts(session, only or NAMES)
    shown = tuple(each.section for each in found)
    code = 1 if any(each.state in ("drift", "error") for each in shown) else 0
    findings = [finding for each in found for finding in each.findings]
    texts = {path: source for each in found for path, source in each.sources.items()}
    if chosen == "json":
        sys.stdout.write(text_of(StatusDocument(FORMAT, session.project.name, last_sync(session), shown)))
    elif not show_only(options, session, findings, code=code, further=texts):
        width = max(len(each.name) for each in shown)
        for each in shown:
            state = f"{each.state} {each.count}" if each.count else each.state
            painted = paint(f"{state:<9}", _COLOURS[each.state], colored=is_colored(options))
            sys.stdout.write(f"{each.name:<{width}}  {painted}  {each.reason}\n")
    return code
