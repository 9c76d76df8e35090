"""Tokens from environment variables."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from moment.sync.credentials.answers import TOKEN_USER, Credentials
from moment.sync.credentials.origin import origin_of
from moment.sync.credentials.secret import Secret

PREFIX = "MOMENT_GIT_TOKEN_"
GITHUB = ("MOMENT_GITHUB_TOKEN", "GITHUB_TOKEN", "GH_TOKEN")
"""For github.com and no other host, in this order."""
_TOKEN = re.compile(rf"{PREFIX}.*|{'|'.join(GITHUB)}|GH_ENTERPRISE_TOKEN|GITHUB_ENTERPRISE_TOKEN")


class EnvCredentialStrategy:
    """``MOMENT_GIT_TOKEN_<HOST>``, and for github.com also the usual names. An empty variable is none."""

    name = "environment"

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment

    def resolve(self, host: str) -> Credentials | None:
        """The token of the first variable that is set for ``host``."""
        for variable in variables_for(host):
            token = self._environment.get(variable, "").strip()
            if token:
                return Credentials(TOKEN_USER, Secret(token), f"{self.name} ({variable})")
        return None


def variables_for(host: str) -> tuple[str, ...]:
    """The variables that may hold a token for ``host``: ``git.my-shop.example:8443`` is ``GIT_MY__SHOP_EXAMPLE_8443``.

    A hyphen becomes two underscores, so that no two hosts share a variable.
    """
    origin = origin_of(host)
    word = origin.authority.upper().replace("-", "__")
    own = PREFIX + re.sub(r"[^A-Z0-9_]", "_", word)
    return (own, *GITHUB) if origin.text == "github.com" else (own,)


def without_tokens(environment: Mapping[str, str], **further: str) -> dict[str, str]:
    """What a child process is told: the environment without any token, and ``further``."""
    return {name: value for name, value in environment.items() if not _TOKEN.fullmatch(name)} | further
