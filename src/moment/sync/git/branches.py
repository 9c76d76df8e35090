"""Branches of the user's repository: named, made, switched to, moved forward. Git's own logs are kept for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from moment.sync.git import chain
from moment.sync.git.identity import author_of
from moment.sync.git.problems import NameProblem
from moment.sync.git.tree_switch import switch
from moment.text.nearest import nearest

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.refs import Ref
    from dulwich.repo import Repo

HEADS = b"refs/heads/"
HEAD = cast("Ref", b"HEAD")


def current_branch(repository: Repo) -> str | None:
    """The branch that HEAD is on, born or not; ``None`` when HEAD is on a commit."""
    value = repository.refs.read_ref(HEAD) or b""
    start = b"ref: " + HEADS
    return value[len(start) :].strip().decode("utf-8", "replace") if value.startswith(start) else None


def branches(repository: Repo, remote: str | None = None) -> tuple[str, ...]:
    """The branches here, or those of ``remote`` as they were fetched last; sorted."""
    start = HEADS if remote is None else b"refs/remotes/" + remote.encode() + b"/"
    found = {name[len(start) :] for name in repository.refs.allkeys() if name.startswith(start)}
    return tuple(sorted(name.decode("utf-8", "replace") for name in found if name != b"HEAD"))


def create(repository: Repo, name: str, start: str | None) -> str:
    """A branch at ``start``, or at HEAD; the commit that it is at. Nothing is checked out."""
    reference = reference_of(name)
    commit = commit_named(repository, start or "HEAD")
    other = chain.Neighbours(repository).in_the_way(reference)
    if other is not None:
        beside = other.removeprefix(HEADS.decode())
        raise NameProblem(f"branch `{name}` cannot stand beside branch `{beside}`", "choose one without that part")
    log = f"branch: Created from {start or 'HEAD'}".encode()
    if not repository.refs.add_if_new(reference, commit, committer=author_of(repository), message=log):
        raise NameProblem(f"branch `{name}` is there already", "choose another name, or check it out")
    return commit.decode()


def check_out(repository: Repo, name: str) -> str:
    """Switches to a branch, to a new one of a remote's branch of that name, or to a commit; the commit.

    Files are made so where the commits differ, after it is clear that nobody's work is in the way (MOM862).
    """
    old = chain.value_of(repository, b"HEAD")
    if name not in branches(repository):
        _adopt(repository, name)
    new = commit_named(repository, name)
    if name in branches(repository) and name in _elsewhere(repository):
        raise NameProblem(
            f"branch `{name}` is checked out in another worktree", "go there, or make a branch of your own"
        )
    switch(repository, old, new)
    was = current_branch(repository) or (old.decode() if old else "nothing")
    log = f"checkout: moving from {was} to {name}".encode()
    if name in branches(repository):
        repository.refs.set_symbolic_ref(HEAD, reference_of(name))
    else:
        _set(repository, b"HEAD", new)
    note(repository, old, new, log)
    return new.decode()


def _elsewhere(repository: Repo) -> set[str]:
    """Branches that other worktrees of the repository are on."""
    shared, own = Path(repository.commondir()), Path(repository.controldir())
    found = set()
    for folder in (shared, *(shared / "worktrees").glob("*")):
        head = folder / "HEAD"
        if head.is_file() and folder.resolve() != own.resolve():
            found.add(head.read_text(encoding="utf-8", errors="replace").strip().removeprefix("ref: refs/heads/"))
    return found


def move_forward(repository: Repo, old: ObjectID | None, new: ObjectID, log: bytes) -> bool:
    """Sets the branch that HEAD is on from ``old`` to ``new``; false when somebody else moved it meanwhile."""
    branch = current_branch(repository)
    assert branch is not None
    if not chain.swap(repository, HEADS + branch.encode(), old, new):
        return False
    note(repository, old, new, log, branch)
    return True


def note(repository: Repo, old: ObjectID | None, new: ObjectID, log: bytes, branch: str | None = None) -> None:
    """A line in the logs of HEAD and of ``branch``, as git writes them."""
    from dulwich.objects import ZERO_SHA

    who = author_of(repository)
    for reference in (b"HEAD", *((HEADS + branch.encode(),) if branch is not None else ())):
        repository._write_reflog(reference, old or ZERO_SHA, new, who, None, None, log)


def commit_named(repository: Repo, name: str) -> ObjectID:
    """The commit that a branch, tag or id names; the nearest branch is offered."""
    from dulwich.objectspec import AmbiguousShortId, parse_commit

    try:
        return parse_commit(repository, name.encode("utf-8", "surrogateescape")).id
    except AmbiguousShortId:
        raise NameProblem(f"`{name}` begins the names of several commits", "write more of it") from None
    except (KeyError, ValueError, OSError):
        guess = nearest(name, branches(repository))
        listed = ", ".join(branches(repository)[:5]) or "there is none yet"
        hint = f"did you mean `{guess}`?" if guess else f"branches: {listed}"
        raise NameProblem(f"no branch or commit `{name}`", hint) from None


def _adopt(repository: Repo, name: str) -> None:
    """A branch of the one remote that has one of this name."""
    tail = b"/" + name.encode()
    found = [
        each for each in repository.refs.allkeys() if each.startswith(b"refs/remotes/") and each.endswith(tail)
        and each.count(b"/") == 2 + tail.count(b"/")
    ]  # fmt: skip
    if len(found) != 1:
        return
    remote = found[0].split(b"/")[2]
    create(repository, name, found[0].decode())
    set_upstream(repository, name, remote.decode())


def set_upstream(repository: Repo, branch: str, remote: str) -> None:
    """Notes in the settings of the repository from where ``branch`` is pulled."""
    config = repository.get_config()
    section = (b"branch", branch.encode())
    config.set(section, b"remote", remote.encode())
    config.set(section, b"merge", HEADS + branch.encode())
    config.write_to_path()


def reference_of(name: str) -> Ref:
    """``refs/heads/NAME``, or a ``NameProblem`` for what no branch can be called."""
    from dulwich.refs import check_ref_format

    reference = cast("Ref", HEADS + name.encode("utf-8", "replace"))
    if name.startswith("-") or name == "HEAD" or not name.isprintable() or not check_ref_format(reference):
        shown = name.encode("ascii", "backslashreplace").decode()
        raise NameProblem(f"`{shown}` cannot be a branch", "use letters, digits, `-`, `_`, `.` and `/`")
    return reference


def _set(repository: Repo, reference: bytes, commit: ObjectID) -> None:
    """HEAD on a commit: a file of its own, not what it points to."""
    from dulwich.file import GitFile

    with GitFile(str(Path(repository.controldir(), reference.decode())), "wb") as file:
        file.write(commit + b"\n")
