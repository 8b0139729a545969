"""Everything that is wrong with a workbook: the checks, its 政策 sheets, and the cells of our functions.

The one place that puts the three together, so that a button, ``run`` and ``check`` say the same. Which cells of ours
failed is for the recalculation to say: it has computed them. Texts of the checks stand with the checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from xl_addin.checks.registry import CHECKS, FILE_REPAIRED
from xl_addin.checks.run import CheckResult, inspect_book
from xl_addin.checks.spec import Check
from xl_addin.commands.checking.causes import with_causes
from xl_addin.commands.checking.validity import validity_findings
from xl_addin.commands.spec import CommandBook
from xl_addin.files.acceptance import repair_kinds
from xl_addin.formulas.recalculation import Recalculation
from xl_addin.policy.procedure_limits import limit_settings, read_setting
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.policy_sheet import WIDTH, policy_sheets
from xl_addin.sheets.readings import SheetReading, sheet_readings
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.grid import BookGrid, SheetGrid, address, parse_address
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.findings import Finding, FindingTable, Severity
from xl_addin.values.persons import mask_text

_NOTHING: Final = Recalculation()
_SHOWN: Final = 3


def examine(book: SheetBook, checks: Sequence[Check] = CHECKS, calls: Recalculation = _NOTHING) -> CheckResult:
    """Check a workbook whose cells of ours hold their results; it is judged by its own 政策 sheet.

    >>> import datetime as dt
    >>> from pathlib import Path
    >>> sheet = SheetGrid("政策", "", [["profile", "SEG2008"], ["fraction", "half"]])
    >>> found = examine(SheetBook(BookGrid(Path("a.xlsx"), [sheet]), dt.date(2011, 9, 28))).findings
    >>> [(finding.code, finding.cell) for finding in found]
    [('POLICY_SHEET', 'A2:B2')]
    """
    result = _without_echoes(inspect_book(book, checks), calls, {sheet.name for sheet in policy_sheets(book.grid)})
    result.findings.extend(_repair_findings(book.grid))
    result.findings.extend(calls.own)
    faulty = _faulty_policies(book)
    sheets_of = {fault: name for name, fault in faulty.items()}
    result.findings.extend(_call_findings(calls, sheets_of))
    result.findings.not_checked += _kept_from(calls, sheets_of)
    result.findings.extend(_policy_findings(book, faulty))
    if checks is CHECKS:
        result.findings.extend(validity_findings(book))
    return with_causes(result, book, calls, checks)


class StrangeBook(InputError):
    """A workbook with nothing of ours; ``readings`` say of each sheet what it lacks."""

    def __init__(self, message: str, readings: list[SheetReading]) -> None:
        super().__init__(message)
        self.readings = readings


def refuse_strange_book(book: CommandBook) -> None:
    """Refuse a book with nothing of ours: no sheet of a known kind, and no formula that calls us (L-01)."""
    calls = book.recalculation
    if book.tables or calls.calls or calls.misspelt or any(policy_sheets(book.grid)):
        return
    readings = book.gather(sheet_readings)
    unknown = [reading for reading in readings if reading.kind is None]
    said = "；".join(f"“{reading.sheet}”{reading.why}" for reading in unknown[:_SHOWN]) or "没有内容"
    nothing = f"{book.grid.path.name} 里没有可识别的表，也没有本插件的函数，没有校验"
    raise StrangeBook(f"{nothing}：{said}；可识别的表和可用的表头见手册“可用的表头”", readings)


def _without_echoes(result: CheckResult, calls: Recalculation, policy_names: set[str]) -> CheckResult:
    """Drop what is said better elsewhere: error cells of ours, and 政策 sheets as unrecognised."""
    ours = {(sheet, cell) for sheet, cell, _ in calls.errors}
    kept = FindingTable(f for f in result.findings if f.code != "CELL_ERROR" or (f.sheet, f.cell) not in ours)
    unknown = tuple(f"工作表“{name}”：表头未识别" for name in policy_names)
    kept.not_checked = [line for line in result.findings.not_checked if not line.startswith(unknown or ("\0",))]
    return replace(result, findings=kept)


def _repair_findings(grid: BookGrid) -> Iterator[Finding]:
    """What is odd in the file itself, although it was read."""
    for repair in grid.repairs:
        kind = repair_kinds()[repair.kind]
        cell = address(*repair.first) if repair.first else None
        detail = {"sheet": repair.sheet, "count": repair.count, "first": cell}
        code = f"{FILE_REPAIRED}_{repair.kind.upper()}"
        message = mask_text(kind.message.format(**detail))
        yield Finding(code, Severity.NOTICE, repair.sheet, cell, "", "", message, kind.remedy, "")


def _faulty_policies(book: SheetBook) -> dict[str, str]:
    """The 政策 sheets that cannot be used, and why."""
    own = book.stated
    faults = {one.name: own.fault if one.name == own.sheet else _fault(one) for one in policy_sheets(book.grid)}
    return {name: fault for name, fault in faults.items() if fault}


def _kept_from(calls: Recalculation, faults: Mapping[str, str]) -> list[str]:
    """How many cells of each sheet a faulty 政策 sheet keeps from being computed: one fault, said at that sheet."""
    counts = Counter((sheet, faults[error.message]) for sheet, _, error in calls.errors if error.message in faults)
    return [
        f"工作表“{sheet}”：因工作表“{policy}”的错误，{count}个单元格不能计算，改正后再查"
        for (sheet, policy), count in counts.items()
    ]


def _call_findings(calls: Recalculation, policy_faults: Container[str] = ()) -> Iterator[Finding]:
    said = {(finding.sheet, finding.cell) for finding in calls.own}
    for (sheet, _, _), cells in _by_cause(calls, policy_faults).items():
        (cell, error), *others = cells
        same = f"（{'、'.join(other for other, _ in others)}相同）" if others else ""
        message = f"函数不能给出数值：{mask_text(error.message)}{same}"
        remedy = "按提示改正引用的单元格，再重算"
        yield Finding("FUNCTION_ERROR", Severity.ERROR, sheet, cell, error.code, "", message, remedy, "")
    for sheet, cell, name, meant in calls.misspelt:
        remedy = f"把公式中的 {name} 改为 {meant}"
        message = f"没有名为“{name}”的函数，是否想写“{meant}”？本单元格没有改动"
        yield Finding("FUNCTION_MISSPELT", Severity.ERROR, sheet, cell, name, meant, message, remedy, "")
    for sheet, cell, reason in calls.unresolved:
        if (sheet, cell) not in said:
            message = f"不能在此重算，已清空旧值，打开文件时由表格软件重算：{reason}"
            remedy = "用表格软件打开，重算后保存，再校验一次"
            yield Finding("LEFT_TO_HOST", Severity.NOTICE, sheet, cell, "", "", message, remedy, "")


def _by_cause(
    calls: Recalculation, policy_faults: Container[str]
) -> dict[tuple[str, int, str], list[tuple[str, CellError]]]:
    """The failing cells of each row by their message; what a 政策 sheet is at fault for is said once, at that sheet."""
    found: dict[tuple[str, int, str], list[tuple[str, CellError]]] = {}
    for sheet, cell, error in calls.errors:
        if error.message not in policy_faults:
            found.setdefault((sheet, parse_address(cell)[0], error.message), []).append((cell, error))
    return found


def _policy_findings(book: SheetBook, faulty: Mapping[str, str]) -> Iterator[Finding]:
    for sheet in policy_sheets(book.grid):
        if fault := faulty.get(sheet.name):
            row = _faulty_row(sheet)
            cell = f"{address(row, 1)}:{address(row, 2)}" if row else None
            remedy = "改正政策表后重新运行；改正前按默认口径校验"
            remedy = remedy if sheet.name == book.stated.sheet else "改正这张政策表，引用它的公式才能计算"
            yield Finding("POLICY_SHEET", Severity.ERROR, sheet.name, cell, "", "", fault, remedy, "")
        yield from _setting_findings(sheet)


def _fault(sheet: SheetGrid) -> str:
    """Why a 政策 sheet that is not the book's own cannot be used, '' if it can."""
    try:
        read_policy([row[:WIDTH] for row in sheet.rows])
    except InputError as error:
        return error.message
    return ""


