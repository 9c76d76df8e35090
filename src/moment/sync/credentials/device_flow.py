"""Signing in at an authorisation server, and the token that was stored then."""

from __future__ import annotations

from datetime import UTC, datetime

from moment.project.git_rules import AUTHENTICATION_FAILED
from moment.sync.credentials.answers import Credentials, StrategyProblem
from moment.sync.credentials.authority import AuthoritySettings, endpoints_of, settings_from
from moment.sync.credentials.device_grant import Clock, Show, SystemClock, Token, renewed, signed_in
from moment.sync.credentials.origin import origin_of
from moment.sync.credentials.token_store import TokenStore, token_store
from moment.text.span import Place

USER = "oauth2"
"""The name that goes with such a token: GitLab asks for this one, others take any."""
_SPARE = 60.0
"""Seconds before its end at which a token is renewed."""


class OAuthDeviceFlowStrategy:
    """The token stored for a host, renewed when it has run out.

    ``ask`` lets ``resolve`` begin a login when there is none; without it only ``login`` does.
    """

    name = "device flow"

    def __init__(
        self,
        settings: AuthoritySettings | None = None,
        *,
        tokens: TokenStore | None = None,
        clock: Clock | None = None,
        ask: Show | None = None,
    ) -> None:
        self.settings = settings_from(AuthoritySettings()) if settings is None else settings
        self._tokens = token_store() if tokens is None else tokens
        self._clock = SystemClock() if clock is None else clock
        self._ask = ask

    def resolve(self, host: str) -> Credentials | None:
        """The stored token of ``host``. Raises ``StrategyProblem`` when it has run out or may be known to others."""
        key = origin_of(host).text
        token = self._tokens.read(key)
        if token is None:
            can_login = self._ask is not None and self.settings.client_id and self.settings.is_for(host)
            return self.login(host, self._ask) if can_login and self._ask is not None else None
        if token.expires is not None and token.expires - _SPARE <= self._clock.now():
            if token.refresh is None:
                raise StrategyProblem("the token has run out: sign in again")
            token = renewed(key, token, self._clock)
            self._tokens.write(key, token)
        return self._credentials(token)

    def login(self, host: str, show: Show) -> Credentials:
        """Signs in and stores the token; ``show`` is told the code and where to enter it. Raises ``StrategyProblem``."""
        origin = origin_of(host)
        if not self.settings.client_id:
            raise _unconfigured(origin.text, "has no client id to sign in with", "Set `auth.client-id` in moment.toml.")
        self._refuse_unusable(origin.text)
        if not self.settings.is_for(host):
            problem = f"is not among the hosts of {self.settings.authority}"
            raise _unconfigured(origin.text, problem, "Add it to `auth.hosts` in moment.toml.")
        authority = self.settings.authority or origin.text
        endpoints = endpoints_of(authority if "://" in authority else f"https://{authority}")
        token = signed_in(origin.text, self.settings, endpoints, self._clock, show)
        self._tokens.write(origin.text, token)
        return self._credentials(token)

    def logout(self, host: str) -> bool:
        """Forgets the token of ``host``; whether there was one."""
        return self._tokens.remove(origin_of(host).text)

    def _refuse_unusable(self, host: str) -> None:
        """MOM865 for settings that name no server or no host."""
        named = [("authority", self.settings.authority)] if self.settings.authority else []
        for key, text in (*named, *(("hosts", each) for each in self.settings.hosts)):
            try:
                origin_of(text)
            except ValueError as error:
                problem = f"has settings in which `{text}` cannot be: {error}"
                raise _unconfigured(host, problem, f"Mend `auth.{key}` in moment.toml.") from None

    def _credentials(self, token: Token) -> Credentials:
        obtained = datetime.fromtimestamp(token.obtained, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return Credentials(USER, token.access, self.name, token.scope, obtained)


def _unconfigured(host: str, problem: str, hint: str) -> StrategyProblem:
    return StrategyProblem(
        problem, AUTHENTICATION_FAILED.at(Place("moment.toml", 0, 0), hint=hint, host=host, problem=problem)
    )
