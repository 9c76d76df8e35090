"""Snapshots that come from elsewhere joined to those that are here: from a private store, or from a remote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moment.sync.git import chain
from moment.sync.git.patient import PatientStore
from moment.sync.git.trailers import message

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.repo import Repo

    from moment.sync.git.home import Home


def move(source: Repo, home: Home) -> None:
    """Brings chain and labels of ``source`` into ``home``; done twice it does nothing more."""
    target = home.repository
    renamed: dict[ObjectID, ObjectID] = {}
    ends = [end for end in (chain.head(source), *chain.labels(source).values()) if end is not None]
    for end in ends:
        for commit in reversed(list(chain.commits(source, end))):
            if commit.id not in renamed:
                renamed[commit.id] = _copy(source, home, commit.id, renamed)
    last = chain.head(source)
    if last is not None:
        chain.advance(target, lambda here: joined(target, here, renamed[last]))
    for label, commit_id in chain.labels(source).items():
        chain.swap(target, chain.LABELS + label.encode(), None, renamed[commit_id])


def joined(repository: Repo, here: ObjectID | None, there: ObjectID) -> ObjectID:
    """The end of one chain made of two: the later one, or a commit of our tree that has both as parents."""
    if here is None or chain.is_ancestor(repository, here, there):
        return there
    if chain.is_ancestor(repository, there, here):
        return here
    ours, theirs = chain.commit_of(repository, here), chain.commit_of(repository, there)
    text = message("snapshot: two lines of snapshots joined", {"kind": ("snapshot",)})
    seconds = max(ours.commit_time, theirs.commit_time)
    parents = [here, there]
    return chain.write_commit(repository, ours.tree, parents, author=ours.author, seconds=seconds, message=text)


def _copy(source: Repo, home: Home, name: ObjectID, renamed: dict[ObjectID, ObjectID]) -> ObjectID:
    """One commit with its files; below a prefix its paths, and with them its name, become others."""
    from dulwich.objects import Blob, Commit

    commit = chain.commit_of(source, name)
    kept = chain.tree_of(source, commit.tree)
    store = PatientStore(home.repository)
    for each in kept.values():
        if each.blob not in home.repository.object_store:
            blob = source.object_store[each.blob]
            assert isinstance(blob, Blob)
            store.add_object(blob)
    tree = chain.write_tree(home.repository, {home.prefix + path: each for path, each in kept.items()})
    moved = Commit.from_string(commit.as_raw_string())
    moved.tree = tree
    moved.parents = [renamed[parent] for parent in commit.parents]
    store.add_object(moved)
    return moved.id
