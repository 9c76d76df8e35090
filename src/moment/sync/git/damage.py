"""Objects, references and settings that cannot be read, told as what they are wherever they are met."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from moment.project.repository import UnreadableRepositoryError
from moment.project.tree import MissingObjectError

if TYPE_CHECKING:
    from dulwich.config import StackedConfig
    from dulwich.repo import Repo


@contextmanager
def refusing_damage(folder: Path) -> Iterator[None]:
    """What dulwich raises over a damaged repository becomes ``UnreadableRepositoryError``."""
    from dulwich.errors import (
        ApplyDeltaError,
        ChecksumMismatch,
        FileFormatException,
        MissingCommitError,
        ObjectMissing,
        WrongObjectException,
    )

    try:
        yield
    except (MissingObjectError, MissingCommitError, ObjectMissing) as error:
        names = [each.decode() if isinstance(each, bytes) else str(each) for each in error.args]
        name = next(iter(names), "").split()[0:1] or ["an object"]
        reason = f"{name[0]} is missing; `git fsck` says what else is"
        raise UnreadableRepositoryError(folder, reason) from error
    except (ApplyDeltaError, ChecksumMismatch, FileFormatException, WrongObjectException, zlib.error) as error:
        raise UnreadableRepositoryError(folder, f"it is damaged ({error}); `git fsck` says where") from error


def settings_of(repository: Repo) -> StackedConfig:
    """The settings of the repository, of the user and of the system."""
    try:
        return repository.get_config_stack()
    except ValueError as error:
        raise UnreadableRepositoryError(Path(repository.path), f"the settings of Git have an error: {error}") from error
