"""Whatever is sent, nothing answers with a fault of ours, and the next request is answered."""

from __future__ import annotations

import json
import os
import random
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from starlette.testclient import TestClient

from tests.hosts.service.conftest import HOST, SAMPLE, TOKEN, upload
from tests.hosts.service.test_running import started
from xl_addin.functions import CATALOG

EXAMPLES = 600 if "XL_ADDIN_SERVICE" in os.environ else 60
METHODS = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]
PARTS = ["", "call", "books", "jobs", "files", "link", "get", "headings", "commands", "health", "page", "docs", ".."]
NAMES = [*CATALOG, *(spec.alias for spec in CATALOG.values()), "没有"]

words = some.text(some.characters(exclude_categories=()), max_size=30)  # halves of pairs among them
cells = some.one_of(
    some.none(), some.booleans(), some.integers(), some.floats(allow_nan=False), words,
    some.sampled_from([1985.07, 31229, 40814, "1985.07", "SEG2008", {"error": "#N/A"}, -2147352572]),
)  # fmt: skip
tables = some.lists(some.lists(cells, max_size=4), max_size=4)
jsons = some.recursive(
    cells,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)
calls = some.tuples(some.sampled_from(NAMES), some.lists(some.one_of(cells, tables, jsons), max_size=8))
requests = some.builds(
    lambda made, ranges, kind: {"calls": [[name, *arguments] for name, arguments in made], "ranges": ranges, **kind},
    some.lists(calls, max_size=12),
    some.lists(tables, max_size=2),
    some.sampled_from([{}, {"values": "com"}, {"values": "plain"}]),
)
bodies = some.one_of(
    some.binary(max_size=200),
    jsons.map(lambda value: json.dumps(value).encode()),
    requests.map(lambda value: json.dumps(value).encode()),
    some.fixed_dictionaries(
        {"action": some.sampled_from(["check", "outline", "about", "公示表", "x"]) | words},
        optional={"sheet": cells, "take": some.lists(cells, max_size=2), "masked": cells, "kind": cells},
    ).map(lambda value: json.dumps(value).encode()),
)
paths = some.lists(some.one_of(some.sampled_from(PARTS), some.text(max_size=12)), max_size=4)
latin = some.text(some.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40)
HEADERS = ["Origin", "Range", "If-None-Match", "Content-Type", "Cookie", "X"]


def sound(user: TestClient) -> None:
    answer = user.post("/call", json={"calls": [["SOE_RMB_UPPER", 120]]})
    assert answer.json()["answers"] == ["壹佰贰拾元整"]


def sendable(
    client: TestClient, method: str, path: list[str], query: dict[str, str], headers: dict[str, str], body: bytes
) -> Any:
    """A request of these parts; None for one that no client can send."""
    try:
        return client.build_request(
            method,
            "/" + "/".join(path),
            params={k: v.encode("utf-8", "replace").decode() for k, v in query.items()},
            headers={name: value.encode("latin-1") for name, value in headers.items()},
            content=body,
        )
    except (ValueError, TypeError, UnicodeError):
        return None
    except Exception as error:
        if type(error).__name__ == "InvalidURL":
            return None
        raise


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    some.sampled_from(METHODS),
    paths,
    some.dictionaries(some.text(max_size=8), some.text(max_size=20), max_size=2),
    some.dictionaries(some.sampled_from(HEADERS), latin, max_size=2),
    bodies,
)
def test_no_request_makes_the_service_fail(
    user: TestClient, method: str, path: list[str], query: dict[str, str], headers: dict[str, str], body: bytes
) -> None:
    request = sendable(user, method, path, query, headers, body)
    if request is None or request.url.netloc.decode() != HOST:
        return
    assert user.send(request).status_code < 500


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(requests)
def test_no_call_makes_the_service_fail(user: TestClient, request_: dict[str, Any]) -> None:
    answer = user.post("/call", content=json.dumps(request_))
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert len(answer.json()["answers"]) == len(request_["calls"])
    else:
        assert answer.json()["refused"]
    assert "内部出错" not in answer.text


@pytest.mark.parametrize("half", ["\ud800", "校\udfff", "\udcd6\udcd0.xlsx"])
def test_half_of_a_pair_of_characters_is_refused_wherever_it_is_said(user: TestClient, half: str) -> None:
    book = upload(user, SAMPLE)
    asked = {
        f"/books/{book}/jobs": [{"action": "check", name: half} for name in ("action", "sheet", "cell", "password")],
        "/headings": [{"kind": "roster", "heading": "甲", "role": "name", name: half} for name in ("kind", "heading")],
        f"/files/{book}/x/place": [],
    }
    asked[f"/books/{book}/jobs"].append({"action": "公示表", "take": [half]})
    for path, bodies in asked.items():
        for body in [*bodies, {half: 1}, [half]]:
            answer = user.post(path, content=json.dumps(body))
            assert 400 <= answer.status_code < 500, (path, body)
            assert "内部出错" not in answer.json()["refused"]
    user.delete(f"/books/{book}")


def test_the_next_request_is_answered_after_all_that(user: TestClient) -> None:
    sound(user)


def test_bytes_that_are_no_http_end_their_connection_and_nothing_else(tmp_path: Path) -> None:
    chance = random.Random(20)
    good = (f"POST /call HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAuthorization: Bearer {TOKEN}\r\n"
            'Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{"calls": []}')  # fmt: skip
    with started(tmp_path) as one:
        for _ in range(EXAMPLES):
            data = bytearray(good.replace("PORT", str(one.port)).replace(TOKEN, one.token).encode())
            for _ in range(chance.randint(1, 6)):
                place = chance.randrange(len(data))
                data[place : place + chance.randint(0, 3)] = chance.choice(
                    [b"\0", b"\r\n", b" ", b"\xff", b"9" * 30, b":", b"%00", b"Transfer-Encoding: chunked\r\n", b""]
                )
            with socket.create_connection(("127.0.0.1", one.port)) as connection, suppress(ConnectionError):
                connection.settimeout(30)
                connection.sendall(bytes(data))
                connection.shutdown(socket.SHUT_WR)
                answer = connection.recv(200)
                assert not answer.startswith(b"HTTP/1.1 5"), bytes(data)
        assert one.ask("POST", "/call", b'{"calls": [["SOE_RMB_UPPER", 120]]}')[0] == 200
