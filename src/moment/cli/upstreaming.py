"""How commands tell findings about state and upstream, and what ends them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from moment.cli.errors import Failure
from moment.cli.options import Options
from moment.cli.output import ENVIRONMENT_CODES, is_colored
from moment.diagnostics.model import Diagnostic, Severity
from moment.project.session import Session

OF_THE_MACHINE = ENVIRONMENT_CODES | {"MOM833", "MOM834"}
"""Codes of what keeps a command from being carried out at all: exit code 2."""


@contextmanager
def telling_refusals() -> Iterator[None]:
    """A disk that refuses ends the command with the file and the reason."""
    try:
        yield
    except OSError as error:
        reason = str(error.strerror or error).lower()
        hint = "make room or give permission, then run again"
        raise Failure("MOM905", f"`{error.filename}` cannot be written: {reason}", hint) from error


def refused(diagnostic: Diagnostic) -> Failure:
    """A refusal of the state as the end of a command: 2 for what the machine or another version is to blame, else 1."""
    code = 2 if diagnostic.code in OF_THE_MACHINE else 1
    return Failure(diagnostic.code, diagnostic.message, diagnostic.hint, exit=code)


def show(options: Options, session: Session, findings: Sequence[Diagnostic]) -> None:
    """Findings in full, with excerpts of specifications."""
    from moment.diagnostics import full

    if findings:
        sys.stdout.write(full.findings(findings, session.sources, color=is_colored(options)))


def has_errors(findings: Sequence[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
