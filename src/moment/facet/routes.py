"""What the server answers, and the guard before all of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar

import anyio
import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moment.facet.applying import RefusedEdit, apply_edit
from moment.facet.export import notices
from moment.facet.guard import Guard
from moment.facet.hub import Hub
from moment.facet.messages import Applied, ApplyRequest, Page, Refused, SimulateRequest
from moment.facet.page import filled
from moment.facet.rebuild import Rebuilder
from moment.facet.rerun import RefusedRun, rerun
from moment.facet.runs import Run

MOST_BODY = 1024 * 1024
PATIENCE = 3.0
"""Seconds that a page waits for the first runs."""
HEADERS = (
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_Body = TypeVar("_Body")


@dataclass(frozen=True)
class Site:
    """What is served: a project that is kept current, or a ``document`` as it is; runs beside either."""

    app: str
    guard: Guard
    hub: Hub
    rebuilder: Rebuilder | None
    document: str | None = None
    runs: tuple[Run, ...] = ()
    against: str | None = None
    editor: str | None = None


def site_application(
    site: Site, lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None
) -> ASGIApp:
    own = _Routes(site)
    routes = [Route("/", own.page)]
    if site.rebuilder is not None:
        routes += [
            Route("/live", own.live),
            Route("/blob/{digest}", own.blob),
            Route("/simulate", own.simulate, methods=["POST"]),
            Route("/apply", own.apply, methods=["POST"]),
        ]
    return Guarded(
        Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _refused}), site.guard
    )


async def _refused(_request: Request, error: Exception) -> Response:
    """A refusal in our words, or in those of the status when it is none of ours."""
    assert isinstance(error, HTTPException)
    own = error.detail != HTTPStatus(error.status_code).phrase
    return said(error.status_code, error.detail if own else f"{error.detail}: the server has no such address.")


def said(status: int, sentence: str) -> Response:
    return _json(Refused(sentence), status)


def _json(value: msgspec.Struct, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, {"cache-control": "no-store"}, "application/json")


class _Routes:
    def __init__(self, site: Site) -> None:
        self.site = site
        self._one_run = anyio.Lock()

    @property
    def _rebuilder(self) -> Rebuilder:
        assert self.site.rebuilder is not None
        return self.site.rebuilder

    async def page(self, _request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(self._page), headers={"cache-control": "no-store"})

    def _page(self) -> str:
        site = self.site
        live, text = None, site.document
        if site.rebuilder is not None:
            site.rebuilder.ready.wait(PATIENCE)
            whole, live = site.rebuilder.current.bundle()
            text = msgspec.json.encode(whole).decode()
        page = Page(live, site.editor, notices(site.runs), embedded=False)
        return filled(site.app, page, bundle=text, against=site.against, runs=site.runs)

    async def live(self, request: Request) -> Response:
        await run_in_threadpool(self._rebuilder.ready.wait, PATIENCE)
        current = self._rebuilder.current
        identifier = request.headers.get("last-event-id") or request.query_params.get("after")
        lost = "the server was started anew" if identifier else "all of it was asked for"
        events = self.site.hub.stream(
            current, current.history.position(identifier), lost=lost, shown=request.query_params.get("shown", "")
        )
        return StreamingResponse(events, headers={"cache-control": "no-store"}, media_type="text/event-stream")

    async def blob(self, request: Request) -> Response:
        digest = request.path_params["digest"]
        data = self._rebuilder.current.blobs.get(digest) if re.fullmatch("[0-9a-f]{64}", digest) else None
        if data is None:
            raise HTTPException(404, "This is no longer kept. Take the snapshot again.")
        return Response(
            data, headers={"cache-control": "private, max-age=31536000, immutable"}, media_type="application/json"
        )

    async def simulate(self, request: Request) -> Response:
        wanted = await body(request, SimulateRequest)
        try:
            async with self._one_run:
                return _json(await run_in_threadpool(rerun, self._rebuilder, wanted))
        except RefusedRun as refusal:
            raise HTTPException(refusal.status, str(refusal)) from refusal

    async def apply(self, request: Request) -> Response:
        wanted = await body(request, ApplyRequest)
        try:
            return _json(Applied(await run_in_threadpool(apply_edit, self._rebuilder, wanted)))
        except RefusedEdit as refusal:
            raise HTTPException(409, str(refusal)) from refusal


async def body(request: Request, kind: type[_Body]) -> _Body:
    """The body as a message; a refusal says what is wrong with it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "Send JSON, with the content type application/json.")
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BODY:
            raise HTTPException(413, "A message has at most 1 MB.")
    try:
        return msgspec.json.decode(bytes(data), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise HTTPException(400, f"The message cannot be read: {error}.") from error


TOKEN_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Facet: token needed</title>
<h1>This page needs its token</h1>
<p>Open the address that <code>moment facet serve</code> printed, with <code>/?token=…</code> at its end.
Whoever started the server can read it there, or in the file named with <code>--token-file</code>.</p>
</html>
"""


class Guarded:
    """Every request passes the guard first; every answer has the headers that go with a page like this."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app = app
        self.guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        answer = self._judged(scope)
        await (answer or self.app)(scope, receive, with_headers)

    def _judged(self, scope: Scope) -> Response | None:
        headers: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in scope["headers"]:
            headers[name.decode("latin-1")].append(value.decode("latin-1"))
        query = scope["query_string"].decode("latin-1")
        verdict = self.guard.judge(scope["method"], scope["path"], query, headers)
        match verdict.kind:
            case "pass":
                return None
            case "forbidden":
                return said(403, f"Refused: {verdict.reason}.")
            case "token" if scope["path"] == "/":
                return HTMLResponse(TOKEN_PAGE, 403, {"cache-control": "no-store"})
            case "token":
                return said(403, "Refused: the token is missing or wrong.")
            case "welcome":
                return self._welcomed()

    def _welcomed(self) -> Response:
        answer = RedirectResponse("/", 303, {"cache-control": "no-store"})
        answer.set_cookie(self.guard.cookie, self.guard.token or "", path="/", httponly=True, samesite="strict")
        return answer
