"""Where tokens of `moment auth login` are kept: the keyring of the system, else a file that only its owner can read."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from moment.project.git_rules import CREDENTIALS_EXPOSED
from moment.project.lock import lock
from moment.sync.credentials.answers import StrategyProblem
from moment.sync.credentials.device_grant import Token
from moment.sync.credentials.secret import Secret
from moment.text.span import Place

FORMAT = "moment.credentials/1"
SERVICE = "moment"
_WAIT = 5.0


class TokenStore(Protocol):
    """Tokens by Git host. Every method may raise ``StrategyProblem``."""

    def read(self, host: str) -> Token | None: ...

    def write(self, host: str, token: Token) -> None: ...

    def remove(self, host: str) -> bool: ...


def token_store(environment: Mapping[str, str] | None = None) -> TokenStore:
    """The keyring when a real one is there, else the file."""
    return _keyring() or FileTokens(settings_folder(environment))


def settings_folder(environment: Mapping[str, str] | None = None) -> Path:
    """The folder of the user's settings for moment."""
    known = os.environ if environment is None else environment
    home = Path(known.get("HOME") or known.get("USERPROFILE") or Path.home())
    if known.get("XDG_CONFIG_HOME"):
        return Path(known["XDG_CONFIG_HOME"]) / "moment"
    if sys.platform == "win32":
        return Path(known.get("APPDATA") or home / "AppData" / "Roaming") / "moment"
    return home / ("Library/Application Support" if sys.platform == "darwin" else ".config") / "moment"


class FileTokens:
    """``credentials.json``: folder 0700, file 0600 from its first byte on. One open to others is refused (MOM866)."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "credentials.json"

    def read(self, host: str) -> Token | None:
        with self._failing():
            return _token(self._all().get(host))

    def write(self, host: str, token: Token) -> None:
        with self._failing(), self._locked():
            self._replace({**self._all(), host: _members(token)})

    def remove(self, host: str) -> bool:
        with self._failing():
            if host not in self._all():
                return False
            with self._locked():
                self._replace({name: each for name, each in self._all().items() if name != host})
            return True

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StrategyProblem(f"`{self._shown}`: {str(error.strerror or error).lower()}") from None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        folder = self.path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._refuse_exposed(folder)
        with lock(folder / "credentials.lock", wait=_WAIT) as taken:
            if not taken:
                raise StrategyProblem(f"another run holds `{self._shown}`")
            yield

    @property
    def _shown(self) -> str:
        with suppress(ValueError, RuntimeError):
            return f"~/{self.path.relative_to(Path.home()).as_posix()}"
        return self.path.as_posix()

    def _all(self) -> dict[str, Any]:
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return {}
        with os.fdopen(descriptor, encoding="utf-8") as file:
            self._refuse_exposed(descriptor)
            try:
                found = json.load(file)
            except (ValueError, RecursionError):
                found = None
        if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("hosts"), dict):
            raise StrategyProblem(f"`{self._shown}` is not in the format {FORMAT}: remove it and sign in again")
        return dict(found["hosts"])

    def _refuse_exposed(self, file: Path | int) -> None:
        """Bits for group or others, of the open file itself, so that nothing can be put in its place meanwhile."""
        if sys.platform == "win32":
            return
        mode = os.stat(file).st_mode & 0o777  # noqa: PTH116 - of a descriptor
        if mode & 0o077:
            is_folder = isinstance(file, Path)
            path = self._shown.rpartition("/")[0] if is_folder else self._shown
            command = f"chmod {'700' if is_folder else '600'} {path}"
            hint = f"Run `{command}`, and take back the tokens in it: others may have read them."
            found = CREDENTIALS_EXPOSED.at(Place(path, 0, 0), hint=hint, path=path, mode=f"{mode:04o}")
            raise StrategyProblem(found.message, found)

    def _replace(self, hosts: Mapping[str, Any]) -> None:
        text = json.dumps({"format": FORMAT, "hosts": hosts}, indent=2, sort_keys=True) + "\n"
        staged = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        staged.unlink(missing_ok=True)
        try:
            descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            staged.replace(self.path)
        finally:
            staged.unlink(missing_ok=True)


class KeyringTokens:
    """The system's own store of secrets, through the package ``keyring``."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def read(self, host: str) -> Token | None:
        with _keyring_failing():
            text = self._backend.get_password(SERVICE, host)
        try:
            return _token(json.loads(text)) if text else None
        except ValueError:
            raise StrategyProblem(f"what the keyring holds for {host} cannot be read: sign in again") from None

    def write(self, host: str, token: Token) -> None:
        with _keyring_failing():
            self._backend.set_password(SERVICE, host, json.dumps(_members(token)))

    def remove(self, host: str) -> bool:
        with _keyring_failing():
            if self._backend.get_password(SERVICE, host) is None:
                return False
            self._backend.delete_password(SERVICE, host)
            return True


def _keyring() -> KeyringTokens | None:
    try:
        import keyring  # type: ignore[import-not-found, unused-ignore]

        backend = keyring.get_keyring()
    except Exception:  # not installed, or nothing of what it needs is
        return None
    is_real = getattr(backend, "priority", 0) > 0 and not type(backend).__module__.startswith("keyring.backends.fail")
    return KeyringTokens(backend) if is_real else None


@contextmanager
def _keyring_failing() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # each backend has its own
        raise StrategyProblem(f"the keyring failed with {type(error).__name__}") from None


def _members(token: Token) -> dict[str, Any]:
    found = token._asdict()
    found["access"] = token.access.reveal()
    found["refresh"] = token.refresh.reveal() if token.refresh is not None else None
    return found


def _token(members: Any) -> Token | None:
    match members:
        case {"access": str(access), "obtained": int() | float() as obtained, "endpoint": str(endpoint)}:
            refresh, expires, scope = (members.get(name) for name in ("refresh", "expires", "scope"))
            return Token(
                Secret(access), Secret(refresh) if isinstance(refresh, str) else None,
                float(expires) if isinstance(expires, int | float) else None, scope if isinstance(scope, str) else None,
                float(obtained), endpoint, str(members.get("client_id", "")),
            )  # fmt: skip
        case _:
            return None
