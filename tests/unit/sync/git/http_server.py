"""Git over http on this machine: git's own `http-backend` behind a server that can ask for a name, send away or hang up."""

from __future__ import annotations

import base64
import os
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.repositories import GIT


class GitServer:
    """Serves the repositories below ``folder``.

    ``password``: what it asks for with 401. ``redirect``: where it sends everything. ``cuts``: how many answers end in
    their middle; ``lost``: how many answers to pushes do, after they were taken. ``meanwhile``: what happens while a push
    is on its way. ``status``: what it answers instead. ``stalls``: says nothing until the test is over. ``seen``: method, path and Authorization of every request.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.password: str | None = None
        self.redirect: str | None = None
        self.cuts = 0
        self.status: int | None = None
        self.lost = 0
        self.meanwhile: Callable[[], object] | None = None
        self.stalls: threading.Event | None = None
        self.seen: list[tuple[str, str, str | None]] = []
        self.port = 0
        self.scheme = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        given = headers.get("Authorization")
        self.seen.append((method, path, given))
        if self.stalls is not None:
            self.stalls.wait(30)
        if self.redirect is not None:
            return 302, [("Location", self.redirect + path)], b""
        if path.endswith("/git-receive-pack") and self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            happens()
        if self.status is not None:
            return self.status, [], b""
        if self.password is not None and given != f"Basic {base64.b64encode(self.password.encode()).decode()}":
            return 401, [("WWW-Authenticate", 'Basic realm="git"')], b""
        return self._by_git(method, path, headers, body)

    def _by_git(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        name, _, query = path.partition("?")
        environment = {
            **os.environ, "GIT_PROJECT_ROOT": str(self.folder), "GIT_HTTP_EXPORT_ALL": "1", "REMOTE_USER": "ada",
            "REQUEST_METHOD": method, "PATH_INFO": name, "QUERY_STRING": query, "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": headers.get("Content-Type", ""), "GIT_PROTOCOL": headers.get("Git-Protocol", ""),
        }  # fmt: skip
        done = subprocess.run([str(GIT), "http-backend"], input=body, env=environment, capture_output=True, check=False)
        head, _, rest = done.stdout.partition(b"\r\n\r\n")
        said = [line.partition(": ")[::2] for line in head.decode().split("\r\n")]
        status = next((int(value.split()[0]) for key, value in said if key == "Status"), 200)
        return status, [(key, value) for key, value in said if key != "Status"], rest


class Quiet(ThreadingHTTPServer):
    """Says nothing when somebody hangs up, which is what some tests are about."""

    def handle_error(self, request: Any, client_address: Any) -> None: ...


@contextmanager
def serving(folder: Path, *, certificate: Path | None = None) -> Iterator[GitServer]:
    """A server of the repositories below ``folder``; over https with a ``certificate`` and its key in one file."""
    server = GitServer(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            status, headers, body = server.answer(self.command, self.path, self.headers, self._body())
            self.send_response(status)
            for key, value in headers:
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            is_lost = server.lost > 0 and self.path.endswith("/git-receive-pack")
            if body and (server.cuts > 0 or is_lost):
                server.cuts, server.lost = max(server.cuts - 1, 0), server.lost - is_lost
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
                return
            self.wfile.write(body)

        do_GET = do_POST = _answer  # noqa: N815

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found = b""
            while size := int(self.rfile.readline(), 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found

        def log_message(self, format: str, *arguments: Any) -> None: ...

    listening = Quiet(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
        server.scheme = "https"
    server.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
