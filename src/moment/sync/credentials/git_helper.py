"""What git's own credential helpers know: asked through git where it is installed, else as git would ask them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from moment.sync.credentials import programs
from moment.sync.credentials.answers import Credentials, StrategyProblem
from moment.sync.credentials.origin import Origin, origin_of
from moment.sync.credentials.secret import Secret

SECONDS = 10.0


class GitCredentialHelperStrategy:
    """``git credential fill`` with prompts switched off. Without git the helpers of the user's settings are asked.

    Of those, ``store`` is read here; others run by name, without a shell. ``!snippet`` helpers are left out, as they
    need one.
    """

    name = "git helper"

    def __init__(self, environment: Mapping[str, str] | None = None, *, seconds: float = SECONDS) -> None:
        self._environment = environment
        self._seconds = seconds

    def resolve(self, host: str) -> Credentials | None:
        origin = origin_of(host)
        git = programs.find("git", self._environment)
        if git is not None:
            return self._asked((git, "credential", "fill"), origin)
        for words in _helpers(origin):
            found = self._by(words, origin)
            if found is not None:
                return found
        return None

    def _by(self, words: list[str], origin: Origin) -> Credentials | None:
        name, arguments = words[0], words[1:]
        if name == "store":
            return _stored(arguments, origin)
        program = name if Path(name).is_absolute() else programs.find(f"git-credential-{name}", self._environment)
        return self._asked((program, *arguments, "get"), origin) if program is not None else None

    def _asked(self, command: tuple[str, ...], origin: Origin) -> Credentials | None:
        question = f"protocol={origin.scheme}\nhost={origin.authority}\n\n"
        said = programs.ask(command, stdin=question, seconds=self._seconds, environment=self._environment)
        if said is None:
            return None
        lines = [line.partition("=") for line in said.reveal().splitlines()]
        members = {key: Secret(value) for key, sign, value in lines if sign}
        password = members.get("password")
        if not password:
            return None
        return Credentials(members.get("username", Secret("")).reveal(), password, self.name)


def _helpers(origin: Origin) -> Iterator[list[str]]:
    """The helpers of the user's settings for ``origin``, as words; an empty one forgets those before it."""
    from dulwich.config import StackedConfig
    from dulwich.credentials import urlmatch_credential_sections

    config = StackedConfig.default()
    found: list[str] = []
    for backend in reversed(config.backends):
        for section in urlmatch_credential_sections(backend, f"{origin.scheme}://{origin.authority}/"):
            for value in backend.get_multivar(section, b"helper"):
                text = value.decode("utf-8", errors="replace")
                found = [*found, text] if text else []
    for text in found:
        try:
            words = shlex.split(text)
        except ValueError:
            continue
        if words and not text.startswith("!"):
            yield [str(Path(words[0]).expanduser()), *words[1:]] if words[0].startswith("~") else words


def _stored(arguments: list[str], origin: Origin) -> Credentials | None:
    """What the files of git's ``store`` helper hold for exactly this origin."""
    named = [each.partition("=")[2] for each in arguments if each.startswith("--file=")]
    settings = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    for file in named or ["~/.git-credentials", f"{settings}/git/credentials"]:
        try:
            text = Path(file).expanduser().read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeError) as error:
            raise StrategyProblem(f"`{file}` cannot be read: {type(error).__name__}") from None
        for line in text.splitlines():
            found = _entry(line.strip(), origin)
            if found is not None:
                return found
    return None


def _entry(line: str, origin: Origin) -> Credentials | None:
    try:
        parts = urlsplit(line)
        if not parts.password or origin_of(line) != origin:
            return None
    except ValueError:
        return None
    name = GitCredentialHelperStrategy.name
    return Credentials(unquote(parts.username or ""), Secret(unquote(parts.password)), name)
