"""Snapshots and labels sent to another repository; two chains that grew apart become one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moment.diagnostics.model import Diagnostic
from moment.project.git_rules import REMOTE_DIVERGED, REMOTE_REJECTED
from moment.sync.git import chain
from moment.sync.git.moving import joined
from moment.sync.git.problems import GitProblem
from moment.sync.git.snapshot import SHOWN
from moment.sync.git.tracking import Update, fetched, track
from moment.sync.git.transport import Transport, refusals
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.repo import Repo

_TURNS = 5
_PLACE = Place(".git/config", 0, 0)


class _Grown(Exception):  # noqa: N818
    """Somebody sent snapshots since ours were joined with theirs."""


@dataclass(frozen=True, slots=True)
class PushResult:
    """What a push moved at ``remote``; empty when everything was there already. ``commit`` is that of a review branch."""

    remote: str
    updates: tuple[Update, ...]
    commit: str | None = None


def shared(repository: Repo, transport: Transport, remote: str, *, force: bool) -> PushResult:
    """Sends ``refs/moment/snapshots`` and the labels.

    A chain that grew there too is fetched and joined first, by a commit with both ends as parents and our files. A label
    that names another snapshot there is MOM864 without ``force``.
    """
    for _ in range(_TURNS):
        fetched(repository, transport, remote)
        _join(repository, remote)
        ours = _ours(repository)
        seen: list[Mapping[bytes, ObjectID]] = []

        def decide(
            there: Mapping[bytes, ObjectID],
            ours: Mapping[bytes, ObjectID] = ours,
            seen: list[Mapping[bytes, ObjectID]] = seen,
        ) -> Mapping[bytes, ObjectID]:
            seen.append(there)
            return _moving(repository, remote, ours, there, force=force)

        try:
            refused = refusals(transport.send(repository, decide))
        except _Grown:
            continue
        if not refused:
            track(repository, remote, ours)
            return PushResult(remote, _updates(seen[0], ours))  # what a retry found done was done by us
        if not _has_moved(transport, seen[-1]):
            raise GitProblem(*(rejected(remote, name, said) for name, said in refused))
    raise GitProblem(rejected(remote, chain.SNAPSHOTS.decode(), "others kept moving it"))


def rejected(remote: str, reference: str, said: str) -> Diagnostic:
    """MOM863 for one reference."""
    hint = "What it accepts is decided there: by its settings, its hooks and what your token allows."
    return REMOTE_REJECTED.at(_PLACE, hint=hint, remote=remote, problem=f"refuses `{reference}`: {said}")


def diverged(remote: str, reference: str, here: ObjectID, there: ObjectID, hint: str) -> Diagnostic:
    """MOM864 with both ids."""
    ours, theirs = here.decode()[:SHOWN], there.decode()[:SHOWN]
    return REMOTE_DIVERGED.at(_PLACE, hint=hint, ref=reference, here=ours, there=theirs, remote=remote)


def _join(repository: Repo, remote: str) -> None:
    theirs = chain.value_of(repository, chain.REMOTES + remote.encode() + b"/snapshots")
    if theirs is not None and chain.head(repository) is not None:
        chain.advance(repository, lambda here: joined(repository, here, theirs))


def _ours(repository: Repo) -> dict[bytes, ObjectID]:
    found = {chain.LABELS + label.encode(): commit for label, commit in chain.labels(repository).items()}
    end = chain.head(repository)
    return {**found, chain.SNAPSHOTS: end} if end is not None else found


def _moving(
    repository: Repo, remote: str, ours: Mapping[bytes, ObjectID], there: Mapping[bytes, ObjectID], *, force: bool
) -> dict[bytes, ObjectID]:
    """Those references that have to move there, or MOM864 for every label that may not."""
    moving = {name: new for name, new in ours.items() if there.get(name) != new}
    problems = []
    for name, new in moving.items():
        old = there.get(name)
        if old is None:
            continue
        if not name.startswith(chain.LABELS):
            if old not in repository.object_store or not chain.is_ancestor(repository, old, new):
                raise _Grown
        elif not force:
            hint = "A label stays with its snapshot: choose another one, or push with force."
            problems.append(diverged(remote, name.decode("utf-8", "replace"), new, old, hint))
    if problems:
        raise GitProblem(*problems)
    return moving


def _has_moved(transport: Transport, before: Mapping[bytes, ObjectID]) -> bool:
    """Whether somebody else was faster: then the refusal is no refusal of ours."""
    now = transport.advertised().references
    return now.get(chain.SNAPSHOTS) != before.get(chain.SNAPSHOTS)


def _updates(before: Mapping[bytes, ObjectID], sent: Mapping[bytes, ObjectID]) -> tuple[Update, ...]:
    found = []
    for name, new in sorted(sent.items()):
        old = before.get(name)
        if old != new:
            found.append(Update(name.decode("utf-8", "replace"), old.decode() if old else None, new.decode()))
    return tuple(found)
