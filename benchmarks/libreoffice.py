"""Recalculation in a real Calc beside an echo add-in of the same shape, in one run: CPU seconds and ratios.

``python benchmarks/libreoffice.py [ROWS]``. CPU seconds are those of LibreOffice's process; wall seconds stand beside
them for what a user waits.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xl_addin.hosts.libreoffice.extension.build import build_extension
from xl_addin.hosts.libreoffice.installing import reach
from xl_addin.hosts.libreoffice.office import Office, add_extension

ECHO = "SOE_NOTICE_PAY"
"""The function with the least to compute: what is left is the way from the cell to Python and back."""


def cpu_seconds(office: Office) -> float:
    fields = Path(f"/proc/{office.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def measured(office: Office, act: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = cpu_seconds(office), time.perf_counter()
    act()
    return cpu_seconds(office) - cpu, time.perf_counter() - wall


def shown(seconds: tuple[float, float]) -> str:
    return f"{seconds[0]:.2f} CPU s, {seconds[1]:.2f} s"


def filled(office: Office, rows: int) -> tuple[Any, Any]:
    """A roster: dates, wage, averages; the policy stands apart."""
    dice = random.Random(1)
    document = office.open("private:factory/scalc")
    sheet = document.Sheets.getByIndex(0)
    data = tuple(
        (float(27000 + dice.randrange(9000)), float(40000 + dice.randrange(800)), float(900 + dice.randrange(5000)))
        for _ in range(rows)
    )
    sheet.getCellRangeByPosition(0, 0, 2, rows - 1).setDataArray(data)
    sheet.getCellRangeByName("J1").setValue(2300)
    return document, sheet


def scalar(office: Office, document: Any, sheet: Any, rows: int, formula: str, change: Callable[[int], None]) -> None:
    """Print what setting, recalculating with a new average, and once more cost."""
    cells = sheet.getCellRangeByPosition(4, 0, 4, rows - 1)
    cells.setFormulaArray(tuple((formula.format(row + 1),) for row in range(rows)))
    print(f"{formula.format(1):70s} first   ", shown(measured(office, cells.getDataArray)))
    for turn in (1, 2):

        def again(turn: int = turn) -> None:
            change(turn)
            cells.getDataArray()

        print(f"{'':70s} changed ", shown(measured(office, again)))


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "soe.oxt"
        path.write_bytes(build_extension(reach()))
        with Office.started(folder / "profile") as office:
            add_extension(office, path)
        with Office.started(folder / "profile") as office:
            for formula, cell in (
                ("=SOE_NOTICE_PAY(C{0}+$J$1)", "J1"),
                ("=SOE_SEVERANCE(A{0};B{0};C{0};;$J$1)", "J1"),
            ):
                document, sheet = filled(office, rows)
                target = sheet.getCellRangeByName(cell)
                scalar(office, document, sheet, rows, formula, lambda turn, at=target: at.setValue(2300 + turn))
                document.close(True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
