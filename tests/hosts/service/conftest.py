"""The service without a network, with its real child processes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from xl_addin.files.leftovers import private_folder
from xl_addin.hosts.service.app import Service
from xl_addin.hosts.service.guard import Door

HOST = "127.0.0.1:8765"
TOKEN = "t" * 43
CALLER_TOKEN = "c" * 43
SAMPLE = Path(__file__).parents[3] / "workbooks" / "samples" / "改制测算示例.xlsx"


def door() -> Door:
    return Door(TOKEN, frozenset({HOST}), {CALLER_TOKEN: frozenset({"null"})})


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    with private_folder() as place:
        yield place


@pytest.fixture(scope="session")
def service(folder: Path) -> Service:
    return Service(door(), folder)


@pytest.fixture(scope="session")
def anybody(service: Service) -> Iterator[TestClient]:
    """Somebody without the word."""
    with TestClient(service.app, base_url=f"http://{HOST}") as client:
        yield client


@pytest.fixture(scope="session")
def user(anybody: TestClient, service: Service) -> TestClient:
    """Whoever has the word; the processes are those of ``anybody``."""
    client = TestClient(service.app, base_url=f"http://{HOST}", headers={"Authorization": f"Bearer {TOKEN}"})
    client.portal = anybody.portal
    return client


def upload(user: TestClient, path: Path, name: str = "") -> str:
    answer = user.put("/books", params={"name": name or path.name}, content=path.read_bytes())
    assert answer.status_code == 201
    book: str = answer.json()["book"]
    return book


def done(user: TestClient, book: str, **wish: Any) -> dict[str, Any]:
    """Begin a job and wait for what comes of it."""
    begun = user.post(f"/books/{book}/jobs", json=wish)
    assert begun.status_code == 202, begun.text
    while True:
        told: dict[str, Any] = user.get(f"/jobs/{begun.json()['job']}").json()
        if told["status"] != "working":
            return told
        time.sleep(0.1)


def content(user: TestClient, book: str, file: dict[str, Any]) -> bytes:
    link = user.post(f"/files/{book}/{file['id']}/link").json()["link"]
    return user.get(link).content
