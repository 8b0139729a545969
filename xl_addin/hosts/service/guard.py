"""Who is let in, and how much of him: before any route sees a request.

A request must name this service as its host (a page elsewhere whose name was bound to this computer does not), come
from no foreign page, carry the word of this start, keep within the size for its route, and not dawdle. Pages of other
origins are let in only as a caller that was agreed upon (:mod:`callers`), and only to the routes for callers.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

from xl_addin.hosts.service.office import framing
from xl_addin.hosts.service.office.entry import Entry
from xl_addin.hosts.service.refusals import Refused, refusal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

OFFICE: Final = "/office/"
"""What Excel 365 loads: open to all, from any page, for Excel on the web shows the pane in a frame of its own."""
OPEN_PREFIXES: Final = ("/page/", "/docs/", "/get/", OFFICE)
OPEN_PATHS: Final = frozenset({"/", "/health", "/docs", "/favicon.ico"})
"""What needs no word: nothing of a user's is told there; ``/get/`` has a word of its own in each link."""
CALLER_PREFIXES: Final = ("/call", "/books", "/jobs", "/files", "/commands", "/health")
MEGABYTE: Final = 1 << 20
_LONGEST_TARGET: Final = 4_000
_STARTS: Final = "Bearer "
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a body may have, in bytes, and how long it may take."""

    body: int = 64 * MEGABYTE
    small: int = 64 * 1024
    book: int = 300 * MEGABYTE
    pause_seconds: float = 20.0
    """Without a byte of the body, or without the other side taking any of the answer."""


@dataclass(slots=True)
class Door:
    """Under which names the service is known, whose word it takes, and what it allows."""

    token: str
    hosts: frozenset[str] = frozenset()
    callers: dict[str, frozenset[str]] = field(default_factory=dict)
    """Words of callers with the origins that their pages may have."""
    sizes: Sizes = field(default_factory=Sizes)
    scheme: str = "http"
    entry: Entry | None = None
    """Where only users of Excel 365 come in, each with a word of his own: how."""

    def origins(self) -> frozenset[str]:
        """Origins of this service's own pages."""
        return frozenset(f"{self.scheme}://{host}" for host in self.hosts)

    def foreign(self) -> frozenset[str]:
        """Origins of callers."""
        return frozenset().union(*self.callers.values())


class Guard:
    """Stands before the routes."""

    def __init__(self, app: App, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        scope["door"], scope["owner"] = self._door, ""
        origin = headers.get("origin")
        foreign = origin if origin in self._door.foreign() else None
        to_show = scope["path"].startswith(OFFICE) and scope["method"] in ("GET", "HEAD")
        answer = _Answer(send, foreign, self._door.sizes.pause_seconds, framing.HEADERS if to_show else HEADERS)
        try:
            self._check_place(scope, headers, origin, foreign)
            if scope["method"] == "OPTIONS" and foreign:
                await Response(status_code=204, headers=_preflight())(scope, receive, answer.send)
                return
            if not _is_open(scope["path"]):
                scope["owner"] = await self._check_word(scope, headers, foreign)
            await self._app(scope, self._limited(scope, headers, receive, answer), answer.send)
        except Refused as refused:
            await refusal(None, refused)(scope, receive, answer.send)

    def _check_place(self, scope: Scope, headers: Headers, origin: str | None, foreign: str | None) -> None:
        if headers.getlist("host") not in ([host] for host in self._door.hosts):
            raise Refused(403, "只接受本机页面的请求（Host 不符）")
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > _LONGEST_TARGET:
            raise Refused(414, "地址太长")
        if scope["path"].startswith(OFFICE) and scope["method"] in ("GET", "HEAD"):
            return
        if len(headers.getlist("origin")) > 1 or (origin and origin not in self._door.origins() and not foreign):
            raise Refused(403, "只接受本机页面的请求（Origin 不符）")
        if foreign and not scope["path"].startswith(CALLER_PREFIXES):
            raise Refused(403, "这一地址不供其他程序使用")
        site = headers.get("sec-fetch-site")
        if not foreign and site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
            raise Refused(403, "只接受本机页面的请求（来自其他网站）")

    async def _check_word(self, scope: Scope, headers: Headers, foreign: str | None) -> str:
        """Whose word it is: of a user by name, or the nameless one of this computer."""
        path = scope["path"]
        given = headers.getlist("authorization")
        word = given[0].removeprefix(_STARTS) if len(given) == 1 and given[0].startswith(_STARTS) else ""
        if self._door.entry is not None:
            owner = await self._door.entry.let_in(word, scope, headers)
            if not path.startswith(CALLER_PREFIXES):
                raise Refused(403, "这一地址不供其他程序使用")
            return owner
        raw = word.encode()
        allowed = secrets.compare_digest(raw, self._door.token.encode()) and foreign is None
        for token, origins in self._door.callers.items():
            known = secrets.compare_digest(raw, token.encode())
            its_own = (foreign is None or foreign in origins) and path.startswith(CALLER_PREFIXES)
            allowed = allowed or (known and its_own)
        if not allowed:
            raise Refused(401, "口令不对，请关闭本页，重新双击“改制测算”打开")
        return ""

    def _limited(self, scope: Scope, headers: Headers, receive: Receive, answer: _Answer) -> Receive:
        """``receive`` that gives no more than the route may have, and waits no longer than it must."""
        sizes = self._door.sizes
        upload = scope["method"] == "PUT"
        most = sizes.book if upload else sizes.body if scope["path"] == "/call" else sizes.small
        told = headers.get("content-length", "0")
        if not told.isdecimal() or len(told) > 15 or int(told) > most:
            raise Refused(413, f"内容超过 {_shown(most)}，没有接收")
        come = 0
        finished = False

        async def limited() -> Message:
            nonlocal come, finished
            if finished:  # what is waited for now is that the other side goes
                return await receive()
            try:
                async with asyncio.timeout(sizes.pause_seconds):
                    message = await receive()
            except TimeoutError:
                raise Refused(408, "数据传送中断，没有接收") from None
            come += len(message.get("body", b""))
            finished = not message.get("more_body", False)
            if come > most:
                raise Refused(413, f"内容超过 {_shown(most)}，没有接收")
            return message

        return limited


class _Answer:
    """Sends what a route answers, with the headers that every answer has."""

    def __init__(self, send: Send, foreign: str | None, patience: float, headers: dict[str, str]) -> None:
        self._send, self._foreign, self._patience, self._headers = send, foreign, patience, headers
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
            if self._foreign:
                headers["access-control-allow-origin"] = self._foreign
                headers["cross-origin-resource-policy"] = "cross-origin"
                headers.add_vary_header("Origin")
        async with asyncio.timeout(self._patience):
            await self._send(message)


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_PREFIXES)


def _preflight() -> dict[str, str]:
    return {
        "access-control-allow-methods": "GET, POST, PUT, DELETE",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-allow-private-network": "true",
        "access-control-max-age": "7200",
    }


def _shown(size: int) -> str:
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{size // 1024} KB"
