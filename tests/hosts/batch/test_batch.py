"""A batch works on every workbook once, whatever single files do; a stopped one goes on where it was."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.faults import hostile_books as books
from xl_addin.cli.application import run_line
from xl_addin.hosts.batch import crew
from xl_addin.hosts.batch.isolation import Limits
from xl_addin.hosts.batch.job import Batch, Plan, run_batch
from xl_addin.hosts.batch.manifest import NAME
from xl_addin.hosts.batch.summary import lines, write_summary
from xl_addin.hosts.file.job import check_file
from xl_addin.values.errors import InputError

ROOT = Path(__file__).parents[3]
DAY = dt.date(2011, 12, 1)
HEADINGS = ("企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "补偿金额")
ID = "11010519491231002X"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def book(path: Path, firm: str = "虚构甲厂", persons: int = 2) -> Path:
    """A severance sheet whose amounts are written, so that the sums of a batch are known: 12,000.01 each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "补偿金"
    sheet.append(HEADINGS)
    for number in range(persons):
        start, end = dt.date(2008, 1, 1), dt.date(2011, 9, 28)
        sheet.append((firm, f"职工{number}", ID if number == 0 else "", start, end, 3000, 2000, 12000.01))
    made.save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "收到的"


@pytest.fixture
def troubled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files of some names hang, or end the process that works on them."""
    place = tmp_path / "trouble"
    place.mkdir()
    shutil.copy(Path(__file__).with_name("trouble.py"), place / "sitecustomize.py")
    monkeypatch.syspath_prepend(str(place))
    return iter(())


def do(folder: Path, out: Path, **options: Any) -> Batch:
    limits = options.pop("limits", Limits(300.0, 3000))
    return run_batch([folder], out, Plan(**{"jobs": 2, "today": DAY, "limits": limits, **options}))


def statuses(batch: Batch) -> dict[str, str]:
    return {source.path.name: note["status"] for source, note in batch.files}


def results(out: Path) -> set[str]:
    return {path.name for path in (out / "结果").rglob("*") if path.is_file()}


def test_every_workbook_is_worked_on_and_the_summary_adds_up(folder: Path, tmp_path: Path) -> None:
    book(folder / "甲.xlsx")
    book(folder / "子" / "甲.xlsx", "虚构乙厂", 3)
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "~$甲.xlsx").write_bytes(b"lock")
    (folder / "通知.pdf").write_bytes(b"%PDF")
    out = tmp_path / "out"
    done = do(folder, out)
    assert statuses(done) == {"甲.xlsx": "done", "坏.xlsx": "refused"}
    assert results(out) == {"甲-校验.xlsx"}
    assert len(list((out / "结果").rglob("甲-校验.xlsx"))) == 2
    write_summary(done, out)
    with (out / "汇总-企业.csv").open(encoding="utf-8-sig", newline="") as stream:
        firms = {row["企业名称"]: row for row in csv.DictReader(stream)}
    assert {name: (row["人数"], row["经济补偿金(元)"]) for name, row in firms.items()} == {
        "虚构甲厂": ("2", "24000.02"),
        "虚构乙厂": ("3", "36000.03"),
    }
    left = (out / "汇总-未处理.csv").read_text("utf-8-sig")
    assert "坏.xlsx,不能使用," in left and "锁文件" in left and "扩展名 .pdf" in left
    made = openpyxl.load_workbook(out / "汇总.xlsx", data_only=True)
    assert made.sheetnames == ["汇总", "企业", "系统", "发现", "工作簿", "未处理"]
    assert made["企业"].cell(4, 8).value == 60000.05


def test_copies_of_a_workbook_and_enterprises_of_several_are_told_beside_the_sum(folder: Path, tmp_path: Path) -> None:
    source = book(folder / "甲.xlsx")
    shutil.copy(source, folder / "甲-副本.xlsx")
    book(folder / "又一.xlsx", persons=3)
    book(folder / "乙.xlsx", "虚构乙厂")
    told = "\n".join(lines(do(folder, tmp_path / "out", command="check")))
    assert "经济补偿金合计 108,000.09 元" in told
    same = re.search("内容完全相同的工作簿：(.*)。每本都计入了合计", told)
    assert same and {"甲.xlsx", "甲-副本.xlsx"} == {Path(name).name for name in same[1].strip("“”").split("”“")}
    assert "在几本工作簿里都有的企业：虚构甲厂。" in told
    (folder / "甲-副本.xlsx").unlink()
    (folder / "又一.xlsx").unlink()
    assert "都有的企业" not in (alone := "\n".join(lines(do(folder, tmp_path / "out2")))) and "完全相同" not in alone


def test_findings_of_the_summary_are_those_of_check(folder: Path, tmp_path: Path) -> None:
    source = book(folder / "甲.xlsx")
    done = do(folder, tmp_path / "out", command="check")
    ((_, note),) = done.files
    expected = check_file(source, today=DAY).result.findings
    assert sum(count for _, _, count in note["findings"]) == len(expected) > 0
    assert {code for code, _, _ in note["findings"]} == set(expected.column("code"))
    assert not (tmp_path / "out" / "结果").exists()


def test_no_person_stands_in_the_manifest_or_the_summary(folder: Path, tmp_path: Path) -> None:
    book(folder / f"名单{ID}.xlsx")
    (folder / f"{ID}.pdf").write_bytes(b"%PDF")
    strange = books.save(folder / "怪.xlsx", books.parts())
    out = tmp_path / "out"
    done = do(folder, out)
    assert statuses(done)[strange.name] == "refused"
    written = write_summary(done, out)
    stored = (out / NAME).read_bytes()
    for path in written:
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                stored += b"".join(map(archive.read, archive.namelist()))
        else:
            stored += path.read_bytes()
    assert ID.encode() not in stored
    assert "职工0".encode() not in stored


def test_a_batch_goes_on_with_what_has_changed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("一", "二", "三"):
        book(folder / f"{name}.xlsx")
    (folder / "坏.xlsx").write_bytes(b"PK broken")
    out = tmp_path / "out"
    do(folder, out)
    with pytest.raises(InputError, match="--resume"):
        do(folder, out)
    worked: list[str] = []
    here = crew.work_here

    def noted(tasks: Any, *others: Any) -> Any:
        worked.extend(Path(task.source).name for _, task in tasks)
        return here(tasks, *others)

    monkeypatch.setattr("xl_addin.hosts.batch.job.work_here", noted)
    assert do(folder, out, resume=True).kept == 4
    assert worked == []
    book(folder / "二.xlsx", persons=5)
    book(folder / "四.xlsx")
    next((out / "结果").rglob("三-校验.xlsx")).unlink()
    done = do(folder, out, resume=True)
    assert sorted(worked) == sorted(["二.xlsx", "三.xlsx", "四.xlsx"])
    assert done.kept == 2 and len(done.files) == 5
    with pytest.raises(InputError, match="--command run"):
        do(folder, out, resume=True, command="check")


def test_files_that_hang_or_end_their_process_are_named_and_the_others_are_done(
    folder: Path, tmp_path: Path, troubled: None
) -> None:
    good = [book(folder / f"好{number}.xlsx") for number in range(4)]
    for name in ("挂起", "退出", "吃内存", "一次退出"):
        book(folder / f"{name}.xlsx")
    out = tmp_path / "out"
    done = do(folder, out, limits=Limits(40.0, 1500))
    assert statuses(done) == {
        **{path.name: "done" for path in good},
        "挂起.xlsx": "timeout",
        "退出.xlsx": "died",
        "吃内存.xlsx": "memory",
        "一次退出.xlsx": "done",
    }
    reasons = {source.path.stem: note.get("reason", "") for source, note in done.files}
    assert "超过 40 秒" in reasons["挂起"] and "退出码 9" in reasons["退出"] and "1500 MB" in reasons["吃内存"]
    assert do(folder, out, resume=True, limits=Limits(40.0, 1500)).kept == 8
    assert write_summary(done, out)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="latin-1").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found


LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")


def begin(folder: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    places = os.pathsep.join(place for place in sys.path if place)
    command = [sys.executable, "-m", "xl_addin", "batch", str(folder), "-o", str(out), "--today", "2011-12-01"]
    environment = os.environ | {"PYTHONPATH": places}
    listening = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731 – runners may switch it off
    return subprocess.Popen(
        [*command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        preexec_fn=listening if os.name == "posix" else None,
    )


def wait_for(condition: Any, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def half_written(out: Path) -> list[str]:
    return [path.name for path in out.rglob("*") if path.name.startswith(".xl_addin-")]


@LINUX
def test_a_killed_worker_costs_no_file(folder: Path, tmp_path: Path, troubled: None) -> None:
    for number in range(8):
        book(folder / f"慢{number}.xlsx")
    out = tmp_path / "out"
    running = begin(folder, out, "--jobs", "2")
    wait_for(lambda: results(out))
    victim = children(running.pid)[0]
    os.kill(victim, signal.SIGKILL)
    output, errors = running.communicate(timeout=120)
    assert running.returncode in (0, 1), errors.decode()
    assert "已处理 8 本" in output.decode()
    assert len(results(out)) == 8
    assert half_written(out) == []


@LINUX
@pytest.mark.parametrize(
    "number", [signal.SIGKILL, *(pytest.param(one, marks=pytest.mark.long) for one in (signal.SIGINT, signal.SIGTERM))]
)
def test_a_stopped_batch_leaves_whole_files_and_goes_on(
    number: signal.Signals, folder: Path, tmp_path: Path, troubled: None
) -> None:
    for each in range(6):
        book(folder / f"慢{each}.xlsx")
    out = tmp_path / "out"
    running = begin(folder, out, "--jobs", "2")
    wait_for(lambda: len(results(out)) >= 2)
    workers = children(running.pid)
    running.send_signal(number)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == (-9 if number == signal.SIGKILL else 128 + number)
    if number != signal.SIGKILL:
        assert errors.decode().startswith("已中断") and errors.decode().count("\n") == 1
    wait_for(lambda: not any(Path(f"/proc/{worker}/cmdline").exists() and alive(worker) for worker in workers))
    before = len(results(out))
    assert before < 6
    done = do(folder, out, resume=True)
    assert done.kept >= 1 and set(statuses(done).values()) == {"done"}
    assert len(results(out)) == 6 and half_written(out) == []
    for path in (out / "结果").rglob("*.xlsx"):
        assert zipfile.ZipFile(path).testzip() is None


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@POSIX
def test_links_lead_nowhere_and_results_are_never_read(folder: Path, tmp_path: Path) -> None:
    book(folder / "甲.xlsx")
    (folder / "圈").symlink_to(folder, target_is_directory=True)
    (folder / "甲的链接.xlsx").symlink_to(folder / "甲.xlsx")
    os.mkfifo(folder / "管道.xlsx")
    out = folder / "结果夹"
    done = do(folder, out)
    assert statuses(done) == {"甲.xlsx": "done"}
    reasons = {Path(one.shown).name: one.reason for one in done.aside}
    assert "链接" in reasons["圈"] and "链接" in reasons["甲的链接.xlsx"] and "管道" in reasons["管道.xlsx"]
    write_summary(done, out)
    assert len(do(folder, out, resume=True).files) == 1
    with pytest.raises(InputError, match="输出文件夹"):
        run_batch([out / "结果"], out, Plan(resume=True))


def test_equal_names_of_any_kind_have_results_of_their_own(folder: Path, tmp_path: Path) -> None:
    book(folder / "a.xlsx")
    book(folder / "A" / "a.xlsx")
    text = (
        ",".join(HEADINGS[:2])
        + ",参加工作时间,解除时间,月平均工资,补偿金额\n虚构甲厂,王三,2008-01-01,2011-09-28,3000,12000\n"
    )
    (folder / "a.csv").write_text(text, encoding="utf-8")
    book(folder / "a.csv.xlsx")
    other = tmp_path / "另" / folder.name
    book(other / "a.xlsx")
    out = tmp_path / "out"
    done = run_batch([folder, other, folder / "A"], out, Plan(jobs=2, today=DAY))
    assert [note["status"] for _, note in done.files] == ["done"] * 5
    assert sum(path.is_file() for path in (out / "结果").rglob("*")) == 5


@pytest.mark.parametrize("command", ["重算", "口径比较", "交付副本", "公示表", "清除标记"])
def test_commands_write_one_result_for_each_workbook(command: str, folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    shutil.copy(ROOT / "workbooks" / "samples" / "改制测算示例.xlsx", folder)
    done = do(folder, tmp_path / "out", command=command)
    ((_, note),) = done.files
    assert note["status"] == "done", note
    assert results(tmp_path / "out") == {f"改制测算示例-{command}.xlsx"}
    assert write_summary(done, tmp_path / "out")


def test_a_button_of_a_batch_judges_by_the_day_of_the_batch(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    book = openpyxl.Workbook()
    book.active.title = "信访台账"
    book.active.append(["编号", "登记时间", "信访人", "反映问题", "受理时间", "责任单位", "答复时间"])
    book.active.append(["1", "2011-11-20", "虚构甲", "虚构事项", "2011-11-21", "虚构局", None])
    book.save(folder / "信访.xlsx")
    do(folder, tmp_path / "out", command="信访督办")
    (place,) = (tmp_path / "out" / "结果").rglob("信访-信访督办.xlsx")
    made = openpyxl.load_workbook(place)
    said = {str(cell) for sheet in made for row in sheet.iter_rows(values_only=True) for cell in row}
    assert any(text.startswith("截至2011-12-01") for text in said)


@pytest.mark.parametrize("command", ["校验当前表", "解释选中单元格", "关于与诊断", "新建模板", "Run"])
def test_what_a_batch_cannot_do_is_refused_before_it_begins(command: str, folder: Path, tmp_path: Path) -> None:
    book(folder / "甲.xlsx")
    with pytest.raises(InputError, match="批处理不能做"):
        do(folder, tmp_path / "out", command=command)
    assert not (tmp_path / "out").exists()


def test_two_batches_do_not_share_a_folder(folder: Path, tmp_path: Path) -> None:
    book(folder / "甲.xlsx")
    out = tmp_path / "out"
    do(folder, out)
    holder = sqlite3.connect(out / NAME, isolation_level=None)
    holder.execute("begin exclusive")
    try:
        with pytest.raises(InputError, match="另一个批处理"):
            do(folder, out, resume=True)
    finally:
        holder.close()
    (out / NAME).write_bytes(b"no database" * 200)
    with pytest.raises(InputError, match="已损坏"):
        do(folder, out, resume=True)


def test_a_file_at_which_runs_ended_three_times_is_not_begun_again(folder: Path, tmp_path: Path) -> None:
    book(folder / "甲.xlsx")
    book(folder / "乙.xlsx")
    out = tmp_path / "out"
    do(folder, out)
    with sqlite3.connect(out / NAME) as rows:
        rows.execute("update files set status = 'running', tries = 3, hash = '' where shown like '%甲.xlsx'")
    rows.close()
    done = do(folder, out, resume=True)
    assert statuses(done) == {"乙.xlsx": "done", "甲.xlsx": "died"}


def test_the_command_line_says_what_it_cannot_use(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book(folder / "甲.xlsx")
    full = tmp_path / "满的"
    full.mkdir()
    (full / "别人的.txt").write_text("x")
    lines = {
        ("batch", str(folder)): "-o",
        ("batch", str(tmp_path / "没有"), "-o", str(tmp_path / "o")): "不是文件夹",
        ("batch", str(folder), "-o", str(full)): "不是空的",
        ("batch", str(full), "-o", str(tmp_path / "o")): "没有工作簿",
        ("batch", str(folder), "-o", str(tmp_path / "无" / "o")): "上级文件夹",
        ("batch", str(folder), "-o", str(tmp_path / "o"), "--memory", "1"): "--memory",
    }
    for line, said in lines.items():
        assert run_line(list(line)) == 2
        told = capsys.readouterr()
        assert said in told.err and told.err.count("\n") == 1 and not told.out
    assert run_line(["batch", str(folder), "-o", str(tmp_path / "o"), "--jobs", "1"]) in (0, 1)
    assert re.search(r"工作簿 1 本：已处理 1 本", capsys.readouterr().out)
