"""An authorisation server that gives the answers it was told to give, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

DEVICE, TOKEN = "/login/device/code", "/login/oauth/access_token"
STARTED = {
    "device_code": "device-canary-1", "user_code": "WDJB-MJHT", "verification_uri": "https://id.example/device",
    "expires_in": 900, "interval": 5,
}  # fmt: skip
CUT = "cut"


class AuthorisationServer:
    """Answers by path, each a list that is used up; the last one stays. ``CUT`` closes the connection."""

    def __init__(self, answers: Mapping[str, Sequence[Any]]) -> None:
        self.answers = {path: list(each) for path, each in answers.items()}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next(self, path: str) -> Any:
        waiting = self.answers.get(path, [(404, {})])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def serving(**answers: Sequence[Any]) -> Iterator[AuthorisationServer]:
    """A server on this machine; ``device`` and ``token`` are its endpoints as GitHub has them, ``metadata`` RFC 8414's."""
    paths = {"device": DEVICE, "token": TOKEN, "metadata": "/.well-known/oauth-authorization-server", "other": "/other"}
    server = AuthorisationServer({paths[name]: each for name, each in answers.items()})

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            fields = dict(parse_qsl(self.rfile.read(length).decode()))
            server.asked.append((self.path, fields))
            answer = server.next(self.path)
            if answer == CUT:
                self.close_connection = True
                return
            status, members = answer if isinstance(answer, tuple) else (400 if "error" in answer else 200, answer)
            self.send_response(status)
            if "location" in members:
                self.send_header("Location", members["location"])
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            text = members if isinstance(members, str) else json.dumps(members).replace("HERE", server.url)
            self.wfile.write(text.encode())

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, format: str, *arguments: Any) -> None: ...

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


class StoppedClock:
    """Time passes only when somebody waits."""

    def __init__(self, now: float = 1_768_471_200.0) -> None:
        self.time = now
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds
