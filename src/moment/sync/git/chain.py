"""The chain of snapshots in a repository: commits below one reference, moved by compare-and-swap, with labels beside it.

Nothing else of the repository is touched: no index, no HEAD, no branch, no reflog, and no hook or filter runs.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from moment.project.tree import MissingObjectError
from moment.sync.git.contents import Content
from moment.sync.git.patient import PatientStore, until

if TYPE_CHECKING:
    from dulwich.objects import Commit, ObjectID
    from dulwich.pack import ObjectContainer
    from dulwich.refs import Ref
    from dulwich.repo import Repo

MOMENT = b"refs/moment/"
SNAPSHOTS = cast("Ref", b"refs/moment/snapshots")
LABELS = b"refs/moment/labels/"
REMOTES = b"refs/moment/remotes/"


class Kept(NamedTuple):
    """A file in a tree: what its blob is called, and its mode."""

    blob: ObjectID
    mode: int


def head(repository: Repo) -> ObjectID | None:
    """The last snapshot of this repository."""
    return value_of(repository, SNAPSHOTS)


def value_of(repository: Repo, reference: bytes) -> ObjectID | None:
    """What a reference says now, read from the disk."""
    try:
        return repository.refs[cast("Ref", reference)]
    except (KeyError, NotADirectoryError, IsADirectoryError):  # the last two where a name is the folder of another
        return None


class Neighbours:
    """The names of references, of which none can be a folder of another."""

    def __init__(self, repository: Repo) -> None:
        self._names = {bytes(name) for name in repository.refs.allkeys()}
        self._folders = {folder: name for name in self._names for folder in _folders(name)}

    def in_the_way(self, reference: bytes) -> str | None:
        """A reference beside which ``reference`` cannot be."""
        found = next((folder for folder in _folders(reference) if folder in self._names), None)
        found = found or self._folders.get(reference)
        return found.decode("utf-8", errors="replace") if found is not None else None


def _folders(name: bytes) -> Iterator[bytes]:
    parts = name.split(b"/")
    yield from (b"/".join(parts[:count]) for count in range(1, len(parts)))


def swap(repository: Repo, reference: bytes, old: ObjectID | None, new: ObjectID) -> bool:
    """Sets ``reference`` to ``new`` if it still says ``old`` (``None``: is not there); whether it did."""
    from dulwich.file import FileLocked
    from dulwich.objects import ZERO_SHA

    try:
        return repository.refs.set_if_equals(cast("Ref", reference), old or ZERO_SHA, new)
    except FileLocked:
        return False


def advance(repository: Repo, grow: Callable[[ObjectID | None], ObjectID]) -> ObjectID:
    """Moves the chain to what ``grow`` makes of its end, again when somebody else moved it first; the new end."""
    found: list[ObjectID] = []

    def moved() -> bool:
        old = head(repository)
        new = grow(old)
        found[:] = [new]
        return new == old or swap(repository, SNAPSHOTS, old, new)

    until(moved, Path(repository.commondir(), f"{SNAPSHOTS.decode()}.lock"))
    return found[0]


def labels(repository: Repo) -> dict[str, ObjectID]:
    """The commits that labels name."""
    found = repository.refs.as_dict(cast("Ref", LABELS.rstrip(b"/")))
    return {name.decode("utf-8", errors="replace"): commit for name, commit in sorted(found.items())}


def commit_of(repository: Repo, name: ObjectID) -> Commit:
    """The commit called ``name``. Raises ``MissingObjectError`` when there is none."""
    from dulwich.objects import Commit

    try:
        found = repository.object_store[name]
    except KeyError:
        raise MissingObjectError(name.decode()) from None
    if not isinstance(found, Commit):
        raise MissingObjectError(name.decode())
    return found


def commits(repository: Repo, *ends: ObjectID | None) -> Iterator[Commit]:
    """``ends`` and all that came before them, each once, newest first; parents that are not here end the way."""
    known = [commit_of(repository, end).id for end in ends if end is not None]
    if known:
        for entry in repository.get_walker(include=known):
            yield entry.commit


def is_ancestor(repository: Repo, older: ObjectID, newer: ObjectID) -> bool:
    """Whether ``newer`` is ``older`` or came from it."""
    from dulwich.graph import can_fast_forward

    if older == newer:
        return True
    if older not in repository.object_store:
        return False
    # the quick way trusts the dates of commits, so its no is not the last word
    return can_fast_forward(repository, older, newer) or any(each.id == older for each in commits(repository, newer))


def ever_kept(repository: Repo, *ends: ObjectID | None) -> Iterator[tuple[str, ObjectID]]:
    """Path and blob of every file that any of ``ends``, or what came before, holds. Equal folders are looked into once."""
    seen: set[tuple[ObjectID, bytes]] = set()
    for commit in commits(repository, *ends):
        yield from _files_in(repository, commit.tree, b"", seen)


def _files_in(
    repository: Repo, tree: ObjectID, folder: bytes, seen: set[tuple[ObjectID, bytes]]
) -> Iterator[tuple[str, ObjectID]]:
    from dulwich.objects import S_ISGITLINK, Tree

    listing = repository.object_store[tree]
    if (tree, folder) in seen or not isinstance(listing, Tree):
        return
    seen.add((tree, folder))
    for name, mode, key in listing.iteritems():
        if stat.S_ISDIR(mode):
            yield from _files_in(repository, key, folder + name + b"/", seen)
        elif not S_ISGITLINK(mode):
            yield (folder + name).decode("utf-8", "surrogateescape"), key


def tree_of(repository: Repo, tree: ObjectID, prefix: str = "") -> dict[str, Kept]:
    """Path, from ``prefix`` on, to each file of a tree below it. Submodules are no files."""
    from dulwich.object_store import iter_tree_contents
    from dulwich.objects import S_ISGITLINK

    start = prefix.encode("utf-8", "surrogateescape")
    found = {}
    for entry in iter_tree_contents(repository.object_store, tree):
        if entry.path is None or entry.sha is None or entry.mode is None or S_ISGITLINK(entry.mode):
            continue
        if entry.path.startswith(start):
            found[entry.path[len(start) :].decode("utf-8", "surrogateescape")] = Kept(entry.sha, entry.mode)
    return found


def blob_id(data: bytes) -> ObjectID:
    """What Git calls a file of these bytes."""
    from dulwich.objects import Blob

    return Blob.from_string(data).id


def write_files(repository: Repo, files: Mapping[str, Content]) -> dict[str, Kept]:
    """Every file as a blob in the object store."""
    from dulwich.objects import Blob

    kept: dict[str, Kept] = {}
    store = PatientStore(repository)
    for path, content in files.items():
        blob = Blob.from_string(content.data)
        if not repository.object_store.contains_packed(blob.id):
            store.add_object(blob)
        kept[path] = Kept(blob.id, content.mode)
    return kept


def write_tree(repository: Repo, files: Mapping[str, Kept]) -> ObjectID:
    """The tree of these files, with the trees in it."""
    entries = ((path.encode("utf-8", "surrogateescape"), kept.blob, kept.mode) for path, kept in files.items())
    return write_entries(repository, entries)


def write_entries(repository: Repo, entries: Iterable[tuple[bytes, ObjectID, int]]) -> ObjectID:
    """The tree of these paths, names and modes."""
    from dulwich.index import commit_tree

    return commit_tree(cast("ObjectContainer", PatientStore(repository)), sorted(entries))


def write_commit(
    repository: Repo, tree: ObjectID, parents: list[ObjectID], *, author: bytes, seconds: int, message: str
) -> ObjectID:
    """A commit of ``tree``, dated in UTC, unsigned."""
    from dulwich.objects import Commit

    commit = Commit()
    commit.tree = tree
    commit.parents = parents
    commit.author = commit.committer = author
    commit.author_time = commit.commit_time = seconds
    commit.author_timezone = commit.commit_timezone = 0
    commit.encoding = b"UTF-8"
    commit.message = message.encode()
    PatientStore(repository).add_object(commit)
    return commit.id
