"""Words: one for the user of this computer, or a private file of names and words; never shown when refused."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from xl_addin.hosts.service.office.words import OWN, new_word, own_word, read_words
from xl_addin.values.errors import InputError

GOOD = "Ab3_" * 4 + "xyz-0123" * 2
OTHER = "Zz9-" * 4 + "mnop_456" * 2


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_the_word_of_this_user_stays_the_same_and_is_private(tmp_path: Path) -> None:
    word = own_word(tmp_path)
    assert len(word) == 43
    assert own_word(tmp_path) == word
    if sys.platform != "win32":
        assert (tmp_path / OWN).stat().st_mode & 0o777 == 0o600
    (tmp_path / OWN).write_text('{"word": "short"}')
    assert own_word(tmp_path) not in (word, "short")


def test_a_file_has_a_user_a_line(tmp_path: Path) -> None:
    text = f"\ufeff# 办公室\n\n张三 {GOOD}\n国资委 李四   {OTHER}\n"
    assert read_words(written(tmp_path / "w", text)) == {GOOD: "张三", OTHER: "国资委 李四"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "1 到"),
        ("# 张三", "1 到"),
        (f"张三{GOOD}", "第 1 行"),
        (f"张三 {GOOD}\n李四 {GOOD[:31]}", "第 2 行的口令太短"),
        (f"张三 {'a' * 40}", "第 1 行的口令太短或太简单"),
        (f"张三 {GOOD}!", "第 1 行"),
        (f"张三 {GOOD}\n李四 {GOOD}", "第 2 行的名字或口令与前面的重复"),
        (f"张三 {GOOD}\n\n张三 {OTHER}", "第 3 行的名字或口令与前面的重复"),
        (f"{'名' * 41} {GOOD}", "最多 40 个字"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused_by_line_without_its_words(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(InputError, match=reason) as refused:
        read_words(written(tmp_path / "w", text))
    assert GOOD[:31] not in refused.value.message
    assert "aaaa" not in refused.value.message


def test_what_is_no_file_of_words_is_refused_in_one_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(InputError):
            read_words(path)
    path = written(tmp_path / "gb", "")
    path.write_bytes(f"张三 {GOOD}".encode("gb18030"))
    with pytest.raises(InputError, match="UTF-8"):
        read_words(path)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "w", f"张三 {GOOD}")
    for mode in (0o604, 0o640):
        path.chmod(mode)
        with pytest.raises(InputError, match="chmod 600"):
            read_words(path)


def test_words_are_made_one_after_the_other_into_a_private_file(tmp_path: Path) -> None:
    path = written(tmp_path / "w", "# 综合科\n")
    first, second = new_word(path, "张三"), new_word(path, " 李四 ")
    assert read_words(path) == {first: "张三", second: "李四"}
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(path.read_bytes().rstrip(b"\n"))  # as some editors leave it
    (tmp_path / "new").touch(mode=0o600)
    assert read_words(tmp_path / "w") and new_word(tmp_path / "new", "张三")
    third = new_word(path, "王五")
    assert read_words(path) == {first: "张三", second: "李四", third: "王五"}
    with pytest.raises(InputError, match="已有“张三”"):
        new_word(path, "张三")
    for name in ("", "#1", "名" * 41, "a\nb"):
        with pytest.raises(InputError):
            new_word(path, name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "w"
    os.mkfifo(path, 0o600)
    for use in (read_words, lambda pipe: new_word(pipe, "张三")):
        with pytest.raises(InputError, match="普通的文本文件"):
            use(path)
