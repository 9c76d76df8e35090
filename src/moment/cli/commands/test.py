"""``moment test``: run the derived tests against what the user has bound."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click

from moment.cli.errors import Failure
from moment.cli.options import MACHINE_FORMATS, Options, completed_by, global_options
from moment.cli.output import ENVIRONMENT_CODES, is_colored, note, open_session, show_findings, show_stats, summary_of
from moment.diagnostics.model import Diagnostic, Severity
from moment.model.results import Case, CaseKind
from moment.project.session import Session
from moment.project.testing.results import Result
from moment.project.testing.runners import RUNNERS, MissingRunnerError, run
from moment.project.testing.verdict import Verdict, judge, together
from moment.text.nearest import nearest

FORMATS = ("text", "json", "junit", "sarif", "github", "cucumber-json")


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--flow",
    "flows",
    multiple=True,
    metavar="NAME",
    shell_complete=completed_by("flow_names"),
    help="Only cases of this flow; repeatable.",
)
@click.option("--kind", "kinds", multiple=True, metavar="K", help="Only cases of this kind: step, crossing, refusal …")
@click.option("--case", "ids", multiple=True, metavar="ID", help="Only this case; repeatable.")
@click.option(
    "--runner",
    "runners",
    multiple=True,
    type=click.Choice(RUNNERS),
    help="vitest or pytest; without it those that tests were generated for.",
)
@click.option("--python", metavar="PATH", help="The Python that runs pytest.")
@click.option(
    "--results",
    multiple=True,
    metavar="FILE",
    help="Read this report instead of running: vitest, pytest, JUnit or Cucumber JSON.",
)
@click.option("--fail-on-unbound", is_flag=True, help="A case without a binding gives exit 1 too.")
@global_options
@click.pass_context
def test(
    invocation: click.Context,
    paths: tuple[str, ...],
    flows: tuple[str, ...],
    kinds: tuple[str, ...],
    ids: tuple[str, ...],
    runners: tuple[str, ...],
    python: str | None,
    results: tuple[str, ...],
    fail_on_unbound: bool,
) -> int:
    """Run the tests that the model implies against your implementation.

    The generated vitest or pytest files are run with what stands in your bindings, and each case is reported with its
    place in the specification. Exit 1: a case failed or was not run, or nothing is bound at all.
    """
    options = Options.of(invocation)
    chosen = options.format_among(FORMATS)
    session = open_session(options, paths)
    errors = [
        each
        for each in session.diagnostics(behaviour=False)
        if each.severity is Severity.ERROR and each.suppressed is None
    ]
    if errors:
        return _stop(options, session, errors)
    derived = _derived(session)
    wanted = _wanted(derived, session, flows=flows, kinds=kinds, ids=ids)
    if results:
        verdict = judge("the report", wanted, _read(session, derived, results))
    else:
        names = runners or _generated(session)
        stale = [finding for name in names for finding in _stale(session, name)]
        if stale:
            return _stop(options, session, stale)
        verdict = together(_run(options, session, name, derived, wanted, python) for name in names)
    code = verdict.exit(fail_on_unbound=fail_on_unbound)
    _show(options, chosen, session, verdict, code)
    show_stats(options, [session])
    return code


def _derived(session: Session) -> tuple[Case, ...]:
    from moment.derive.topology import cases

    return cases(session.domain())


def _wanted(
    derived: Sequence[Case], session: Session, *, flows: Sequence[str], kinds: Sequence[str], ids: Sequence[str]
) -> list[Case]:
    """The cases that the filters leave; a word that fits nothing is a usage error."""
    for word, known, what in (
        *((name, list(session.domain().flow), "flow") for name in flows),
        *((name, list(get_args(CaseKind)), "kind") for name in kinds),
        *((name, [case.id for case in derived], "case") for name in ids),
    ):
        if word not in known:
            guess = nearest(word, known)
            hint = f"did you mean `{guess}`?" if guess else "`moment derive topology` lists them"
            raise Failure("usage", f"no {what} `{word}`", hint)
    found = [
        case
        for case in derived
        if (not flows or case.flow in flows) and (not kinds or case.kind in kinds) and (not ids or case.id in ids)
    ]
    if not found:
        told = "the filters leave no case" if derived else "the model implies no test"
        raise Failure("usage", told, "`moment derive topology` lists the cases")
    return found


def _generated(session: Session) -> tuple[str, ...]:
    """The runners whose tests the ledger lists, else those that are configured."""
    from moment.generate import ledger as ledgers
    from moment.generate.ledger import Ledger

    path = session.project.root / ledgers.PATH
    found = ledgers.read_ledger(path.read_text(encoding="utf-8")) if path.is_file() else None
    targets = {record.target for record in found.files.values()} if isinstance(found, Ledger) else set()
    names = tuple(name for name in RUNNERS if name in targets)
    if not names:
        raise Failure(
            "usage", "no tests were generated", "`moment generate vitest` or `moment generate pytest` writes them"
        )
    return names


def _stale(session: Session, name: str) -> list[Diagnostic]:
    """What is not as it would be written: old tests that pass say nothing about this model."""
    from moment.generate.plan import Run, conflict_findings, stale_findings
    from moment.project.outputs import survey
    from moment.project.production import produce_artifacts

    made = produce_artifacts(session, (name,))
    asked = Run(frozenset(made.targets), frozenset(made.targets))
    found = survey(made.artifacts, session.project.root, asked, folders=made.folders)
    errors = [each for each in found.findings if each.severity is Severity.ERROR]
    return [*made.findings, *errors, *found.plan.findings, *stale_findings(found.plan), *conflict_findings(found.plan)]


def _run(
    options: Options, session: Session, name: str, derived: Sequence[Case], wanted: Sequence[Case], python: str | None
) -> Verdict:
    from moment.project.config import folder
    from moment.project.testing.results import UnreadableError, read

    where = folder(session.project.config.generate, name)
    note(options, f"running {name} on {where}")
    try:
        ran = run(name, session.project.root, where, python=python)
        found = read(ran.report, session.domain(), derived)
    except MissingRunnerError as error:
        raise Failure("runner-missing", str(error), error.hint) from error
    except UnreadableError as error:
        raise Failure(
            "runner-broken", f"{name} gave no report: {error}", ran.said or f"it ended with {ran.code}"
        ) from error
    return judge(name, wanted, found)


def _read(session: Session, derived: Sequence[Case], files: Sequence[str]) -> list[Result]:
    from moment.project.testing.results import MAXIMUM_BYTES, UnreadableError, read

    found: list[Result] = []
    for name in files:
        file = Path(name)
        try:
            if file.stat().st_size > MAXIMUM_BYTES:
                raise UnreadableError(f"it has more than {MAXIMUM_BYTES // 1024**2} MB")
            found.extend(read(file.read_text(encoding="utf-8", errors="replace"), session.domain(), derived))
        except OSError as error:
            raise Failure(
                "usage", f"`{name}` cannot be read: {str(error.strerror).lower()}", "name a report"
            ) from error
        except UnreadableError as error:
            raise Failure(
                "usage", f"`{name}` is no report: {error}", "vitest, pytest, JUnit or Cucumber JSON"
            ) from error
    return found


def _show(options: Options, chosen: str, session: Session, verdict: Verdict, code: int) -> None:
    from moment.cli import tested

    if chosen in ("sarif", "github"):
        findings = tuple(verdict.findings())
        show_findings(options, findings, session.sources, summary_of([session], findings, exit=code))
    elif chosen == "junit":
        sys.stdout.write(tested.junit(verdict, session))
    elif chosen == "json":
        sys.stdout.write(tested.document(verdict, session, code))
    elif chosen == "cucumber-json":
        sys.stdout.write(tested.cucumber(verdict, session))
    else:
        sys.stdout.write(tested.text(verdict, session, quiet=options.quiet, colored=is_colored(options)))


def _stop(options: Options, session: Session, found: Sequence[Diagnostic]) -> int:
    """Shows why nothing is run."""
    code = 2 if any(finding.code in {*ENVIRONMENT_CODES, "MOM925"} for finding in found) else 1
    if options.format not in MACHINE_FORMATS:
        options.format = None
    show_findings(options, found, session.sources, summary_of([session], found, exit=code), closing=False)
    note(options, "no test was run")
    return code
