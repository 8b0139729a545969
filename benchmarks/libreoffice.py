"""Recalculation in a real Calc beside an echo add-in in Python, in one run: CPU seconds, wall seconds, ratios.

``python benchmarks/libreoffice.py [ROWS]``. CPU seconds are those of LibreOffice's process; wall seconds stand beside
them for what a user waits. The echo gives back what it is given: what it costs, every add-in in Python costs.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from xl_addin.hosts.libreoffice.extension.build import build_extension
from xl_addin.hosts.libreoffice.extension.declarations import XCU, localised
from xl_addin.hosts.libreoffice.installing import reach
from xl_addin.hosts.libreoffice.office import Office, add_extension

_KIND: Final = "application/vnd.sun.star"
_LISTED: Final = {
    "echo.idl": f"{_KIND}.uno-typelibrary;type=RDB",
    "echo.py": f"{_KIND}.uno-component;type=Python",
    "CalcAddIns.xcu": f"{_KIND}.configuration-data",
}
_ECHO: Final = {
    "echo.idl": """module org { module echo {
interface XEcho { any same([in] any value); sequence< sequence< any > > rows([in] sequence< sequence< any > > rows); };
service Echo : XEcho;
}; };
""",
    "echo.py": """import unohelper
from com.sun.star.lang import XServiceInfo
try:
    from org.echo import XEcho
except ImportError:
    class XEcho: pass
NAMES = ("org.echo.Echo", "com.sun.star.sheet.AddIn")
class Echo(unohelper.Base, XEcho, XServiceInfo):
    def __init__(self, context): pass
    def same(self, value): return value
    def rows(self, rows): return rows
    def getImplementationName(self): return NAMES[0]
    def supportsService(self, name): return name in NAMES
    def getSupportedServiceNames(self): return NAMES
g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Echo, NAMES[0], NAMES)
""",
    "CalcAddIns.xcu": XCU.format(
        name="CalcAddIns",
        package="Office",
        content='<node oor:name="AddInInfo"><node oor:name="org.echo.Echo" oor:op="replace">'
        '<node oor:name="AddInFunctions">'
        f'<node oor:name="same" oor:op="replace">{localised("DisplayName", "ECHO")}</node>'
        f'<node oor:name="rows" oor:op="replace">{localised("DisplayName", "ECHO_ROWS")}</node></node></node></node>',
    ),
    "description.xml": '<description xmlns="http://openoffice.org/extensions/description/2006">'
    '<identifier value="org.echo"/><version value="1"/></description>',
    "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in _LISTED.items()
    )
    + "</manifest:manifest>",
}
HEADINGS: Final = ("姓名", "参加工作时间", "解除时间", "月平均工资")
Seconds = tuple[float, float]


def echo_extension() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        for name, text in _ECHO.items():
            written.writestr(name, text)
    return stream.getvalue()


def cpu_seconds(office: Office) -> float:
    fields = Path(f"/proc/{office.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def measured(office: Office, act: Callable[[], object]) -> Seconds:
    cpu, wall = cpu_seconds(office), time.perf_counter()
    act()
    return cpu_seconds(office) - cpu, time.perf_counter() - wall


def shown(seconds: Seconds) -> str:
    return f"{seconds[0]:6.2f} CPU s {seconds[1]:6.2f} s"


def people(rows: int) -> list[tuple[str | float, ...]]:
    dice = random.Random(1)
    return [
        (
            dice.choice("王李张刘陈杨") + dice.choice("伟芳娜敏静丽强磊军洋") + dice.choice("一二三四五六七八九十"),
            float(27000 + dice.randrange(9000)),
            float(40000 + dice.randrange(800)),
            float(900 + dice.randrange(5000)),
        )
        for _ in range(rows)
    ]


def filled(office: Office, rows: int) -> tuple[Any, Any]:
    """A roster with its headings; an average stands apart."""
    document = office.open("private:factory/scalc")
    sheet = document.Sheets.getByIndex(0)
    sheet.getCellRangeByPosition(0, 0, 3, rows).setDataArray((HEADINGS, *people(rows)))
    sheet.getCellRangeByName("P1").setValue(2300)
    return document, sheet


def turns(office: Office, change: Callable[[int], None], count: int = 3) -> list[Seconds]:
    return [measured(office, lambda turn=turn: change(turn)) for turn in range(count)]  # type: ignore[misc]


def scalars(office: Office, rows: int, formula: str) -> list[Seconds]:
    """A filled-down column: what a new average costs, once it stands."""
    document, sheet = filled(office, rows)
    cells = sheet.getCellRangeByPosition(5, 1, 5, rows)
    document.enableAutomaticCalculation(False)
    cells.getCellByPosition(0, 0).setFormula(formula.format(2))
    cells.fillAuto(office.uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)
    first = measured(office, lambda: (document.calculateAll(), cells.getDataArray()))
    print(f"{formula.format(2):44s} filled down {shown(first)}", flush=True)
    document.enableAutomaticCalculation(True)
    average = sheet.getCellRangeByName("P1")
    found = turns(office, lambda turn: (average.setValue(2301 + turn), cells.getDataArray()))  # type: ignore[arg-type, return-value]
    document.close(True)
    return found


def table(office: Office, rows: int, formula: str, width: int) -> list[Seconds]:
    """One array formula over all rows: what a changed wage costs, once it stands."""
    document, sheet = filled(office, rows)
    area = sheet.getCellRangeByPosition(20, 0, 19 + width, rows)
    area.setArrayFormula(formula.format(rows + 1))
    last = area.getCellByPosition(0, rows)
    deadline = time.monotonic() + 60
    while last.getError() and time.monotonic() < deadline:  # it is bound as soon as Calc is idle
        time.sleep(0.2)
    wage = sheet.getCellRangeByName("D2")
    found = turns(office, lambda turn: (wage.setValue(2400 + turn), last.getString()), 4)[1:]  # type: ignore[arg-type, return-value]
    document.close(True)
    return found


def beside(name: str, ours: Sequence[Seconds], echo: Sequence[Seconds]) -> None:
    best, other = min(ours), min(echo)
    print(
        f"{name:44s} changed     {shown(best)}   echo {shown(other)}   ratio {best[0] / max(other[0], 0.01):.1f}",
        flush=True,
    )


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, content in (("soe.oxt", build_extension(reach())), ("echo.oxt", echo_extension())):
            (folder / title).write_bytes(content)
            with Office.started(folder / "profile") as office:
                add_extension(office, folder / title)
        with Office.started(folder / "profile") as office:
            echo = scalars(office, rows, "=ECHO(D{0}+$P$1)")
            for formula in ("=SOE_NOTICE_PAY(D{0}+$P$1)", "=SOE_SEVERANCE(B{0};C{0};D{0};;$P$1)"):
                beside(formula.format(2), scalars(office, rows, formula), echo)
            echo = table(office, rows, "=ECHO_ROWS(A1:H{})", 8)
            beside(f"SOE_SEVERANCE_TABLE of {rows} rows", table(office, rows, "=SOE_SEVERANCE_TABLE(A1:D{})", 8), echo)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
