"""``xl-addin build`` on the command line: the add-in file, statuses and one line for what cannot be."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from tests.cli.typed import Run, typed
from xl_addin.hosts.excel.addin import build_addin


def run(folder: Path, *arguments: str) -> Run:
    return typed("build", *arguments, cwd=folder)


def test_the_add_in_is_written_beside_and_its_hash_is_said(tmp_path: Path) -> None:
    result = run(tmp_path, "xlam")
    content = (tmp_path / "xl_addin.xlam").read_bytes()
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"已写出：xl_addin.xlam（{len(content):,} 字节）",
        f"SHA-256：{hashlib.sha256(content).hexdigest()}",
    ]
    assert content == build_addin()
    assert [path.name for path in tmp_path.iterdir()] == ["xl_addin.xlam"]


def test_an_older_add_in_at_the_chosen_place_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "测算.xlam"
    target.write_bytes(b"older")
    assert run(tmp_path, "xlam", "-o", str(target)).returncode == 0
    assert zipfile.is_zipfile(target)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("xlam", "-o", "a.xlsm"), "要以 .xlam 结尾"),
        (("xlam", "-o", "没有/a.xlam"), "不存在"),
        (("bundle", "-o", "a.tar"), "要以 .zip 结尾"),
        (("word",), "没有 word 这个命令"),
    ],
)
def test_what_cannot_be_built_is_refused_in_one_line_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    result = run(tmp_path, *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_help_tells_in_chinese_what_can_be_built(tmp_path: Path) -> None:
    text = run(tmp_path, "--help").stdout
    assert "xlam" in text
    assert "bundle" in text
    assert "生成离线安装包" in text
