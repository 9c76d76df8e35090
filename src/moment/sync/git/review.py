"""A branch for review: the other repository's own head, and on it exactly the files that our last snapshot changes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from moment._version import __version__
from moment.project.git_rules import REMOTE_REJECTED
from moment.sync.git import branches, chain
from moment.sync.git.chain import Kept
from moment.sync.git.home import Home
from moment.sync.git.identity import author_of
from moment.sync.git.problems import GitProblem
from moment.sync.git.sharing import PushResult, diverged, rejected
from moment.sync.git.snapshot import none_yet
from moment.sync.git.tracking import Update, is_fetched, track
from moment.sync.git.trailers import facts_in, message
from moment.sync.git.transport import Advertised, Transport, refusals
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.objects import ObjectID


def reviewed(home: Home, transport: Transport, remote: str, reference: bytes, *, force: bool) -> PushResult:
    """Pushes ``reference`` (``refs/heads/x``) at ``remote``; nothing when our files are there already.

    The default branch is not pushed to. A branch that holds something else is MOM864 without ``force``.
    """
    repository = home.repository
    there = transport.fetch(repository, is_fetched)
    track(repository, remote, there.references)
    refuse(transport, there, remote, reference)
    base = there.references.get(there.head or b"HEAD") or there.references.get(b"HEAD")
    end = chain.head(repository)
    if end is None:
        raise none_yet("latest")
    tree = _tree(home, base, end)
    if base is not None and chain.commit_of(repository, base).tree == tree:
        return PushResult(remote, ())
    old = there.references.get(reference)
    if old is not None and old in repository.object_store and chain.commit_of(repository, old).tree == tree:
        return PushResult(remote, (), old.decode())
    commit = _commit(home, base, end, tree)
    if old is not None and not force:
        hint = "Name a branch that is not there yet, or push with force."
        raise GitProblem(diverged(remote, reference.decode("utf-8", "replace"), commit, old, hint))
    return _sent(home, transport, remote, reference, there, commit)


def refuse(transport: Transport, there: Advertised, remote: str, reference: bytes) -> None:
    """Raises why ``reference`` is no branch for review at a remote that has what ``there`` says."""
    if reference == there.head:
        raise _refused(remote, reference, "is its default branch", "Name another branch, and merge it there.")
    for name in there.references:
        if name.startswith(reference + b"/") or reference.startswith(name + b"/"):
            beside = name.removeprefix(branches.HEADS).decode("utf-8", "replace")
            raise _refused(remote, reference, f"cannot stand beside `{beside}`", "Name a branch without that part.")
    _refuse_checked_out(transport, remote, reference)


def _sent(
    home: Home, transport: Transport, remote: str, reference: bytes, there: Advertised, commit: ObjectID
) -> PushResult:
    shown = reference.decode("utf-8", "replace")
    old = there.references.get(reference)

    def decide(now: Mapping[bytes, ObjectID]) -> Mapping[bytes, ObjectID]:
        if now.get(reference) == commit:  # the answer to an earlier try was lost
            return {}
        if now.get(reference) != old:  # moved since we looked, which is no reason to overwrite it
            raise GitProblem(diverged(remote, shown, commit, now.get(reference, commit), "Run it again."))
        return {reference: commit}

    refused = refusals(transport.send(home.repository, decide))
    if refused:
        raise GitProblem(*(rejected(remote, name, said) for name, said in refused))
    track(home.repository, remote, {reference: commit})
    return PushResult(remote, (Update(shown, old.decode() if old else None, commit.decode()),), commit.decode())


def _tree(home: Home, base: ObjectID | None, end: ObjectID) -> ObjectID:
    """The files of ``base``, with those of the project as in the snapshot ``end``.

    A file that a snapshot held and the last one does not is taken away. One that Git ignores comes along only where it
    is in the branch already.
    """
    repository = home.repository
    files = chain.tree_of(repository, chain.commit_of(repository, base).tree) if base is not None else {}
    ours = chain.tree_of(repository, chain.commit_of(repository, end).tree, home.prefix)
    for path in _ever_held(home, end) - set(ours):
        files.pop(home.prefix + path, None)
    for path, kept in ours.items():
        whole = home.prefix + path
        if whole in files or not _is_ignored(home, whole):
            files[whole] = kept
    return _written(home, base, files)


def _written(home: Home, base: ObjectID | None, files: Mapping[str, Kept]) -> ObjectID:
    """The tree of ``files``, with the submodules that ``base`` has."""
    from dulwich.object_store import iter_tree_contents
    from dulwich.objects import S_ISGITLINK

    repository = home.repository
    entries = [(path.encode("utf-8", "surrogateescape"), kept.blob, kept.mode) for path, kept in files.items()]
    if base is not None:
        for entry in iter_tree_contents(repository.object_store, chain.commit_of(repository, base).tree):
            if entry.path is not None and entry.sha is not None and entry.mode and S_ISGITLINK(entry.mode):
                entries.append((entry.path, entry.sha, entry.mode))
    return chain.write_entries(repository, entries)


def _ever_held(home: Home, end: ObjectID) -> set[str]:
    """Paths of the project in any snapshot up to ``end``."""
    paths = {path for path, _ in chain.ever_kept(home.repository, end)}
    return {path.removeprefix(home.prefix) for path in paths if path.startswith(home.prefix)}


def _is_ignored(home: Home, path: str) -> bool:
    from dulwich.ignore import IgnoreFilterManager

    return bool(IgnoreFilterManager.from_repo(home.repository).is_ignored(path))


def _commit(home: Home, base: ObjectID | None, end: ObjectID, tree: ObjectID) -> ObjectID:
    """On top of ``base``, with what the snapshot says of itself."""
    repository = home.repository
    snapshot = chain.commit_of(repository, end)
    facts = facts_in(snapshot.message.decode("utf-8", errors="replace"))
    subject = f"{home.prefix.rstrip('/') or 'moment'}: state of snapshot {end.decode()[:10]}"
    said = {**facts, "kind": ("push",), "version": (__version__,)}
    return chain.write_commit(
        repository, tree, [base] if base is not None else [], author=author_of(repository),
        seconds=max(snapshot.commit_time, int(time.time())), message=message(subject, said),
    )  # fmt: skip


def _refuse_checked_out(transport: Transport, remote: str, reference: bytes) -> None:
    """A branch that somebody works on, in a repository on this machine, would move under their hands."""
    folder = transport.address.folder
    if folder is None:
        return
    from dulwich.repo import Repo

    with Repo(str(folder)) as other:
        if not other.bare and other.refs.get_symrefs().get(branches.HEAD) == reference:
            raise _refused(remote, reference, "is checked out there", "Name another branch, or use a bare repository.")


def _refused(remote: str, reference: bytes, why: str, hint: str) -> GitProblem:
    problem = f"is not sent `{reference.decode('utf-8', 'replace')}`: it {why}"
    return GitProblem(REMOTE_REJECTED.at(Place(".git/config", 0, 0), hint=hint, remote=remote, problem=problem))
