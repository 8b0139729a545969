"""What a recalculation costs, many clients at once, and every button beside the file host. ``make test-service``."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.hosts.service.conftest import SAMPLE, content, done, upload
from tests.hosts.service.test_running import Started, started
from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import CommandSpec, Wish
from xl_addin.files.reading import open_book
from xl_addin.functions import call
from xl_addin.hosts.file.buttons import press

pytestmark = pytest.mark.service
SECONDS = float(os.environ.get("SERVICE_SECONDS", "60"))
CLIENTS = 200
CELLS = 3_000
LIMIT = 0.3
"""CPU seconds of a recalculation of 3,000 cells."""
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
FUND = SAMPLE.with_name("专户资金示例.xlsx")
ECHO = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
async def echo(request):
    return Response(await request.body(), media_type="application/json")
app = Starlette(routes=[Route("/call", echo, methods=["POST"])])
uvicorn.run(app, port=int(sys.argv[1]), http="h11", loop="asyncio", ws="none", log_config=None, access_log=False)
"""


def family(number: int) -> list[int]:
    """A process and its children."""
    found = [number]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == number:
            found.append(int(path.parent.name))
    return found


def cpu(numbers: list[int]) -> float:
    ticks = [Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[11:13] for number in numbers]
    return sum(int(one) + int(other) for one, other in ticks) / os.sysconf("SC_CLK_TCK")


def memory(numbers: list[int]) -> int:
    """Megabytes."""
    pages = [int(Path(f"/proc/{number}/statm").read_text().split()[1]) for number in numbers]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") >> 20


@contextmanager
def echo() -> Iterator[tuple[int, int]]:
    """The same server with nothing behind it: its process and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with listening(port, ECHO, str(port)) as number:
        yield number, port


@contextmanager
def listening(port: int, script: str, *arguments: str) -> Iterator[int]:
    """A script of Python that listens at a port: its process."""
    process = subprocess.Popen([sys.executable, "-c", script, *arguments])
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def open_files(number: int) -> int:
    return len(list(Path(f"/proc/{number}/fd").iterdir()))


def files_left(number: int, most: int) -> int:
    """Open files of a process once it has noticed that its clients left: ``most``, or what stays open."""
    until = time.monotonic() + 30
    while open_files(number) > most and time.monotonic() < until:
        time.sleep(0.1)
    return open_files(number)


def recalculation() -> list[list[Any]]:
    """As a filled-down column asks: days as serials, the office's averages in every row."""
    return [["SOE_SEVERANCE", 29_000 + i, 40_814, 1_600 + i / 4, 1_500, 2_300] for i in range(CELLS)]


