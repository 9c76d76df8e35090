"""A branch for review: the other repository's own head, and on it exactly the files that our last snapshot changes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

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
    from dulwich.objects import Commit, ObjectID


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
    tree = _tree(home, remote, reference, base, end)
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


def _tree(home: Home, remote: str, reference: bytes, base: ObjectID | None, end: ObjectID) -> ObjectID:
    """The files of ``base``, with what the project changed since both were one, as the snapshot ``end`` has it.

    Nothing that was changed only there goes back to what it was; a file that both changed is MOM863. A file that a
    snapshot held and the last one does not is taken away. One that Git ignores comes along only where it is in the branch
    already.
    """
    repository = home.repository
    files = chain.tree_of(repository, chain.commit_of(repository, base).tree) if base is not None else {}
    ground = _ground(home, end)
    common = _common(home, base, ground)
    ours = {home.prefix + path: kept for path, kept in _files(home, end).items()}
    held = _held(home, end, ground)
    undone = []
    for path in sorted({*ours, *held}):
        mine, theirs, before = ours.get(path), files.get(path), common.get(path)
        is_known = theirs is None or theirs.blob in held.get(path, ())  # it came from here
        is_unchanged = mine == theirs or (mine == before and (mine is not None or not is_known))
        if is_unchanged or (theirs is None and _is_ignored(home, path)):
            continue
        if theirs != before and not is_known:
            undone.append(path)
        elif mine is not None:
            files[path] = mine
        else:
            files.pop(path, None)
    if undone:
        more = f" and {len(undone) - 1} more" if len(undone) > 1 else ""
        why = f"would undo what somebody changed there in `{undone[0]}`{more}"
        raise _refused(remote, reference, why, "Pull what is there, take a snapshot, and push again.")
    return _written(home, base, files)


def _files(home: Home, end: ObjectID) -> dict[str, Kept]:
    return chain.tree_of(home.repository, chain.commit_of(home.repository, end).tree, home.prefix)


def _common(home: Home, base: ObjectID | None, ground: ObjectID | None) -> Mapping[str, Kept]:
    """The files of the last commit that ``base`` and what our work stands on have in common."""
    from dulwich.graph import find_merge_base

    if base is None or ground is None:
        return {}
    repository = home.repository
    found = find_merge_base(repository, [ground, base])
    return chain.tree_of(repository, chain.commit_of(repository, found[0]).tree) if found else {}


def _ground(home: Home, end: ObjectID) -> ObjectID | None:
    """The commit on which the files of a snapshot were changed: by its own word, else where HEAD is."""
    repository = home.repository
    for commit in _line(home, end):
        name = _head_of(commit)
        if name is not None:
            return name if name in repository.object_store else None
        if len(commit.parents) < 2:  # what only joins two lines stands on the ground of ours
            break
    return chain.value_of(repository, b"HEAD")


def _held(home: Home, end: ObjectID, ground: ObjectID | None) -> Mapping[str, set[ObjectID]]:
    """What the project's files were in the snapshots up to ``end`` that stand on the same ground."""
    found: dict[str, set[ObjectID]] = {}
    for commit in _line(home, end):
        if _head_of(commit) not in (None, ground):
            break
        for path, kept in chain.tree_of(home.repository, commit.tree, home.prefix).items():
            found.setdefault(home.prefix + path, set()).add(kept.blob)
    return found


def _line(home: Home, end: ObjectID) -> Iterator[Commit]:
    """A snapshot and those of ours before it, newest first."""
    next_: ObjectID | None = end
    while next_ is not None and next_ in home.repository.object_store:
        commit = chain.commit_of(home.repository, next_)
        yield commit
        next_ = commit.parents[0] if commit.parents else None


def _head_of(commit: Commit) -> ObjectID | None:
    names = facts_in(commit.message.decode("utf-8", errors="replace")).get("head", ())
    return cast("ObjectID", names[0].encode()) if names else None


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
