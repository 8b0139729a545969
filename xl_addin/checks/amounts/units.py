"""Checks of units and numbers: a stated unit that the numbers contradict, one row in another unit, odd texts.

A false unit is one fault of the sheet; its rows are then judged in the unit that they are truly typed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import is_plain_one
from xl_addin.sheets.pending import is_pending, pending_rows
from xl_addin.sheets.scales import MONTHLY, NAMES, monthly_scale, odd_wages
from xl_addin.sheets.units import PAID, scale
from xl_addin.tables.cleaning import clean_number, clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.repeated_groups import base_role
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.findings import Severity
from xl_addin.values.shown_texts import mask_beginning

_NUMERIC: Final = frozenset({"money", "number", "percent"})
_SHOWN: Final = 5


def false_units(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """One fault for a title that states a false unit, and one for each heading that does."""
    said = False
    for role in (spec.role for spec in table.specs() if spec.type == "money"):
        one = scale(table, book, role)
        if not one.refuted or (one.from_title and said):
            continue
        said = said or one.from_title
        stated, actual = NAMES[one.declared], NAMES[one.actual]
        where = "表头" if not one.from_title or table.unit else "没有注明单位时"
        detail = {"where": "标题" if one.from_title and table.unit else where, "stated": stated, "actual": actual}
        detail["name"] = table.label(role)
        yield Fault(table.header_cell(role), f"单位：{stated}", f"单位：{actual}", detail)


def rows_in_other_unit(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every wage typed in another unit than the rest of its column."""
    for role in table.header.columns:
        if base_role(role) in MONTHLY:
            for i, right in book.derive(odd_wages, table, role).items():
                shown = clean_text(table.column(role)[i])
                expected = f"{right:.2f}".rstrip("0").rstrip(".")
                unit = NAMES[book.derive(monthly_scale, table, role).actual]
                detail = {"name": table.label(role), "right": expected, "unit": unit}
                yield Fault(table.cell(role, i), shown, expected, detail)


def unreadable_numbers(rates: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every text in a column of numbers that is no number; for ``rates``, every rate outside 0–100 %."""
    if not rates and (waiting := book.derive(pending_rows, table)):
        shown = "、".join(list(waiting.values())[:_SHOWN])
        more = f"等{len(waiting)}处" if len(waiting) > _SHOWN else ""
        book.not_checked.append(f"工作表“{table.sheet}”{shown}{more}：金额待核，该行未校验")
    for spec in table.specs():
        if spec.type not in _NUMERIC or (rates and spec.type != "percent"):
            continue
        column = book.derive(numbers, table, spec.role)
        if (column.known | column.blank).all():
            continue
        for i in np.flatnonzero(~column.known & ~column.blank).tolist():
            value = table.column(spec.role)[i]
            if isinstance(value, CellError) or is_empty(value) or (rates and is_plain_one(value)) or is_pending(value):
                continue
            if _is_number(value) == rates:
                shown = mask_beginning(clean_text(value))
                yield Fault(table.cell(spec.role, i), shown, "", {"name": table.label(spec.role), "text": shown})


def rates_of_one(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every rate of exactly 1 in a column whose heading does not say % (L-03)."""
    for spec in table.specs():
        if spec.type == "percent":
            unknown = ~book.derive(numbers, table, spec.role).known
            for i in np.flatnonzero(unknown).tolist():
                if is_plain_one(table.column(spec.role)[i]):
                    yield Fault(table.cell(spec.role, i), "1", "", {"name": table.label(spec.role)})


def _is_number(value: object) -> bool:
    try:
        clean_number(value, "")
    except InputError:
        return False
    return True


UNIT_CHECKS: Final = (
    Check(
        code="UNIT_FALSE",
        title="金额单位与数值不符",
        severity=Severity.ERROR,
        kinds=PAID,
        message="{where}单位为{stated}，但“{name}”等栏的数值是按{actual}填写的",
        remedy="把单位改为“单位：{actual}”，或把全表数值换算",
        citation="一张表只用一个金额单位",
        run=false_units,
    ),
    Check(
        code="UNIT_OF_ROW",
        title="本行单位与全栏不同",
        severity=Severity.ERROR,
        kinds=PAID,
        message="“{name}”的单位与全栏不同（万元与元相差一万倍），全栏单位是{unit}，应为{right}",
        remedy="把此数换算为与全栏相同的单位",
        citation="一张表只用一个金额单位",
        run=rows_in_other_unit,
        blocks="工资单位不符，金额未校验",
    ),
    Check(
        code="NUMBER_UNREADABLE",
        title="不是数字",
        severity=Severity.ERROR,
        kinds=PAID,
        message="“{name}”应填数字，现为“{text}”",
        remedy="改为数字；没有的留空",
        citation="不能识别的数字不参与计算",
        run=partial(unreadable_numbers, False),
        blocks="数字不能识别，该行的金额未校验",
    ),
    Check(
        code="RATE_OUT_OF_RANGE",
        title="缴费比例超出范围",
        severity=Severity.ERROR,
        kinds=frozenset({"arrears"}),
        message="“{name}”应在0到100%之间，现为{text}",
        remedy="按当地社保文件填写比例，如 20% 或 0.2",
        citation="缴费比例为0—100%",
        run=partial(unreadable_numbers, True),
        blocks="比例超出范围，欠费金额未校验",
    ),
    Check(
        code="RATE_ONE",
        title="缴费比例填的是 1",
        severity=Severity.ERROR,
        kinds=frozenset({"arrears", "severance"}),
        message="“{name}”填的是1：是1%还是100%，无法判断",
        remedy="按当地社保文件核对，写成 1% 或 100%；全栏都是百分数的，也可以在表头写明“(%)”",
        citation="1以内的数按比例读，大于1的数按百分数读，正好是1的要问",
        run=rates_of_one,
        blocks="比例是1%还是100%没有写明，欠费金额未校验",
    ),
)