def _faulty_row(sheet: SheetGrid) -> int:
    """The row with which a 政策 sheet becomes unusable; 0 if it is not one row that does it."""
    rows = [row[:WIDTH] for row in sheet.rows]

    def usable(count: int) -> bool:
        try:
            read_policy(rows[:count] or None)
        except InputError:
            return False
        return True

    sound, faulty = 0, len(rows)
    while faulty - sound > 1:
        middle = (sound + faulty) // 2
        if usable(middle):
            sound = middle
        else:
            faulty = middle
    return faulty if sheet.rows and not usable(faulty) else 0


def _setting_findings(sheet: SheetGrid) -> Iterator[Finding]:
    """Rows of an office's own limits whose figure cannot be used, or is bound to days or a place."""
    for row, line in enumerate(sheet.rows, start=1):
        cells = (line + [None] * WIDTH)[:WIDTH]
        shipped = limit_settings().get(clean_text(cells[0]))
        if shipped is None:
            continue
        try:
            if not is_blank(cells[1]):
                read_setting(shipped, clean_text(cells[1]))
        except InputError as error:
            message = f"{error.message}；本次按{shipped.text}校验"
            yield _setting_fault(sheet, address(row, 2), clean_text(cells[1]), shipped.text, message)
        for col, value in enumerate(cells[2:5], start=3):
            if not is_blank(value):
                message = f"“{shipped.setting}”不分日期和地区，此格不起作用"
                yield _setting_fault(sheet, address(row, col), clean_text(value), "", message)


def _setting_fault(sheet: SheetGrid, cell: str, observed: str, expected: str, message: str) -> Finding:
    remedy = "在“值”一栏只填一个整数；删去起、止、地区"
    return Finding("POLICY_LIMIT", Severity.ERROR, sheet.name, cell, observed, expected, message, remedy, "")
