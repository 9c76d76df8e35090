"""What the commands about proposals share: ids that may be shortened, diffs of what would be written, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import unified_diff

import click

from moment.cli.errors import Failure
from moment.cli.options import MACHINE_FORMATS, Options
from moment.cli.output import is_colored, open_session, paint, show_findings, summary_of
from moment.cli.upstreaming import OF_THE_MACHINE
from moment.diagnostics.model import Diagnostic
from moment.project.record import Event
from moment.project.session import Session
from moment.sync.analysis import Analysis
from moment.sync.opening import open_store
from moment.sync.proposals import Proposed
from moment.sync.state import SyncState

DIFF_LINES = 60


def opened(options: Options) -> tuple[Session, SyncState]:
    """The project of the command line and its state; nothing is compared."""
    session = open_session(options, ())
    if session.project.isolated:
        raise Failure("usage", "loose files have no state", "run it in the folder of a project, without `--isolated`")
    return session, SyncState(open_store(session.project.root / ".moment"))


def refuse(options: Options, session: Session, *found: Diagnostic, is_usage: bool = False) -> click.exceptions.Exit:
    """Shows why nothing was done; exit code 2 for what the machine refuses and for what was asked wrongly, else 1."""
    code = 2 if is_usage or any(each.code in OF_THE_MACHINE for each in found) else 1
    if options.format not in MACHINE_FORMATS:
        options.format = None
    show_findings(options, found, session.sources, summary_of([session], found, exit=code), closing=False)
    return click.exceptions.Exit(code)


def resolved(options: Options, session: Session, state: SyncState, ids: Sequence[str], verb: str) -> list[str]:
    """Whole ids of recorded proposals; a log that cannot be read to its end has no answer."""
    if state.refusal is not None and verb != "found":
        raise refuse(options, session, state.refusal)
    found = []
    for name in ids:
        whole = state.resolve(name, verb)
        if isinstance(whole, Diagnostic):
            raise refuse(options, session, whole)
        found.append(whole)
    return found


def among(ids: Sequence[str], known: Sequence[str]) -> list[str]:
    """Whole ids of what is proposed now. Raises ``Failure``."""
    found = []
    for name in ids:
        start = name if name.startswith("prp-") else f"prp-{name}"
        here = [each for each in known if each.startswith(start)] if name not in ("", "prp-") else []
        if len(here) != 1:
            many = f"{len(here)} proposals begin with `{name}`" if here else f"no proposal `{name}`"
            raise Failure("usage", many, "`moment sync status` lists what differs now")
        found.append(here[0])
    return found


def decided(
    options: Options, ids: Sequence[str], verb: str, decide: Callable[[SyncState, str], Event | Diagnostic]
) -> int:
    """One decision for each id, in order; the first that is refused ends it."""
    session, state = opened(options)
    for name in resolved(options, session, state, ids, verb):
        answer = decide(state, name)
        if isinstance(answer, Diagnostic):
            raise refuse(options, session, answer)
        if not options.quiet:
            click.echo(f"{name} is {verb}")
    return 0


def proposal_lines(analysis: Analysis, proposed: Proposed, *, colored: bool) -> Iterator[str]:
    """A proposal with what would be written."""
    proposal = proposed.proposal
    subject = f"{proposal.element}.{proposal.member}" if proposal.member else proposal.element
    change = proposed.difference.point.edit.label
    soft = " (first, beside the old one)" if proposal.deprecation is not None and not proposal.consumers else ""
    yield f"{paint(proposal.proposal_id, '1', colored=colored)}  category {int(proposal.category)}  {proposal.direction}  {subject}"
    yield f"  {change}{soft}"
    if proposed.plan.refused:
        yield f"  by hand: {proposed.plan.refused}"
    elif proposed.plan.generates is not None:
        yield f"  moment generate {proposed.plan.generates}"
    yield from diff_lines(analysis, proposed.plan.texts, colored=colored)


def diff_lines(analysis: Analysis, texts: Mapping[str, str], *, colored: bool) -> Iterator[str]:
    """What changes, as a unified diff."""
    for path in sorted(texts):
        source = analysis.locator.source(path)
        old = source.text if source is not None else ""
        lines = list(unified_diff(old.splitlines(), texts[path].splitlines(), path, path, lineterm="", n=1))
        for line in lines[:DIFF_LINES]:
            code = "32" if line.startswith("+") else "31" if line.startswith("-") else "2"
            yield f"  {paint(line, code, colored=colored)}"
        if len(lines) > DIFF_LINES:
            yield f"  … {len(lines) - DIFF_LINES} more lines"


def colours(options: Options) -> bool:
    return is_colored(options)
