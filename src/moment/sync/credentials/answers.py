"""What a strategy answers, and what is known when none of them has credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from moment.diagnostics.model import Diagnostic
from moment.project.git_rules import AUTHENTICATION_FAILED
from moment.sync.credentials.secret import Secret
from moment.text.span import Place

TOKEN_USER = "x-access-token"
"""The name that goes with a token; hosts accept it whoever the token belongs to."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and its password, which is mostly a token.

    ``strategy`` says who knew them, ``scope`` what they are for, ``obtained`` since when (ISO 8601); what is not known
    is ``None``.
    """

    username: str
    password: Secret
    strategy: str = ""
    scope: str | None = None
    obtained: str | None = None


class CredentialStrategy(Protocol):
    """One place that may know credentials. ``resolve`` answers ``None`` when it has none for ``host``."""

    @property
    def name(self) -> str: ...

    def resolve(self, host: str) -> Credentials | None: ...


class StrategyProblem(Exception):  # noqa: N818
    """A strategy that failed: why, in half a sentence without any secret, and a finding where there is a way out."""

    def __init__(self, reason: str, *diagnostics: Diagnostic) -> None:
        super().__init__(reason)
        self.reason = reason
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Answer:
    """What one strategy said; nothing of the secret itself."""

    strategy: str
    found: bool
    detail: str
    username: str | None = None
    scope: str | None = None
    obtained: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class CredentialsNotFound:
    """Nobody knows credentials for ``host``; ``answers`` say what each strategy answered."""

    host: str
    answers: tuple[Answer, ...]
    refusal: Diagnostic | None = None

    def __bool__(self) -> bool:
        return False

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """MOM865 with every answer, and what the strategies found wrong; or MOM867 alone."""
        if self.refusal is not None:
            return (self.refusal,)
        said = "; ".join(f"{each.strategy}: {each.detail}" for each in self.answers)
        hint = f"Run `moment auth login --host {self.host}`, or set MOMENT_GIT_TOKEN_…; asked were {said or 'none'}."
        failed = AUTHENTICATION_FAILED.at(
            Place(".", 0, 0), hint=hint, host=self.host, problem="asks for credentials, and there are none"
        )
        return failed, *(found for each in self.answers for found in each.diagnostics)