def test_a_recalculation_of_3000_cells_beside_an_echo(tmp_path: Path) -> None:
    body = json.dumps({"calls": recalculation()}).encode()
    with started(tmp_path) as one, echo() as (number, port):
        status, answer = one.ask("POST", "/call", body)  # everything is loaded
        assert status == 200
        numbers = family(one.process.pid)
        spent = []
        for _ in range(7):
            before = cpu(numbers)
            assert one.ask("POST", "/call", body)[0] == 200
            spent.append(cpu(numbers) - before)
        one.port = port
        before = cpu([number])
        for _ in range(7):
            assert one.ask("POST", "/call", body)[0] == 200
        bare = (cpu([number]) - before) / 7
    found = json.loads(answer)["answers"]
    assert found[:: CELLS // 20] == [call(*one) for one in recalculation()[:: CELLS // 20]]
    usual = sorted(spent)[len(spent) // 2]
    print(f"\n3,000 cells in one request ({len(body):,} bytes): {usual:.3f} CPU s; an echo of it: {bare:.3f} CPU s")
    assert usual <= LIMIT


async def client(one: Started, until: float, counts: dict[str, int]) -> None:
    """One client that asks on one connection for as long as it may."""
    bodies = [json.dumps({"calls": recalculation()[i : i + 5]}).encode() for i in (0, 100)]
    reader, writer = await asyncio.open_connection("127.0.0.1", one.port)
    turn = 0
    while time.monotonic() < until:
        body = bodies[turn % 2]
        path = f"POST /call HTTP/1.1\r\nContent-Length: {len(body)}" if turn % 10 else "GET / HTTP/1.1"
        head = f"{path}\r\nHost: 127.0.0.1:{one.port}\r\nAuthorization: Bearer {one.token}\r\n\r\n"
        writer.write(head.encode() + (body if turn % 10 else b""))
        told = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", told)
        assert length, told
        answer = await reader.readexactly(int(length[1]))
        assert told.startswith(b"HTTP/1.1 200"), (told, answer[:200])
        assert not turn % 10 or b'"answers":[' in answer
        counts["requests"] += 1
        turn += 1
    writer.close()


def test_200_clients_at_once_without_error_or_growth(tmp_path: Path) -> None:
    counts = {"requests": 0}

    async def all_of_them(one: Started, seconds: float) -> None:
        until = time.monotonic() + seconds
        await asyncio.gather(*(client(one, until, counts) for _ in range(CLIENTS)))

    with started(tmp_path) as one:
        files = open_files(one.process.pid)
        asyncio.run(all_of_them(one, min(10.0, SECONDS / 3)))
        numbers = family(one.process.pid)
        before = memory(numbers)
        asyncio.run(all_of_them(one, SECONDS))
        after, left = memory(numbers), files_left(one.process.pid, files + 20)
        assert family(one.process.pid) == numbers
    print(f"\n{CLIENTS} clients, {SECONDS:g} s: {counts['requests']:,} requests; {before} MB, then {after} MB")
    assert counts["requests"] > CLIENTS
    assert after <= before * 1.1 + 8
    assert left <= files + 20


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Every cell of a book, clock times apart."""
    book = open_book(path)
    return {
        sheet.name: [
            [_CLOCK.sub("时刻", cell) if isinstance(cell, str) else _day(cell) for cell in row] for row in sheet.rows
        ]
        for sheet in book.sheets
    }


def _day(cell: Any) -> Any:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def wish_of(spec: CommandSpec) -> dict[str, Any]:
    wish: dict[str, Any] = {}
    if spec.one_sheet or spec.one_cell:
        wish["sheet"] = "经济补偿金测算表" if spec.id != "fill_table" else "经济补偿金表"
    if spec.one_cell:
        wish["cell"] = "A1" if spec.id == "fill_table" else "P5"
    if spec.can_take:
        wish["take"] = ["经济补偿金测算表"]
    if spec.can_mask:
        wish["masked"] = True
    return wish


def as_wish(wish: dict[str, Any]) -> Wish:
    """The same for the file host."""
    return Wish(**wish | {"take": tuple(wish.get("take", ()))})


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.id)
def test_a_button_over_the_service_is_the_button_of_the_file_host(
    user: TestClient, tmp_path: Path, spec: CommandSpec
) -> None:
    source = tmp_path / "册.xlsx"
    shutil.copy(FUND if spec.group == "资金" else SAMPLE, source)
    wish = wish_of(spec)
    number = upload(user, source)
    told = done(user, number, action=spec.id, **wish)
    try:
        expected = press(spec, source, None, as_wish(wish), dt.datetime.now())
    except ValueError as error:
        assert told == {"action": spec.id, "status": "refused", "refused": str(error)}
        return
    finally:
        files = {file["name"]: content(user, number, file) for file in told.get("files", [])}
        user.delete(f"/books/{number}")
    assert told["status"] == "done", told
    assert _CLOCK.sub("", told["summary"]) == _CLOCK.sub("", expected.summary)
    assert told["faults"] == expected.faults
    assert sorted(files) == sorted(path.name for path in expected.written)
    for path in expected.written:
        other = tmp_path / "over the service" / path.name
        other.parent.mkdir(exist_ok=True)
        other.write_bytes(files[path.name])
        assert sheets(other) == sheets(path)
