"""``moment sync accept``: apply proposals, so that one side follows the other."""

from __future__ import annotations

import sys
from typing import cast

import click

from moment.cli.deciding import among, colours, diff_lines, refuse
from moment.cli.drifting import looked
from moment.cli.errors import Failure
from moment.cli.options import Options, global_options
from moment.cli.upstreaming import telling_refusals
from moment.diagnostics.model import Diagnostic
from moment.diagnostics.summary import counted
from moment.drift.patch.unmodelled import Kind
from moment.sync.accepting import accept as accepting
from moment.sync.accepting import decided_already, prepared
from moment.sync.comparing import Look
from moment.sync.plans import Side
from moment.sync.proposals import proposals


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="Every open proposal that has a direction and an edit.")
@click.option("--category", type=click.IntRange(1, 3), metavar="N", help="With --all: of this category at most.")
@click.option("--side", type=click.Choice(["spec", "impl"]), help="The side that wins; a conflict needs it.")
@click.option(
    "--as", "kind", type=click.Choice(["event", "value-object", "enum", "input"]),
    help="What a type becomes that only the code has.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would be written.")
@global_options
@click.pass_context
def accept(
    invocation: click.Context,
    ids: tuple[str, ...],
    every: bool,
    category: int | None,
    side: str | None,
    kind: str | None,
    dry_run: bool,
) -> int:
    """Apply proposals: the side that is behind is edited, or the one that `--side` does not name.

    All files and the decisions are written as one; `moment sync undo` takes the last one back. Ids may be shortened.
    Exit 1: an edit was refused, and nothing is written.
    """
    options = Options.of(invocation)
    if every and ids:
        raise Failure("usage", "`--all` and ids exclude each other", "name ids, or say `--all`")
    if not every and not ids:
        raise Failure("usage", "no proposal is named", "name ids, or say `--all`")
    look = looked(options)
    if not every:
        _refuse_decided(options, look, ids)
    names = _all(look, category, side) if every else among(ids, _known(look))
    if not names:
        click.echo("nothing to accept")
        return 0
    wins = cast("Side | None", side)
    found = prepared(look, names, side=wins, kind=cast("Kind | None", kind), as_possible=every)
    if isinstance(found, Diagnostic):
        raise refuse(options, look.session, found)
    if dry_run:
        sys.stdout.write(
            "".join(f"{each}\n" for each in diff_lines(look.analysis, found.texts, colored=colours(options)))
        )
        return 0
    with telling_refusals():
        done = accepting(look, found)
    if isinstance(done, Diagnostic):
        raise refuse(options, look.session, done)
    if not options.quiet:
        for each in found.changes:
            click.echo(f"{'wrote' if each.before is not None else 'made'} {each.path}")
        for element, reason in found.left:
            click.echo(f"left {element}: {reason}")
        click.echo(f"{counted(len(found.names), 'proposal')} accepted")
    return 0


def _refuse_decided(options: Options, look: Look, ids: tuple[str, ...]) -> None:
    """Ends the command with the status of a proposal that somebody else accepted meanwhile."""
    for name in ids:
        whole = look.state.resolve(name, "accepted")
        if isinstance(whole, str) and whole not in _known(look) and look.state.proposal_status(whole) == "accepted":
            raise refuse(options, look.session, decided_already(whole))


def _known(look: Look) -> list[str]:
    return [each.proposal.proposal_id for each in proposals(look.analysis, look.judged)]


def _all(look: Look, category: int | None, side: str | None) -> list[str]:
    """Those that can be applied without a question: conflicts when somebody says which side wins, no soft steps."""
    status = {each.point.proposal_id: each.status for each in look.drift.told}
    return [
        each.proposal.proposal_id
        for each in proposals(look.analysis, look.judged)
        if (each.proposal.direction != "conflict" or side is not None)
        and not each.is_soft
        and each.proposal.category <= (category or 3)
        and status.get(each.proposal.proposal_id, "") not in ("rejected", "skipped")
    ]
