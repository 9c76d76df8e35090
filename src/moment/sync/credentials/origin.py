"""Where credentials may go: one scheme, host and port, and whether the way there is safe."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.?|[0-9a-f:]+", re.ASCII)


class Origin(NamedTuple):
    """``port`` is always said, so that equal origins are equal values."""

    scheme: str
    host: str
    port: int

    @property
    def text(self) -> str:
        """As people write a host: ``github.com``, ``localhost:8080``, ``http://127.0.0.1:3000``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        shown = host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"
        return shown if self.scheme == "https" else f"{self.scheme}://{shown}"

    @property
    def authority(self) -> str:
        """Host, and port where it is not the usual one, without the scheme."""
        return self.text.removeprefix("http://")

    @property
    def is_safe(self) -> bool:
        """Whether what is sent there cannot be read on the way: https, or this machine."""
        return self.scheme == "https" or is_loopback(self.host)


def origin_of(text: str) -> Origin:
    """The origin that a URL or a host, with a port or without, names; https unless it says otherwise.

    Raises ``ValueError`` for another scheme and for what no host can be called.
    """
    parts = urlsplit(text if "://" in text else f"https://{text}")
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _PORTS:
        raise ValueError(f"`{parts.scheme}` is neither https nor http")
    if not _HOST.fullmatch(host):
        raise ValueError("the host is missing" if not host else "no host can be called so")
    try:
        port = parts.port
    except ValueError:  # its own words quote what stands there, which may be half a password
        raise ValueError("its port is no number up to 65535") from None
    return Origin(scheme, host.rstrip("."), port or _PORTS[scheme])


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine by name or number; no name is looked up."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
