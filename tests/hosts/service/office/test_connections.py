"""Connections that say nothing: of one address only so many, none for long, and the others are answered meanwhile."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from tests.hosts.service.office.test_serving import CALL, opened
from xl_addin.hosts.service import connections
from xl_addin.hosts.service.connections import Counted, Crowd, counted, crowd
from xl_addin.hosts.service.office.certificate import SHOWN, own_certificate

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def app(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": scope["scheme"][:2].encode()})


@asynccontextmanager
async def serving(state: Path, most: Crowd) -> AsyncIterator[tuple[type[Counted], Callable[..., Any]]]:
    """The protocol behind a socket of this process; gives it, and how to connect to it over TLS."""
    certificate = own_certificate(state, dt.datetime.now(dt.UTC))
    protocol = counted(certificate.context)
    protocol.crowd = most
    config = uvicorn.Config(app, http=protocol, log_config=None, lifespan="off")
    config.load()
    state_of = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: protocol(config=config, server_state=state_of, app_state={}, _loop=loop), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]
    context = ssl.create_default_context(cafile=str(state / SHOWN))

    async def connect(silent: bool = False) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if silent:
            return await asyncio.open_connection("127.0.0.1", port)
        return await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost")

    try:
        yield protocol, connect
    finally:
        server.close()


async def answer(pair: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> bytes:
    reader, writer = pair
    writer.write(HEAD)
    await reader.readuntil(b"\r\n\r\n")
    return await reader.readexactly(2)


async def ended(reader: asyncio.StreamReader) -> bool:
    """Whether the other side ends it, without a byte."""
    try:
        return await asyncio.wait_for(reader.read(1), 5) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def test_a_request_over_tls_is_answered_and_counted_until_its_connection_ends(tmp_path: Path) -> None:
    async def go() -> None:
        async with serving(tmp_path, Crowd(10, 10)) as (protocol, connect):
            pairs = [await connect() for _ in range(3)]
            assert [await answer(pair) for pair in pairs] == [b"ht"] * 3
            assert [await answer(pair) for pair in pairs] == [b"ht"] * 3  # on the same connections
            assert dict(protocol.crowd.of) == {"127.0.0.1": 3}
            for _, writer in pairs:
                writer.close()
            async with asyncio.timeout(5):
                while protocol.crowd.of:
                    await asyncio.sleep(0.01)

    asyncio.run(go())


def test_one_silent_connection_too_many_is_ended_at_once_and_the_others_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_SHAKE_SECONDS", 1.0)

    async def go() -> None:
        async with serving(tmp_path, Crowd(100, 5)) as (protocol, connect), AsyncExitStack() as stack:
            silent = [await connect(silent=True) for _ in range(5)]
            for _, writer in silent:
                stack.callback(writer.close)
            reader, writer = await connect(silent=True)
            stack.callback(writer.close)
            assert await ended(reader)
            with pytest.raises(OSError):
                await connect()
            assert [await ended(reader) for reader, _ in silent] == [True] * 5  # nothing came of them
            assert await answer(await connect()) == b"ht"
            assert protocol.crowd.of["127.0.0.1"] == 1

    asyncio.run(go())


def test_what_is_no_tls_is_ended_and_no_longer_counted(tmp_path: Path) -> None:
    async def go() -> None:
        async with serving(tmp_path, Crowd(10, 10)) as (protocol, connect):
            for said in (HEAD, b"\x16\x03\x01\x00\x05hello", b"\0" * 3000):
                reader, writer = await connect(silent=True)
                writer.write(said)
                while data := await asyncio.wait_for(reader.read(100), 5):
                    assert not data.startswith(b"HTTP")
                writer.close()
            reader, writer = await connect(silent=True)
            writer.close()
            async with asyncio.timeout(5):
                while protocol.crowd.of:
                    await asyncio.sleep(0.01)

    asyncio.run(go())


def test_an_address_has_half_of_what_there_is() -> None:
    most = Crowd(4, 2)
    assert [most.come(one) for one in ("a", "a", "a", "b", "b", "c")] == [True, True, False, True, True, False]
    most.go("a")
    assert [most.come(one) for one in ("b", "c", "a")] == [False, True, False]
    assert most.of == {"a": 1, "b": 2, "c": 1}
    found = crowd()
    assert 200 < found._most_each <= found._most // 2  # an office behind one address comes in


def is_ended(connection: socket.socket) -> bool:
    connection.settimeout(5)
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


@pytest.mark.service
@pytest.mark.skipif(sys.platform != "linux", reason="a second address of this computer")
def test_a_flood_from_one_address_leaves_the_door_open_for_the_others(tmp_path: Path) -> None:
    with opened(tmp_path) as one:
        most = crowd()._most_each
        flood = [socket.create_connection(("127.0.0.1", one.port)) for _ in range(most + 150)]
        try:
            assert all(is_ended(late) for late in flood[most:])
            assert len(list(Path(f"/proc/{one.process.pid}/fd").iterdir())) < most + 100
            context = ssl.create_default_context(cafile=str(one.state / SHOWN))
            plain = socket.create_connection(("127.0.0.1", one.port), source_address=("127.0.0.2", 0))
            with closing(context.wrap_socket(plain, server_hostname="localhost")) as other:
                head = f"POST /call HTTP/1.1\r\nHost: localhost:{one.port}\r\nAuthorization: Bearer {one.word}\r\n"
                other.sendall(f"{head}Content-Length: {len(CALL)}\r\n\r\n".encode() + CALL)
                assert other.recv(1000).startswith(b"HTTP/1.1 200")
        finally:
            for silent in flood:
                silent.close()
        assert one.ask("POST", "/call", CALL)[0] == 200
        assert one.end()[2] == ""
