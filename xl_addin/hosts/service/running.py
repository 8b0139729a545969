"""Starting the service and stopping it: on this computer only, once a user, with nothing left behind.

A second start opens the page of the first (:mod:`instance`).
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

import uvicorn

from xl_addin.files.leftovers import private_folder
from xl_addin.hosts.service.app import Service
from xl_addin.hosts.service.callers import callers
from xl_addin.hosts.service.connections import Patient, counted
from xl_addin.hosts.service.guard import App, Door
from xl_addin.hosts.service.instance import ADDRESS, page_address
from xl_addin.hosts.service.places import PAGE_FILE, STATE, write_private
from xl_addin.hosts.service.pool import Limits
from xl_addin.values.errors import InputError
from xl_addin.version import __version__

if TYPE_CHECKING:  # cryptography is loaded by whoever opens that door
    from xl_addin.hosts.service.office.opening import Office

_BACKLOG: Final = 512
_LONGEST_HEAD: Final = 16_384
_KEPT_SECONDS: Final = 30
_STOP_SECONDS: Final = 3


class _Server(uvicorn.Server):
    """Stops by a signal without passing it on: the service ends in order, not by its default."""

    other: _Silent | None = None
    """Stops with this one."""

    def end(self) -> None:
        """End after the answers that are under way."""
        self.should_exit = True
        if self.other is not None:
            self.other.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal has come."""
        self.end()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
        numbers = [number for name in names if (number := getattr(signal, name, None)) is not None]
        watched = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
        before = {number: signal.signal(number, self.handle_exit) for number in watched}
        try:
            yield
        finally:
            for number, handler in before.items():  # who presses Ctrl-C twice is not to break the cleaning
                signal.signal(number, signal.SIG_IGN if self.should_exit else handler)


class _Silent(uvicorn.Server):
    """The server of the door for Excel 365, which the other one ends."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve(
    place: Path,
    opened: Callable[[str], None],
    port: int = 0,
    limits: Limits | None = None,
    office: Office | None = None,
) -> None:
    """Run until told to stop; ``opened`` gets the page's address as soon as it can be opened.

    Whoever calls holds the lock of ``place``, where the note of this service goes. InputError if it cannot listen.
    """
    agreed = callers()
    listening = _listen(port, [one.port for one in agreed])
    number = int(listening.getsockname()[1])
    hosts = frozenset({f"{ADDRESS}:{number}", f"localhost:{number}"})
    door = Door(secrets.token_urlsafe(32), hosts, {one.token: frozenset(one.origins) for one in agreed})
    state = {"port": number, "token": door.token, "pid": os.getpid(), "version": __version__}
    with ExitStack() as stack:
        sockets = [stack.enter_context(listening)]
        if office is not None:
            sockets.append(stack.enter_context(_listen_at(office.host, office.port)))
            state |= {"office": office.address, "words": not office.word}
        folder = stack.enter_context(private_folder())
        service = Service(door, folder, office.limits if office else limits)
        try:
            asyncio.run(_run(service, sockets, place / STATE, state, opened, office))
        finally:
            for name in (STATE, PAGE_FILE):
                (place / name).unlink(missing_ok=True)


async def _run(
    service: Service,
    sockets: list[socket.socket],
    note: Path,
    state: dict[str, Any],
    opened: Callable[[str], None],
    office: Office | None,
) -> None:
    _keep_logs_silent()
    server = _Server(config(service.app))
    service.stopping = server.end
    tasks = [asyncio.create_task(server.serve(sockets=sockets[:1]))]
    await _until_started(server, tasks[0])
    if office is not None:
        server.other = _Silent(config(service.behind(office.door), office))
        tasks.append(asyncio.create_task(server.other.serve(sockets=sockets[1:])))
        await _until_started(server.other, tasks[1])
    if server.started:
        write_private(note, state)
        opened(page_address(state))
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    server.end()  # neither is left alone, whatever ended the other
    await asyncio.gather(*tasks)


async def _until_started(server: uvicorn.Server, running: asyncio.Task[None]) -> None:
    while not (server.started or running.done()):
        await asyncio.sleep(0.01)


def config(app: App, office: Office | None = None) -> uvicorn.Config:
    """How the server is set up: pure Python, nothing logged, limits for heads and idle connections."""
    certificate = office.certificate if office else None
    found = uvicorn.Config(
        app,
        http=counted(certificate.context) if certificate else Patient,  # which speaks TLS itself
        loop="asyncio",
        ws="none",
        lifespan="off" if office else "on",  # the processes are started and ended once
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=_BACKLOG,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_keep_alive=_KEPT_SECONDS,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    found.load()
    return found


def _keep_logs_silent() -> None:
    """A log could hold an address or a cell of the user's: there is none."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [logging.NullHandler()]
        logger.propagate = False


def _listen(port: int, wished: Sequence[int]) -> socket.socket:
    """A socket of this computer only, at the port asked for, else where agreed callers look, else at any free one."""
    for number in [port] if port else [*wished, 0]:
        with suppress(OSError):
            return _bound(ADDRESS, number)
    raise InputError(f"端口 {port} 已被别的程序占用或不许使用，请换一个，或不写 --port" if port else "本机没有空闲端口")


def _listen_at(host: str, port: int) -> socket.socket:
    """A socket for Excel 365, at exactly this port: the manifest names it. InputError if it cannot be had."""
    try:
        return _bound(host, port)
    except OSError as error:
        if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            raise InputError(f"本机没有 {host} 这个地址，请改 --host") from None
        raise InputError(
            f"端口 {port} 已被别的程序占用或不许使用：请关闭那个程序；或用 --port 换一个，"
            "再用新的清单（manifest）重新安装加载项"
        ) from None


def _bound(host: str, port: int) -> socket.socket:
    # asyncio sends without delay only what it knows to be TCP: else each answer waits 40 ms for an acknowledgement
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":  # there another program could otherwise bind the same port beside us
            listening.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE"), 1)  # noqa: B009
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except BaseException:
        listening.close()
        raise
    return listening
