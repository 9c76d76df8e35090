"""``moment sync log``: what was proposed and decided, oldest first."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from moment.cli.deciding import opened, resolved
from moment.cli.options import DOCUMENT_FORMATS, Options, global_options
from moment.cli.output import note


@click.command()
@click.argument("id_", metavar="[ID]", required=False)
@global_options
@click.pass_context
def log(invocation: click.Context, id_: str | None) -> int:
    """Show what happened to all proposals, or to one. `--json`: one event a line."""
    options = Options.of(invocation)
    chosen = options.format_among(DOCUMENT_FORMATS)
    session, state = opened(options)
    name = resolved(options, session, state, [id_], "found")[0] if id_ is not None else None
    for event in state.history(name):
        if chosen == "json":
            sys.stdout.write(json.dumps(event, ensure_ascii=False, sort_keys=True) + "\n")
        else:
            click.echo(_line(event))
    for each in state.diagnostics:  # what is told may not be all that happened
        note(options, f"{each.code} {each.message}. {each.hint or ''}".rstrip())
    return 0


def _line(event: Any) -> str:
    proposal = event.get("proposal") or {}
    name = event.get("proposalId") or proposal.get("proposalId") or event.get("element") or ""
    what = " ".join(filter(None, (proposal.get("element", ""), event.get("reason", ""))))
    return f"{event['type']:20} {name}  {what}".rstrip()
