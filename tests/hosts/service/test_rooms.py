"""A spreadsheet program of this computer: it saves a copy where it is told, and gets results beside its workbook."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.hosts.service.conftest import CALLER_TOKEN, SAMPLE, done

FUND = SAMPLE.with_name("专户资金示例.xlsx")


@pytest.fixture(scope="module")
def program(anybody: TestClient, user: TestClient) -> TestClient:
    """The program, by the word of a caller and from a page of its origin."""
    headers = {"Authorization": f"Bearer {CALLER_TOKEN}", "Origin": "null"}
    client = TestClient(anybody.app, base_url=str(anybody.base_url), headers=headers)
    client.portal = anybody.portal
    return client


@pytest.fixture(scope="module")
def finished(program: TestClient) -> tuple[str, dict[str, Any]]:
    """A copy that was saved and what a button has made of it."""
    room = program.post("/books", params={"name": FUND.name}).json()
    shutil.copy(FUND, room["path"])
    told = done(program, room["book"], action="policy_table")
    assert told["status"] == "done", told
    return room["book"], told["files"][0]


def put(program: TestClient, finished: tuple[str, dict[str, Any]], beside: object) -> Any:
    book, file = finished
    return program.post(f"/files/{book}/{file['id']}/place", json={"beside": beside})


def test_a_result_is_put_beside_the_workbook_and_replaces_nothing(
    program: TestClient, finished: tuple[str, dict[str, Any]], tmp_path: Path
) -> None:
    original = tmp_path / FUND.name
    shutil.copy(FUND, original)
    original.chmod(0o600)
    first = put(program, finished, str(original))
    assert first.status_code == 201
    one = Path(first.json()["path"])
    assert one == tmp_path / finished[1]["name"]
    assert one.stat().st_size == finished[1]["bytes"]
    assert stat.S_IMODE(one.stat().st_mode) == 0o600  # as private as the workbook
    one.write_bytes(b"edited")
    two = Path(put(program, finished, str(original)).json()["path"])
    assert (one.read_bytes(), two.name) == (b"edited", f"{one.stem}(2).xlsx")
    two.unlink()
    two.symlink_to(tmp_path / "elsewhere")  # that leads nowhere yet
    assert put(program, finished, str(original)).json()["path"].endswith("(3).xlsx") and two.is_symlink()
    assert original.read_bytes() == FUND.read_bytes()


@pytest.mark.parametrize(
    "beside",
    ["", "x.xlsx", "../x.xlsx", "/", "/no/such/folder/x.xlsx", "https://cloud/x.xlsx", "/\0", None, "/" * 1001],
)
def test_a_place_that_is_none_is_refused(
    program: TestClient, finished: tuple[str, dict[str, Any]], beside: object
) -> None:
    answer = put(program, finished, beside)
    assert answer.status_code == 400
    assert answer.json().keys() == {"refused"}


def test_only_results_are_put_anywhere(program: TestClient, finished: tuple[str, dict[str, Any]]) -> None:
    book, _ = finished
    for number in ("x", "..%2f..%2fbook", finished[1]["name"]):
        assert program.post(f"/files/{book}/{number}/place", json={"beside": str(FUND)}).status_code == 404
    assert program.post("/files/x/y/place", json={"beside": str(FUND)}).status_code == 404
    assert program.post(f"/files/{book}/{finished[1]['id']}/place", content=b"[").status_code == 400


def test_a_room_is_in_the_services_own_folder_whatever_the_name(program: TestClient, folder: Path) -> None:
    for name in ("../../x.xlsx", "/etc/passwd", "C:\\x\\..\\y.xlsx", "", "con.xlsx"):
        room = program.post("/books", params={"name": name}).json()
        place = Path(room["path"])
        assert place.resolve().is_relative_to(folder.resolve())
        assert place.parent.is_dir()
        assert not place.exists()
        assert program.delete(f"/books/{room['book']}").status_code == 204
        assert not place.parent.exists()


def test_without_a_copy_nothing_is_begun(program: TestClient) -> None:
    room = program.post("/books", params={"name": "a.xlsx"}).json()
    answer = program.post(f"/books/{room['book']}/jobs", json={"action": "check"})
    assert answer.status_code == 400
    assert "没有收到工作簿的副本" in answer.json()["refused"]


def test_the_health_tells_a_page_of_a_caller_that_the_service_knows_its_word(program: TestClient) -> None:
    answer = program.get("/health?nonce=abc")
    assert answer.headers["access-control-allow-origin"] == "null"
    assert answer.json()["proofs"]
