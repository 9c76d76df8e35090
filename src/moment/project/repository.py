"""The Git repository around a folder: where it is, and a way in, or by name what is in the way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dulwich.repo import Repo


class UnreadableRepositoryError(Exception):
    """A repository that dulwich does not read; ``reason`` is half a sentence that names what it met."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder = folder
        self.reason = reason


def repository_above(path: Path) -> Path | None:
    """The nearest folder at or above ``path``, links resolved, that holds ``.git``: a repository, worktree or submodule."""
    real = Path(os.path.realpath(path))
    return next((each for each in (real, *real.parents) if (each / ".git").exists()), None)


def open_repository(folder: Path) -> Repo:
    """The repository whose ``.git`` stands in ``folder``, or the bare one that ``folder`` is. The caller closes it.

    Raises ``UnreadableRepositoryError``.
    """
    from dulwich.repo import Repo, UnsupportedExtension, UnsupportedVersion

    try:
        return Repo(str(folder))
    except UnsupportedExtension as error:
        raise UnreadableRepositoryError(folder, f"it uses the extension {error.extension}") from error
    except UnsupportedVersion as error:
        raise UnreadableRepositoryError(folder, f"it has format version {error.version}") from error
    except Exception as error:  # a folder, file or setting that git would not take either; each has its own class
        raise UnreadableRepositoryError(folder, str(error)) from error


def place_in(repository: Repo, folder: Path, root: Path) -> tuple[str, ...]:
    """Where in the working tree ``root`` lies. Raises ``UnreadableRepositoryError`` when it lies outside."""
    top = Path(os.path.realpath(repository.path))
    real = Path(os.path.realpath(root))
    if not real.is_relative_to(top):
        raise UnreadableRepositoryError(folder, "the project lies outside its working tree")
    return real.relative_to(top).parts
