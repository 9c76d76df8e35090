"""``LocalGitRemoteManager``: a repository and the others that it knows, over http, or on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from moment.project.git_rules import REMOTE_REJECTED
from moment.project.repository import UnreadableRepositoryError, open_repository, place_in, repository_above
from moment.sync.credentials.resolver import LayeredCredentialResolver
from moment.sync.git import branches, chain
from moment.sync.git.address import address_of, without_userinfo
from moment.sync.git.cloning import cloned
from moment.sync.git.configured import remote_names, remote_url
from moment.sync.git.damage import refusing_damage
from moment.sync.git.home import Home, refuse_formats
from moment.sync.git.patience import USUAL, Patience
from moment.sync.git.problems import GitProblem, unreadable
from moment.sync.git.review import refuse, reviewed
from moment.sync.git.sharing import PushResult, diverged, shared
from moment.sync.git.tracking import HEADS, Update, fetched, tracked_name
from moment.sync.git.transport import Progress, Transport
from moment.sync.git.tree_switch import switch
from moment.text.nearest import nearest
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.repo import Repo

ORIGIN = "origin"


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What is known of ``remote`` now and was not before."""

    remote: str
    updates: tuple[Update, ...]


@dataclass(frozen=True, slots=True)
class PullResult:
    """A branch after a pull: the commits that it was and is at, and how many files were changed."""

    branch: str
    old: str | None
    new: str
    files: int


