"""SOE_PROCEDURE_CHECK: the procedure checks of a sheet as a spilled list, a row per fault (P-10).

Takes either layout, a step per row or an enterprise per row, told apart by headings. The judgement is that of the
checks; this module only reads the range and says which step and enterprise a finding is about.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xl_addin.policy.profiles import Policy
from xl_addin.tables.grid import BookGrid, SheetGrid, parse_address
from xl_addin.tables.ranges import as_rows
from xl_addin.values.errors import InputError

if TYPE_CHECKING:
    from xl_addin.tables.sheet_table import SheetTable
    from xl_addin.values.findings import Finding

HEADINGS: Final = ("企业名称", "级别", "步骤", "说明", "依据")
_STEP: Final = re.compile(r"_(D\d\d)$")
_ADDRESS: Final = re.compile(r"，[A-Z]{1,3}[1-9]\d*(?=）)|（[A-Z]{1,3}[1-9]\d*）")


def procedure_check(policy: Policy, steps: object) -> list[list[str]]:
    """List the faults of a procedure or progress sheet; no fault gives the headings alone, an untouched one a line.

    Raises InputError (``#VALUE!``) where the range has no heading row of either layout.

    >>> sheet = [["企业名称", "职代会时间", "应到", "实到", "同意"], ["甲厂", "2010-05-01", 120, 79, 70]]
    >>> from xl_addin.policy.profiles import shipped_policy
    >>> [row[:3] for row in procedure_check(shipped_policy(), sheet)]
    [['企业名称', '级别', '步骤'], ['甲厂', '错误', 'D12']]
    """
    # The checks load the law of the procedure; other functions need not wait for that.
    from xl_addin.checks.registry import PROCEDURE_KINDS, PROCEDURE_SUITE
    from xl_addin.checks.run import inspect_book
    from xl_addin.sheets.book import SheetBook
    from xl_addin.sheets.untouched import is_untouched

    book = SheetBook(BookGrid(Path(), [SheetGrid("程序核查", "", as_rows(steps))]), dt.date.today(), policy)
    result = inspect_book(book, PROCEDURE_SUITE)
    tables = [table for table in result.tables if table.kind in PROCEDURE_KINDS]
    if not tables:
        raise InputError(
            "没有找到程序核查表的表头：一步一行的表要有“步骤”“完成日期”“责任单位”等栏，一企一行的表要有“企业名称”“职代会时间”“批复文号”等栏"
        )
    blank = (table for table in tables if len(table) and is_untouched(table, book))
    rows = [[table.enterprise, "未校验", "", "尚未填写：各步骤的日期、文号都没有填", ""] for table in blank]
    rows += [_row(finding, tables) for finding in result.findings]
    return [list(HEADINGS), *rows]


def _row(finding: Finding, tables: list[SheetTable]) -> list[str]:
    from xl_addin.sheets.steps import enterprise_names

    table, record, role = _place(finding.cell, tables)
    named = _STEP.search(finding.code)
    names = enterprise_names(table)
    enterprise = names[record] if record is not None else next(iter(dict.fromkeys(names)), table.enterprise)
    step = named[1] if named else _step(table, record, role)
    # A range does not know where it stands on its sheet: addresses inside the message would be of another cell.
    message = _ADDRESS.sub("", finding.message)
    return [enterprise, finding.severity.label, step, message, finding.citation]


def _place(cell: str | None, tables: list[SheetTable]) -> tuple[SheetTable, int | None, str]:
    """The table, record and column of a finding; a heading belongs to no record."""
    if cell is None:
        return tables[0], None, ""
    row, col = parse_address(cell)
    for table in tables:
        if table.header.first_row <= row <= table.last_row:
            record = table.record_at(row)
            role = next((role for role, place in table.header.columns.items() if place == col), "")
            return table, record, role
    return tables[0], None, ""


def _step(table: SheetTable, record: int | None, role: str) -> str:
    from xl_addin.policy.procedure import recognise_steps
    from xl_addin.sheets.steps import PROGRESS_STEPS
    from xl_addin.tables.cleaning import clean_text

    if table.kind == "progress":
        return PROGRESS_STEPS.get(role, "")
    if record is None:
        return ""
    found = recognise_steps(clean_text(table.column("step")[record]), clean_text(table.column("step_id")[record]))
    return found[0] if found else ""
