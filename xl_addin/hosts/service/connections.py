"""Connections of the two doors: none is held open for nothing, and of one address there are only so many over TLS.

A connection is counted before the first byte of TLS is read, so that one too many costs nothing but its end.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from contextlib import suppress
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

from xl_addin.hosts.service.office.limits import network_of

_HEAD_SECONDS: Final = 15.0
"""For the whole head of a request, from the moment a connection is there."""
_SHAKE_SECONDS: Final = 10.0
"""For the two sides to agree on keys."""
_MOST: Final = 2_000
_MOST_EACH: Final = 512
"""An office may have one address for 200 users, whose browsers have some connections each."""
_FILES: Final = 1_024
"""Open files that a process may have, where the system does not say."""


class Patient(H11Protocol):
    """A connection on which the head of each request must come within a time: none is held open for nothing."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._late = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def data_received(self, data: bytes) -> None:
        """Wait no more once a request has its head; begin to wait with the first byte of the next one."""
        super().data_received(data)
        if self._is_between():
            self._late = self._late or self.loop.call_later(_HEAD_SECONDS, self._give_up)
        elif self._late is not None:
            self._late.cancel()
            self._late = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the waiting."""
        if self._late is not None:
            self._late.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        if self._is_between() and not self.transport.is_closing():
            self.transport.abort()

    def _is_between(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete


class Crowd:
    """How many connections there are, by the address they come from."""

    def __init__(self, most: int, most_each: int) -> None:
        self._most, self._most_each = most, most_each
        self.of: Counter[str] = Counter()

    def come(self, address: str) -> bool:
        """Count one more; False, and not counted, where there are enough."""
        if self.of[address] >= self._most_each or self.of.total() >= self._most:
            return False
        self.of[address] += 1
        return True

    def go(self, address: str) -> None:
        """Count one less."""
        self.of[address] -= 1
        if self.of[address] <= 0:
            del self.of[address]


def crowd() -> Crowd:
    """As many as this process may have files open, with room for workbooks; of one address half of them."""
    try:
        import resource
    except ImportError:  # Windows
        files = _MOST
    else:
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        files = _FILES if files == resource.RLIM_INFINITY else files
    most = min(_MOST, files * 3 // 4)
    return Crowd(most, min(_MOST_EACH, most // 2))


class Counted(asyncio.Protocol):
    """A connection before TLS: counted, or ended at once; given on when both sides have agreed on keys."""

    context: ssl.SSLContext
    crowd: Crowd
    _shaking: asyncio.Task[None] | None = None
    _address = ""
    _transport: asyncio.Transport

    def __init__(self, **given: Any) -> None:
        self._loop = asyncio.get_running_loop()
        self._given = given
        self._inner: Early | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it, and begin with TLS."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        address = network_of(str((transport.get_extra_info("peername") or ("",))[0]))
        if not self.crowd.come(address):
            transport.abort()
            return
        self._address = address
        transport.pause_reading()  # what comes is for TLS
        self._inner = Early(self, **self._given)
        self._shaking = self._loop.create_task(self._shake(self._inner))

    def connection_lost(self, exc: Exception | None) -> None:
        """Before TLS could begin."""
        self.gone()

    def gone(self) -> None:
        """Count one less, once."""
        if self._address:
            self.crowd.go(self._address)
            self._address = ""

    async def _shake(self, inner: Early) -> None:
        transport = None
        with suppress(OSError, TimeoutError):  # whoever speaks no TLS is not told why
            transport = await self._loop.start_tls(
                self._transport, inner, self.context, server_side=True, ssl_handshake_timeout=_SHAKE_SECONDS
            )
        if transport is None:
            self._transport.abort()
            self.gone()
        else:
            inner.begin(transport)


class Early(Patient):
    """A connection over TLS, whose first bytes may come before it is told that it is one."""

    def __init__(self, outer: Counted, **given: Any) -> None:
        super().__init__(**given)
        self._outer = outer
        self._before: list[bytes] = []
        self._begun = self._lost = False

    def begin(self, transport: asyncio.Transport) -> None:
        """The connection is there."""
        if self._lost:
            return
        self._begun = True
        self.connection_made(transport)
        for data in self._before:
            self.data_received(data)
        self._before.clear()

    def data_received(self, data: bytes) -> None:
        """Keep what comes too early."""
        if self._begun:
            super().data_received(data)
        else:
            self._before.append(data)

    def eof_received(self) -> None:
        """The other side has ended it: so do we."""
        if self._begun:
            super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count one less."""
        self._lost = True
        self._outer.gone()
        if self._begun:
            super().connection_lost(exc)


def counted(context: ssl.SSLContext) -> type[Counted]:
    """The protocol of a server behind TLS, with its own count."""
    return type("Counted", (Counted,), {"context": context, "crowd": crowd()})
