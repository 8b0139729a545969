"""Read a foreign file in a child process with limits of memory and time; its death is a refusal."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from threading import Event, Timer
from typing import IO, Final

from xl_addin.files.acceptance import file_kinds, refused
from xl_addin.files.children import own_module, started, system_folder
from xl_addin.files.foreign.child import REFUSED
from xl_addin.files.foreign.sheets import ForeignSheet, loaded
from xl_addin.tables.grid import BookGrid, FormulaCell, Repair, SheetGrid
from xl_addin.values.errors import InputError
from xl_addin.values.stages import READING, tell

_SECONDS: Final = 120
_SAVE_AS: Final = "请用 Excel、WPS 或 LibreOffice 打开后另存为 .xlsx 再试"
MAX_BYTES: Final = 200_000_000


class Unreadable(InputError):
    """The reader died or stopped on a file that another program may be able to read."""


def read_foreign(path: Path, kind: str) -> BookGrid:
    """Read a workbook of another format as stored values; InputError with one Chinese line if it cannot be used."""
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"“{path.name}”超过 {MAX_BYTES // 10**6} MB，已拒绝读取，请拆分后再试")
    sheets = _sheets(path, kind)
    if not sheets:
        raise InputError(f"“{path.name}”里没有工作表，请核对文件")
    return BookGrid(
        path,
        [_grid(sheet) for sheet in sheets],
        repairs=tuple(repair for sheet in sheets for repair in _repairs(sheet)),
    )


def _grid(sheet: ForeignSheet) -> SheetGrid:
    grid = SheetGrid(sheet.name, "", sheet.rows, {}, sheet.merged, sheet.state, may_hide_rows=False)
    for row, col in sheet.formulas:
        value = grid.value(row, col)
        grid.formulas[row, col] = FormulaCell(row, col, "", "unread", None, value, True)
    return grid


def decrypt(path: Path, password: str | None, copy: Path) -> bool:
    """Write a copy without its password and tell whether that was possible; with None tell whether there is one."""
    try:
        with _child(path, ["decrypt", str(path.absolute()), str(copy)], password or "") as (_, status):
            return status() == 0
    except Unreadable:
        if password is None:
            return False  # its reader says what is wrong with it
        raise


def _sheets(path: Path, kind: str) -> list[ForeignSheet]:
    tell(READING)
    try:
        with _child(path, [kind, str(path.absolute())]) as (lines, status):
            first = next(lines, b"")
            sheets = loaded(chain([first], lines)) if first.startswith((b"{", b"[")) else []
            ended = status()
            if ended == REFUSED and not sheets:
                raise _refusal(path, first.decode("utf-8", "replace"))
            if ended:
                raise ValueError
            return sheets
    except InputError:
        raise
    except (ValueError, KeyError, TypeError, IndexError):
        title = file_kinds()[kind].title
        raise Unreadable(f"“{path.name}”按{title}不能读出，可能已损坏或过大，{_SAVE_AS}") from None


@contextmanager
def _child(path: Path, arguments: list[str], said: str = "") -> Iterator[tuple[IO[bytes], Callable[[], int]]]:
    """What the child writes, line by line, and what gives its exit status; Unreadable if it takes too long."""
    command, environment = own_module("xl_addin.files.foreign.child", *arguments)
    late = Event()
    try:
        with started(command, system_folder(), subprocess.PIPE, environment) as child:
            assert child.stdin and child.stdout

            def end() -> None:
                late.set()
                child.kill()

            timer = Timer(_SECONDS, end)
            timer.start()
            try:
                with suppress(BrokenPipeError):
                    child.stdin.write(said.encode("utf-8"))
                    child.stdin.close()
                yield child.stdout, child.wait
            finally:
                timer.cancel()
                if late.is_set():
                    raise Unreadable(f"“{path.name}”超过 {_SECONDS} 秒没有读完，已停止，{_SAVE_AS}") from None
    except OSError as error:
        raise InputError(f"不能启动读取“{path.name}”的程序（{error.strerror}），{_SAVE_AS}") from None


def _refusal(path: Path, said: str) -> InputError:
    """The refusal that the child asked for: a kind of file, or a Chinese line; anything else is damage."""
    if said in file_kinds() and file_kinds()[said].refusal:
        return refused(said, path.name)
    if any("一" <= letter <= "鿿" for letter in said):
        return InputError(f"“{path.name}”：{said}")
    return refused("broken", path.name)


def _repairs(sheet: ForeignSheet) -> list[Repair]:
    found = [Repair(kind, sheet.name, places[0], len(places)) for kind, places in sheet.odd.items() if places]
    if sheet.formulas:
        found.append(Repair("values_only", sheet.name, sheet.formulas[0], len(sheet.formulas)))
    return found
