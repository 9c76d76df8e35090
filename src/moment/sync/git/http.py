"""Git over http: who is told a token, which redirects are followed, and how long an answer may take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import urllib3
from dulwich.client import Urllib3HttpGitClient, default_urllib3_manager
from urllib3.exceptions import HTTPError, SSLError
from urllib3.util import Timeout, make_headers

from moment.diagnostics.model import Diagnostic
from moment.project.git_rules import AUTHENTICATION_FAILED, INSECURE_TRANSPORT
from moment.sync.credentials.answers import Credentials, CredentialsNotFound
from moment.sync.credentials.origin import Origin, origin_of
from moment.sync.git.patience import Patience
from moment.sync.git.problems import GitProblem
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.config import Config

REDIRECTS = 5
_BUSY = (502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)
_OURS = ("user-agent", "accept", "content-type", "content-length", "git-protocol", "pragma")
"""Headers that go to another origin too; anything else may be somebody's key."""
_PLACE = Place(".git/config", 0, 0)

Find = Callable[[Origin], "Credentials | CredentialsNotFound"]


class Disconnected(Exception):  # noqa: N818
    """The connection failed, or ended too early; another try may go well. No ``OSError``, which dulwich would rename."""


class Refused(Exception):  # noqa: N818
    """An answer that no other try will change; its text is half a sentence."""


class GuardedHttpClient(Urllib3HttpGitClient):
    """Tells credentials only to the origin of its URL, after that has asked for them, and never over plain http."""

    def __init__(self, url: str, find: Find, config: Config | None, patience: Patience) -> None:
        super().__init__(url, pool_manager=default_urllib3_manager(config, base_url=url), config=config)
        self._home = origin_of(url)
        self._find = find
        self._patience = patience
        self._given: Credentials | None = None

    def _http_request(
        self,
        url: str,
        headers: dict[str, str] | None = None,
        data: bytes | Iterator[bytes] | None = None,
        raise_for_status: bool = True,
    ) -> tuple[Any, Callable[[int], bytes]]:
        asked = url
        for _ in range(REDIRECTS + 1):
            response = self._sent(url, headers or {}, data)
            location = response.headers.get("Location")
            if response.status not in _MOVED or location is None:
                break
            response.close()
            if data is not None:
                raise Refused("sends what is pushed elsewhere: set the URL that it has now")
            url = _redirected(url, urljoin(url, location))
        else:
            raise Refused("redirects in a circle")
        if raise_for_status:
            self._judge(url, response)
        response.content_type = response.headers.get("Content-Type")
        response.redirect_location = url if url != asked else ""
        return response, _reader(response, self._patience)

    def _sent(self, url: str, headers: dict[str, str], data: bytes | Iterator[bytes] | None) -> Any:
        """The answer, once more with credentials if it asks for some."""
        response = self._once(url, headers, data)
        if response.status != 401 or self._given is not None or origin_of(url) != self._home or _is_stream(data):
            return response
        response.close()
        found = self._find(self._home)
        if isinstance(found, CredentialsNotFound):
            raise GitProblem(*found.diagnostics)
        self._given = found
        return self._once(url, headers, data)

    def _once(self, url: str, headers: dict[str, str], data: bytes | Iterator[bytes] | None) -> Any:
        origin = origin_of(url)
        sent = {**self.pool_manager.headers, **headers, "Pragma": "no-cache"}
        if origin != self._home or not origin.is_safe:
            sent = {name: value for name, value in sent.items() if name.lower() in _OURS}
        elif self._given is not None:
            sent = {name: value for name, value in sent.items() if name.lower() != "authorization"}
            basic = f"{self._given.username}:{self._given.password.reveal()}"
            sent["Authorization"] = make_headers(basic_auth=basic)["authorization"]
        try:
            return self.pool_manager.request(
                "GET" if data is None else "POST", url, headers=sent, body=data, preload_content=False,
                redirect=False, retries=False, timeout=Timeout(connect=self._patience.connect, read=self._patience.read),
            )  # type: ignore[arg-type, unused-ignore]  # fmt: skip
        except SSLError:
            raise Refused("has a certificate that this machine does not trust") from None
        except HTTPError as error:
            raise Disconnected(_reason(error, self._patience)) from None

    def _judge(self, url: str, response: Any) -> None:
        """Raises for every status but 200."""
        if response.status == 200:
            return
        response.close()
        if response.status in _BUSY:
            raise Disconnected(f"answers with status {response.status}")
        if response.status in (401, 403):
            raise GitProblem(self._unauthorised(url, response.status))
        if response.status == 404:
            raise Refused("has no such repository, or none for you")
        raise Refused(f"answers with status {response.status}")

    def _unauthorised(self, url: str, status: int) -> Diagnostic:
        origin = origin_of(url)
        if origin != self._home:
            problem = f"is where {self._home.text} redirects to, and it asks for credentials"
            hint = f"Set the remote's URL to one at {origin.text}, if it is the right host."
        elif self._given is None:
            problem, hint = "does not let everybody in", "Ask for access, or sign in with `moment auth login`."
        else:
            problem = "does not take the credentials" if status == 401 else "does not allow it with these credentials"
            hint = f"They came from: {self._given.strategy or 'a strategy without a name'}. Renew them there."
        return AUTHENTICATION_FAILED.at(_PLACE, hint=hint, host=origin.text, problem=problem)


def _redirected(old: str, new: str) -> str:
    """Where a redirect leads; MOM867 when that is from https to plain http."""
    try:
        origin = origin_of(new)
    except ValueError:
        raise Refused("redirects to what is no URL") from None
    if origin_of(old).scheme == "https" and origin.scheme != "https":
        hint = "Ask who runs the host, or set the URL that it has now."
        reason = f"{origin_of(old).text} redirects from https to plain http"
        raise GitProblem(INSECURE_TRANSPORT.at(_PLACE, hint=hint, url=origin.text, reason=reason))
    return new


def _reader(response: Any, patience: Patience) -> Callable[[int], bytes]:
    def read(size: int) -> bytes:
        try:
            found: bytes = response.read(size)
        except HTTPError as error:
            raise Disconnected(_reason(error, patience)) from None
        return found

    return read


def _is_stream(data: object) -> bool:
    """Whether a body can be sent but once. References are asked for first, so credentials are there by then."""
    return data is not None and not isinstance(data, bytes)


def _reason(error: HTTPError, patience: Patience) -> str:
    """The kind of failure, without the address in it."""
    kinds = {
        urllib3.exceptions.ProxyError: "cannot be reached through the proxy",
        urllib3.exceptions.NameResolutionError: "is at a host that nobody knows",
        urllib3.exceptions.NewConnectionError: "cannot be reached",
        urllib3.exceptions.ConnectTimeoutError: f"does not answer within {patience.connect:g} s",
        urllib3.exceptions.ReadTimeoutError: f"said nothing for {patience.read:g} s",
    }  # a name that is not known is a connection that is not made, and that is a kind of time-out: the first one counts
    return next((text for kind, text in kinds.items() if isinstance(error, kind)), "ended the connection too early")
