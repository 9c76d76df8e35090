"""What a run does with each file: written, kept, removed, or not touched because it is not ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from moment.diagnostics.model import Diagnostic
from moment.generate.artifact import Artifact
from moment.generate.header import digest, header_of
from moment.generate.ledger import EMPTY, Ledger, Record
from moment.generate.naming import folded
from moment.generate.rules import EDITED_OUTPUT, FOREIGN_OUTPUT, NOTHING_LEFT, OUTPUT_PATH_COLLISION, STALE_OUTPUT
from moment.text.span import Place

ActionKind: TypeAlias = Literal["write", "keep", "conflict", "remove", "forget"]
Reason: TypeAlias = Literal[
    "missing", "stale", "current", "adopted", "scaffold", "edited", "foreign", "obsolete", "gone", "forced"
]


class Action(NamedTuple):
    """``kind`` is what happens to the file at ``path``; ``forced`` overwrites or removes what is not ours."""

    kind: ActionKind
    path: str
    target: str
    reason: Reason


class Plan(NamedTuple):
    """All actions by path, the artifacts to write, and the ledger as it is once they are done.

    ``findings`` are errors about the run as a whole; with any of them, or a conflict, nothing is written. ``known`` is
    the ledger that was found, with what a killed run got done.
    """

    actions: tuple[Action, ...]
    artifacts: Mapping[str, Artifact]
    ledger: Ledger
    findings: tuple[Diagnostic, ...] = ()
    known: Ledger = EMPTY

    @property
    def conflicts(self) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if action.kind == "conflict")

    @property
    def is_blocked(self) -> bool:
        return bool(self.conflicts or self.findings)

    @property
    def is_current(self) -> bool:
        """Whether every file is as it should be: what ``--check`` asks."""
        return not self.findings and all(action.kind == "keep" for action in self.actions)

    def of_kind(self, *kinds: ActionKind) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if action.kind in kinds)


class Run(NamedTuple):
    """What was asked for.

    ``targets`` are those of this run, ``configured`` those of the project. ``prune`` also removes the files of
    targets that are in neither, ``force`` overwrites generated files that are not ours. ``emptied`` says that the
    model has neither a context nor a flow.
    """

    targets: frozenset[str]
    configured: frozenset[str]
    prune: bool = False
    force: bool = False
    emptied: bool = False


def plan(artifacts: Iterable[Artifact], ledger: Ledger, disk: Mapping[str, str], run: Run) -> Plan:
    """``disk`` holds the texts (line ends LF) of those planned and remembered paths that exist."""
    wanted: dict[str, Artifact] = {}
    findings = list(_path_collisions(artifacts, wanted))
    lost = [path for path, record in ledger.files.items() if record.kind == "generated"]
    if run.emptied and lost and not run.prune:
        place = Place(min(lost), 0, 0)
        hint = "Give the specification back, or remove the files with `--prune`."
        return Plan((), {}, ledger, (NOTHING_LEFT.at(place, hint=hint, count=len(lost)),))
    actions = [_wanted(artifact, ledger, disk, run) for artifact in wanted.values()]
    actions.extend(_unwanted(wanted, ledger, disk, run))
    actions.sort(key=lambda action: action.path)
    known = _settled(ledger, disk)
    return Plan(tuple(actions), wanted, _next_ledger(actions, wanted, known), tuple(findings), known)


def pending(found: Plan) -> Ledger:
    """The ledger to write before the files of ``found``: a killed run finds its own files in it.

    Files that are new are recorded already, so that a later run can remove them again.
    """
    hashes = {action.path: found.ledger.files[action.path].sha256 for action in found.of_kind("write")}
    files = dict(found.known.files)
    for path in hashes:
        files.setdefault(path, found.ledger.files[path])
    return Ledger(files, hashes)


def conflict_findings(found: Plan) -> Iterator[Diagnostic]:
    """One error for every file that is in the way."""
    for action in found.conflicts:
        place = Place(action.path, 0, 0)
        if action.reason == "edited":
            hint = "Undo the edit, move it to the specification or a binding, or run with `--force`."
            yield EDITED_OUTPUT.at(place, hint=hint, path=action.path)
        else:
            hint = "Move the file away, choose another `out`, or run with `--force`."
            yield FOREIGN_OUTPUT.at(place, hint=hint, path=action.path)


def stale_findings(found: Plan) -> Iterator[Diagnostic]:
    """One error for every file that ``--check`` finds missing, stale or obsolete."""
    for action in found.of_kind("write", "remove", "forget"):
        state = "obsolete" if action.reason == "gone" else action.reason
        hint = f"Run `moment generate {action.target}`."
        yield STALE_OUTPUT.at(Place(action.path, 0, 0), hint=hint, path=action.path, state=state)


def _path_collisions(artifacts: Iterable[Artifact], wanted: dict[str, Artifact]) -> Iterator[Diagnostic]:
    """Fills ``wanted`` by path; of artifacts on one path the first counts and the others are findings."""
    first: dict[str, Artifact] = {}
    for artifact in artifacts:
        other = first.setdefault(folded(artifact.path), artifact)
        if other is artifact:
            wanted[artifact.path] = artifact
        else:
            place = Place((artifact.sources or (artifact.path,))[0], 0, 0)
            yield OUTPUT_PATH_COLLISION.at(
                place,
                hint="Give one of them another `out`.",
                first=other.target,
                second=artifact.target,
                resulting=artifact.path,
            )


def _wanted(artifact: Artifact, ledger: Ledger, disk: Mapping[str, str], run: Run) -> Action:
    path, target = artifact.path, artifact.target
    text = disk.get(path)
    if text is None:
        return Action("write", path, target, "missing")
    if artifact.kind == "scaffold":
        return Action("keep", path, target, "scaffold")
    if text == artifact.text:
        return Action("keep", path, target, "current" if path in ledger.files else "adopted")
    if _is_ours(path, text, ledger):
        return Action("write", path, target, "stale")
    if run.force:
        return Action("write", path, target, "forced")
    return Action("conflict", path, target, _blame(path, text, ledger))


def _unwanted(wanted: Mapping[str, Artifact], ledger: Ledger, disk: Mapping[str, str], run: Run) -> Iterator[Action]:
    for path, record in ledger.files.items():
        is_pruned = run.prune and record.target not in run.configured
        if path in wanted or not (record.target in run.targets or is_pruned):
            continue
        text = disk.get(path)
        if text is None:
            yield Action("forget", path, record.target, "gone")
        elif record.kind == "scaffold":
            yield Action("keep", path, record.target, "scaffold")
        elif _is_ours(path, text, ledger):
            yield Action("remove", path, record.target, "obsolete")
        elif run.force:
            yield Action("remove", path, record.target, "forced")
        else:
            yield Action("conflict", path, record.target, "edited")


def _is_ours(path: str, text: str, ledger: Ledger) -> bool:
    """Whether nobody changed ``text`` since we wrote it, or were about to."""
    header = header_of(text)
    if header is not None and header.verifies:
        return True
    record = ledger.files.get(path)
    held = digest(text)
    return (record is not None and record.kind == "generated" and record.sha256 == held) or (
        ledger.pending.get(path) == held
    )


def _blame(path: str, text: str, ledger: Ledger) -> Reason:
    return "edited" if path in ledger.files or header_of(text) is not None else "foreign"


def _settled(ledger: Ledger, disk: Mapping[str, str]) -> Ledger:
    """The ledger with what a killed run got done: files of targets that this run leaves alone stay ours."""
    files = dict(ledger.files)
    for path, held in ledger.pending.items():
        if path in files and path in disk and digest(disk[path]) == held:
            files[path] = files[path]._replace(sha256=held)
    return Ledger(files, {})


def _next_ledger(actions: Iterable[Action], wanted: Mapping[str, Artifact], ledger: Ledger) -> Ledger:
    files = dict(ledger.files)
    for action in actions:
        artifact = wanted.get(action.path)
        if artifact is not None:
            held = digest(artifact.text)
            files[action.path] = Record(artifact.target, artifact.kind, held, tuple(sorted(artifact.sources)))
        elif action.kind in ("remove", "forget"):
            files.pop(action.path, None)
    return Ledger(files, {})
