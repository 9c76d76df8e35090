"""All strategies, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moment.project.git_rules import INSECURE_TRANSPORT
from moment.sync.credentials.answers import (
    Answer,
    Credentials,
    CredentialsNotFound,
    CredentialStrategy,
    StrategyProblem,
)
from moment.sync.credentials.device_flow import OAuthDeviceFlowStrategy
from moment.sync.credentials.environment import EnvCredentialStrategy
from moment.sync.credentials.gh import GhCliCredentialStrategy
from moment.sync.credentials.git_helper import GitCredentialHelperStrategy
from moment.sync.credentials.origin import Origin, origin_of
from moment.text.span import Place


def default_strategies() -> tuple[CredentialStrategy, ...]:
    """Environment, gh, git's helpers, and what `moment auth login` stored."""
    return (
        EnvCredentialStrategy(), GhCliCredentialStrategy(), GitCredentialHelperStrategy(), OAuthDeviceFlowStrategy(),
    )  # fmt: skip


class LayeredCredentialResolver:
    """Asks the strategies in order until one has credentials; one that fails is noted, and the next is asked."""

    def __init__(self, strategies: Sequence[CredentialStrategy] | None = None) -> None:
        self.strategies = tuple(default_strategies() if strategies is None else strategies)

    def resolve(self, host: str) -> Credentials | CredentialsNotFound:
        """The first credentials for ``host`` (a host, with its port, or a URL), or what everybody answered.

        Over plain http to another machine nobody is asked (MOM867).
        """
        origin = origin_of(host)
        refusal = _refusal(origin)
        if refusal is not None:
            return refusal
        answers: list[Answer] = []
        for credentials, answer in self._asked(origin):
            if credentials is not None and credentials.password:
                return credentials
            answers.append(answer)
        return CredentialsNotFound(origin.text, tuple(answers))

    def explain(self, host: str) -> tuple[Answer, ...]:
        """What every strategy answers, also those behind the first that has credentials; nothing of a secret."""
        origin = origin_of(host)
        refused = _refusal(origin)
        if refused is not None:
            return (Answer("transport", False, "is not safe, so nobody was asked", diagnostics=refused.diagnostics),)
        return tuple(answer for _, answer in self._asked(origin))

    def _asked(self, origin: Origin) -> Iterator[tuple[Credentials | None, Answer]]:
        for strategy in self.strategies:
            try:
                found = strategy.resolve(origin.text)
            except StrategyProblem as problem:
                yield None, Answer(strategy.name, False, problem.reason, diagnostics=problem.diagnostics)
            except Exception as error:  # a strategy of somebody else: its message may hold the secret
                yield None, Answer(strategy.name, False, f"failed with {type(error).__name__}")
            else:
                yield found, _answer(strategy.name, found)


def _answer(name: str, found: Credentials | None) -> Answer:
    if found is None or not found.password:
        return Answer(name, False, "has none")
    detail = found.strategy or name
    return Answer(name, True, detail, found.username, found.scope, found.obtained)


def _refusal(origin: Origin) -> CredentialsNotFound | None:
    if origin.is_safe:
        return None
    hint = "Use an https URL."
    found = INSECURE_TRANSPORT.at(
        Place(".", 0, 0), hint=hint, url=origin.text, reason="everybody on the way could read them"
    )
    return CredentialsNotFound(origin.text, (), found)
