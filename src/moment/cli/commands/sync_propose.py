"""``moment sync propose``: write down what differs as proposals, and what is equal as the base."""

from __future__ import annotations

import sys
from typing import Any

import click
import msgspec

from moment.cli.deciding import colours, proposal_lines, refuse
from moment.cli.drifting import looked
from moment.cli.options import REPORT_FORMATS, Options, global_options
from moment.cli.upstreaming import show_only
from moment.diagnostics.model import Diagnostic
from moment.diagnostics.summary import counted
from moment.sync.proposing import propose as proposing
from moment.sync.wire import written


class ProposalsDocument(msgspec.Struct, frozen=True, rename="camel"):
    """What `moment sync propose --json` answers. `proposals` are those that are open, `gone` the ids of what is not."""

    format: str
    project: str
    proposals: tuple[dict[str, Any], ...]
    recorded: tuple[str, ...]
    gone: tuple[str, ...]


@click.command()
@click.option("--category", type=click.IntRange(1, 3), metavar="N", help="Only proposals of this category.")
@global_options
@click.pass_context
def propose(invocation: click.Context, category: int | None) -> int:
    """Record every difference as a proposal, with the edit that would end it.

    What is equal now becomes the base from which directions are told. Findings never give exit 1.
    """
    options = Options.of(invocation)
    chosen = options.format_among(REPORT_FORMATS)
    look = looked(options)
    found = proposing(look, category=category)
    if isinstance(found, Diagnostic):
        raise refuse(options, look.session, found)
    if chosen == "json":
        document = ProposalsDocument(
            "moment.proposals/1",
            look.session.project.name,
            tuple(written(each.proposal) for each in found.proposed),
            tuple(sorted(found.recorded)),
            found.gone,
        )
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n")
        return 0
    open_ = {each.proposal.proposal_id for each in found.proposed}
    told = [each.diagnostic for each in look.judged if each.point.proposal_id in open_]
    if show_only(options, look.session, told, code=0, further=look.locator.sources()):
        return 0
    for each in found.proposed:
        for line in proposal_lines(look.analysis, each, colored=colours(options)):
            click.echo(line)
    if not options.quiet:
        parts = [f"{counted(len(found.proposed), 'proposal')} open", f"{len(found.recorded)} new"]
        if found.gone:
            parts.append(f"{len(found.gone)} gone")
        click.echo(f"{look.session.project.name}: {', '.join(parts)}")
    return 0
