"""The real server, asked by a client that is not ours: the page, the guard, and news while files change."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

import jsonschema
import pytest

from tests.process.commands import run
from tests.process.test_cli import BROKEN, GOOD
from tests.process.test_facet_export import APPLICATION, ROOT, write
from tests.unit.facet.test_page import read

LONG = 30.0
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "moment.live.1.schema.json").read_text(encoding="utf-8"))


class Server:
    """One start of the command; ``address`` is what it printed."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moment", "facet", "serve", "--port", "0", *arguments],
            cwd=folder, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        found = re.match(r"Facet: (http://[\w.]+:(\d+)/\S*)", line)
        assert found is not None, line + self.process.stderr.read()
        self.address, self.port = found[1], int(found[2])
        self.streams: list[Stream] = []

    def ask(self, path: str, *, method: str = "GET", body: str | None = None, **headers: str) -> tuple[int, Any, str]:
        """Status, headers and text of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def page(self, identifier: str = "facet-bundle") -> Any:
        return json.loads(read(self.ask("/")[2]).scripts[identifier])

    def stream(self, after: str | None = None) -> Stream:
        self.streams.append(Stream(self.port, after))
        return self.streams[-1]

    def stop(self) -> int:
        """Ends it as the system would; the streams end with it."""
        self.process.terminate()
        code = self.process.wait(LONG)
        assert self.process.stderr is not None
        self.process.stderr.close()
        for stream in self.streams:
            stream.close()
        return code


class Stream:
    """News since ``after``; each is checked against the published schema."""

    def __init__(self, port: int, after: str | None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
        self.connection.request("GET", "/live" + (f"?after={after}" if after else ""))
        self.answer = self.connection.getresponse()
        self.found: Queue[tuple[str, Any]] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            for line in self.answer:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    fields[name] = value
                elif "data" in fields:
                    message = json.loads(fields["data"])
                    assert message["type"] == fields["event"]
                    self.found.put((fields["id"], message))
                    fields = {}
        except (OSError, ValueError, AttributeError):
            return

    def close(self) -> None:
        self.reader.join(LONG)
        self.answer.close()
        self.connection.close()

    def next(self, kind: str) -> Any:
        """The next message of this kind; others are passed over."""
        while True:
            _, message = self.found.get(timeout=LONG)
            jsonschema.validate(message, SCHEMA)
            if message["type"] == kind:
                return message


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Server]:
    server = Server(folder, *arguments)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert APPLICATION.is_file(), "run `make facet`"
    write(tmp_path, GOOD)
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    return tmp_path


def test_the_page_and_its_headers(folder: Path) -> None:
    with serving(folder, "--editor", "vscode") as server:
        status, headers, text = server.ask("/")
        assert status == 200
        assert headers["content-security-policy"] == "frame-ancestors 'none'"
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert "connect-src 'self'" in text
        page = json.loads(read(text).scripts["facet-page"])
        assert page["editor"] == f"vscode://file{folder.resolve()}/{{path}}:{{line}}:{{column}}"
        assert [each["name"] for each in page["live"]["flows"]] == ["order-to-parcel"]
        [flow] = page["live"]["flows"]
        status, headers, text = server.ask(f"/blob/{flow['hash']}")
        assert (status, "immutable" in headers["cache-control"]) == (200, True)
        assert json.loads(text)["flow"]["flowId"] == "flow-order-to-parcel"
        assert server.ask(f"/blob/{'0' * 64}")[0] == 404
        assert server.ask("/blob/../../etc/passwd")[0] == 404
        assert server.ask("/nope")[0] == 404


def test_strangers_are_refused(folder: Path) -> None:
    with serving(folder) as server:
        own = f"http://127.0.0.1:{server.port}"
        assert server.ask("/", Host="evil.example")[0] == 403
        assert server.ask("/live", Origin="https://evil.example")[0] == 403
        assert server.ask("/", Sec_Fetch_Site="cross-site")[0] == 403
        for path in ("/simulate", "/apply"):
            json_ = {"Content_Type": "application/json"}
            assert server.ask(path, method="POST", body="{}", **json_)[0] == 403
            assert server.ask(path, method="POST", body="{}", Origin=own)[0] == 415
            assert server.ask(path, method="POST", body="{", Origin=own, **json_)[0] == 400
            assert server.ask(path, method="POST", body="{}", Origin=own, **json_)[0] == 400
            assert server.ask(path, method="POST", body='"' + "x" * 1_100_000, Origin=own, **json_)[0] == 413
            assert server.ask(path)[0] == 405


def test_a_page_runs_and_applies(folder: Path) -> None:
    with serving(folder) as server:
        headers = {"Origin": f"http://127.0.0.1:{server.port}", "Content_Type": "application/json"}
        asked = json.dumps({"flow": "flow-order-to-parcel", "maxFaults": 0})
        status, _, text = server.ask("/simulate", method="POST", body=asked, **headers)
        assert (status, len(json.loads(text)["scenarios"])) == (200, 1)
        edit = {"path": "shop.moment", "range": {"start": {"line": 1, "column": 1, "offset": 0},
                "end": {"line": 1, "column": 1, "offset": 0}}, "text": "evil"}  # fmt: skip
        asked = json.dumps({"edits": [edit], "sha256": {"shop.moment": server.page()["sources"][0]["sha256"]}})
        status, _, text = server.ask("/apply", method="POST", body=asked, **headers)
        assert (status, "is not offered" in text) == (409, True)
        assert (folder / "shop.moment").read_text(encoding="utf-8") == GOOD


def test_news_while_a_file_is_written(folder: Path) -> None:
    with serving(folder) as server:
        after = server.page("facet-page")["live"]["after"]
        stream = server.stream(after)
        write(folder, GOOD.replace("An order becomes a parcel", "An order becomes two"))
        assert stream.next("patch")["flow"]["flow"]["description"] == "An order becomes two"
        write(folder, BROKEN)
        held = stream.next("diagnostics")["held"]
        assert [(each["flowId"], each["paths"]) for each in held] == [("flow-order-to-parcel", ["shop.moment"])]
        write(folder, GOOD)
        assert stream.next("recovered")["flowIds"] == ["flow-order-to-parcel"]
        assert stream.next("patch")["flow"]["flow"]["description"] == "An order becomes a parcel"
        (folder / "new.moment").write_text(GOOD.partition("flow ")[1] + GOOD.partition("flow ")[2].replace(
            "order-to-parcel", "another"), encoding="utf-8")  # fmt: skip
        assert stream.next("patch")["flowId"] == "flow-another"
        (folder / "new.moment").unlink()
        assert stream.next("removed")["flowIds"] == ["flow-another"]
        again = server.stream(after)
        assert again.next("patch")["flow"]["flow"]["description"] == "An order becomes two"


def test_a_new_start_of_the_server_sends_everything(folder: Path) -> None:
    with serving(folder) as server:
        after = server.page("facet-page")["live"]["after"]
        assert server.stop() != 0
    with serving(folder) as server:
        stream = server.stream(after)
        assert stream.next("resync")["reason"] == "the server was started anew"
        assert [each["flowId"] for each in stream.next("snapshot")["flows"]] == ["flow-order-to-parcel"]


def test_a_broken_specification_is_served(folder: Path) -> None:
    write(folder, BROKEN)
    with serving(folder) as server:
        bundle = server.page()
        assert [each["code"] for each in bundle["diagnostics"]][:1] != []
        stream = server.stream(server.page("facet-page")["live"]["after"])
        write(folder, GOOD)
        assert stream.next("patch")["flowId"] == "flow-order-to-parcel"


def test_a_token_is_exchanged_for_a_cookie(folder: Path) -> None:
    (folder / "token").write_text("secret-of-this-test\n", encoding="utf-8")
    with serving(folder, "--token-file", "token") as server:
        assert server.address.endswith("/?token=secret-of-this-test")
        status, _, text = server.ask("/")
        assert (status, "moment facet serve" in text) == (403, True)
        assert server.ask("/?token=wrong")[0] == 403
        assert server.ask("/live")[0] == 403
        status, headers, _ = server.ask("/?token=secret-of-this-test")
        assert (status, headers["location"]) == (303, "/")
        cookie = headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
        assert server.ask("/", Cookie=cookie.partition(";")[0])[0] == 200


def test_a_bundle_and_another_side(folder: Path) -> None:
    run(folder, "simulate", "--out", "facet.json")
    written = json.loads((folder / "facet.json").read_text(encoding="utf-8"))
    with serving(folder, "facet.json", "--against", "facet.json") as server:
        assert (server.page(), server.page("facet-against")) == (written, written)
        assert server.page("facet-page")["live"] is None
        assert server.ask("/live")[0] == 404
    with serving(folder, "--against", "facet.json") as server:
        assert server.page("facet-against") == written


def test_a_port_that_is_taken(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = run(folder, "facet", "serve", "--port", port)
    assert (ran.exit, f"port {port} of 127.0.0.1 cannot be used" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope.moment"], "`nope.moment` cannot be read: it does not exist"),
        (["-"], "standard input cannot be watched"),
        (["--editor", "nope"], "no editor `nope`"),
        (["--token-file", "nope"], "`nope` cannot be read"),
        (["--token-file", "moment.toml"], "holds no token"),
        (["--host", "no such host"], "no address is known"),
    ],
)
def test_what_cannot_be_served_is_exit_2(folder: Path, arguments: list[str], said: str) -> None:
    ran = run(folder, "facet", "serve", "--port", "0", *arguments)
    assert (ran.exit, said in ran.err) == (2, True), ran.err


def test_without_the_extra_it_says_what_to_install(folder: Path) -> None:
    (folder / "hidden").mkdir()
    (folder / "hidden" / "watchfiles.py").write_text("raise ImportError(name='watchfiles')", encoding="utf-8")
    path = os.pathsep.join((str(folder / "hidden"), os.environ.get("PYTHONPATH", "")))
    ran = run(folder, "facet", "serve", PYTHONPATH=path)
    assert (ran.exit, "pip install 'moment-ddd[facet]'" in ran.err) == (2, True)
    assert run(folder, "facet", "export", "out.html", PYTHONPATH=path).exit == 0
