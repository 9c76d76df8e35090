"""Another state of a project: another checkout of it, or what its Git repository keeps of a revision."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from moment.project.discover import CONFIG_NAME, Project, discover
from moment.project.files import DISK, Files
from moment.project.repository import UnreadableRepositoryError, open_repository, place_in, repository_above
from moment.project.rules import FILE_NOT_IN_SOURCES
from moment.project.session import Session
from moment.project.tree import MissingObjectError, Tree
from moment.text.nearest import nearest

if TYPE_CHECKING:
    from dulwich.objects import Commit
    from dulwich.repo import Repo

_SHOWN = 7
"""Digits of a commit's name that are shown."""
_OFFERED = 5
_SUFFIXES = (".moment", ".toml")
_STEP = re.compile(r"([~^])((?<=\^)\{(?:commit)?\}|\d*)")


class RevisionError(Exception):
    """There is nothing to read: a machine's ``code``, one sentence, and the way out."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Other:
    """A session for the other state. ``written`` is how it was asked for, ``commit`` the full name of a commit."""

    written: str
    kind: Literal["revision", "path"]
    commit: str | None
    session: Session

    @property
    def short(self) -> str | None:
        return self.commit[:_SHOWN] if self.commit else None

    @property
    def name(self) -> str:
        """``main (3f2a9c1)``; a path as it was written."""
        return f"{self.written} ({self.short})" if self.commit else self.written


def open_other(
    text: str,
    project: Project,
    *,
    paths: Sequence[Path],
    cwd: Path,
    isolated: bool = False,
    overrides: Mapping[str, Any] | None = None,
) -> Other:
    """What ``text`` names: a path when it is one, else a revision of the repository that holds ``project``.

    A path is a folder, or a file when it has a separator or ends in ``.moment`` or ``.toml``. A revision is read from
    the object store: nothing is checked out or written. ``paths``, ``isolated`` and ``overrides`` are those with which
    ``project`` was found; the settings that say what is read are those of the other state. Raises ``RevisionError``.
    """
    if _is_path(text, cwd):
        return Other(text, "path", None, _at_path(text, project, cwd=cwd, overrides=overrides))
    with _repository(project.root, text) as (repository, prefix):
        commit = _commit(repository, text)
        files = Tree(repository.object_store, commit.tree, root=project.root, prefix=prefix)
        found = _there(files, project, paths=paths, cwd=cwd, isolated=isolated, overrides=overrides)
        if not found.sources:
            raise _no_specification(f"{text} ({_short(commit)})")
        return Other(text, "revision", commit.id.decode(), Session(found, files=files))


def _is_path(text: str, cwd: Path) -> bool:
    try:
        kind = DISK.kind(cwd / text)
    except OSError:  # no file can be called so
        return False
    looks_like_one = "/" in text or os.sep in text or text.endswith(_SUFFIXES)
    return kind == "folder" or (kind is not None and looks_like_one)


def _at_path(text: str, project: Project, *, cwd: Path, overrides: Mapping[str, Any] | None) -> Session:
    """A folder is a project, with or without a moment.toml in it; so is a moment.toml. A specification stands alone."""
    path = cwd / text
    if path.is_dir() or path.suffix == ".toml":
        found = discover((), cwd=cwd, project=path, overrides=overrides)
    else:
        found = discover((path,), cwd=cwd, isolated=True)
    if not found.sources:
        raise _no_specification(text)
    if {found.root / each for each in found.sources} == {project.root / each for each in project.sources}:
        raise RevisionError(
            "usage", f"`{text}` is the project itself", "name a Git revision, as HEAD, or another checkout"
        )
    return Session(found)


def _there(
    files: Files,
    project: Project,
    *,
    paths: Sequence[Path],
    cwd: Path,
    isolated: bool,
    overrides: Mapping[str, Any] | None,
) -> Project:
    """The project as the same command line would have found it among ``files``."""
    stands_alone = any(finding.code == FILE_NOT_IN_SOURCES.code for finding in project.diagnostics)
    is_whole = project.config_source is not None or project.root != cwd  # loose files have the current folder as root
    if is_whole and not stands_alone:
        found = discover((), cwd=project.root, overrides=overrides, files=files)
        if found.config_source is not None:
            return found
        return discover((), cwd=project.root, project=project.root, overrides=overrides, files=files)
    known = [cwd / path for path in paths if files.kind(cwd / path) is not None]
    if paths and not known:
        return discover((), cwd=cwd, isolated=True, files=files)
    if stands_alone:
        return discover(known, cwd=project.root, isolated=True, files=files)
    return discover(known, cwd=cwd, isolated=isolated, overrides=overrides, files=files)


def _no_specification(name: str) -> RevisionError:
    return RevisionError(
        "MOM901", f"no specification at `{name}`", f"a {CONFIG_NAME} or *.moment files must have been there"
    )


@contextmanager
def _repository(root: Path, text: str) -> Iterator[tuple[Repo, tuple[str, ...]]]:
    """The repository in whose working tree ``root`` lies, which may be a worktree or a submodule, and where in it."""
    import zlib

    from dulwich.errors import ApplyDeltaError, ChecksumMismatch, FileFormatException

    folder = repository_above(root)
    if folder is None:
        hint = "run it inside a repository, or name the folder of another checkout"
        raise RevisionError("usage", f"no path `{text}`, and no Git repository to look for a revision in", hint)
    try:
        repository = open_repository(folder)
    except UnreadableRepositoryError as error:
        raise _unreadable(folder, error.reason) from error
    with repository:
        try:
            yield repository, place_in(repository, folder, root)
        except UnreadableRepositoryError as error:
            raise _unreadable(folder, error.reason) from error
        except MissingObjectError as error:
            hint = "fetch it, as `git checkout` of that revision does, or clone without a filter"
            raise RevisionError(
                "git", f"the Git repository does not hold all of `{text}`: {error} is missing", hint
            ) from error
        except (FileFormatException, ChecksumMismatch, ApplyDeltaError, zlib.error) as error:
            raise _unreadable(folder, f"it is damaged ({error})") from error


def _unreadable(folder: Path, reason: str) -> RevisionError:
    hint = "check the revision out with `git worktree add` and name that folder"
    return RevisionError("git", f"the Git repository at `{folder.name}` cannot be read: {reason}", hint)


def _commit(repository: Repo, text: str) -> Commit:
    """The commit that ``text`` names: a branch, tag, remote branch or (part of) an object's name, then ``~2``, ``^1``."""
    base = re.split(r"[~^]", text, maxsplit=1)[0]
    steps = text[len(base) :]
    if _STEP.sub("", steps):
        raise _unknown(repository, text)
    commit = _named(repository, base or text, text)
    for sign, number in _STEP.findall(steps):
        if number.startswith("{"):
            continue
        count = int(number or 1)
        if sign == "~":
            for _ in range(count):
                commit = _parent(repository, commit, 1, text)
        elif count:
            commit = _parent(repository, commit, count, text)
    return commit


