"""From artifacts to files: what is there, what the plan says, and the run that makes it so."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic
from moment.generate import ledger as ledgers
from moment.generate.artifact import Artifact
from moment.generate.ledger import Ledger
from moment.generate.plan import Plan, Run, plan
from moment.generate.rules import LEDGER_UNREADABLE, OUTPUT_LOCKED, OUTPUT_NOT_WRITABLE
from moment.project.lock import lock
from moment.project.paths import Paths
from moment.project.writing import Writing
from moment.text.span import Place

LOCK = ".moment/lock"
LOCK_SECONDS = 5.0


class Survey(NamedTuple):
    """The plan for a project as its files are now.

    ``texts`` are those on the disk, ``findings`` MOM904, MOM905 and MOM923 met on the way; with an error among them
    nothing may be written.
    """

    plan: Plan
    ledger: Ledger
    texts: Mapping[str, str]
    findings: tuple[Diagnostic, ...]


class Outcome(NamedTuple):
    """What a run came to. ``is_done`` when every file is as planned; otherwise nothing was changed."""

    survey: Survey
    is_done: bool
    findings: tuple[Diagnostic, ...] = ()


def survey(artifacts: Iterable[Artifact], root: Path, run: Run, *, folders: Iterable[str] = ()) -> Survey:
    """Compares ``artifacts`` with the files below ``root`` and writes nothing.

    ``folders`` are searched for generated files when the ledger cannot be read.
    """
    wanted = tuple(artifacts)
    paths = Paths(root)
    findings: list[Diagnostic] = []
    ledger = _ledger(paths, folders, findings)
    texts = dict(_texts(paths, {*(artifact.path for artifact in wanted), *ledger.files}, findings))
    if any(finding.code != LEDGER_UNREADABLE.code for finding in findings):
        return Survey(Plan((), {}, ledger), ledger, texts, tuple(findings))
    return Survey(plan(wanted, ledger, texts, run), ledger, texts, tuple(findings))


def produce(
    artifacts: Iterable[Artifact], root: Path, run: Run, *, folders: Iterable[str] = (), wait: float = LOCK_SECONDS
) -> Outcome:
    """Makes the files below ``root`` what ``artifacts`` say, all or none.

    Nothing is opened for writing when nothing changes. Another run's lock is waited for.
    """
    wanted, searched = tuple(artifacts), tuple(folders)
    found = survey(wanted, root, run, folders=searched)
    if _is_blocked(found) or _is_settled(found):
        return Outcome(found, not _is_blocked(found))
    held = Paths(root).resolve(LOCK)
    if isinstance(held, Diagnostic):
        return Outcome(found, False, (held,))
    try:
        with lock(held, wait=wait) as taken:
            if not taken:
                hint = "Wait for the other run to end."
                return Outcome(found, False, (OUTPUT_LOCKED.at(Place(LOCK, 0, 0), hint=hint, path=LOCK),))
            found = survey(wanted, root, run, folders=searched)
            if _is_blocked(found):
                return Outcome(found, False)
            Writing(root, found.plan, found.ledger).run()
    except OSError as error:
        return Outcome(found, False, (_unwritable(error, root),))
    return Outcome(found, True)


def _is_blocked(found: Survey) -> bool:
    return found.plan.is_blocked or any(finding.code != LEDGER_UNREADABLE.code for finding in found.findings)


def _is_settled(found: Survey) -> bool:
    return found.plan.is_current and found.plan.ledger == found.ledger and not found.findings


def _ledger(paths: Paths, folders: Iterable[str], findings: list[Diagnostic]) -> Ledger:
    path = paths.resolve(ledgers.PATH)
    if isinstance(path, Diagnostic):
        findings.append(path)
        return ledgers.EMPTY
    try:
        found = ledgers.read_ledger(path.read_bytes().decode("utf-8", "replace"))
    except FileNotFoundError:
        return ledgers.EMPTY
    except OSError as error:
        findings.append(_unwritable(error, paths.root))
        return ledgers.EMPTY
    if isinstance(found, Ledger):
        return found
    place = Place(ledgers.PATH, 0, 0)
    hint = "It is made anew from the headers of the generated files."
    findings.append(LEDGER_UNREADABLE.at(place, hint=hint, path=ledgers.PATH, reason=found))
    return ledgers.rebuild(dict(_texts(paths, _below(paths.root, folders), [])))


def _below(root: Path, folders: Iterable[str]) -> set[str]:
    return {
        (Path(place) / name).relative_to(root).as_posix()
        for folder in folders
        for place, _, names in os.walk(root / folder)
        for name in names
    }


def _texts(paths: Paths, wanted: Iterable[str], findings: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """The texts of those paths that exist, with LF; bytes that are no UTF-8 survive as surrogates."""
    for text in sorted(wanted):
        path = paths.resolve(text)
        if isinstance(path, Diagnostic):
            findings.append(path)
            continue
        try:
            yield text, path.read_bytes().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        except FileNotFoundError:
            continue
        except OSError as error:
            finding = _unwritable(error, paths.root)
            if finding not in findings:
                findings.append(finding)


def _unwritable(error: OSError, root: Path) -> Diagnostic:
    named = Path(str(error.filename)) if error.filename is not None else root
    named = next((folder for folder in reversed(named.parents) if folder.is_file()), named)
    path = named.relative_to(root).as_posix() if named.is_relative_to(root) else named.name
    reason = (error.strerror or type(error).__name__).lower()
    hint = "Make room or give permission, then run again: nothing was changed."
    return OUTPUT_NOT_WRITABLE.at(Place(path, 0, 0), hint=hint, path=path, reason=reason)
