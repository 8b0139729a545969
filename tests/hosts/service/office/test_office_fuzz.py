"""Whatever is sent to the door for Excel 365, with a word or without, nothing answers with a fault of ours."""

from __future__ import annotations

import json
import os
import random
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from starlette.testclient import TestClient

from tests.hosts.service.conftest import TOKEN
from tests.hosts.service.office.test_serving import CALL, opened
from tests.hosts.service.office.test_words import GOOD, OTHER
from tests.hosts.service.test_fuzz import METHODS, PARTS, bodies, latin, paths, sendable
from xl_addin.files.leftovers import private_folder
from xl_addin.hosts.service.app import Service
from xl_addin.hosts.service.guard import Door
from xl_addin.hosts.service.office.certificate import SHOWN
from xl_addin.hosts.service.office.entry import Entry
from xl_addin.hosts.service.pool import Limits

EXAMPLES = 600 if "XL_ADDIN_SERVICE" in os.environ else 60
SECONDS = float(os.environ.get("SERVICE_FUZZ_SECONDS", "5"))
HOST = "xl.example.cn"
HEADERS = ["Origin", "Range", "X-Forwarded-For", "Content-Type", "Cookie", "Sec-Fetch-Site", "Authorization", "Host"]
WORDS = [f"Bearer {GOOD}", f"Bearer {OTHER}", f"Bearer {TOKEN}", "Bearer x", "Basic x", ""]


class Restful(Entry):
    """An entry whose clock runs fast: what is looked for are faults, not refusals for haste."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__({GOOD: "张三", OTHER: "李四"}, True, self._tick)

    def _tick(self) -> float:
        self._now += 10.0
        return self._now


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with private_folder() as folder:
        yield Service(Door(TOKEN, frozenset({"127.0.0.1:1"})), folder, Limits(calls=2, shared=True))


@pytest.fixture(scope="module")
def office(service: Service) -> Iterator[TestClient]:
    door = Door("d" * 43, frozenset({HOST}), scheme="https", entry=Restful())
    with TestClient(service.app) as local:
        client = TestClient(service.behind(door), base_url=f"https://{HOST}")
        client.portal = local.portal
        yield client


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    some.sampled_from(METHODS),
    some.one_of(paths, some.lists(some.sampled_from([*PARTS, "office", "manifest.xml", "functions.js"]), max_size=4)),
    some.dictionaries(some.text(max_size=8), some.text(max_size=20), max_size=2),
    some.sampled_from(WORDS),
    some.dictionaries(some.sampled_from(HEADERS), latin, max_size=2),
    bodies,
)
def test_no_request_makes_the_door_fail(
    office: TestClient,
    method: str,
    path: list[str],
    query: dict[str, str],
    word: str,
    headers: dict[str, str],
    body: bytes,
) -> None:
    request = sendable(office, method, path, query, {"Authorization": word, **headers}, body)
    if request is None or request.url.host != HOST:
        return
    answer = office.send(request)
    assert answer.status_code < 500
    assert not any(secret in answer.text for secret in (GOOD, OTHER, TOKEN, "d" * 43))


def test_users_are_answered_after_all_that(office: TestClient, service: Service) -> None:
    answer = office.post("/call", content=CALL, headers={"Authorization": f"Bearer {GOOD}"})
    assert answer.json()["answers"] == ["壹佰贰拾元整"]
    assert {book.owner for book in service.shelf.books.values()} <= {"张三", "李四"}


@pytest.mark.service
def test_bytes_over_tls_that_are_no_http_end_their_connection_and_nothing_else(tmp_path: Path) -> None:
    chance = random.Random(22)
    good = (
        "POST /call HTTP/1.1\r\nHost: localhost:PORT\r\nAuthorization: Bearer WORD\r\n"
            "X-Forwarded-For: 10.0.0.1\r\nContent-Length: 13\r\n\r\n" + json.dumps({"calls": []}))  # fmt: skip
    sent, until = 0, time.monotonic() + SECONDS
    with opened(tmp_path) as one:
        assert one.ask("POST", "/call", CALL)[0] == 200
        context = ssl.create_default_context(cafile=str(one.state / SHOWN))
        while time.monotonic() < until or sent < 20:
            data = bytearray(good.replace("PORT", str(one.port)).replace("WORD", one.word).encode())
            for _ in range(chance.randint(1, 6)):
                place = chance.randrange(len(data))
                data[place : place + chance.randint(0, 3)] = chance.choice(
                    [b"\0", b"\r\n", b" ", b"\xff", b"9" * 30, b":", b"%00", b"Transfer-Encoding: chunked\r\n", b""]
                )
            sent += 1
            with socket.create_connection(("127.0.0.1", one.port)) as plain, suppress(OSError):
                if sent % 10 == 0:
                    plain.sendall(bytes(data))
                    continue
                with context.wrap_socket(plain, server_hostname="localhost") as connection:
                    connection.settimeout(0.3)
                    connection.sendall(bytes(data))
                    answer = connection.recv(300)
                    assert not answer.startswith(b"HTTP/1.1 5"), bytes(data)
        print(f"\n{sent:,} broken requests over TLS in {SECONDS:g} s")
        assert one.ask("POST", "/call", CALL)[0] == 200  # wrong words were among them, and the user is known here
        assert one.process.poll() is None
        _, said, complained = one.end()
        assert complained == ""
        assert "Traceback" not in said
