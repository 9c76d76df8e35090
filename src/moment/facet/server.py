"""The server: where it listens, what it prints, how it ends."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

from moment.facet.editors import EDITORS, link_template
from moment.facet.errors import FacetError
from moment.facet.guard import Guard, is_loopback
from moment.facet.hub import Hub
from moment.facet.page import application
from moment.facet.rebuild import Rebuilder
from moment.facet.runs import Run
from moment.facet.watching import Inbox, watch, work
from moment.project.session import Session

if TYPE_CHECKING:
    from starlette.applications import Starlette

FIRST_PORT, PORTS = 4321, 10
SHORTEST_TOKEN = 16


class Listening(NamedTuple):
    """What the command line says of the server."""

    host: str = "127.0.0.1"
    port: int | None = None
    opens: bool = False
    token_file: str | None = None
    allowed: tuple[str, ...] = ()
    editor: str | None = None


class Content(NamedTuple):
    """What is served; ``reopen`` finds the project anew."""

    reopen: Callable[[], Session] | None = None
    document: str | None = None
    runs: tuple[Run, ...] = ()
    against: str | None = None


def require_extra() -> None:
    """``FacetError`` when what a server needs is not installed."""
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
        import watchfiles  # noqa: F401
    except ImportError as error:
        raise FacetError(
            "no-extra", f"`moment facet serve` needs {error.name}, which is not installed",
            "install it with `pip install 'moment-ddd[facet]'`; `moment facet export` needs nothing",
        ) from error  # fmt: skip


def serve(content: Content, listening: Listening, *, say: Callable[[str], None]) -> None:
    """Serves until it is interrupted. ``FacetError`` says why it cannot."""
    import uvicorn

    from moment.facet.routes import Site, site_application

    app = application()
    token = _token(listening)
    listener = _listener(listening)
    with listener:
        port = listener.getsockname()[1]
        guard = Guard(listening.host, port, frozenset(name.lower() for name in listening.allowed), token)
        hub, inbox = Hub(), Inbox()
        rebuilder = _rebuilder(content, hub, inbox)
        editor = _editor(listening, rebuilder)
        site = Site(
            app,
            guard,
            hub,
            rebuilder,
            document=content.document,
            runs=content.runs,
            against=content.against,
            editor=editor,
        )

        class Server(uvicorn.Server):
            """Lets go of the streams first: they would never end by themselves."""

            def handle_exit(self, sig: int, frame: FrameType | None) -> None:
                hub.close()
                super().handle_exit(sig, frame)

        address = _address(listening.host, port, token)

        @asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            hub.start()
            stop = threading.Event()
            if rebuilder is not None:
                _start(lambda: work(rebuilder, inbox, project=lambda: rebuilder.session.project))
                _start(lambda: watch(rebuilder.session.project, inbox, stop))
            say(address)
            if listening.opens:
                webbrowser.open(address)
            try:
                yield
            finally:
                stop.set()
                inbox.close()

        config = uvicorn.Config(
            site_application(site, lifespan), log_level="warning", access_log=False, lifespan="on", server_header=False,
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        with suppress(KeyboardInterrupt):
            Server(config).run(sockets=[listener])


def _start(target: Callable[[], None]) -> None:
    threading.Thread(target=target, daemon=True).start()


def _rebuilder(content: Content, hub: Hub, inbox: Inbox) -> Rebuilder | None:
    if content.reopen is None:
        return None
    return Rebuilder(
        content.reopen, notify=hub.wake, is_late=lambda: inbox.is_waiting, watched=lambda: list(hub.watched.values())
    )


def _editor(listening: Listening, rebuilder: Rebuilder | None) -> str | None:
    if listening.editor is None:
        return None
    if listening.editor not in EDITORS:
        raise FacetError("usage", f"no editor `{listening.editor}`", f"editors are {', '.join(EDITORS)}")
    root = rebuilder.session.project.root if rebuilder is not None else Path.cwd()
    return link_template(listening.editor, root)


def _token(listening: Listening) -> str | None:
    """That of the file; a new one for a server that others can reach."""
    if listening.token_file is not None:
        try:
            token = Path(listening.token_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise FacetError(
                "token", f"`{listening.token_file}` cannot be read: {error}", "leave it out to get a new token"
            ) from error
        if (
            len(token) < SHORTEST_TOKEN
            or not all(sign.isalnum() or sign in "-_." for sign in token)
            or not token.isascii()
        ):
            raise FacetError(
                "token", f"`{listening.token_file}` holds no token of {SHORTEST_TOKEN} or more letters, digits, `-`, `_`",
                "`openssl rand -hex 32` makes one",
            )  # fmt: skip
        return token
    return None if is_loopback(listening.host) else secrets.token_urlsafe(32)


def _listener(listening: Listening) -> socket.socket:
    """A socket at the port that was asked for, else at the first free one of ten."""
    wanted = [listening.port] if listening.port is not None else range(FIRST_PORT, FIRST_PORT + PORTS)
    try:
        socket.getaddrinfo(listening.host, None)
    except (OSError, UnicodeError) as error:
        raise FacetError(
            "host", f"no address is known for `{listening.host}`", "leave `--host` out to serve this machine only"
        ) from error
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    for port in wanted:
        try:
            return socket.create_server((listening.host, port), family=family)
        except (OSError, OverflowError) as error:
            problem = error
    if listening.port is not None:
        hint = "leave `--port` out, and the next free one is taken"
        reason = str(getattr(problem, "strerror", None) or problem).lower()
        raise FacetError("port-taken", f"port {listening.port} of {listening.host} cannot be used: {reason}", hint)
    ports = f"ports {FIRST_PORT} to {FIRST_PORT + PORTS - 1}"
    raise FacetError("port-taken", f"{ports} of {listening.host} are taken", "name another with `--port`")


def _address(host: str, port: int, token: str | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/" + (f"?token={token}" if token is not None else "")
