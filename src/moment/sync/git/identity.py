"""Who makes a snapshot, and from which branch: what the Git configuration and HEAD say."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from moment.sync.git import chain
from moment.sync.git.damage import settings_of

if TYPE_CHECKING:
    from dulwich.refs import Ref
    from dulwich.repo import Repo

    from moment.sync.git.home import Home

NOBODY = b"Moment <moment@localhost>"


def author_of(repository: Repo, author: str | None = None) -> bytes:
    """``author`` as it was given, else `user.name` and `user.email`, else ``Moment <moment@localhost>``."""
    if author is not None:
        name, _, email = author.partition("<")
        return _identity(name.encode(), email.rstrip("> ").encode())
    config = settings_of(repository)
    try:
        return _identity(config.get((b"user",), b"name"), config.get((b"user",), b"email"))
    except KeyError:
        return NOBODY


def branch_of(home: Home) -> tuple[str | None, str | None]:
    """The commit at HEAD, and the branch when HEAD is on one; nothing in a private store."""
    if home.is_private:
        return None, None
    refs = home.repository.refs
    commit = chain.value_of(home.repository, b"HEAD")
    try:
        target = refs.follow(cast("Ref", b"HEAD"))[0][-1]
    except KeyError:
        target = cast("Ref", b"HEAD")
    start = b"refs/heads/"
    branch = target[len(start) :].decode("utf-8", errors="replace") if target.startswith(start) else None
    return commit.decode() if commit else None, branch


def _identity(name: bytes, email: bytes) -> bytes:
    """``Ada <ada@example.com>`` without the signs that would end a part."""
    clean = [bytes(sign for sign in part if sign not in b"<>\r\n\0").strip() for part in (name, email)]
    return b"%s <%s>" % (clean[0] or b"Moment", clean[1] or b"moment@localhost")
