"""A new repository made from another one: whole in its place, or not there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

from moment.project.git_rules import REMOTE_REJECTED
from moment.sync.git import branches, chain
from moment.sync.git.problems import GitProblem, NameProblem
from moment.sync.git.tracking import HEADS, is_fetched, track
from moment.sync.git.transport import Advertised, Transport
from moment.sync.git.tree_switch import switch
from moment.text.nearest import nearest
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.refs import Ref
    from dulwich.repo import Repo

ORIGIN = "origin"


def cloned(transport: Transport, folder: Path, *, reference: str | None, depth: int | None) -> str | None:
    """Clones into ``folder``, which must be empty or not there; the branch that is checked out, if any.

    It is made beside its place and renamed, so a clone that fails leaves nothing.
    """
    from dulwich.repo import Repo

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "Name a folder that is empty or not there."
        problem = f"is not cloned: `{folder.name}` is there and not empty"
        raise GitProblem(REMOTE_REJECTED.at(Place(".", 0, 0), hint=hint, remote=transport.remote, problem=problem))
    making = folder.with_name(f".{folder.name}.{os.getpid()}.cloning")
    making.mkdir(parents=True)
    try:
        with Repo.init(str(making)) as repository:
            branch = _filled(repository, transport, reference, depth)
        if folder.exists():
            folder.rmdir()
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return branch


def _filled(repository: Repo, transport: Transport, reference: str | None, depth: int | None) -> str | None:
    """Settings, objects, references and files."""
    _configure(repository, transport)
    there = transport.fetch(repository, lambda name: is_fetched(name) or name.startswith(b"refs/tags/"), depth=depth)
    track(repository, ORIGIN, there.references)
    for tag, value in there.references.items():
        if tag.startswith(b"refs/tags/") and not tag.endswith(b"^{}"):
            chain.swap(repository, tag, None, value)
    chosen = _chosen(there, reference)
    if chosen is None:
        if there.head is not None:
            repository.refs.set_symbolic_ref(branches.HEAD, cast("Ref", there.head))
        return branches.current_branch(repository)
    name, commit = chosen
    if there.head is not None:
        tracked = cast("Ref", b"refs/remotes/origin/HEAD")
        repository.refs.set_symbolic_ref(tracked, cast("Ref", there.head.replace(HEADS, b"refs/remotes/origin/", 1)))
    log = b"clone: from " + transport.address.url.encode()
    repository.refs.set_symbolic_ref(branches.HEAD, cast("Ref", HEADS + name.encode()))
    chain.swap(repository, HEADS + name.encode(), None, commit)
    branches.note(repository, None, commit, log, name)
    branches.set_upstream(repository, name, ORIGIN)
    switch(repository, None, commit)
    return name


def _configure(repository: Repo, transport: Transport) -> None:
    """The remote, by its address without any password."""
    config = repository.get_config()
    section = (b"remote", ORIGIN.encode())
    address = transport.address
    url = address.folder.as_posix() if address.folder is not None else address.url
    config.set(section, b"url", url.encode())
    config.set(section, b"fetch", b"+refs/heads/*:refs/remotes/origin/*")
    config.write_to_path()


def _chosen(there: Advertised, reference: str | None) -> tuple[str, ObjectID] | None:
    """The branch that is asked for, else that of the other HEAD; ``None`` for an empty repository."""
    known = {name[len(HEADS) :].decode("utf-8", "replace"): each for name, each in there.references.items() if name.startswith(HEADS)}  # fmt: skip
    if reference is not None:
        name = reference.removeprefix(HEADS.decode())
        if name not in known:
            guess = nearest(name, known)
            hint = f"did you mean `{guess}`?" if guess else f"branches there: {', '.join(sorted(known)[:5]) or 'none'}"
            raise NameProblem(f"no branch `{name}` there", hint)
        return name, known[name]
    head = there.head[len(HEADS) :].decode("utf-8", "replace") if there.head is not None else None
    return (head, known[head]) if head in known and head is not None else None
