"""The routes behind the door for Excel 365: what a user reaches, and that users do not reach each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.hosts.service.conftest import SAMPLE, TOKEN, content, done, upload
from tests.hosts.service.office.test_words import GOOD, OTHER
from xl_addin.files.leftovers import private_folder
from xl_addin.hosts.service import shelf as shelves
from xl_addin.hosts.service.app import Service
from xl_addin.hosts.service.guard import Door
from xl_addin.hosts.service.office import entry as entries
from xl_addin.hosts.service.office.entry import Entry
from xl_addin.hosts.service.pool import Limits
from xl_addin.hosts.service.shelf import Job, Shelf
from xl_addin.values.errors import InputError

HOST = "xl.example.cn"
LOCAL = "127.0.0.1:8765"
UNKNOWN = "u" * 43


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with private_folder() as folder:
        yield Service(Door(TOKEN, frozenset({LOCAL})), folder, Limits(calls=2, shared=True))


@pytest.fixture(scope="module")
def local(service: Service) -> Iterator[TestClient]:
    """The page of the computer on which it runs."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(service.app, base_url=f"http://{LOCAL}", headers=headers) as client:
        yield client


@pytest.fixture
def users(service: Service, local: TestClient) -> list[TestClient]:
    """Two users, at a door that has not yet heard of them and whose clock stands still."""
    entry = Entry({GOOD: "张三", OTHER: "李四"}, clock=lambda: 1000.0)
    door = Door(UNKNOWN, frozenset({HOST}), scheme="https", entry=entry)
    app = service.behind(door)
    clients = [
        TestClient(app, base_url=f"https://{HOST}", headers={"Authorization": f"Bearer {word}"})
        for word in (GOOD, OTHER)
    ]
    for client in clients:
        client.portal = local.portal
    return clients


