"""What is known of another repository since the last time: its branches, and its snapshots beside ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from moment.sync.git import chain
from moment.sync.git.identity import author_of
from moment.sync.git.transport import Transport

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
    for name, new in sorted(references.items()):
        here = tracked_name(remote, name)
        if not is_fetched(name) or not check_ref_format(cast("Ref", here)):
            continue
        old = chain.value_of(repository, here)
        if old == new:
            continue
        log = b"fetch " + remote.encode() if name.startswith(HEADS) else None  # git keeps no log of other references
        repository.refs.set_if_equals(cast("Ref", here), None, new, committer=author_of(repository), message=log)
        found.append(Update(here.decode("utf-8", errors="replace"), old.decode() if old else None, new.decode()))
    return tuple(found)
