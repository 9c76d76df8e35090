"""What the commands about upstream share: the store of a project, and how findings and failures of it are told."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from moment.cli.errors import Failure
from moment.cli.options import Options
from moment.cli.output import is_colored
from moment.diagnostics.model import Diagnostic, Severity
from moment.project.globs import matches
from moment.project.saving import encoded
from moment.project.session import Session
from moment.project.store import FOLDER, Store
from moment.project.transaction import Change


def store_of(session: Session) -> Store:
    return Store(session.project.root / FOLDER, root=session.project.root)


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
    """A refusal of the state as the end of a command: 2 when somebody else holds it, else 1."""
    return Failure(diagnostic.code, diagnostic.message, diagnostic.hint, exit=2 if diagnostic.code == "MOM833" else 1)


def show(options: Options, session: Session, findings: Sequence[Diagnostic]) -> None:
    """Findings in full, with excerpts of specifications."""
    from moment.diagnostics import full

    if findings:
        sys.stdout.write(full.findings(findings, session.sources, color=is_colored(options)))


def has_errors(findings: Sequence[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def new_file(session: Session, path: str) -> str:
    """Below the first folder of sources; without its own folder where the sources would not find it there."""
    sources = session.project.config.sources
    first = sources[0] if sources else ""
    parts = first.split("/")[:-1]
    plain = [part for part in parts if not any(sign in part for sign in "*?[{")]
    folder = "/".join(plain) if plain == parts[: len(plain)] else ""
    wanted = f"{folder}/{path}" if folder else path
    beside = f"{folder}/{path.rpartition('/')[2]}" if folder else path.rpartition("/")[2]
    return wanted if matches(wanted, sources) or not matches(beside, sources) else beside


def file_change(root: Path, path: str, before: str | None, after: str | None) -> Change:
    """The change in bytes; a file that is no longer what was read gives its bytes of now, which are refused later."""
    file = root / path
    if before is None:
        return Change(path, None, None if after is None else after.encode())
    raw = file.read_bytes()
    read = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    old = raw if read == before else before.encode()
    return Change(path, old, None if after is None else encoded(raw, after))
