"""How a process ends: told to, killed, or with nobody who can read what it says. Files are whole, nothing is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.test_cli import make_book

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and kill of POSIX")
ROOT = Path(__file__).parents[2]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 60.0
CALLS = "=SOE_SEVERANCE(D{r},E{r},F{r},G{r},,,政策!A1:B2)"

HOLDING = """
import sys, time
from pathlib import Path
from xl_addin.cli.ending import watch
watch()
from xl_addin.files.atomic import replacing
from xl_addin.files.leftovers import private_folder
{before}
with private_folder() as folder, replacing(Path(sys.argv[1])) as stream:
    (folder / "copy.xlsx").write_bytes(b"x")
    stream.write(b"half")
    print("ready", flush=True)
    {busy}
print("done", flush=True)
"""
WRITTEN_BEFORE = "with replacing(Path(sys.argv[1] + '-first')) as stream: stream.write(b'whole')"
BUSY = "try:\n        time.sleep(60)\n    except BaseException:\n        time.sleep(60)"
"""Work that catches every exception: an end must not depend on one."""


class Place:
    """A folder for workbooks, and one for the temporary files of the processes started here."""

    def __init__(self, folder: Path) -> None:
        self.books, self.temporary = folder / "簿", folder / "tmp"
        self.books.mkdir()
        self.temporary.mkdir()
        self.environment = os.environ | {"TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT)}

    def left(self) -> list[str]:
        return [
            path.name for place in (self.books, self.temporary) for path in place.iterdir() if "xl_addin-" in path.name
        ]

    @contextmanager
    def started(self, *command: object) -> Iterator[subprocess.Popen[str]]:
        process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            cwd=self.books,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            preexec_fn=lambda: [signal.signal(number, signal.SIG_DFL) for number in SIGNALS],
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def holding(self, before: str = "", busy: str = BUSY) -> list[object]:
        return ["-c", HOLDING.format(before=before, busy=busy), self.books / "出.xlsx"]

    def next_start(self) -> None:
        with self.started("-m", "xl_addin", "functions", "工龄月数") as process:
            process.communicate(timeout=PATIENCE)
            assert process.returncode == 0


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def wait_for(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline().strip() == word


def ended(process: subprocess.Popen[str], number: int) -> str:
    """Demand the status that belongs to a signal and one Chinese line; give the line."""
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + number, errors
    (line,) = errors.splitlines()
    assert "已中断" in line
    return line


@pytest.mark.parametrize("number", SIGNALS)
def test_told_to_end_a_process_leaves_nothing_and_says_so(place: Place, number: int) -> None:
    with place.started(*place.holding()) as process:
        wait_for(process, "ready")
        assert len(place.left()) == 3  # the file, the folder, the list
        process.send_signal(number)
        assert "没有写出文件" in ended(process, number)
    assert list(place.books.iterdir()) == list(place.temporary.iterdir()) == []


def test_what_was_written_before_the_end_is_told(place: Place) -> None:
    with place.started(*place.holding(WRITTEN_BEFORE)) as process:
        wait_for(process, "ready")
        process.send_signal(signal.SIGINT)
        assert f"已写出：{place.books / '出.xlsx-first'}" in ended(process, signal.SIGINT)
    assert [path.name for path in place.books.iterdir()] == ["出.xlsx-first"]


def test_what_must_not_be_broken_is_finished_first(place: Place) -> None:
    busy = "from xl_addin.files.interruption import unbroken\n    with unbroken():\n        time.sleep(1)"
    busy += "\n        Path(sys.argv[1] + '-kept').write_bytes(b'!')\n    time.sleep(60)"
    with place.started(*place.holding(busy=busy)) as process:
        wait_for(process, "ready")
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        ended(process, signal.SIGTERM)
    assert [path.name for path in place.books.iterdir()] == ["出.xlsx-kept"]


def test_a_signal_that_was_switched_off_stays_off(place: Place) -> None:
    held = "import signal\n    print(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, flush=True)"
    program = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + HOLDING.format(before="", busy=held)
    with place.started("-c", program, place.books / "出.xlsx") as process:
        wait_for(process, "ready")
        wait_for(process, "True")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[float, int]:
    """Seconds and status of a job that nobody disturbs."""
    place = Place(tmp_path_factory.mktemp("usual"))
    make_book(place.books / "书.xlsx", lambda r: CALLS.format(r=r))
    started = time.monotonic()
    with place.started("-m", "xl_addin", "run", "书.xlsx", "-o", "出.xlsx") as process:
        process.communicate(timeout=PATIENCE)
    return time.monotonic() - started, process.returncode


@pytest.mark.parametrize("part", [0.0, 0.3, 0.8])
def test_ctrl_c_at_any_time_is_one_line_and_130(place: Place, part: float, usual: tuple[float, int]) -> None:
    """Also while modules are being loaded, and when the file has just been written."""
    make_book(place.books / "书.xlsx", lambda r: CALLS.format(r=r))
    command = ("-X", "importtime", "-m", "xl_addin", "run", "书.xlsx", "-o", "出.xlsx")
    with place.started(*command) as process:
        assert process.stderr is not None
        while "xl_addin.cli.streams" not in process.stderr.readline():  # from here on an end is ours
            pass
        time.sleep(0.1 + part * usual[0])
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode in (130, usual[1]), errors
    lines = [line for line in errors.splitlines() if not line.startswith("import time:")]
    if process.returncode == 130:
        assert len(lines) == 1
        assert ("已写出：出.xlsx" in lines[0]) == (place.books / "出.xlsx").exists()
    assert place.left() == []


def test_what_a_kill_leaves_goes_with_the_next_start_whatever_it_does(place: Place) -> None:
    with place.started(*place.holding()) as process:
        wait_for(process, "ready")
        process.kill()
        process.wait()
        assert len(place.left()) == 3
        place.next_start()
        assert place.left() == []


def test_what_belongs_to_a_running_process_stays(place: Place) -> None:
    with place.started(*place.holding()) as process:
        wait_for(process, "ready")
        before = place.left()
        place.next_start()
        assert place.left() == before


STANDS_FOR_OFFICE = """#!/bin/sh
echo $$ >> "$OFFICE_STARTED"
sleep 600 &
echo $! >> "$OFFICE_STARTED"
wait
"""


def running(numbers: list[int]) -> list[int]:
    """Processes that are there and not just waiting to be asked how they ended."""
    found = []
    for number in numbers:
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state not in "ZX":
            found.append(number)
    return found


def numbers_in(path: Path) -> list[int]:
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        if path.exists() and len(path.read_text().split()) == 2:
            return list(map(int, path.read_text().split()))
        time.sleep(0.02)
    raise AssertionError("the program that stands for LibreOffice was not started")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_libreoffice_does_not_outlive_the_job(place: Place, number: int) -> None:
    """With ``kill -9`` it, its child and its copy go with the next start of ours."""
    programs = place.books.parent / "bin"
    programs.mkdir()
    (programs / "soffice").write_text(STANDS_FOR_OFFICE)
    (programs / "soffice").chmod(0o755)
    trace = place.books.parent / "started"
    place.environment |= {"PATH": f"{programs}:{os.environ['PATH']}", "OFFICE_STARTED": str(trace)}
    program = "import sys; from pathlib import Path; from xl_addin.cli.ending import watch; watch()\n"
    program += "from xl_addin.hosts.file.pdf import find_office, pdf_bytes; pdf_bytes(b'x', find_office())"
    with place.started("-c", program) as process:
        numbers = numbers_in(trace)
        process.send_signal(number)
        process.communicate(timeout=PATIENCE)
    if number == signal.SIGKILL:
        assert running(numbers)[:1]
        place.next_start()
    time.sleep(0.2)
    assert running(numbers) == []
    assert place.left() == []


OUTPUTS = {
    "a full disk": ">/dev/full",
    "a closed descriptor": ">&-",
    "all three closed": ">&- 2>&- <&-",
    "a reader that has gone": "| true",
    "full disks for both": ">/dev/full 2>/dev/full",
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS.keys())
def test_what_cannot_be_shown_does_not_change_what_was_done(
    place: Place, output: str, usual: tuple[float, int]
) -> None:
    make_book(place.books / "书.xlsx", lambda r: CALLS.format(r=r))

    def status(arguments: str) -> tuple[int, str]:
        command = f'"{sys.executable}" -m xl_addin {arguments} {output}; exit ${{PIPESTATUS[0]}}'
        done = subprocess.run(
            ["bash", "-c", command], cwd=place.books, env=place.environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stderr

    code, errors = status("run 书.xlsx -o 出.xlsx")
    assert code == usual[1]
    assert (place.books / "出.xlsx").read_bytes()[:2] == b"PK"
    assert len(errors.splitlines()) <= 1
    assert not errors or "已写出：出.xlsx" in errors
    assert status("functions 没有这个函数")[0] == 2
    assert sorted(path.name for path in place.books.iterdir()) == ["书.xlsx", "出.xlsx"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_result_that_could_only_be_shown_and_was_not_is_no_success(place: Place) -> None:
    make_book(place.books / "书.xlsx", lambda r: CALLS.format(r=r))
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "xl_addin", "check", "书.xlsx", "--format", "json"],
            cwd=place.books, env=place.environment, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False,
        )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "磁盘已满" in done.stderr


def killed(place: Place, book: Path, times: int, seed: int) -> dict[str, float]:
    with place.started("-m", "tests.cli.killed_jobs", book, place.books / "出.xlsx", times, seed) as process:
        output, errors = process.communicate(timeout=3600)
    assert process.returncode == 0, errors
    found: dict[str, float] = json.loads(output)
    print(found)
    return found


def book_for_killing(place: Place, suffix: str) -> Path:
    if suffix == ".xlsx":
        return make_book(place.books / "书.xlsx", lambda r: CALLS.format(r=r))
    book = place.books / "书.csv"
    rows = [f"{i},虚构{i},1985-07-01,2011-09-28,1600,43200" for i in range(30)]
    book.write_text("序号,姓名,参加工作时间,解除时间,月平均工资,补偿金额\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return book


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_killed_job_leaves_the_old_file_or_the_new_one(place: Place) -> None:
    found = killed(place, book_for_killing(place, ".xlsx"), 12, 1)
    assert found.get("broken", 0) == found["left after the next start"] == 0


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("suffix", "times"), [(".xlsx", 500), (".csv", 50)])
def test_hundreds_of_killed_jobs_leave_the_old_file_or_the_new_one(place: Place, suffix: str, times: int) -> None:
    """The .csv is converted first, by LibreOffice where it is installed."""
    found = killed(place, book_for_killing(place, suffix), times, 20261129)
    assert found.get("broken", 0) == found["left after the next start"] == 0
    assert min(found["old"], found["new"], found["left by the kill"]) > times // 100  # the kills did hit the work
