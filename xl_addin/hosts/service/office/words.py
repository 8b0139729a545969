"""Words (口令) of those who come from Excel 365: one for the user of this computer, or a file with one for each user.

A word is never part of an error, an address or a log; lines of a file are named by their number.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
from pathlib import Path
from typing import Final

from xl_addin.hosts.service.places import read_private, write_private
from xl_addin.values.errors import InputError

OWN: Final = "office-word.json"
USER: Final = "本机"
"""The one user of a word that was made here."""
_WORD: Final = re.compile(r"[A-Za-z0-9_-]{32,200}")
_LEAST_SIGNS: Final = 8
"""Different ones: 32 times the same letter is guessed."""
_LONGEST_NAME: Final = 40
_LONGEST: Final = 1_000_000
_MOST: Final = 2_000


def own_word(place: Path) -> str:
    """The word of this user: made once, the same from start to start. InputError if it cannot be written."""
    found = read_private(place / OWN).get("word")
    if isinstance(found, str) and _is_good(found):
        return found
    word = secrets.token_urlsafe(32)
    try:
        write_private(place / OWN, {"word": word})
    except OSError as error:
        raise InputError(f"不能写入口令文件（{error.strerror}），请检查用户目录的权限和磁盘空间") from None
    return word


def read_words(path: Path) -> dict[str, str]:
    """Words of a file with their users' names. InputError with the line that cannot be used."""
    words = _words(_text(path))
    if not words or len(words) > _MOST:
        raise InputError(f"口令文件里要有 1 到 {_MOST:,} 个用户，每人一行“名字 口令”")
    return words


def _words(text: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, word = line.strip().rpartition(" ")
        name = name.strip()
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise InputError(f"口令文件第 {number} 行要写成“名字 口令”，中间空一格，名字最多 {_LONGEST_NAME} 个字")
        if not _is_good(word):
            raise InputError(
                f"口令文件第 {number} 行的口令太短或太简单：要至少 32 个字母、数字、_ 或 -，"
                "请用 xl-addin serve --new-word 名字 --words 文件 生成"
            )
        if name in words.values() or word in words:
            raise InputError(f"口令文件第 {number} 行的名字或口令与前面的重复，请每人一行、各用各的口令")
        words[word] = name
    return words


def new_word(path: Path, name: str) -> str:
    """Make a word for one more user and write it behind the others; the file is made if it is missing."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable() or name.startswith("#"):
        raise InputError(f"名字要有 1 到 {_LONGEST_NAME} 个字，不能以 # 开头")
    if path.exists() and name in _words(_text(path)).values():
        raise InputError(f"口令文件里已有“{name}”；要换口令，请先删去那一行")
    word = secrets.token_urlsafe(32)
    try:
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(number, "r+b") as file:
            content = file.read()
            file.write((b"" if content.endswith(b"\n") or not content else b"\n") + f"{name} {word}\n".encode())
    except OSError as error:
        raise InputError(f"不能写入口令文件“{path.name}”（{error.strerror}），请检查路径和权限") from None
    return word


def _text(path: Path) -> str:
    """What a file says that only its owner can read."""
    try:
        with open(path, "rb", opener=_at_once) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > _LONGEST:
                raise InputError(f"“{path.name}”不是口令文件：要是一个普通的文本文件")
            if sys.platform != "win32" and found.st_mode & 0o077:
                raise InputError(f"口令文件“{path.name}”别的用户也能读，请先运行 chmod 600 {path.name}")
            return file.read(_LONGEST).decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"口令文件“{path.name}”不能读取（{error.strerror}），请检查路径和权限") from None
    except UnicodeDecodeError:
        raise InputError(f"口令文件“{path.name}”要用 UTF-8 编码保存") from None


def _at_once(path: str, flags: int) -> int:
    """Opens a pipe too without waiting for somebody to write into it; what it is, is seen then."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _is_good(word: str) -> bool:
    return _WORD.fullmatch(word) is not None and len(set(word)) >= _LEAST_SIGNS
