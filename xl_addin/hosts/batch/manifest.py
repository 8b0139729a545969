"""What a batch has done so far: one row a file, written as soon as the file is done, so that a stopped run goes on.

SQLite, held by one batch at a time. Keeps hashes, counts, sums, codes and reasons with ID numbers masked; no path that
would lead to a person. A row holds for the file's content, the program, its policy data, the command and its options:
when one of them changes, the file is worked on anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import xl_addin.policy
from xl_addin.hosts.batch.isolation import DIED, ENDED_BY_US, Limits, Note
from xl_addin.hosts.batch.manifest_check import RUNNING, is_new, is_sound, statements
from xl_addin.values.errors import InputError
from xl_addin.values.persons import mask_text
from xl_addin.values.shown_texts import one_line
from xl_addin.version import __version__

NAME: Final = "批处理记录.sqlite"
_MOST_BROKEN_OFF: Final = 3
"""Runs that ended while they were at a file: it is not begun again."""
_BROKEN_OFF: Final = f"已有 {_MOST_BROKEN_OFF} 次处理到它时整个批处理中断，已单独隔离，请检查文件或报给维护人员"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a row holds for, beside the content of the file; ``command`` holds all options that change the result."""

    command: str
    program: str
    policy: str

    @classmethod
    def now(cls, options: Mapping[str, object]) -> Terms:
        """The terms of this program with these options."""
        return cls(json.dumps(options, ensure_ascii=False, sort_keys=True), __version__, policy_fingerprint())


class Manifest:
    """The rows of one batch; to be used as a context. Raises InputError where the file cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        if self.path.is_symlink() or (self.path.exists() and not self.path.is_file()):
            raise InputError(f"“{self.path}”是链接、文件夹或管道，不是批处理记录，请换一个输出文件夹")
        is_made = not self.path.exists()
        try:
            self._rows = sqlite3.connect(self.path, timeout=2.0, isolation_level=None)
            self._open()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise InputError(f"另一个批处理正在使用“{folder}”，请等它结束，或换一个输出文件夹") from None
            if is_made:
                self._take_back()
            raise InputError(f"不能建立或打开“{self.path}”，请检查权限和磁盘空间") from None
        except sqlite3.DatabaseError:
            raise self._damaged() from None

    def _open(self) -> None:
        """Hold the file, and make the tables of a new one; InputError for a file that is not as we write it."""
        self._rows.execute("pragma locking_mode = exclusive")
        self._rows.execute("begin exclusive")
        if is_new(self._rows):
            for statement in statements():
                self._rows.execute(statement)
        elif not is_sound(self._rows):
            self._rows.close()
            raise self._damaged()
        self._rows.execute("commit")

    def _take_back(self) -> None:
        """Remove what was begun of a new file."""
        with suppress(AttributeError, sqlite3.Error):
            self._rows.close()
        for path in (self.path, self.path.with_name(f"{NAME}-journal")):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _damaged(self) -> InputError:
        return InputError(f"“{self.path}”已损坏，或不是本程序写的批处理记录，不能接着做，请换一个输出文件夹")

    def __enter__(self) -> Manifest:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()

    def option(self, name: str, value: str) -> str:
        """What an option was when the batch was begun; ``value`` if this is the beginning."""
        self._do("insert or ignore into options values (?, ?)", (name, value))
        return str(self._do("select value from options where name = ?", (name,)).fetchone()[0])

    def begin(self, key: str, shown: str, terms: Terms, limits: Limits) -> None:
        """Note that a file is being worked on; whoever finds that afterwards knows that it was broken off."""
        row = self._do("select status, tries from files where key = ?", (key,)).fetchone()
        tries = row[1] + 1 if row is not None and row[0] == RUNNING else 1
        self._put(key, shown, "", terms, RUNNING, tries, limits, {})

    def finish(self, key: str, shown: str, terms: Terms, limits: Limits, note: Note) -> None:
        """Note what became of a file."""
        kept = {name: value for name, value in note.items() if name not in ("status", "hash")}
        self._put(key, shown, note.get("hash", ""), terms, note["status"], 0, limits, kept)

    def broken_off(self, key: str) -> Note | None:
        """What is noted of a file at which one run after the other has ended."""
        row = self._do("select status, tries from files where key = ?", (key,)).fetchone()
        if row is None or row[0] != RUNNING or row[1] < _MOST_BROKEN_OFF:
            return None
        return {"status": DIED, "reason": _BROKEN_OFF}

    def note(self, key: str, terms: Terms, limits: Limits) -> Note | None:
        """What is noted of a file, if it was worked on by these terms to its end; the caller compares the hash."""
        columns = "hash, program, policy, command, status, seconds, megabytes, note"
        row = self._do(f"select {columns} from files where key = ?", (key,)).fetchone()
        if row is None or row[4] == RUNNING or not row[0]:
            return None
        if Terms(row[3], row[1], row[2]) != terms:
            return None
        if row[4] in ENDED_BY_US and (limits.seconds > row[5] or limits.megabytes > row[6]):
            return None
        return {**_plain_texts(json.loads(row[7])), "status": row[4], "hash": row[0]}

    def _put(
        self, key: str, shown: str, digest: str, terms: Terms, status: str, tries: int, limits: Limits, note: Note
    ) -> None:
        told = json.dumps(note, ensure_ascii=False)
        row = (
            *(key, shown, digest, terms.program, terms.policy, terms.command),
            *(status, tries, limits.seconds, limits.megabytes, told),
        )
        self._do(f"insert or replace into files values ({', '.join('?' * len(row))})", row)

    def _do(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        try:
            return self._rows.execute(statement, values)
        except sqlite3.Error:
            raise InputError(
                f"不能写入“{self.path}”，请检查磁盘空间；已做完的文件都有记录，可加 --resume 接着做"
            ) from None


def _plain_texts(note: Any) -> Any:
    """What a note says, with ID numbers masked and steering signs written out, whoever wrote it."""
    if isinstance(note, dict):
        return {name: _plain_texts(value) for name, value in note.items()}
    if isinstance(note, list):
        return [_plain_texts(value) for value in note]
    return mask_text(one_line(note)) if isinstance(note, str) else note


@cache
def policy_fingerprint() -> str:
    """Twelve letters for all policy data that ship with this program."""
    digest = hashlib.sha256()
    folder = Path(xl_addin.policy.__file__).parent
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
