"""``moment fmt``: lay out specifications in the one format."""

from __future__ import annotations

import sys

import click

from moment.cli.errors import Failure
from moment.cli.options import FINDING_FORMATS, MACHINE_FORMATS, Options, global_options
from moment.cli.output import (
    STANDARD_INPUT,
    counted_exit,
    is_colored,
    note,
    open_sessions,
    paint,
    show_findings,
    show_stats,
    summary_of,
)
from moment.diagnostics.model import Diagnostic, Severity
from moment.language.parser import Parsed
from moment.project.rules import NOT_FORMATTED
from moment.project.session import Session
from moment.text.span import Place


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show the changes, exit 1 when there are any.")
@global_options
@click.pass_context
def fmt(invocation: click.Context, paths: tuple[str, ...], check: bool, diff: bool) -> int:
    """Lay out specifications in the one format.

    It has no options on purpose. `-` formats standard input to standard output. A file with syntax errors is left
    alone, exit 1.
    """
    options = Options.of(invocation)
    options.format_among(FINDING_FORMATS)
    sessions = open_sessions(options, paths)
    code = 0
    for session in sessions:
        code = max(code, _format(options, session, check=check, diff=diff))
    show_stats(options, sessions)
    return code


def _format(options: Options, session: Session, *, check: bool, diff: bool) -> int:
    from moment.language.formatter import format_text, is_safe

    errors = [*session.project.diagnostics, *session.unread]
    changed: dict[str, tuple[str, str]] = {}
    for path, parsed in session.parsed.items():
        if session.project.shown and path not in session.project.shown:
            continue
        text = format_text(parsed)
        if text is None:
            errors.extend(finding for finding in parsed.diagnostics if finding.severity is Severity.ERROR)
        elif not is_safe(parsed, text):
            raise AssertionError(f"formatting {path} would change its meaning")
        elif path == STANDARD_INPUT and not (check or diff):
            sys.stdout.write(text)
        elif text != parsed.source.text:
            changed[path] = parsed.source.text, text
    if check or diff:
        errors.extend(_not_formatted(session.parsed[path], text) for path, (_, text) in changed.items())
        if diff:
            _show_diffs(options, changed)
    _report(options, session, errors, changed, check=check)
    if not (check or diff) and changed:
        from moment.project.saving import save

        problems = save(session.project.root, changed)
        if problems:
            raise Failure(problems[0].code, problems[0].message, problems[0].hint)
        for path, (before, after) in changed.items():
            note(options, f"formatted {path} ({_lines(before, after)})")
    return counted_exit(errors, Severity.ERROR)


def _not_formatted(parsed: Parsed, text: str) -> Diagnostic:
    path = parsed.source.path
    return NOT_FORMATTED.at(Place(path, 0, 0), hint=f"Run `moment fmt {path}`.", lines=_lines(parsed.source.text, text))


def _lines(before: str, after: str) -> str:
    """How many lines of the new text are not in the old one."""
    from moment.diagnostics.edits import unified

    count = sum(line.startswith("+") and not line.startswith("+++") for line in unified("", before, after).splitlines())
    return f"{count} line{'' if count == 1 else 's'}"


def _show_diffs(options: Options, changed: dict[str, tuple[str, str]]) -> None:
    from moment.cli.commands.mend import colored_diff
    from moment.diagnostics.edits import unified

    if options.format not in MACHINE_FORMATS:
        for path, (before, after) in changed.items():
            sys.stdout.write(colored_diff(unified(path, before, after), colored=is_colored(options)))


def _report(
    options: Options, session: Session, errors: list[Diagnostic], changed: dict[str, tuple[str, str]], *, check: bool
) -> None:
    """A machine format gets one document; a person the errors, and a line a file that would change."""
    if options.format in MACHINE_FORMATS:
        summary = summary_of([session], errors, exit=counted_exit(errors, Severity.ERROR))
        show_findings(options, errors, session.sources, summary)
        return
    problems = [finding for finding in errors if finding.rule is not NOT_FORMATTED]
    if problems:
        summary = summary_of([session], problems, exit=1)
        show_findings(options, problems, session.sources, summary, closing=False)
    if check:
        for path, (before, after) in changed.items():
            place = paint(path, "1", colored=is_colored(options))
            sys.stdout.write(f"{place} would change ({_lines(before, after)})\n")
