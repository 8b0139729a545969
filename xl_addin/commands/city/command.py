"""全市进度表: where every enterprise of the workbook stands, on one page, as a new workbook.

The same page of many workbooks is made by ``xl-addin batch --panel`` (:mod:`xl_addin.hosts.batch.panel`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from xl_addin.commands.checking.examination import examine
from xl_addin.commands.city.rows import CityRow, city_rows
from xl_addin.commands.city.sheet import TITLE, city_sheet
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.model import NewBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.firm_names import alike_note
from xl_addin.tables.alike_firms import alike_firms
from xl_addin.values.errors import InputError
from xl_addin.values.money import yuan_text


def plan_city(book: CommandBook, context: CommandContext) -> BookPlan:
    """全市进度表 of the workbook; InputError where it names no enterprise of which anything is told."""
    rows = city_rows(book, examine(book, calls=book.recalculation).findings, context.sheet)
    if not any(row.name for row in rows):
        raise InputError(
            "工作簿里没有写明企业名称的表，列不出各企业的进度：请在程序核查表、进度表、花名册、测算表或台账里写上企业名称"
        )
    return BookPlan(city_book(rows, book.today, alike_notes(rows)), summary(rows), f"-{TITLE}")


def alike_notes(rows: Sequence[CityRow]) -> list[str]:
    """A sentence for each two rows that may be one enterprise."""
    return [alike_note(pair) for pair in alike_firms(enterprise_key(row.name) for row in rows)]


def city_book(rows: Sequence[CityRow], today: dt.date, notes: Sequence[str] = ()) -> NewBook:
    """The workbook of the page."""
    return NewBook(TITLE, [city_sheet(rows, today, notes)])


def summary(rows: Sequence[CityRow]) -> str:
    """What the page comes to, in a sentence."""
    firms = [row for row in rows if row.name]
    faulty, errors = sum(row.errors > 0 for row in firms), sum(row.errors for row in rows)
    parts = [f"{TITLE}：{len(firms)} 户企业"]
    if known := [row.owed for row in rows if row.owed is not None]:
        parts.append(f"尚未付职工 {yuan_text(sum(known))} 元（{sum(row.owed is not None for row in firms)} 户）")
    if any(row.overdue is not None for row in rows):
        parts.append(f"超期信访 {sum(row.overdue or 0 for row in rows)} 件")
    parts.append(f"{faulty} 户有错误，共 {errors} 处" if errors else "没有错误")
    if alike := alike_notes(rows):
        parts.append(alike[0] + (f"（等{len(alike)}处）" if len(alike) > 1 else ""))
    if lacking := sum(bool(row.lacking) for row in firms):
        parts.append(f"{lacking} 户资料不全，空格不是零，原因见表下")
    return "；".join(parts)
