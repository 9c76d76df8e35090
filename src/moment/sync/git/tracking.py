"""What is known of another repository since the last time: its branches, and its snapshots beside ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from moment.generate.rules import OUTPUT_LOCKED
from moment.project.git_rules import REMOTE_REJECTED
from moment.sync.git import chain
from moment.sync.git.identity import author_of
from moment.sync.git.problems import GitProblem
from moment.sync.git.transport import Transport
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.refs import Ref
    from dulwich.repo import Repo

HEADS = b"refs/heads/"


class Update(NamedTuple):
    """One reference that moved; ``old`` is ``None`` for a new one."""

    reference: str
    old: str | None
    new: str


def is_fetched(name: bytes) -> bool:
    """Branches, and snapshots with their labels; what others keep of their remotes is nobody else's."""
    return name.startswith(HEADS) or (name.startswith(chain.MOMENT) and not name.startswith(chain.REMOTES))


def tracked_name(remote: str, name: bytes) -> bytes:
    """Where a reference of ``remote`` is kept here."""
    if name.startswith(HEADS):
        return b"refs/remotes/" + remote.encode() + b"/" + name[len(HEADS) :]
    return chain.REMOTES + remote.encode() + b"/" + name[len(chain.MOMENT) :]


def fetched(repository: Repo, transport: Transport, remote: str) -> tuple[Update, ...]:
    """Fetches branches and snapshots of ``remote`` and notes where they are."""
    there = transport.fetch(repository, is_fetched)
    return track(repository, remote, there.references)


def track(repository: Repo, remote: str, references: Mapping[bytes, ObjectID]) -> tuple[Update, ...]:
    """Notes where the references of ``remote`` are; what moved."""
    from dulwich.refs import check_ref_format

    found = []
    neighbours = chain.Neighbours(repository)
    for name, new in sorted(references.items()):
        here = tracked_name(remote, name)
        if not is_fetched(name) or not check_ref_format(cast("Ref", here)):
            continue
        old = chain.value_of(repository, here)
        if old == new:
            continue
        _set(repository, neighbours, remote, here, new)
        found.append(Update(here.decode("utf-8", errors="replace"), old.decode() if old else None, new.decode()))
    return tuple(found)


def _set(repository: Repo, neighbours: chain.Neighbours, remote: str, here: bytes, new: ObjectID) -> None:
    """One reference, with a line in its log for a branch, as git does."""
    from dulwich.file import FileLocked

    shown = here.decode("utf-8", errors="replace")
    log = b"fetch " + remote.encode() if here.startswith(b"refs/remotes/") else None
    other = neighbours.in_the_way(here)
    if other is not None:
        hint = f"It is gone there, so forget it: `git remote prune {remote}`, or `git update-ref -d {other}`."
        problem = f"has `{shown}`, which cannot stand beside `{other}`"
        raise GitProblem(REMOTE_REJECTED.at(Place(".git/config", 0, 0), hint=hint, remote=remote, problem=problem))
    try:
        repository.refs.set_if_equals(cast("Ref", here), None, new, committer=author_of(repository), message=log)
    except FileLocked:
        path = f".git/{shown}.lock"
        hint = "Wait for the other run to end; if there is none, remove the file."
        raise GitProblem(OUTPUT_LOCKED.at(Place(path, 0, 0), hint=hint, path=path)) from None
