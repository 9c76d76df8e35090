"""The wire to one other repository: what it has, what comes from it, what goes to it, tried again when a line drops."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from moment.project.git_rules import REMOTE_REJECTED
from moment.sync.credentials.answers import Credentials, CredentialsNotFound
from moment.sync.credentials.origin import Origin
from moment.sync.credentials.resolver import LayeredCredentialResolver
from moment.sync.git.address import Address, without_userinfo
from moment.sync.git.damage import settings_of
from moment.sync.git.patience import USUAL, Patience
from moment.sync.git.problems import GitProblem
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.client import GitClient
    from dulwich.objects import ObjectID
    from dulwich.repo import Repo

HOOKS = ("pre-receive", "update", "post-receive", "post-update", "proc-receive", "reference-transaction")
Progress = Callable[[str], None]
_Result = TypeVar("_Result")


class Advertised(NamedTuple):
    """References of another repository, and the branch that its HEAD is on."""

    references: Mapping[bytes, ObjectID]
    head: bytes | None


class Transport:
    """One remote under the name ``remote``. What does not work is a ``GitProblem`` that says why."""

    def __init__(
        self,
        address: Address,
        remote: str,
        *,
        resolver: LayeredCredentialResolver,
        repository: Repo | None,
        progress: Progress | None = None,
        patience: Patience = USUAL,
    ) -> None:
        self.address = address
        self.remote = remote
        self._resolver = resolver
        self._repository = repository
        self._progress = progress
        self._patience = patience

    def advertised(self) -> Advertised:
        """What the other repository has."""
        result = self._tried(lambda client: client.get_refs(self._path))
        return _advertised(result.refs, result.symrefs)

    def fetch(self, target: Repo, wanted: Callable[[bytes], bool], *, depth: int | None = None) -> Advertised:
        """Brings the objects of all references that ``wanted`` takes; sets none."""

        is_shallow = depth is not None

        def wants(references: Mapping[Any, ObjectID], depth: int | None = None) -> list[ObjectID]:
            names = {value for name, value in references.items() if wanted(name) and value is not None}
            return sorted(name for name in names if is_shallow or name not in target.object_store)

        result = self._tried(
            lambda client: client.fetch(
                self._path, target, determine_wants=cast("Any", wants), progress=self._tell, depth=depth
            )
        )
        return _advertised(result.refs, result.symrefs)

    def send(
        self, source: Repo, decide: Callable[[Mapping[bytes, ObjectID]], Mapping[bytes, ObjectID]]
    ) -> dict[bytes, str | None]:
        """Sends what ``decide`` makes of the references that are there; per reference ``None``, or why it was refused."""
        self._refuse_hooks()

        def send(client: GitClient) -> Any:
            return client.send_pack(
                self._path,
                cast("Any", lambda there: dict(decide(there))),
                cast("Any", source.generate_pack_data),
                progress=self._tell,
            )

        return dict(self._tried(send).ref_status or {})

    def problem(self, reason: str, hint: str) -> GitProblem:
        """MOM863 about this remote."""
        return GitProblem(REMOTE_REJECTED.at(Place(".git/config", 0, 0), hint=hint, remote=self.remote, problem=reason))

    @property
    def _path(self) -> bytes:
        return os.fsencode(self.address.folder) if self.address.folder is not None else b""

    def _tried(self, call: Callable[[GitClient], _Result]) -> _Result:
        """The result of ``call``; a connection that fails is tried again, as long as there is patience."""
        from dulwich.errors import GitProtocolError, HangupException, NotGitRepository, SendPackError

        from moment.sync.git.http import Disconnected, Refused

        pause = self._patience.pause
        for attempt in range(self._patience.retries + 1):
            try:
                return call(self._client())
            except (Disconnected, HangupException, ConnectionError, TimeoutError, EOFError) as error:
                if attempt == self._patience.retries:
                    reason = str(error) if isinstance(error, Disconnected) else "ended the connection too early"
                    hint = "Look at the network, then run it again; nothing was lost."
                    raise self.problem(reason, hint) from None
                self._patience.wait(pause)
                pause *= 2
            except Refused as error:
                raise self.problem(str(error), "Mend the URL with `git remote set-url`.") from None
            except NotGitRepository:
                raise self.problem("is no Git repository", "Mend its path with `git remote set-url`.") from None
            except NotImplementedError:
                hint = "Push to a Git server, as git's own `http-backend` is one."
                raise self.problem("is served as mere files, which take nothing", hint) from None
            except (GitProtocolError, SendPackError, ValueError, AssertionError, KeyError) as error:
                text = " ".join(str(error).split())[:200] or type(error).__name__
                raise self.problem(f"does not speak Git as it should: {text}", "Is it a Git server?") from None
        raise AssertionError("the last attempt returns or raises")

    def _client(self) -> GitClient:
        config = settings_of(self._repository) if self._repository is not None else None
        if self.address.folder is None:
            from moment.sync.git.http import GuardedHttpClient

            return GuardedHttpClient(self.address.url, self._credentials, config, self._patience)
        from dulwich.client import LocalGitClient

        if not self.address.folder.is_dir():
            shown = without_userinfo(self.address.url)
            raise self.problem("is not there", f"Make `{shown}`, or mend its path with `git remote set-url`.")
        return LocalGitClient(config=config)

    def _credentials(self, origin: Origin) -> Credentials | CredentialsNotFound:
        if self.address.given is not None and origin.is_safe:
            return self.address.given
        return self._resolver.resolve(origin.text)

    def _tell(self, text: bytes) -> None:
        if self._progress is not None:
            shown = text.decode("utf-8", errors="replace")
            self._progress("".join(sign for sign in shown if sign.isprintable() or sign in "\r\n"))

    def _refuse_hooks(self) -> None:
        """A repository on this machine has its say through hooks, which only git runs."""
        folder = self.address.folder
        if folder is None or not folder.is_dir():
            return
        hooks = _hooks_of(folder)
        found = [name for name in HOOKS if _runs(hooks / name)]
        if found:
            hint = "Push with git itself: `git push` of the same references runs it."
            raise self.problem(f"has the hook `{found[0]}`, which only git runs", hint)


def _hooks_of(folder: Path) -> Path:
    """Where git would look for the hooks of a repository."""
    from dulwich.repo import Repo

    with Repo(str(folder)) as other:
        try:
            named = Path(os.fsdecode(settings_of(other).get((b"core",), b"hooksPath"))).expanduser()
        except KeyError:
            return Path(other.commondir(), "hooks")
        return Path(other.path) / named


def _runs(hook: Path) -> bool:
    return hook.is_file() and os.access(hook, os.X_OK)


def _advertised(references: Mapping[Any, Any], symbolic: Mapping[Any, Any]) -> Advertised:
    known = {bytes(name): value for name, value in references.items() if value is not None}
    return Advertised(known, symbolic.get(b"HEAD"))


def refusals(statuses: Mapping[bytes, str | None]) -> Sequence[tuple[str, str]]:
    """Each reference that was refused, and what the other side said."""
    found = []
    for name, status in sorted(statuses.items()):
        if status is not None:
            said = "".join(sign for sign in status if sign.isprintable())[:200]
            found.append((name.decode("utf-8", errors="replace"), said))
    return found
