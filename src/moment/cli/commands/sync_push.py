"""``moment sync push``: both sides brought together in one go, kept as a snapshot, and sent to another repository."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from moment.cli.deciding import opened, refuse
from moment.cli.documents import text_of
from moment.cli.errors import Failure
from moment.cli.options import REPORT_FORMATS, Options, global_options
from moment.cli.output import note, telling_limits
from moment.cli.progress import relayed
from moment.cli.pushing import Questions, document, lines
from moment.cli.running import stop
from moment.cli.upstreaming import OF_THE_MACHINE, show, show_only, telling_refusals
from moment.diagnostics.model import Diagnostic, Severity
from moment.project.session import Session
from moment.sync.comparing import Look
from moment.sync.git.problems import GitProblem, NameProblem
from moment.sync.git.sharing import PushResult
from moment.sync.push_course import PushCourse
from moment.sync.push_decisions import Decide, yes
from moment.sync.types import ReconciliationResult


@click.command()
@click.option("--yes", "is_agreed", is_flag=True, help="Accept whatever has a direction and an edit, without asking.")
@click.option("--remote", metavar="R", help="Send the snapshots there too: a remote, a URL or a path.")
@click.option("--branch", metavar="B", help="With --remote: a branch for review with exactly what was changed.")
@global_options
@click.pass_context
def push(invocation: click.Context, is_agreed: bool, remote: str | None, branch: str | None) -> int:
    """Bring specification and implementation together, and keep what comes of it as a snapshot.

    On a terminal every proposal is asked about. Elsewhere everything is applied when none of it hurts anybody, and else
    only proposed. A push that was interrupted is taken up. Exit 1: something is left, or nothing could be done.
    """
    options = Options.of(invocation)
    chosen = options.format_among(REPORT_FORMATS)
    if branch is not None and remote is None:
        raise Failure("usage", "`--branch` needs a repository to go to", "name it with `--remote`")
    for name, given in (("--remote", remote), ("--branch", branch)):
        if given is not None and not given.strip():
            raise Failure("usage", f"`{name}` is empty", "leave it out, or name what is meant")
    session, _ = opened(options)
    if not session.parsed and session.held_back:
        return stop(options, session, session.held_back)
    if remote is not None:
        _refuse_remote(options, session, remote, branch)
    with telling_refusals(), telling_limits():
        result, look = _pushed(options, session, _decides(options, is_agreed=is_agreed))
    sent, refused = _sent(options, session, result, remote, branch) if remote is not None else (None, ())
    findings = (*result.diagnostics, *refused)
    code = 0 if result.outcome == "APPLIED" and not refused else 1
    if any(each.code in OF_THE_MACHINE for each in findings):
        code = 2
    told = (*findings, *_left(result, look))
    if chosen == "json":
        sys.stdout.write(text_of(document(session, result, sent, findings)))
    elif not show_only(options, session, told, code=code, further=look.locator.sources() if look is not None else {}):
        _show(options, session, result, sent, findings)
    return code


def _left(result: ReconciliationResult, look: Look | None) -> Iterator[Diagnostic]:
    """What differs still, as it was told when it was compared."""
    left = {each.proposal_id for each in result.actions if not each.applied}
    yield from (each.diagnostic for each in (look.judged if look is not None else ()) if each.point.proposal_id in left)


def _show(
    options: Options,
    session: Session,
    result: ReconciliationResult,
    sent: PushResult | None,
    findings: Sequence[Diagnostic],
) -> None:
    show(options, session, [each for each in findings if each.severity is not Severity.INFO])
    for each in session.weighed(result.diagnostics if result.outcome != "ABORTED" else ()):
        if each.severity is Severity.INFO:
            note(options, f"{each.code} {each.message}. {each.hint or ''}".rstrip())
    sys.stdout.write("".join(f"{line}\n" for line in lines(options, result, sent)))


def _decides(options: Options, *, is_agreed: bool) -> Decide | None:
    """Who decides: a word given before, a person, or nobody."""
    if is_agreed:
        return yes
    is_asked = sys.stdin.isatty() and sys.stdout.isatty() and options.format in (None, "text")
    return Questions(options) if is_asked else None


def _pushed(options: Options, session: Session, decide: Decide | None) -> tuple[ReconciliationResult, Look | None]:
    """What came of it, and what both sides said before."""
    course = PushCourse(session, decide=decide)
    if isinstance(decide, Questions):
        decide.course = course
    flow = course.log.flow
    if flow.is_active:
        note(options, f"going on with {flow.saga_id}, which is {flow.state}")
        resumed = course.resume(flow.saga_id)
        if resumed.outcome != "ABORTED" or resumed.diagnostics:
            return resumed, course.look
        note(options, f"{resumed.message}: beginning anew")
        course = PushCourse(session, decide=decide)
        if isinstance(decide, Questions):
            decide.course = course
    return course.execute(), course.look


def _refuse_remote(options: Options, session: Session, remote: str, branch: str | None) -> None:
    """Ends the command before it writes anything when nothing could be sent."""
    from moment.sync.git.remotes import LocalGitRemoteManager

    try:
        LocalGitRemoteManager(session.project.root).refuse(remote, branch)
    except NameProblem as problem:
        raise Failure("usage", str(problem), problem.hint) from problem
    except GitProblem as problem:
        raise refuse(options, session, *problem.diagnostics, is_usage=True) from problem


def _sent(
    options: Options, session: Session, result: ReconciliationResult, remote: str, branch: str | None
) -> tuple[PushResult | None, tuple[Diagnostic, ...]]:
    """What was sent, or why not; without a snapshot there is nothing to send."""
    from moment.sync.git.remotes import LocalGitRemoteManager

    if not result.snapshot:
        return None, ()
    try:
        with relayed(options) as tell:
            there = LocalGitRemoteManager(session.project.root, progress=tell)
            sent = there.push(remote)
            if branch is None:
                return sent, ()
            reviewed = there.push(remote, branch)
        return PushResult(sent.remote, (*sent.updates, *reviewed.updates), reviewed.commit), ()
    except NameProblem as problem:
        raise Failure("usage", str(problem), problem.hint) from problem
    except GitProblem as problem:
        return None, problem.diagnostics
