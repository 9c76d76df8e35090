"""Two states of a project's files: which came, went, changed and moved, and by how many lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from moment.diagnostics.model import Diagnostic
from moment.drift.edits import Edit
from moment.project.paths import Paths
from moment.sync.git import chain, contents
from moment.sync.git.contents import Content
from moment.sync.git.likeness import line_counts, pairs
from moment.sync.git.snapshot import Snapshot, snapshot_of

if TYPE_CHECKING:
    from dulwich.objects import Commit

    from moment.sync.git.home import Home

ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".py", ".moment")
"""Files whose changes are understood."""
Change = Literal["added", "removed", "modified", "renamed"]


@dataclass(frozen=True, slots=True)
class ArtifactChange:
    """One file that differs. ``previous`` is where a renamed file was; ``before`` and ``after`` are its bytes.

    ``added`` and ``removed`` count lines; of a file that is no text they are ``None``. ``edits`` are what the change means
    for the types in TypeScript, Python and .moment; ``unread`` says why they are not known.
    """

    path: str
    change: Change
    previous: str | None
    added: int | None
    removed: int | None
    before: bytes | None
    after: bytes | None
    edits: tuple[Edit, ...] = ()
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class ArtifactComparison:
    """What differs between two snapshots, or a snapshot and the working tree (``after`` is ``None``), by path.

    A file that cannot be read now is a finding in ``diagnostics`` and no change.
    """

    before: Snapshot
    after: Snapshot | None
    changes: tuple[ArtifactChange, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def has_changes(self) -> bool:
        return bool(self.changes)


def compared(home: Home, root: Path, before: Commit, after: Commit | None) -> ArtifactComparison:
    """The comparison of two commits, or of one with the files below ``root`` that a snapshot would hold."""
    labels = chain.labels(home.repository)
    old = _files(home, before)
    problems: list[Diagnostic] = []
    if after is None:
        new, problems = _present(root, {*old, *contents.paths_of(root)})
        for problem in problems:
            old.pop(problem.place.path, None)
    else:
        new = _files(home, after)
    later = snapshot_of(after, labels) if after is not None else None
    return ArtifactComparison(snapshot_of(before, labels), later, changes(old, new), tuple(problems))


def changes(old: Mapping[str, Content], new: Mapping[str, Content]) -> tuple[ArtifactChange, ...]:
    """The differences of two sets of files, by path."""
    gone = {path: old[path].data for path in old.keys() - new.keys()}
    came = {path: new[path].data for path in new.keys() - old.keys()}
    moved = pairs(gone, came)
    found = sorted(_changes(old, new, moved), key=lambda each: (each.path, each.change))
    return tuple(_understood(found, old, new))


def _understood(
    found: Iterable[ArtifactChange], old: Mapping[str, Content], new: Mapping[str, Content]
) -> Iterator[ArtifactChange]:
    """The changes with what they mean."""
    known = tuple(found)
    changed = {path for each in known for path in (each.path, each.previous) if path is not None}
    if not any(path.endswith(ENDINGS) for path in changed):
        yield from known
        return
    from moment.sync.git.meaning import meaning

    before, after = ({path: each.data for path, each in files.items()} for files in (old, new))
    understood = meaning(before, after, changed)
    for each in known:
        names = [name for name in (each.path, each.previous) if name is not None]
        edits = tuple(
            edit for name in names for edit in understood.edits.get(name, ()) if not (each.previous and _moves(edit))
        )
        reason = next((understood.unread[name] for name in names if name in understood.unread), None)
        yield replace(each, edits=edits, unread=reason)


def _moves(edit: Edit) -> bool:
    """Whether only the file of a symbol is another, which of a file that moved goes without saying."""
    return edit.kind == "move" and edit.member is None


def _changes(
    old: Mapping[str, Content], new: Mapping[str, Content], moved: Mapping[str, str]
) -> Iterator[ArtifactChange]:
    """``moved`` goes from new path to old path."""
    for path in new.keys() - old.keys() - moved.keys():
        yield _change(path, "added", None, new[path].data)
    for path in old.keys() - new.keys() - set(moved.values()):
        yield _change(path, "removed", old[path].data, None)
    for path in old.keys() & new.keys():
        if old[path] != new[path]:
            yield _change(path, "modified", old[path].data, new[path].data)
    for path, previous in moved.items():
        yield _change(path, "renamed", old[previous].data, new[path].data, previous)


def _change(
    path: str, change: Change, before: bytes | None, after: bytes | None, previous: str | None = None
) -> ArtifactChange:
    counts = line_counts(before or b"", after or b"")
    added, removed = counts if counts is not None else (None, None)
    return ArtifactChange(path, change, previous, added, removed, before, after)


def _files(home: Home, commit: Commit) -> dict[str, Content]:
    store = home.repository.object_store
    kept = chain.tree_of(home.repository, commit.tree, home.prefix)
    return {path: Content(store[each.blob].as_raw_string(), each.mode) for path, each in kept.items()}


def _present(root: Path, paths: set[str]) -> tuple[dict[str, Content], list[Diagnostic]]:
    """The files that are there, and why some cannot be read. What was never there is in neither."""
    checked = Paths(root)
    found: dict[str, Content] = {}
    problems: list[Diagnostic] = []
    for path in sorted(paths):
        content = contents.content_at(checked, path)
        if isinstance(content, Diagnostic):
            problems.append(content)
        elif content is not None:
            found[path] = content
    return found, problems
