"""Three hundred workbooks with a killed worker and four poisoned files; and the same work on a cluster."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import threading
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.batch.test_batch import DAY, LINUX, book, children, do, half_written, results, statuses
from xl_addin.hosts.batch import crew
from xl_addin.hosts.batch.isolation import Limits
from xl_addin.hosts.batch.job import Plan, run_batch
from xl_addin.hosts.batch.manifest import NAME
from xl_addin.values.errors import InputError

LIMITS = Limits(20.0, 2000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "收到的"


@pytest.fixture
def troubled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "trouble"
    place.mkdir()
    shutil.copy(Path(__file__).with_name("trouble.py"), place / "sitecustomize.py")
    monkeypatch.syspath_prepend(str(place))


def bomb(path: Path) -> Path:
    """A workbook of two megabytes whose sheet unpacks to two gigabytes."""
    source = book(path.with_name("原.xlsx"))
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in whole.namelist():
            if name.startswith("xl/worksheets/"):
                with made.open(name, "w", force_zip64=True) as stream:
                    stream.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">')
                    for _ in range(2000):
                        stream.write(b" " * 1_000_000)
                    stream.write(b"<sheetData/></worksheet>")
            else:
                made.writestr(name, whole.read(name))
    source.unlink()
    return path


def poisoned(folder: Path, count: int) -> list[str]:
    """So many good books and three that are not; the good ones' names."""
    first = book(folder / "企业000.xlsx")
    good = [first.name]
    for number in range(1, count):
        good.append(shutil.copy(first, folder / f"企业{number:03d}.xlsx").name)
    for name in ("企业050-挂起", "企业100-退出"):
        shutil.copy(first, folder / f"{name}.xlsx")
    bomb(folder / "企业150-炸弹.xlsx")
    return good


def kill_one_at(out: Path, count: int) -> threading.Thread:
    """Kill a worker as soon as there are so many results."""

    def kill() -> None:
        while len(results(out)) < count:
            time.sleep(0.05)
        os.kill(children(os.getpid())[0], signal.SIGKILL)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    return thread


@LINUX
@pytest.mark.long
def test_three_hundred_books_with_everything_that_can_happen(
    folder: Path, tmp_path: Path, troubled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = poisoned(folder, 297)
    out = tmp_path / "out"
    ended: Counter[str] = Counter()
    here = crew.work_here

    def counted(tasks: Any, *others: Any) -> Any:
        for key, note in here(tasks, *others):
            ended[key] += note is not None
            yield key, note

    monkeypatch.setattr("xl_addin.hosts.batch.job.work_here", counted)
    killer = kill_one_at(out, 120)
    done = do(folder, out, limits=LIMITS)
    killer.join()
    found = statuses(done)
    assert [name for name in good if found[name] != "done"] == []
    assert found["企业050-挂起.xlsx"] == "timeout" and found["企业100-退出.xlsx"] == "died"
    assert found["企业150-炸弹.xlsx"] in ("refused", "memory")
    assert len(ended) == 300 and set(ended.values()) == {1}
    assert results(out) == {f"{Path(name).stem}-校验.xlsx" for name in good} and half_written(out) == []
    with sqlite3.connect(out / NAME) as rows:  # as a run that ended after 200 of them
        rows.execute("delete from files where key in (select key from files order by key limit 100)")
    rows.close()
    ended.clear()
    again = do(folder, out, limits=LIMITS, resume=True)
    assert again.kept == 200 and len(ended) == 100 and statuses(again) == found


def test_a_cluster_that_is_not_there_is_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book(folder / "甲.xlsx")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match="pip install"):
        do(folder, tmp_path / "out", cluster="tcp://127.0.0.1:1")
    with pytest.raises(InputError, match="--password-file"):
        do(folder, tmp_path / "out", cluster="tcp://127.0.0.1:1", password="x")


@LINUX
@pytest.mark.long
def test_a_cluster_does_the_same(folder: Path, tmp_path: Path, troubled: None) -> None:
    distributed = pytest.importorskip("distributed")
    good = poisoned(folder, 57)
    out = tmp_path / "out"
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        victim = next(iter(cluster.workers.values())).process.pid

        def kill() -> None:
            while len(results(out)) < 15:
                time.sleep(0.05)
            os.kill(victim, signal.SIGKILL)

        threading.Thread(target=kill, daemon=True).start()
        plan = Plan(cluster=cluster.scheduler_address, today=DAY, limits=LIMITS)
        done = run_batch([folder], out, plan)
        found = statuses(done)
        assert [name for name in good if found[name] != "done"] == []
        assert found["企业050-挂起.xlsx"] == "timeout" and found["企业100-退出.xlsx"] == "died"
        assert found["企业150-炸弹.xlsx"] in ("refused", "memory")
        assert half_written(out) == []
        assert run_batch([folder], out, Plan(cluster=cluster.scheduler_address, resume=True, limits=LIMITS)).kept == 60
