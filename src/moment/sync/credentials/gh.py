"""The token that the GitHub CLI keeps."""

from __future__ import annotations

from collections.abc import Mapping

from moment.sync.credentials import programs
from moment.sync.credentials.answers import TOKEN_USER, Credentials
from moment.sync.credentials.origin import origin_of
from moment.sync.credentials.secret import Secret

SECONDS = 5.0


class GhCliCredentialStrategy:
    """``gh auth token --hostname HOST``; nothing where there is no gh, or it knows no such host."""

    name = "gh"

    def __init__(self, environment: Mapping[str, str] | None = None, *, seconds: float = SECONDS) -> None:
        self._environment = environment
        self._seconds = seconds

    def resolve(self, host: str) -> Credentials | None:
        origin = origin_of(host)
        gh = programs.find("gh", self._environment)
        if gh is None or origin.scheme != "https":
            return None
        command = (gh, "auth", "token", "--hostname", origin.authority)
        said = programs.ask(command, seconds=self._seconds, environment=self._environment)
        token = Secret(said.reveal().strip()) if said is not None else None
        if not token or len(token.reveal().split()) != 1:
            return None
        return Credentials(TOKEN_USER, token, self.name)
