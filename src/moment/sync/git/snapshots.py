"""``LocalGitArtifactStore``: states of a project's files, kept beside the user's own history and never in its way."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from moment._version import __version__
from moment.diagnostics.model import Diagnostic
from moment.project.git_rules import NO_REPOSITORY, SNAPSHOT_UNKNOWN
from moment.project.globs import matches
from moment.project.paths import refusal
from moment.sync.git import chain, contents
from moment.sync.git.home import FALLBACK, Home, home_of
from moment.sync.git.identity import author_of, branch_of
from moment.sync.git.problems import GitProblem, NameProblem
from moment.sync.git.snapshot import LATEST, SHOWN, Snapshot, find, none_yet, snapshot_of
from moment.sync.git.trailers import Metadata, checked, message
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.objects import Commit, ObjectID

    from moment.sync.git.comparison import ArtifactComparison
    from moment.sync.git.rollback import RollbackResult

Named = Snapshot | str
_LONGEST = 200
"""Bytes of a part of a label: as much as every file system holds, with `.lock` behind it."""


class LocalGitArtifactStore:
    """The snapshots of the project at ``root``.

    They are commits below ``refs/moment/snapshots`` of the repository that holds the project; without one, of a private
    store in ``.moment/local``, which moves into a repository as soon as there is one. Index, HEAD, branches, reflogs,
    hooks and filters of the user are not touched. What is in the way is raised as ``GitProblem``, with its findings.
    """

    def __init__(self, root: Path | str = ".", *, author: str | None = None, clock: Callable[[], float] = time.time):
        self.root = Path(root).resolve()
        self._author = author
        self._clock = clock
        self.diagnostics: tuple[Diagnostic, ...] = ()
        """What is worth knowing about the last call: MOM860 when the snapshots are private."""

    def snapshot(
        self,
        paths: Iterable[str | Path] | None = None,
        *,
        label: str | None = None,
        metadata: Metadata | None = None,
        subject: str | None = None,
        besides: Iterable[str | Path] = (),
    ) -> Snapshot:
        """The files as they are now; the last snapshot itself when nothing differs from it.

        Without ``paths``: specifications, moment.toml, artifacts, ledger and records, and whatever the last snapshot
        held that is still there; ``besides`` are further files. With them the last snapshot, in which these files, or those in these folders, are as
        they are now; a first snapshot holds the others too.
        One that is neither here nor in it is MOM861.
        ``metadata`` may say ``kind``, ``specification``, ``saga`` and ``proposal``; ``subject`` is the first line of
        the commit. A label that names another snapshot is a ``NameProblem``.
        """
        asked = tuple(map(self._inside, paths)) if paths is not None else None
        further = tuple(map(str, besides))
        facts = {"kind": ("snapshot",), **checked(metadata or {})}
        with self._home(create=True) as home:
            assert home is not None
            if label is not None:
                _usable(label)
            text = self._message(home, subject, label, facts)

            def grow(old: ObjectID | None) -> ObjectID:
                new = self._grown(home, old, asked, text, further)
                if label is not None:
                    _refuse_taken(home, label, new)
                return new

            end = chain.advance(home.repository, grow)
            if label is not None and not chain.swap(home.repository, chain.LABELS + label.encode(), None, end):
                _refuse_taken(home, label, end)
            return snapshot_of(chain.commit_of(home.repository, end), chain.labels(home.repository))

    def snapshots(self) -> tuple[Snapshot, ...]:
        """All of them, newest first."""
        with self._home(create=False) as home:
            if home is None:
                return ()
            labels = chain.labels(home.repository)
            end = chain.head(home.repository)
            return tuple(snapshot_of(commit, labels) for commit in chain.commits(home.repository, end))

    def find(self, name: Named = LATEST) -> Snapshot:
        """The snapshot that a label, an id, the beginning of one, or ``latest`` means."""
        with self.opened(name) as (home, commit):
            return snapshot_of(commit, chain.labels(home.repository))

    def list(self, glob: str = "**", snapshot: Named = LATEST) -> tuple[str, ...]:
        """The paths in a snapshot that match, sorted."""
        with self.opened(snapshot) as (home, commit):
            kept = chain.tree_of(home.repository, commit.tree, home.prefix)
            return tuple(path for path in sorted(kept) if matches(path, (glob,)))

    def read(self, path: str | Path, snapshot: Named = LATEST) -> bytes:
        """The bytes of a file as they were."""
        name = self._inside(path)
        with self.opened(snapshot) as (home, commit):
            kept = chain.tree_of(home.repository, commit.tree, home.prefix).get(name)
            if kept is None:
                problem = f"snapshot `{commit.id.decode()[:10]}` has no file `{name}`"
                hint = "`moment sync compare` shows which files it has."
                raise GitProblem(SNAPSHOT_UNKNOWN.at(Place(name, 0, 0), hint=hint, problem=problem))
            return home.repository.object_store[kept.blob].as_raw_string()

    def compare(self, a: Named, b: Named | None = None) -> ArtifactComparison:
        """What changed from ``a`` to ``b``, or to the files as they are now."""
        from moment.sync.git.comparison import compared

        with self.opened(a) as (home, before):
            after = find(home.repository, _name(b)) if b is not None else None
            return compared(home, self.root, before, after)

    def rollback(
        self, snapshot: Named, paths: Iterable[str | Path] | None = None, *, force: bool = False
    ) -> RollbackResult:
        """Makes the files, or those at ``paths``, what they were; the records in ``.moment/log`` stay as they are.

        First a snapshot of kind ``pre-rollback`` is made. A file whose text is in no snapshot and was not generated is
        not given up without ``force``: then nothing is changed, and the result says which files (MOM862).
        """
        from moment.sync.git.rollback import rolled_back

        return rolled_back(self, snapshot, tuple(map(self._inside, paths)) if paths is not None else None, force=force)

    def _grown(
        self,
        home: Home,
        old: ObjectID | None,
        paths: tuple[str, ...] | None,
        text: str,
        besides: tuple[str, ...] = (),
    ) -> ObjectID:
        """The end of the chain after a snapshot."""
        repository = home.repository
        everything = chain.tree_of(repository, chain.commit_of(repository, old).tree) if old is not None else {}
        held = {
            path.removeprefix(home.prefix): kept for path, kept in everything.items() if path.startswith(home.prefix)
        }
        tree = {path: kept for path, kept in everything.items() if not path.startswith(home.prefix)}
        asked = set(contents.files_below(self.root, (*(paths or ()), *besides)))
        if paths is None or not held:
            asked.update(contents.paths_of(self.root), held)
        self._refuse_missing(paths or (), held)
        below = tuple(f"{Path(path).as_posix()}/" for path in paths or ())
        asked.update(path for path in held if path.startswith(below))
        ours = {path: kept for path, kept in held.items() if path not in asked}
        ours.update(chain.write_files(repository, contents.read_present(self.root, asked)))
        tree.update({home.prefix + path: kept for path, kept in ours.items()})
        tree_id = chain.write_tree(repository, tree)
        if old is not None and chain.commit_of(repository, old).tree == tree_id:
            return old
        return chain.write_commit(
            repository, tree_id, [old] if old is not None else [], author=author_of(repository, self._author),
            seconds=int(self._clock()), message=text,
        )  # fmt: skip

    def _inside(self, path: str | Path) -> str:
        """A path from the project, whether it was given so or whole."""
        found = Path(path)
        if found.is_absolute() and found.is_relative_to(self.root):
            found = found.relative_to(self.root)
        return found.as_posix()

    def _refuse_missing(self, paths: Iterable[str], held: Iterable[str]) -> None:
        """MOM861 for each path that somebody named and that is nowhere, as a word misspelled is."""
        known = set(held)
        problems = []
        for path in paths:
            is_held = path in known or any(each.startswith(f"{path}/") for each in known)
            if not is_held and refusal(path) is None and not os.path.lexists(self.root / path):
                hint = "Paths go from the folder of the project."
                problems.append(SNAPSHOT_UNKNOWN.at(Place(path, 0, 0), hint=hint, problem=f"there is no file `{path}`"))
        if problems:
            raise GitProblem(*problems)

    def _message(self, home: Home, subject: str | None, label: str | None, facts: Mapping[str, tuple[str, ...]]) -> str:
        head, branch = branch_of(home)
        said = {**facts, "label": (label or "",), "head": (head or "",), "branch": (branch or "",)}
        first = subject or f"{facts['kind'][0]}: {label or self.root.name}"
        return message(first, {**said, "version": (__version__,)})

    @contextmanager
    def _home(self, *, create: bool) -> Iterator[Home | None]:
        with home_of(self.root, create=create) as home:
            private = home is not None and home.is_private
            hint = "`git init` makes a repository; the snapshots then move into it."
            found = NO_REPOSITORY.at(Place(".", 0, 0), hint=hint, folder=FALLBACK)
            self.diagnostics = (found,) if private else ()
            yield home

    @contextmanager
    def opened(self, name: Named) -> Iterator[tuple[Home, Commit]]:
        with self._home(create=False) as home:
            if home is None:
                raise none_yet(_name(name))
            yield home, find(home.repository, _name(name))


def _name(snapshot: Named) -> str:
    return snapshot.id if isinstance(snapshot, Snapshot) else snapshot


def _usable(label: str) -> None:
    from dulwich.refs import Ref, check_ref_format

    is_taken = label == LATEST or re.fullmatch(r"[0-9a-f]{40}", label)
    is_long = any(len(part.encode("utf-8", "replace")) > _LONGEST for part in label.split("/"))
    if (
        is_taken
        or is_long
        or label.startswith("-")
        or not label.isprintable()
        or not check_ref_format(Ref(chain.LABELS + label.encode()))
    ):
        hint = "use letters, digits, `-`, `_`, `.` and `/`; no id and not `latest`"
        raise NameProblem(f"`{label.encode('ascii', 'backslashreplace').decode()}` cannot be a label", hint)


def _refuse_taken(home: Home, label: str, commit: ObjectID) -> None:
    """Labels are given once: what somebody calls by a name stays under it."""
    reference = chain.LABELS + label.encode()
    there = chain.value_of(home.repository, reference)
    other = chain.Neighbours(home.repository).in_the_way(reference)
    if other is not None:
        beside = other.removeprefix(chain.LABELS.decode())
        raise NameProblem(f"label `{label}` cannot stand beside label `{beside}`", "choose one without that part")
    if there is not None and there != commit:
        raise NameProblem(f"label `{label}` names snapshot {there.decode()[:SHOWN]}", "choose another label")