class LocalGitRemoteManager:
    """The repository around ``root``. Remotes are names in its settings, or URLs and paths.

    What is in the way is raised as ``GitProblem`` with its findings, a name that means nothing as ``NameProblem``.
    ``progress`` is told what the other side says while it lasts, ``patience`` how long that may be.
    """

    def __init__(
        self,
        root: Path | str = ".",
        resolver: LayeredCredentialResolver | None = None,
        *,
        progress: Progress | None = None,
        patience: Patience = USUAL,
    ) -> None:
        self.root = Path(root).resolve()
        self._resolver = resolver
        self._progress = progress
        self._patience = patience

    def clone(self, url: str, dir: str | Path, ref: str | None = None, depth: int | None = None) -> str | None:
        """Clones ``url`` into ``dir``; the branch that is checked out, ``None`` for what is empty.

        A password in the URL is used and not written down.
        """
        transport = self._transport(None, without_userinfo(url), url, self.root)
        folder = self.root / dir
        try:
            with refusing_damage(folder):
                return cloned(transport, folder, reference=ref, depth=depth)
        except UnreadableRepositoryError as error:
            raise unreadable(error) from error

    def fetch(self, remote: str = ORIGIN) -> FetchResult:
        """Brings branches and snapshots; theirs stand in ``refs/moment/remotes/<remote>/`` beside ours."""
        with self._open() as home:
            name, transport = self._remote(home.repository, remote)
            return FetchResult(name, fetched(home.repository, transport, name))

    def push(self, remote: str = ORIGIN, ref: str | None = None, *, force: bool = False) -> PushResult:
        """Sends our snapshots and labels; a chain that grew apart from theirs is joined with it.

        With ``ref`` (``refs/heads/x``, or ``x``) instead a branch for review: the remote's head, and on it exactly the
        files that were changed here since both were one.
        """
        with self._open() as home:
            name, transport = self._remote(home.repository, remote, push=True)
            if ref is None:
                return shared(home.repository, transport, name, force=force)
            branch = branches.reference_of(ref.removeprefix(HEADS.decode()))
            return reviewed(home, transport, name, branch, force=force)

    def refuse(self, remote: str = ORIGIN, ref: str | None = None) -> None:
        """Raises what ``push`` would, as far as it can be told before anything is sent: a remote that is not known, not
        there or not reached, and a branch that cannot be one there. Writes nothing."""
        with self._open() as home:
            branch = branches.reference_of(ref.removeprefix(HEADS.decode())) if ref is not None else None
            name, transport = self._remote(home.repository, remote, push=True)
            there = transport.advertised()
            if branch is not None:
                refuse(transport, there, name, branch)

    def pull(self, remote: str = ORIGIN, ref: str | None = None) -> PullResult:
        """Fetches, and moves the branch that is checked out forward to ``ref`` of ``remote``; never merges.

        Branches that grew apart are MOM864; a file that would change and is changed here, or staged, is MOM862.
        """
        with self._open() as home:
            repository = home.repository
            branch = branches.current_branch(repository)
            if branch is None:
                raise _refused(remote, "is not pulled from: HEAD is on no branch", "Check a branch out first.")
            name, transport = self._remote(repository, remote)
            fetched(repository, transport, name)
            wanted = (ref or self._upstream(repository, branch)).removeprefix(HEADS.decode())
            theirs = chain.value_of(repository, tracked_name(name, HEADS + wanted.encode()))
            if theirs is None:
                raise _refused(name, f"has no branch `{wanted}`", _offer(repository, name, wanted))
            ours = chain.value_of(repository, HEADS + branch.encode())
            if ours == theirs:
                return PullResult(branch, theirs.decode(), theirs.decode(), 0)
            if ours is not None and not chain.is_ancestor(repository, ours, theirs):
                if chain.is_ancestor(repository, theirs, ours):
                    return PullResult(branch, ours.decode(), ours.decode(), 0)
                hint = "Merge or rebase with git; a pull of ours only moves forward."
                raise GitProblem(diverged(name, f"refs/heads/{branch}", ours, theirs, hint))
            files = switch(repository, ours, theirs)
            if not branches.move_forward(repository, ours, theirs, f"pull {name}: Fast-forward".encode()):
                raise _refused(name, f"was pulled while `{branch}` moved", "Run it again.")
            return PullResult(branch, ours.decode() if ours else None, theirs.decode(), files)

    def create_branch(self, name: str, start: str | None = None) -> str:
        """A branch at ``start``, or where HEAD is; its commit. Nothing is checked out."""
        with self._open() as home:
            return branches.create(home.repository, name, start)

    def checkout(self, name: str) -> str:
        """Switches to a branch, a remote's branch of that name, or a commit; its commit. Refuses as ``pull`` does."""
        with self._open() as home:
            return branches.check_out(home.repository, name)

    def current_branch(self) -> str | None:
        """The branch that is checked out; ``None`` when HEAD is on a commit."""
        with self._open() as home:
            return branches.current_branch(home.repository)

    def branches(self, remote: str | None = None) -> tuple[str, ...]:
        """The branches here, or those of ``remote`` as they were fetched last."""
        with self._open() as home:
            return branches.branches(home.repository, remote)

    @contextmanager
    def _open(self) -> Iterator[Home]:
        folder = repository_above(self.root)
        if folder is None:
            problem = "cannot be used: there is no Git repository here"
            raise _refused(ORIGIN, problem, "Make one with `git init`, or go to its folder.")
        try:
            with open_repository(folder) as repository, refusing_damage(folder):
                refuse_formats(repository, folder)
                parts = place_in(repository, folder, self.root)
                yield Home(repository, "".join(f"{part}/" for part in parts), False)
        except UnreadableRepositoryError as error:
            raise unreadable(error) from error

    def _remote(self, repository: Repo, remote: str, *, push: bool = False) -> tuple[str, Transport]:
        """The remote's name, which for a URL or path is what stands in its stead, and the way there."""
        base = Path(repository.path)
        url = remote_url(repository, remote, push=push)
        if url is not None:
            return remote, self._transport(repository, remote, url, base)
        if "/" not in remote and "\\" not in remote and ":" not in remote:
            names = remote_names(repository)
            guess = nearest(remote, names)
            listed = f"Remotes are {', '.join(names)}." if names else "`git remote add` names one."
            raise _refused(remote, "is no remote", f"Did you mean `{guess}`? {listed}" if guess else listed)
        return _word(remote), self._transport(repository, without_userinfo(remote), remote, base)

    def _transport(self, repository: Repo | None, shown: str, url: str, base: Path) -> Transport:
        resolver = self._resolver if self._resolver is not None else LayeredCredentialResolver()
        address = address_of(url, base, remote=shown)
        return Transport(
            address, shown, resolver=resolver, repository=repository, progress=self._progress, patience=self._patience
        )

    @staticmethod
    def _upstream(repository: Repo, branch: str) -> str:
        """The branch that ``branch`` is pulled from, by the settings, else its own name."""
        try:
            return repository.get_config().get((b"branch", branch.encode()), b"merge").decode()
        except KeyError:
            return branch


def _word(url: str) -> str:
    """A name for what has none: the last words of its URL, fit for a reference."""
    text = without_userinfo(url).removesuffix(".git").rpartition("://")[2]
    return (
        "-".join("".join(sign if sign.isalnum() or sign in "._" else " " for sign in text).split()).strip(".")
        or "other"
    )


def _refused(remote: str, problem: str, hint: str) -> GitProblem:
    return GitProblem(REMOTE_REJECTED.at(Place(".git/config", 0, 0), hint=hint, remote=remote, problem=problem))


def _offer(repository: Repo, remote: str, name: str) -> str:
    known = branches.branches(repository, remote)
    guess = nearest(name, known)
    return f"Did you mean `{guess}`?" if guess else f"Branches there: {', '.join(known[:5]) or 'none'}."
