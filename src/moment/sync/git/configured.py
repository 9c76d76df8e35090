"""What the settings of a repository say of its remotes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from moment.project.repository import UnreadableRepositoryError, open_repository, repository_above
from moment.sync.git.address import address_of
from moment.sync.git.damage import settings_of
from moment.sync.git.problems import GitProblem

if TYPE_CHECKING:
    from dulwich.repo import Repo


def remote_names(repository: Repo) -> tuple[str, ...]:
    """The remotes that have a section of their own."""
    sections = repository.get_config().sections()
    return tuple(sorted(each[1].decode() for each in sections if each[0] == b"remote" and len(each) > 1))


def remote_url(repository: Repo, name: str, *, push: bool = False) -> str | None:
    """The URL of a remote, for pushing its own when it has one; ``insteadOf`` rewrites of the settings are applied."""
    from dulwich.config import apply_instead_of

    config = settings_of(repository)
    for key in (b"pushurl", b"url") if push else (b"url",):
        try:
            found = config.get((b"remote", name.encode()), key)
        except KeyError:
            continue
        return apply_instead_of(config, found.decode(), push=push)
    return None


def origin_host(root: Path) -> str | None:
    """The host that the remote `origin` of the repository around ``root`` is at; ``None`` when it is at none."""
    folder = repository_above(root)
    if folder is None:
        return None
    try:
        with open_repository(folder) as repository:
            url = remote_url(repository, "origin")
            found = address_of(url, folder) if url is not None else None
    except (UnreadableRepositoryError, GitProblem):
        return None
    return found.origin.text if found is not None and found.origin is not None else None
