"""Workbooks over the service: taken in, checked, worked on, fetched once, forgotten."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.hosts.service.conftest import SAMPLE, content, done, upload
from xl_addin.commands.catalog import COMMANDS
from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.building.workbook import book_bytes
from xl_addin.files.reading import open_book
from xl_addin.hosts.service.app import Service
from xl_addin.hosts.service.shelf import IDLE_SECONDS, LINK_SECONDS, Shelf, Unknown
from xl_addin.values.errors import InputError


def made(folder: Path, rows: list[list[Any]], name: str = "表.xlsx") -> Path:
    sheet = NewSheet("表一", [[NewCell(value) for value in row] for row in rows], [12.0] * 8)
    path = folder / name
    path.write_bytes(book_bytes(NewBook("表", [sheet])))
    return path


ROWS = [
    ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "工号"],
    ["王三", "11010519491231002X", "1985-07-01", "2011-09-28", 1600, "A1"],
    ["李四", "110105194912310021", "1990-07-01", "1989-09-28", 1700, "A2"],
]


@pytest.fixture
def book(user: TestClient, tmp_path: Path) -> Iterator[str]:
    number = upload(user, made(tmp_path, ROWS))
    yield number
    user.delete(f"/books/{number}")


def test_a_check_says_what_the_command_line_says(user: TestClient, book: str, tmp_path: Path) -> None:
    path = made(tmp_path, ROWS)
    command = [sys.executable, "-m", "xl_addin", "check", str(path), "--format", "json"]
    printed = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    told = done(user, book, action="check")
    for part in ("counts", "not_checked"):
        assert told[part] == printed[part]
    assert told["findings"] == printed["findings"]
    assert told["counts"]["error"] > 0
    assert "11010519491231002X" not in json.dumps(told)


def test_the_copy_is_the_users_book_with_the_report(user: TestClient, book: str, tmp_path: Path) -> None:
    (file,) = done(user, book, action="check")["files"]
    assert file["name"] == "表-校验.xlsx"
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(content(user, book, file))
    assert len(copy.read_bytes()) == file["bytes"]
    assert "校验结果" in [sheet.name for sheet in open_book(copy).sheets]


def test_a_link_works_once(user: TestClient, anybody: TestClient, book: str) -> None:
    (file,) = done(user, book, action="check")["files"]
    link = user.post(f"/files/{book}/{file['id']}/link").json()["link"]
    first = anybody.get(link)  # a browser that saves a file sends no header of the page's
    assert first.status_code == 200
    assert first.headers["content-disposition"].startswith("attachment")
    assert anybody.get(link).status_code == 404


def test_a_button_gives_its_summary_and_its_file(user: TestClient, book: str) -> None:
    told = done(user, book, action="公示表")
    assert told["command"] == "公示表"
    assert told["summary"]
    assert [file["name"].endswith(".xlsx") for file in told["files"]] == [True]


def test_one_worker_is_explained_line_by_line(user: TestClient, book: str) -> None:
    outline = done(user, book, action="outline")
    worker = next(one for one in outline["workers"] if one["name"] == "王三")
    told = done(user, book, action="explain_cell", sheet=worker["sheet"], cell=worker["cell"])
    assert "43" in told["summary"]
    assert "劳动合同法" in told["summary"]


def test_the_buttons_are_those_of_the_catalog(user: TestClient) -> None:
    assert [one["name"] for one in user.get("/commands").json()["commands"]] == [spec.name for spec in COMMANDS]


@pytest.mark.parametrize(
    "wish",
    [
        {"action": "没有这个"}, {"action": "公示表", "masked": True}, {"action": "check", "password": "x" * 9},
        {"action": "explain_cell", "sheet": "表一", "cell": "x"}, {"action": "check_sheet", "sheet": "没有"},
        {"action": "about", "pdf": True},
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_met_is_refused_in_one_line(user: TestClient, book: str, wish: dict[str, Any]) -> None:
    told = done(user, book, **wish)
    if wish["action"] == "check":  # a password that is not needed harms nothing
        assert told["status"] == "done"
    else:
        assert told["status"] == "refused"
        assert told["refused"]
        assert "Traceback" not in told["refused"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"action": 1}', b'{"action": "check", "x": 1}', b'{"action": "check", "take": [1]}']
)
def test_what_is_no_wish_is_refused(user: TestClient, book: str, body: bytes) -> None:
    assert user.post(f"/books/{book}/jobs", content=body).status_code == 400


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "..\\..\\x.xlsx", "/etc/x.xlsx", "C:\\x.xlsx", "\0.xlsx", "",
     "a." + "x" * 300, "文" * 300 + ".xlsx", "😀" * 300, "a\r\nSet-Cookie: x.xlsx", "\u202e\u061cx.xlsx", "a\"b.xlsx"],
)  # fmt: skip
def test_the_name_of_a_workbook_leads_nowhere(service: Service, user: TestClient, folder: Path, name: str) -> None:
    answer = user.put("/books", params={"name": name}, content=b"x")
    source = service.shelf.books[answer.json()["book"]].source
    assert source.is_relative_to(folder)
    assert source.read_bytes() == b"x"
    assert source.stat().st_mode & 0o077 == 0
    user.delete(f"/books/{answer.json()['book']}")
    assert not source.exists()


@pytest.mark.parametrize(
    "path",
    ["/page/..%2fapp.py", "/page/../app.py", "/page/%2e%2e/app.py", "/docs/../../pyproject.toml",
     "/docs/..%2f..%2fpyproject.toml", "/docs/%2e%2e/%2e%2e/pyproject.toml", "/page/app.py", "/get/..%2f..", "/page/"],
)  # fmt: skip
def test_an_address_leads_to_no_file_that_is_not_handed_out(user: TestClient, path: str) -> None:
    answer = user.get(path)
    assert answer.status_code in (401, 404)
    assert "import" not in answer.text
    assert "build-system" not in answer.text


def test_what_is_no_workbook_is_refused(user: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 not a zip")
    number = upload(user, path)
    told = done(user, number, action="check")
    assert told["status"] == "refused"
    assert user.delete(f"/books/{number}").status_code == 204
    assert user.get(f"/books/{number}").status_code in (404, 405)
    assert user.post(f"/books/{number}/jobs", json={"action": "check"}).status_code == 404


def test_a_book_with_nothing_of_ours_says_what_it_lacks(user: TestClient, tmp_path: Path) -> None:
    number = upload(user, made(tmp_path, [["姓名", "入厂那年", "籍贯"], ["王三", "1985-07-01", "丰城"]]))
    told = done(user, number, action="check")
    assert "没有" in told["strange"]
    assert told["sheets"][0]["line"]
    user.delete(f"/books/{number}")


def test_nothing_of_a_forgotten_workbook_stays(user: TestClient, folder: Path, tmp_path: Path) -> None:
    before = sorted(folder.rglob("*"))
    number = upload(user, SAMPLE)
    assert sorted(folder.rglob("*")) != before
    user.delete(f"/books/{number}")
    assert sorted(folder.rglob("*")) == before


def test_an_answer_about_a_column_is_kept_for_every_host(
    user: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: Service
) -> None:
    monkeypatch.setenv("XL_ADDIN_HEADINGS", str(tmp_path / "headings.json"))
    service.pool.renew()
    rows = [["入厂那年" if cell == "参加工作时间" else cell for cell in row] for row in ROWS]
    path = made(tmp_path, rows)
    number = upload(user, path)
    asked = {one["heading"]: one for one in done(user, number, action="outline")["questions"]}
    assert ["start", "参加工作时间"] in asked["入厂那年"]["roles"]
    kind = asked["入厂那年"]["kind"]
    answer = {"kind": kind, "heading": "入厂那年", "role": "start"}
    assert user.post("/headings", json=answer).json()["headings"][0]["name"] == "参加工作时间"
    told = done(user, number, action="check")
    (sheet,) = told["sheets"]
    assert sheet["columns"]["入厂那年"] == "start"
    assert "按本单位约定读的栏：入厂那年" in sheet["line"]
    command = [sys.executable, "-m", "xl_addin", "check", str(path), "--format", "json"]
    printed = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    assert printed["sheets"][0]["columns"]["入厂那年"] == "start"
    assert user.post("/headings", json={**answer, "role": ""}).json()["headings"] == []
    (sheet,) = done(user, number, action="check")["sheets"]
    assert "入厂那年" not in sheet["columns"]
    user.delete(f"/books/{number}")
    monkeypatch.undo()
    service.pool.renew()


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "没有", "heading": "x", "role": "start"}, {"kind": "severance", "heading": "x", "role": "没有"},
        {"kind": "severance", "heading": "", "role": "start"}, {"kind": "severance"}, [], {"kind": 1},
        {"kind": "severance", "heading": "姓名", "role": "start"},
        {"kind": "severance", "heading": "x" * 99, "role": "start"},
    ],
)  # fmt: skip
def test_an_answer_that_would_mislead_is_refused(
    user: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    monkeypatch.setenv("XL_ADDIN_HEADINGS", str(tmp_path / "headings.json"))
    assert user.post("/headings", json=answer).status_code == 400
    assert not (tmp_path / "headings.json").exists()


def test_the_shelf_forgets_what_nobody_asks_for(tmp_path: Path) -> None:
    now = [0.0]
    shelf = Shelf(tmp_path, lambda: now[0])
    book = shelf.begin("a.xlsx")
    book.source.write_bytes(b"x")
    made_of_it = shelf.room_for(book) / "b.xlsx"
    made_of_it.write_bytes(b"y")
    (file,) = shelf.keep(book, made_of_it.parent, ["b.xlsx"])
    link = shelf.link(book, file["id"])
    now[0] = LINK_SECONDS + 1
    with pytest.raises(Unknown):
        shelf.fetch(link)
    now[0] = IDLE_SECONDS
    shelf.sweep()
    assert book.source.exists()
    now[0] = IDLE_SECONDS + 1
    shelf.sweep()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Unknown):
        shelf.book(book.id)


def test_a_link_is_used_up_by_fetching_and_not_by_asking_for_its_head(user: TestClient, book: str) -> None:
    told = done(user, book, action="posting")
    link = user.post(f"/files/{book}/{told['files'][0]['id']}/link").json()["link"]
    assert user.head(link).status_code == 200
    assert user.get(link).content.startswith(b"PK")
    assert user.get(link).status_code == user.head(link).status_code == 404


def test_a_job_whose_workbook_is_removed_is_ended_and_leaves_nothing(
    user: TestClient, service: Service, folder: Path, tmp_path: Path
) -> None:
    worker = ["王三", "11010519491231002X", "1985-07-01", "2011-09-28", 1600, "A1"]
    number = upload(user, made(tmp_path, [ROWS[0], *[worker] * 3_000]))
    kept = service.shelf.books[number]
    begun = user.post(f"/books/{number}/jobs", json={"action": "check"}).json()["job"]
    while not user.get(f"/jobs/{begun}").json().get("stage"):
        time.sleep(0.05)
    assert user.delete(f"/books/{number}").status_code == 204
    (job,) = kept.jobs.values()
    while job.note is None:
        time.sleep(0.05)
    assert job.note["refused"] == "已取消"
    assert not kept.folder.exists()
    other = upload(user, made(tmp_path, ROWS))
    assert done(user, other, action="check")["status"] == "done"
    user.delete(f"/books/{other}")


def test_a_full_disk_is_named(user: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xl_addin.hosts.service.app.os.open", full)
    before = len(service.shelf.books)
    answer = user.put("/books?name=a.xlsx", content=b"x")
    assert answer.status_code == 507
    assert "磁盘空间" in answer.json()["refused"]
    assert len(service.shelf.books) == before


def test_what_the_page_is_told_names_no_option_of_the_command_line(user: TestClient, book: str) -> None:
    for wish in ({"action": "fill_table"}, {"action": "posting", "take": ["没有"]}, {"action": "check_sheet"}):
        told = done(user, book, **wish)
        assert "--" not in told.get("refused", told.get("summary", "")), told


def test_the_shelf_holds_no_more_than_it_should(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    book = shelf.begin("a.xlsx")
    shelf.take(book, 1_900_000_000)
    with pytest.raises(InputError, match="太大"):
        shelf.take(book, 200_000_000)
