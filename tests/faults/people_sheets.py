"""Writes a ``people_generator`` case as sheets, and tells where each cell came to stand.

Titles, units, headings, dates and rows of sums take the form that the case's style says. Sums always follow the typed
figures above them, so that only their own faults are found there. Knows nothing of the checks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.faults.people_generator import ENTERPRISES, LAYOUTS, MONEY, MONTHLY, SUMMED, Case, Person, facts, month_day
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address


@dataclass
class Rendered:
    """A workbook and where each cell stands: (sheet, order or label, role) to an address."""

    book: BookGrid
    names: dict[str, str]
    places: dict[tuple[str, int | str, str], str]

    def place(self, sheet: str, row: int | str, role: str) -> tuple[str, str]:
        """Sheet name and address."""
        return self.names[sheet], self.places[sheet, row, role]


def render(case: Case) -> Rendered:
    """Write the case down."""
    style = case.style
    done = Rendered(BookGrid(Path("虚构.xlsx"), []), style.names, {})
    for sheet in LAYOUTS:
        people = case.retired if sheet == "reserve" else case.people
        people = [person for person in people if (sheet, person.order) not in case.absent]
        _write(case, done, sheet, people)
    if case.extra_roster:
        names = {**style.names, "extra": "另一册"}
        done.names = names
        rows = [["填报单位：虚构化肥厂"], ["姓名", "身份证号", "参加工作时间", "性别"]]
        for person in case.extra_roster:
            rows.append([person.name, person.id_number, person.start, "男" if person.man else "女"])
            done.places["extra", person.order, "id"] = f"B{len(rows)}"
        done.book.sheets.append(SheetGrid("另一册", "", [list(row) for row in rows]))
    return done


def _write(case: Case, done: Rendered, sheet: str, people: list[Person]) -> None:
    style = case.style
    columns = [role for role in style.columns[sheet] if (sheet, role) not in case.dropped]
    if sheet == "arrears" and style.period_text:
        columns[columns.index("arrears_from")] = "period"
        columns.remove("arrears_to")
    wan = style.wan and sheet == "severance"
    rows: list[list[CellValue]] = []
    if style.titles or "enterprise" not in columns or wan or case.title_unit:
        rows.append([{"roster": "职工花名册", "severance": "经济补偿金测算表"}.get(sheet, "社会保险费测算表")])
        unit = (case.title_unit if sheet == "severance" else "") or ("万元" if wan else "元")
        owner = "" if "enterprise" in columns else "填报单位：示例市企改办"
        rows.append([owner or None, "单位：" + unit if sheet != "roster" else None])
    rows += _headings(case, done, sheet, columns, len(rows) + 1, wan)
    blocks = [[p for p in people if p.enterprise == name] for name in ENTERPRISES]
    blocks = [block for block in blocks if block] if style.blocks else [people]
    totals = style.top_sum and sheet != "roster"
    if totals:
        rows.append(_sum_line(case, done, sheet, columns, style.grand, people, len(rows) + 1, wan))
    for block in blocks:
        for person in block:
            rows.append(_line(case, done, sheet, columns, person, len(rows) + 1, wan))
        if style.blocks and not totals and sheet != "roster":
            label = "小　计" if block is blocks[0] else "小计"
            rows.append(_sum_line(case, done, sheet, columns, label, block, len(rows) + 1, wan))
    if not totals and (sheet != "roster" or style.titles):
        rows.append(_sum_line(case, done, sheet, columns, style.grand, people, len(rows) + 1, wan))
    rows.append(["注：1.本表人员全部虚构"])
    done.book.sheets.append(SheetGrid(style.names[sheet], "", rows))


TWO_LEVELS = {
    "unit_rate": ("缴费比例", "单位"),
    "person_rate": ("缴费比例", "个人"),
    "unit_arrears": ("欠缴金额", "单位"),
    "person_arrears": ("欠缴金额", "个人"),
    "wage": ("月平均工资", "本人前12个月"),
    "enterprise_wage": ("月平均工资", "本企业"),
}


def _headings(case: Case, done: Rendered, sheet: str, columns: list[str], row: int, wan: bool) -> list[list[CellValue]]:
    """One row of headings, or two where some of them stand under a group heading."""
    upper: list[CellValue] = []
    lower: list[CellValue] = []
    two = case.style.two_levels and any(role in TWO_LEVELS for role in columns)
    for col, role in enumerate(columns, start=1):
        text = _heading(case, sheet, role, wan)
        top, below = TWO_LEVELS.get(role, (text, None)) if two else (text, None)
        upper.append(top)
        lower.append(below + text[len(case.style.headings[sheet, role]) :] if below else None)
        done.places[sheet, "head", role] = address(row + 1 if below else row, col)
    return [upper, lower] if two else [upper]


def _heading(case: Case, sheet: str, role: str, wan: bool) -> str:
    text = case.style.headings[sheet, role]
    stated = case.title_unit if sheet == "severance" else ""
    if wan and role in MONTHLY:
        return text + "（元/月）"
    if role in MONEY and not wan and not stated and case.style.titles:
        return text + "(元)"
    return text


def typed(case: Case, sheet: str, person: Person, role: str, wan: bool) -> CellValue | Decimal:
    """What a cell shows before dates and money take their form; totals follow the typed parts."""
    shown = (sheet, person.order, role)
    if shown in case.shown:
        return case.shown[shown]
    parts = {"total": ("amount", "other"), "row_sum": ("unit_arrears", "person_arrears", "late_fee")}.get(role)
    if parts:
        values = [typed(case, sheet, person, part, wan) for part in parts]
        return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
    value = facts(person).get(role)
    return value / 10_000 if wan and isinstance(value, Decimal) and role in MONEY - MONTHLY else value


def _line(
    case: Case, done: Rendered, sheet: str, columns: list[str], person: Person, row: int, wan: bool
) -> list[CellValue]:
    line: list[CellValue] = []
    for col, role in enumerate(columns, start=1):
        done.places[sheet, person.order, role] = address(row, col)
        value = person.order + 1 if role == "seq" else typed(case, sheet, person, role, wan)
        if role == "period" and value is None:
            first, last = (month_day(number) for number in person.arrears)
            value = f"{first:%Y.%m}-{last:%Y.%m}"
        elif isinstance(value, dt.date) and (sheet, person.order, role) not in case.shown:
            form = "month" if role.startswith("arrears") else case.style.dates[sheet, role]
            value = _dated(value, "date" if role.endswith("_date") else form)
        line.append(float(value) if isinstance(value, Decimal) else value)
    return line


def _dated(day: dt.date, form: str) -> CellValue:
    return {
        "date": day,
        "iso": f"{day:%Y-%m-%d}",
        "digits8": int(f"{day:%Y%m%d}"),
        "serial": (day - dt.date(1899, 12, 30)).days,
        "dots": f"{day.year}.{day.month}.{day.day}",
        "month": f"{day:%Y.%m}",
        "chinese": f"{day.year}年{day.month}月",
        "digits6": f"{day:%Y%m}",
    }[form]


def _sum_line(
    case: Case, done: Rendered, sheet: str, columns: list[str], label: str, people: list[Person], row: int, wan: bool
) -> list[CellValue]:
    line: list[CellValue] = [None] * len(columns)
    line[0] = label
    for col, role in enumerate(columns, start=1):
        if role not in SUMMED[sheet]:
            continue
        done.places[sheet, label, role] = address(row, col)
        values = [typed(case, sheet, person, role, wan) for person in people]
        total = sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
        change = case.sums.get((sheet, label, role))
        line[col - 1] = change(total) if change else float(total)
    return line