def _named(repository: Repo, name: str, text: str) -> Commit:
    from dulwich.objectspec import AmbiguousShortId, parse_commit

    try:
        return parse_commit(repository, b"HEAD" if name == "@" else os.fsencode(name))
    except AmbiguousShortId as error:
        raise RevisionError("usage", f"`{name}` begins the names of several commits", "write more of it") from error
    except ValueError as error:
        if isinstance(error, UnicodeError) or "Expected commit" not in str(error):
            raise _unknown(repository, text) from error
        raise RevisionError("usage", f"`{name}` names no commit", "name a commit, a branch or a tag of one") from error
    except (KeyError, OSError) as error:  # among them a name that no file can have
        raise _unknown(repository, text) from error


def _parent(repository: Repo, commit: Commit, number: int, text: str) -> Commit:
    from dulwich.objects import Commit as CommitType

    if number > len(commit.parents):
        count = len(commit.parents)
        hint = f"it has {count} parent{'' if count == 1 else 's'}" if count else "it is the first commit"
        raise RevisionError("usage", f"no revision `{text}`: {_short(commit)} has no parent number {number}", hint)
    try:
        found = repository.object_store[commit.parents[number - 1]]
    except KeyError:
        hint = "fetch more of it: `git fetch --deepen 10`, or `fetch-depth: 0` where a workflow checks out"
        raise RevisionError(
            "usage", f"no revision `{text}` here: this clone is shallow and ends at {_short(commit)}", hint
        ) from None
    assert isinstance(found, CommitType)
    return found


def _unknown(repository: Repo, text: str) -> RevisionError:
    """The nearest branch or tag is offered, else what there is."""
    names = sorted(_names(repository))
    word = re.split(r"[~^]", text, maxsplit=1)[0]
    guess = nearest(word, names)
    hints = [f"did you mean `{guess}`?"] if guess else []
    if not guess and names:
        more = f" and {len(names) - _OFFERED} more" if len(names) > _OFFERED else ""
        hints.append(f"branches and tags: {', '.join(names[:_OFFERED])}{more}")
    if not names:
        hints.append("the repository has no commit yet")
    if repository.get_shallow():
        hints.append("this clone is shallow: fetch the branch first, or check out with `fetch-depth: 0`")
    return RevisionError("usage", f"no path and no revision `{text}`", "; ".join(hints))


def _names(repository: Repo) -> Iterator[str]:
    """Branches, tags and remote branches as people write them."""
    for reference in repository.refs.allkeys():
        for start in (b"refs/heads/", b"refs/tags/", b"refs/remotes/"):
            if reference.startswith(start):
                yield os.fsdecode(reference[len(start) :])


def _short(commit: Commit) -> str:
    return commit.id.decode()[:_SHOWN]
