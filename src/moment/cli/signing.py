"""What the commands about credentials share: the host that is meant, the settings, a refusal, the document."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

from moment.cli.documents import text_of
from moment.cli.errors import Failure
from moment.cli.options import DOCUMENT_FORMATS, Options
from moment.cli.output import open_session, show_findings, summary_of
from moment.diagnostics.model import Diagnostic
from moment.project.session import Session
from moment.sync.credentials.answers import Answer, StrategyProblem
from moment.sync.credentials.authority import AuthoritySettings, settings_from
from moment.sync.credentials.device_flow import OAuthDeviceFlowStrategy
from moment.sync.credentials.origin import origin_of

DEFAULT_HOST = "github.com"


class StrategyDocument(msgspec.Struct, frozen=True):
    """What one strategy answered; nothing of the token itself."""

    strategy: str
    found: bool
    detail: str
    username: str | None
    scope: str | None
    obtained: str | None


class ProblemDocument(msgspec.Struct, frozen=True):
    code: str
    message: str
    hint: str | None


class AuthDocument(msgspec.Struct, frozen=True, rename="camel"):
    """What `moment auth --json` answers. `signedIn` says whether any strategy has credentials now."""

    format: str
    host: str
    signed_in: bool
    strategies: tuple[StrategyDocument, ...]
    diagnostics: tuple[ProblemDocument, ...]


class Signing:
    """One command about the credentials for one host."""

    def __init__(self, options: Options, host: str | None) -> None:
        self.options = options
        self.as_json = options.format_among(DOCUMENT_FORMATS) == "json"
        self.session: Session = open_session(options, ())
        try:
            self.host = origin_of(host).text if host is not None else _host_of(self.session)
        except ValueError as error:
            raise Failure("usage", f"`{host}` is no host: {error}", "name one as `github.com`") from error
        named = self.session.project.config.auth
        configured = AuthoritySettings(named.authority, named.client_id, named.scope, named.hosts)
        self.device = OAuthDeviceFlowStrategy(settings_from(configured))

    def stop(self, problem: StrategyProblem) -> int:
        """The findings of a strategy that failed; exit code 1."""
        if not problem.diagnostics:
            raise Failure("authentication", f"{self.host}: {problem.reason}", exit=1) from problem
        if not self.as_json:
            self.options.format = None
        summary = summary_of([self.session], problem.diagnostics, exit=1)
        show_findings(self.options, problem.diagnostics, self.session.sources, summary, closing=False)
        return 1

    def document(self, answers: Sequence[Answer], found: Sequence[Diagnostic] = ()) -> None:
        """The answers as JSON on standard output."""
        document = AuthDocument(
            "moment.auth/1", self.host, any(each.found for each in answers),
            tuple(StrategyDocument(a.strategy, a.found, a.detail, a.username, a.scope, a.obtained) for a in answers),
            tuple(ProblemDocument(each.code, each.message, each.hint) for each in found),
        )  # fmt: skip
        sys.stdout.write(text_of(document))


def _host_of(session: Session) -> str:
    """The host of the remote `origin` when it has one, else github.com."""
    from moment.sync.git.configured import origin_host

    return origin_host(session.project.root) or DEFAULT_HOST
