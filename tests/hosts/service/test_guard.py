"""Who is refused: foreign hosts and pages, wrong words, bodies that are too large, paths that lead elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.hosts.service.conftest import CALLER_TOKEN, HOST, TOKEN, door
from xl_addin.hosts.service.guard import Guard, Sizes
from xl_addin.hosts.service.refusals import HANDLERS

WORD = {"Authorization": f"Bearer {TOKEN}"}
OUTSIDE = {"Authorization": f"Bearer {CALLER_TOKEN}"}


async def _size(request: Request) -> Response:
    return JSONResponse({"size": len(await request.body())})


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A service that only tells how large a body is."""
    paths = ("/", "/call", "/health", "/books", "/page/x.js", "/elsewhere")
    routes = [Route(path, _size, methods=["GET", "POST", "PUT"]) for path in paths]
    own = door()
    own.sizes = Sizes(body=2_000, small=100, book=5_000)
    with TestClient(
        Guard(Starlette(routes=routes, exception_handlers=HANDLERS), own), base_url=f"http://{HOST}"
    ) as one:
        yield one


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer " + "x" * 43},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": TOKEN},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer é"},
        {"Cookie": f"token={TOKEN}"},
    ],
)
def test_without_the_word_nothing_of_the_users_is_reached(client: TestClient, headers: dict[str, str]) -> None:
    for path in ("/call", "/books", "/elsewhere"):
        answer = client.post(path, headers={k: v.encode() for k, v in headers.items()})
        assert answer.status_code == 401
        assert answer.json().keys() == {"refused"}


def test_the_word_in_the_address_opens_nothing(client: TestClient) -> None:
    assert client.post(f"/call?token={TOKEN}").status_code == 401


@pytest.mark.parametrize("path", ["/", "/health", "/page/x.js"])
def test_the_page_itself_needs_no_word(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:8766", f"{HOST}.evil.example", "[::1]:8765", ""],
)
def test_a_name_that_was_bound_to_this_computer_is_refused(client: TestClient, host: str) -> None:
    for path in ("/", "/health", "/call"):
        assert client.get(path, headers={"Host": host, **WORD}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1:8765", "http://127.0.0.1:8766", "http://127.0.0.1", "file://"]
)
def test_a_foreign_page_is_refused_even_with_the_word(client: TestClient, origin: str) -> None:
    answer = client.post("/call", headers={"Origin": origin, **WORD})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_the_services_own_page_is_let_in(client: TestClient) -> None:
    answer = client.post("/call", headers={"Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin", **WORD})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def test_a_script_of_another_site_is_refused(client: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get("/page/x.js", headers=headers).status_code == 403


def test_an_agreed_caller_is_let_in_from_its_origin_to_its_routes_only(client: TestClient) -> None:
    answer = client.post("/call", headers={"Origin": "null", **OUTSIDE})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "null"
    assert client.post("/elsewhere", headers={"Origin": "null", **OUTSIDE}).status_code == 403
    assert client.post("/elsewhere", headers=OUTSIDE).status_code == 401
    assert client.post("/call", headers={"Origin": "http://evil.example", **OUTSIDE}).status_code == 403
    assert client.post("/call", headers={"Origin": "null", **WORD}).status_code == 401


def test_the_preflight_is_answered_for_agreed_callers_alone(client: TestClient) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    answer = client.options("/call", headers={"Origin": "null", **asked})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "null"
    assert "authorization" in answer.headers["access-control-allow-headers"]
    refused = client.options("/call", headers={"Origin": "http://evil.example", **asked})
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize(
    ("method", "path", "most"), [("POST", "/call", 2_000), ("PUT", "/books", 5_000), ("POST", "/books", 100)]
)
def test_a_body_is_taken_up_to_its_size_and_no_further(client: TestClient, method: str, path: str, most: int) -> None:
    assert client.request(method, path, content=b"x" * most, headers=WORD).json() == {"size": most}
    assert client.request(method, path, content=b"x" * (most + 1), headers=WORD).status_code == 413

    def pieces() -> Iterator[bytes]:  # without a length that could be looked at first
        for _ in range(most // 50 + 1):
            yield b"x" * 50

    assert client.request(method, path, content=pieces(), headers=WORD).status_code == 413


def test_a_length_that_is_none_is_refused(client: TestClient) -> None:
    for length in ("-1", "1e3", "9" * 40, "٣"):
        answer = client.post("/call", headers={**WORD, "Content-Length": length.encode()})
        assert answer.status_code == 413


def test_an_address_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.get("/health?nonce=" + "x" * 5_000).status_code == 414


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    own = door()
    own.sizes = Sizes(pause_seconds=0.05)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        raise AssertionError("it was waited for")

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http", "method": "POST", "path": "/call", "raw_path": b"/call", "query_string": b"", "scheme": "http",
        "headers": [(b"host", HOST.encode()), (b"authorization", f"Bearer {TOKEN}".encode())], "server": None,
    }  # fmt: skip
    routes = [Route("/call", _size, methods=["POST"])]
    asyncio.run(Guard(Starlette(routes=routes, exception_handlers=HANDLERS), own)(scope, receive, send))
    assert sent[0]["status"] == 408


def test_every_answer_tells_the_browser_to_keep_to_it(client: TestClient) -> None:
    for answer in (client.get("/"), client.post("/call"), client.get("/", headers={"Host": "evil"})):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
