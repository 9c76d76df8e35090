"""How commands tell findings about state and upstream, and what ends them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module

from moment.cli.errors import Failure, disk
from moment.cli.options import Options
from moment.cli.output import ENVIRONMENT_CODES, is_colored, summary_of
from moment.diagnostics.model import Diagnostic, Severity, order
from moment.project.session import Session
from moment.text.source import Source

OF_THE_MACHINE = ENVIRONMENT_CODES | {"MOM833", "MOM834"}
"""Codes of what keeps a command from being carried out at all: exit code 2."""


@contextmanager
def telling_refusals() -> Iterator[None]:
    """A disk that refuses ends the command with the file and the reason."""
    try:
        yield
    except OSError as error:
        hint = "make room or give permission, then run again"
        raise disk(error) or Failure("MOM905", f"a file cannot be written: {error}", hint) from error


def refused(diagnostic: Diagnostic) -> Failure:
    """A refusal of the state as the end of a command: 2 for what the machine or another version is to blame, else 1."""
    code = 2 if diagnostic.code in OF_THE_MACHINE else 1
    return Failure(diagnostic.code, diagnostic.message, diagnostic.hint, exit=code)


def show(options: Options, session: Session, findings: Sequence[Diagnostic]) -> None:
    """Findings in full, with excerpts."""
    from moment.diagnostics import full

    if findings:
        sys.stdout.write(full.findings(findings, _sources(session, findings), color=is_colored(options)))


def show_only(
    options: Options, session: Session, findings: Sequence[Diagnostic], *, code: int, further: Mapping[str, Source]
) -> bool:
    """Whether the format asked for is one that holds findings and nothing else; then they are written.

    ``further`` are texts besides the specifications that findings point into.
    """
    if options.format not in ("concise", "sarif", "github", "junit"):
        return False
    from moment.diagnostics import RENDERERS

    module = import_module(RENDERERS[options.format][0])
    found, sources = sorted(findings, key=order), {**_sources(session, findings), **further}
    if options.format == "concise":
        sys.stdout.write(module.findings(found, sources))
    else:
        sys.stdout.write(module.render(found, sources, summary_of([session], found, exit=code)))
    return True


def _sources(session: Session, findings: Sequence[Diagnostic]) -> dict[str, Source]:
    """Specifications, and the event files that ``findings`` point into."""
    found = session.sources
    for path in {each.place.path for each in findings if each.place.path.endswith(".jsonl")} - found.keys():
        with suppress(OSError):
            text = session.files.read(session.project.root / path).decode("utf-8", "replace")
            found[path] = Source(path, text)
    return found


def has_errors(findings: Sequence[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
