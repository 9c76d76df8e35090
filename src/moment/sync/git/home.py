"""Where the snapshots of a project are kept: its Git repository, else a store of its own until there is one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moment.project.repository import UnreadableRepositoryError, open_repository, place_in, repository_above
from moment.sync.git.damage import refusing_damage
from moment.sync.git.problems import unreadable

if TYPE_CHECKING:
    from dulwich.repo import Repo

PRIVATE = ".moment/local"
FALLBACK = f"{PRIVATE}/snapshots.git"


class Home(NamedTuple):
    """An open repository, and the folder of the project in its trees: ``""``, or ``packages/shop/``.

    ``is_private`` says that it is the project's own store, because no repository holds the project.
    """

    repository: Repo
    prefix: str
    is_private: bool


@contextmanager
def home_of(root: Path, *, create: bool) -> Iterator[Home | None]:
    """The home of the project at ``root``; ``None`` without ``create`` when there is none yet.

    Snapshots that were made before there was a repository move into it. Raises ``GitProblem`` for a repository that
    cannot be read.
    """
    try:
        folder = repository_above(root)
        if folder is not None:
            with _writable(folder) as repository, refusing_damage(folder):
                home = Home(repository, "".join(f"{part}/" for part in place_in(repository, folder, root)), False)
                _move_over(root, home)
                yield home
            return
        if _is_bare(root):
            raise UnreadableRepositoryError(root, "it is bare: there are no files to keep")
        private = root / FALLBACK
        if not create and not private.is_dir():
            yield None
            return
        with _private(private) as repository, refusing_damage(private):
            yield Home(repository, "", True)
    except UnreadableRepositoryError as error:
        raise unreadable(error) from error


@contextmanager
def _writable(folder: Path) -> Iterator[Repo]:
    """The repository in ``folder``, unless it keeps objects or references in a way that we do not write."""
    repository = open_repository(folder)
    with repository:
        refuse_formats(repository, folder)
        yield repository


def refuse_formats(repository: Repo, folder: Path) -> None:
    """Raises ``UnreadableRepositoryError`` for SHA-256 objects and for reftables."""
    from dulwich.refs import DiskRefsContainer

    name = repository.object_format.name
    if name != "sha1":
        raise UnreadableRepositoryError(folder, f"it names its objects by {name}")
    if not isinstance(repository.refs, DiskRefsContainer):
        raise UnreadableRepositoryError(folder, "it keeps its references in a reftable")


def _is_bare(root: Path) -> bool:
    return (root / "HEAD").is_file() and (root / "objects").is_dir() and (root / "refs").is_dir()


def _private(folder: Path) -> Repo:
    from dulwich.repo import Repo

    if not folder.is_dir():
        keep_private(folder.parent)
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        making.mkdir(exist_ok=True)
        Repo.init_bare(str(making)).close()
        try:
            making.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(making, ignore_errors=True)
    return open_repository(folder)


def keep_private(folder: Path) -> None:
    """Makes ``folder``, in which everything is ignored by Git."""
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8", newline="\n")


def _move_over(root: Path, home: Home) -> None:
    private = root / FALLBACK
    if not private.is_dir():
        return
    from moment.sync.git.moving import move

    with open_repository(private) as earlier:
        move(earlier, home)
    gone = private.with_name(f"{private.name}.{os.getpid()}.moved")
    try:
        private.rename(gone)
    except OSError:  # another process moved it as well, which comes to the same
        return
    shutil.rmtree(gone, ignore_errors=True)
