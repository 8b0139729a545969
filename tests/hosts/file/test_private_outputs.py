"""What is made of a workbook that only its owner can read is no more open: copies, new books, of any format."""

from __future__ import annotations

import datetime as dt
import os
import stat
import sys
from pathlib import Path

import pytest

from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.spec import Wish
from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.building.workbook import write_book
from xl_addin.hosts.file.buttons import press
from xl_addin.hosts.file.job import run_file

NOW = dt.datetime(2011, 10, 8, 9, 0)
ROWS = [
    ["序号", "单位", "姓名", "参加工作时间", "解除时间", "月平均工资", "补偿金额"],
    [1, "甲厂", "张三", "1985-07-01", "2011-09-28", 1600, 42400],
]


@pytest.fixture(autouse=True)
def _usual_mask() -> None:
    os.umask(0o022)


def _source(tmp_path: Path, suffix: str) -> Path:
    path = tmp_path / f"源{suffix}"
    if suffix == ".csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in ROWS), encoding="utf-8")
    else:
        write_book(path, NewBook("表", [NewSheet("花名册", [[NewCell(v) for v in row] for row in ROWS], [9.0] * 7)]))
    path.chmod(0o600)
    return path


def _rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_made_of_a_private_workbook_is_private(tmp_path: Path, suffix: str) -> None:
    source = _source(tmp_path, suffix)
    run_file(source, tmp_path / "校验.xlsx", NOW)
    press(BY_NAME["公示表"], source, tmp_path / "公示.xlsx", Wish(), NOW)
    assert [_rights(tmp_path / name) for name in ("校验.xlsx", "公示.xlsx")] == [0o600, 0o600]
