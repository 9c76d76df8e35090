"""``moment sift status``: what upstream comes to, and what is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from moment.cli.documents import text_of
from moment.cli.options import REPORT_FORMATS, Options, global_options
from moment.cli.output import open_session
from moment.cli.upstreaming import has_errors, show, show_only
from moment.diagnostics.model import Diagnostic
from moment.diagnostics.summary import counted
from moment.project.session import Session
from moment.sift.documents import counts, fold_document
from moment.sift.fold import Fold
from moment.sift.upstream import fold_of, missing


@click.command()
@global_options
@click.pass_context
def status(invocation: click.Context) -> int:
    """Show what upstream comes to, and what is wrong with it.

    Events are read from `.domain` and `.complai/events`; nothing is written. Exit 1: there are none, or some that cannot
    be read.
    """
    options = Options.of(invocation)
    options.format_among(REPORT_FORMATS)
    return show_status(options, open_session(options, ()))


def show_status(options: Options, session: Session) -> int:
    """Reads, folds and tells; the exit code."""
    nothing = missing(session.project.root)
    fold = fold_of(session.project.root)
    findings = fold.errors if nothing is None else (*fold.errors, nothing)
    code = 1 if has_errors(findings) else 0
    if options.format == "json":
        sys.stdout.write(text_of(fold_document(fold, session.project.name, findings)))
    elif not show_only(options, session, findings, code=code, further={}):
        show(options, session, findings)
        sys.stdout.write("".join(f"{line}\n" for line in _lines(fold, findings)))
    return code


def _lines(fold: Fold, findings: Sequence[Diagnostic]) -> list[str]:
    figures = fold.figures
    parts = [counted(figures.events, "event"), f"{figures.folded} folded"]
    parts += [f"{figures.duplicates} said again"] if figures.duplicates else []
    parts += [f"{figures.invalid} no events"] if figures.invalid else []
    parts += [f"{count} of an unknown type" for count in (sum(figures.unknown.values()),) if count]
    parts += [f"{count} of {source}" for source, count in figures.others.items()]
    elements = ", ".join(counted(count, kind) for kind, count in counts(fold).items())
    lines = [", ".join(parts), elements] if elements else [", ".join(parts)]
    return [*lines, f"fingerprint {fold.fingerprint[:12]}"] if elements else lines