def refused(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.text
    line: str = answer.json()["refused"]
    assert "\n" not in line
    assert not any(word in answer.text + str(answer.headers) for word in (GOOD, OTHER, UNKNOWN, TOKEN))
    return line


def test_a_user_computes(users: list[TestClient]) -> None:
    for user in users:
        answer = user.post("/call", json={"calls": [["SOE_RMB_UPPER", 120]]})
        assert answer.json()["answers"] == ["壹佰贰拾元整"]


def test_neither_the_doors_word_nor_the_pages_opens_it(users: list[TestClient]) -> None:
    for word in (UNKNOWN, TOKEN, GOOD[:-1], GOOD + "x", GOOD.lower(), ""):
        refused(users[0].post("/call", headers={"Authorization": f"Bearer {word}"}), 401)
    for headers in ({"Authorization": GOOD}, {"Authorization": f"Basic {GOOD}"}, {"Authorization": "Bearer"}):
        refused(users[0].post("/call", headers=headers), 401)


def test_a_user_reaches_the_routes_for_callers_only(users: list[TestClient]) -> None:
    user, _ = users
    for method, path in (("POST", "/stop"), ("GET", "/headings"), ("POST", "/headings"), ("GET", "/elsewhere")):
        refused(user.request(method, path), 403)
    assert user.get("/commands").status_code == 200


def test_folders_of_the_server_are_none_of_a_users_business(users: list[TestClient], tmp_path: Path) -> None:
    user, _ = users
    refused(user.post("/books?name=a.xlsx"), 403)
    assert user.post("/books/?name=a.xlsx").status_code in (403, 404)
    target = tmp_path / "theirs.xlsx"
    target.write_bytes(b"")
    book = upload(user, SAMPLE)
    told = done(user, book, action="about")
    answer = user.post(f"/files/{book}/x/place", json={"beside": str(target)})
    refused(answer, 403)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert told["status"] == "done"
    assert user.delete(f"/books/{book}").status_code == 204


def test_wrong_words_are_refused_and_then_not_listened_to(
    service: Service, users: list[TestClient], local: TestClient
) -> None:
    user, _ = users
    for number in range(20):
        refused(user.post("/call", headers={"Authorization": f"Bearer {number:043}"}), 401)
    answer = user.post("/call", headers={"Authorization": f"Bearer {OTHER}"})
    assert "一分钟" in refused(answer, 429)
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert local.post("/call", json={"calls": []}).status_code == 200
    assert user.get("/health").status_code == 200


def test_a_flood_of_one_user_is_refused_with_the_time_to_wait_and_others_go_on(
    users: list[TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(seconds: float) -> None:
        assert seconds <= 2.0

    monkeypatch.setattr(entries.asyncio, "sleep", at_once)
    flood, other = users
    for _ in range(301):
        answer = flood.get("/jobs/x/y")
        if answer.status_code == 429:
            break
        assert answer.status_code == 404
    assert answer.headers["retry-after"] == "1"
    assert "太密" in refused(answer, 429)
    assert other.get("/jobs/x/y").status_code == 404


def test_a_workbook_and_all_of_it_belong_to_the_word_that_brought_it(
    users: list[TestClient], local: TestClient
) -> None:
    one, other = users
    book = upload(one, SAMPLE)
    told = done(one, book, action="about")
    begun = one.post(f"/books/{book}/jobs", json={"action": "check"}).json()["job"]
    file = done(one, book, action="check")["files"][0]
    for stranger in (other, local):
        asked = [
            stranger.post(f"/books/{book}/jobs", json={"action": "check"}),
            stranger.get(f"/jobs/{begun}"),
            stranger.post(f"/files/{book}/{file['id']}/link"),
            stranger.delete(f"/books/{book}"),
        ]
        missing = stranger.get("/jobs/none/none")
        for answer in asked:
            assert (answer.status_code, answer.json()) == (404, missing.json())
    assert told["status"] == "done"
    assert len(content(one, book, file)) == file["bytes"]
    assert one.delete(f"/books/{book}").status_code == 204


def test_one_user_has_so_many_workbooks_and_another_still_brings_his(
    users: list[TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "SHARE_BOOKS", 2)
    one, other = users
    books = [one.put("/books?name=a.xlsx", content=b"x").json()["book"] for _ in range(2)]
    assert "最多放 2 个" in refused(one.put("/books?name=a.xlsx", content=b"x"), 400)
    others = other.put("/books?name=a.xlsx", content=b"x").json()["book"]
    for user, number in ((one, books[0]), (one, books[1]), (other, others)):
        assert user.delete(f"/books/{number}").status_code == 204


def test_jobs_of_one_user_are_so_many_at_a_time(users: list[TestClient], service: Service) -> None:
    one, other = users
    book = upload(one, SAMPLE)
    own = service.shelf.books[book]
    own.jobs |= {f"j{i}": Job(f"j{i}", "check") for i in range(shelves.SHARE_JOBS)}
    answer = one.post(f"/books/{book}/jobs", json={"action": "about"})
    assert int(answer.headers["retry-after"]) > 0
    assert "同时最多处理 4 件" in refused(answer, 429)
    theirs = upload(other, SAMPLE)
    assert done(other, theirs, action="about")["status"] == "done"
    own.jobs.clear()
    for user, number in ((one, book), (other, theirs)):
        user.delete(f"/books/{number}")


def test_results_count_towards_the_share_and_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST_JOBS", 3)
    monkeypatch.setattr(shelves, "SHARE_BYTES", 100)
    shelf = Shelf(tmp_path)
    book = shelf.begin("a.xlsx", "张三")
    for number in range(5):
        shelf.check_jobs(book)
        folder = shelf.room_for(book)
        (folder / "r.xlsx").write_bytes(b"x" * 20)
        book.jobs[str(number)] = Job(str(number), "check", note={"files": shelf.keep(book, folder, ["r.xlsx"])})
    assert list(book.jobs) == ["2", "3", "4"]
    assert book.made == 60
    assert len(list(tmp_path.rglob("r.xlsx"))) == len(book.files) == 3
    shelf.take(book, 40)
    with pytest.raises(InputError, match="合计太大"):
        shelf.take(book, 1)
    with pytest.raises(InputError, match="合计太大"):
        shelf.begin("b.xlsx", "张三")
    shelf.begin("b.xlsx", "李四")
    shelf.begin("b.xlsx")


def test_a_disk_that_runs_full_takes_nothing_more_from_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "SPARE_BYTES", 1 << 60)
    with pytest.raises(InputError, match="磁盘快满"):
        Shelf(tmp_path).begin("a.xlsx", "张三")
    assert list(tmp_path.iterdir()) == []
    Shelf(tmp_path).begin("a.xlsx")


def test_calls_of_several_users_at_once_are_each_answered_as_their_own(users: list[TestClient]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask(number: int) -> list[Any]:
        calls = [["SOE_RMB_UPPER", number], ["SOE_SEVERANCE", 31229 + number, 40814, 1600, 1500, 2300]]
        answers: list[Any] = json.loads(users[number % 2].post("/call", json={"calls": calls}).content)["answers"]
        return answers

    expected = [ask(number) for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(40))) == expected
    assert len({str(one) for one in expected}) == 40


def test_a_process_that_dies_is_started_again_and_the_others_go_on(users: list[TestClient], service: Service) -> None:
    def ask(number: int) -> int:
        answer = users[number % 2].post("/call", json={"calls": [["SOE_RMB_UPPER", 120]]})
        return answer.status_code if answer.json()["answers"] == ["壹佰贰拾元整"] else 0

    assert ask(0) == 200
    running = [line._child._process for line in service.pool._all if line._child._process is not None]
    assert running
    for process in running:
        process.kill()
        process.wait()
    assert [ask(number) for number in range(6)] == [200] * 6
    again = [line._child._process for line in service.pool._all if line._child._process is not None]
    assert {one.pid for one in again if one.poll() is None} - {process.pid for process in running}
