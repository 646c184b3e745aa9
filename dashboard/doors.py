"""The doors of the server: what is answered to whom, before any page is drawn.

What Streamlit answers to anybody is closed where it is no part of the dashboard, and, where people
sign in, open only to whoever is let in. Every answer says what a page may load. `middleware` goes
into `st.App`.

A provider sends people back to the first page: whoever had opened another address, such as a link
to a filter, is sent on to it. A cookie keeps the address on the way.
"""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    LetIn = Callable[[Mapping[str, str]], bool]

# 'unsafe-eval' must stay: the map's component runs what Python sends it through eval
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; "
    "connect-src 'self'; frame-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
)
"""What a page of the app may load and ask: the app, and nobody else."""

_HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)

_CLOSED = re.compile(r"/_stcore/(metrics|script-health-check|agent(/.*)?)/*$")
"""Figures about the server and a way in for programs: the dashboard needs neither."""

_FOR_PEOPLE_LET_IN = re.compile(r"/(media|_stcore/upload_file)(/.*)?$")
"""Files that a page offers for download, and the way in for files."""

_PAGE = re.compile(r"(/[a-z\d][\w-]*)*/?", re.ASCII | re.IGNORECASE)
_WAY_IN = re.compile(r"/(auth/\w+|oauth2callback)/*$")
"""What Streamlit answers while somebody signs in or out."""
_KEPT, _KEPT_S, _LONGEST = "sarhad_opened", 900, 3_000
_KEPT_ADDRESS = re.compile(r"(/[\w-]+)*/?(\?[\w.~!$&'()*+,;=:@/?%-]+)?", re.ASCII)


def middleware(is_let_in: LetIn) -> list[Middleware]:
    """The middleware to hand to `st.App`: what is closed, and what every answer says.

    Parameters
    ----------
    is_let_in
        Whether the person with these cookies may have what only people who are let in may have.
    """
    return [Middleware(_SecurityHeaders), Middleware(_Doors, is_let_in=is_let_in)]


class _Doors:
    def __init__(self, app: ASGIApp, is_let_in: LetIn) -> None:
        self._app = app
        self._is_let_in = is_let_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, cookies = scope["path"], HTTPConnection(scope).cookies
        if _CLOSED.search(path):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
        elif _FOR_PEOPLE_LET_IN.search(path) and not self._is_let_in(cookies):
            await PlainTextResponse("Sign in first", 403)(scope, receive, send)
        elif _is_a_page(scope) and (_address(scope) != "/" or _KEPT in cookies):
            let_in = await run_in_threadpool(self._is_let_in, cookies)
            await self._open_page(scope, receive, send, let_in=let_in)
        else:
            await self._app(scope, receive, send)

    async def _open_page(self, scope: Scope, receive: Receive, send: Send, *, let_in: bool) -> None:
        """Keep the address of whoever has to sign in first, and go on to it afterwards."""
        asked = _address(scope)
        kept = unquote(HTTPConnection(scope).cookies.get(_KEPT, ""))
        comes_back = kept.startswith(asked) and kept != asked and not scope["query_string"]
        if let_in and comes_back and _KEPT_ADDRESS.fullmatch(kept):
            answer = RedirectResponse(kept, 302)
            answer.delete_cookie(_KEPT, httponly=True, samesite="lax")
            await answer(scope, receive, send)
            return
        cookie = b""
        if not (let_in or comes_back) and len(asked) <= _LONGEST and _KEPT_ADDRESS.fullmatch(asked):
            cookie = _cookie(quote(asked, safe=""), secure=scope["scheme"] == "https")

        async def send_with_cookie(message: Message) -> None:
            if cookie and message["type"] == "http.response.start":
                headers = [*message.get("headers", []), (b"set-cookie", cookie)]
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _address(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])


def _is_a_page(scope: Scope) -> bool:
    """Whether a browser asks for something that it shows by itself, and not for a part of it."""
    accepted = HTTPConnection(scope).headers.get("accept", "")
    return (
        scope["method"] == "GET"
        and "text/html" in accepted
        and _PAGE.fullmatch(scope["path"]) is not None
        and not _WAY_IN.search(scope["path"])
    )


def _cookie(value: str, *, secure: bool) -> bytes:
    cookie: SimpleCookie = SimpleCookie({_KEPT: value})
    morsel = cookie[_KEPT]
    morsel["path"], morsel["max-age"], morsel["samesite"] = "/", str(_KEPT_S), "Lax"
    morsel["httponly"], morsel["secure"] = True, secure
    return morsel.OutputString().encode()


class _SecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        named = {name for name, _ in _HEADERS}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [h for h in message.get("headers", []) if h[0].lower() not in named]
                message = {**message, "headers": [*kept, *_HEADERS]}
            await send(message)

        await self._app(scope, receive, send_with_headers)
