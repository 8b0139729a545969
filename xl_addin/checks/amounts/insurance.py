"""Checks of the 养老/医疗 sheet: months of a period, months × base × rate, reserves, arrears before work.

Only arithmetic over the typed figures is judged: the rates themselves wait for the office's own
table (C2 27, 28). Arrears are rounded once, to the fen (I-05).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.date_cells import cell_fault
from xl_addin.checks.spec import Check, CheckFunction, Fault
from xl_addin.sheets.arrears import insurance_parts
from xl_addin.sheets.arrears_period import arrears_period
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import UNKNOWN, days, numbers, service_start, spans_of
from xl_addin.sheets.numbers import NumberColumn, agrees, in_unit, plain_fen
from xl_addin.sheets.persons import Place, names, severance_places, start_elsewhere
from xl_addin.sheets.units import scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import month_number, to_date
from xl_addin.values.findings import Severity
from xl_addin.values.money import MICRO, decimal_text
from xl_addin.values.persons import mask_text

INSURED: Final = frozenset({"arrears", "severance"})
"""Kinds of sheet that may list arrears; of severance sheets only the columns under an insurance are judged."""
_PAYERS: Final = {"unit": "单位", "person": "个人"}


def in_parts(run: CheckFunction) -> CheckFunction:
    """Judge each insurance of a sheet, where its columns repeat; else the sheet."""

    def judge(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
        for part in book.derive(insurance_parts, table):
            yield from run(part, book)

    return judge


def period_order(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every period of arrears that ends before it begins."""
    if table.has("arrears_from") and table.has("arrears_to"):
        start, end = book.derive(arrears_period, table)
        both = start.known & end.known
        reversed_months = month_number(np.where(both, end.last, 0)) < month_number(np.where(both, start.first, 0))
        for i in np.flatnonzero(both & reversed_months).tolist():
            yield cell_fault(table, "arrears_to", i, "", {"start": table.cell("arrears_from", i)})
    yield from reversed_periods(table, book)


def reversed_periods(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every period in one cell (2005.12-2003.01) that ends before it begins; two columns are judged with the dates."""
    if not table.has("arrears_period") or (table.has("arrears_from") and table.has("arrears_to")):
        return
    first, last = book.derive(arrears_period, table)
    both = first.known & last.known
    late = month_number(np.where(both, last.last, 0)) < month_number(np.where(both, first.first, 0))
    for i in np.flatnonzero(both & late).tolist():
        cell = table.cell("arrears_period", i)
        yield Fault(cell, mask_text(clean_text(table.column("arrears_period")[i])), "", {"start": cell})


def months_of_periods(table: SheetTable, book: SheetBook) -> NDArray[np.int64]:
    """Months of each row's period, both ends counted (I-04); 0 where none can be read, or it runs backwards."""
    first, last = book.derive(arrears_period, table)
    both = first.known & last.known
    count = month_number(np.where(both, last.last, 0)) - month_number(np.where(both, first.first, 0)) + 1
    return np.where(both & (count > 0), count, 0).astype(np.int64)


def wrong_month_counts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every typed number of months that the period does not have; both end months count (I-04)."""
    if not table.has("month_count"):
        return
    typed = book.derive(numbers, table, "month_count")
    count = book.derive(months_of_periods, table)
    wrong = (count > 0) & typed.known & (typed.micro != count * MICRO)
    for i in np.flatnonzero(wrong).tolist():
        shown = mask_text(clean_text(table.column("month_count")[i]))
        yield Fault(table.cell("month_count", i), shown, str(count[i]), {"right": int(count[i])})


def wrong_arrears(payer: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every typed amount of arrears that is not months × base × rate.

    Where the typed months are not those of the period, that is one fault of its own: an amount by either is passed
    over, and one by neither is told what it is by the period.
    """
    role, roles = f"{payer}_arrears", ("month_count", "contribution_base", f"{payer}_rate")
    if not table.has(role) or not all(map(table.has, roles)):
        return
    count, base, rate, amount = (book.derive(numbers, table, each) for each in (*roles, role))
    base_factor, factor = scale(table, book, "contribution_base").actual, scale(table, book, role).actual
    real = book.derive(months_of_periods, table) * MICRO
    known = (count.known | (real > 0)) & base.known & rate.known & amount.known
    for i in np.flatnonzero(known).tolist():
        months = [int(each[i]) for each, usable in ((real, real > 0), (count.micro, count.known)) if usable[i]]
        unit, share = int(base.micro[i]) * base_factor, int(rate.micro[i])
        products = [fen(each * unit * share, MICRO**3) for each in months]
        if any(agrees(int(amount.micro[i]), product, factor) for product in products):
            continue
        shown = [decimal_text(part, MICRO) for part in (months[0], unit, share)]
        how = f"{shown[0]}个月×{shown[1]}元×{shown[2]}"
        yield from judge_amount(table, book, role, i, products[0], {"how": how, "payer": _PAYERS[payer]})


def wrong_reserves(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every typed reserve that is not years × annual standard."""
    roles = ("reserve_years", "annual_standard")
    if not table.has("amount") or not all(map(table.has, roles)):
        return
    years, standard = (book.derive(numbers, table, role) for role in roles)
    factor = scale(table, book, "annual_standard").actual
    for i in np.flatnonzero(years.known & standard.known).tolist():
        parts = int(years.micro[i]), int(standard.micro[i]) * factor
        how = "年×".join(decimal_text(part, MICRO) for part in parts) + "元"
        yield from judge_amount(table, book, "amount", i, fen(parts[0] * parts[1], MICRO**2), {"how": how})


def fen(product: int, unit: int) -> int:
    """Round a product to fen, half-up (away from zero)."""
    magnitude = (2 * abs(product) * 100 + unit) // (2 * unit)
    return magnitude if product >= 0 else -magnitude


def judge_amount(
    table: SheetTable, book: SheetBook, role: str, record: int, right: int, detail: dict[str, object]
) -> Iterator[Fault]:
    """The fault of a typed amount that is not the right one (fen)."""
    typed: NumberColumn = book.derive(numbers, table, role)
    factor = scale(table, book, role).actual
    if typed.known[record] and not agrees(int(typed.micro[record]), right, factor):
        shown = mask_text(clean_text(table.column(role)[record]))
        yield Fault(table.cell(role, record), shown, in_unit(right, factor), {**detail, "right": plain_fen(right)})


def arrears_before_start(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every period of arrears that begins before the person's start of work (B-16)."""
    role, column = (
        "arrears_from" if table.has("arrears_from") else "arrears_period",
        book.derive(arrears_period, table)[0],
    )
    if not table.has(role) or not column.known.any():
        return
    starts = book.derive(start_elsewhere, table)
    for i in np.flatnonzero(column.known).tolist():
        start, place = starts[i]
        if start != UNKNOWN and _month(int(column.last[i])) < _month(start):
            where = f"（工作表“{place.table.sheet}”）" if place else ""
            shown = mask_text(clean_text(table.column(role)[i]))
            yield Fault(table.cell(role, i), shown, "", {"start": to_date(start).isoformat(), "where": where})


def arrears_after_end(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every period of arrears that goes on after the month in which the person's contract ended (B-16)."""
    role = "arrears_to" if table.has("arrears_to") else "arrears_period"
    column = book.derive(arrears_period, table)[1]
    if not table.has(role) or not column.known.any():
        return
    ends = book.derive(_ends, table)
    for i in np.flatnonzero(column.known).tolist():
        end, where = ends[i]
        if end != UNKNOWN and _month(int(column.first[i])) > _month(end):
            shown = mask_text(clean_text(table.column(role)[i]))
            latest = f"不晚于{to_date(end).isoformat()[:7]}"
            yield Fault(table.cell(role, i), shown, latest, {"end": to_date(end).isoformat(), "where": where})


def _ends(table: SheetTable, book: SheetBook) -> list[tuple[int, str]]:
    """The last day on which each person's contract can have ended, by the row itself or else a severance sheet."""
    places = book.derive(severance_places, table)
    found = []
    for i in range(len(table)):
        day, where = _end_of(table, book, i), table.cell("end", i) if table.has("end") else ""
        place = places[i]
        if day == UNKNOWN and place is not None and _same_person(table, book, i, place):
            day = _end_of(place.table, book, place.record)
            where = f"工作表“{place.table.sheet}”{place.table.cell('end', place.record)}"
        found.append((day, where))
    return found


def _same_person(table: SheetTable, book: SheetBook, record: int, place: Place) -> bool:
    """Tell that a number that a sheet with 解除时间 shares is one person's."""
    if not place.table.has("end") or place.table is table:
        return False
    return book.derive(names, table)[record] == book.derive(names, place.table)[place.record]


def _end_of(table: SheetTable, book: SheetBook, record: int) -> int:
    """When a person's contract ended; as for most others of the list where that is later."""
    spans = spans_of(table, book, record) if record in table.further else []
    day = spans[-1][1] if spans else int(book.derive(days, table, "end").last[record])
    begun = int(book.derive(service_start, table).first[record])
    if day == UNKNOWN or begun > day:  # an end before the start is a fault of its own
        return UNKNOWN
    return max(day, book.derive(_usual_end, table))


def _usual_end(table: SheetTable, book: SheetBook) -> int:
    """The day on which most contracts of a list end, UNKNOWN if there is none."""
    ends = book.derive(days, table, "end")
    values, counts = np.unique(ends.last[ends.known], return_counts=True)
    return int(values[np.argmax(counts)]) if len(values) and 2 * int(counts.max()) > int(counts.sum()) > 2 else UNKNOWN


def _month(day: int) -> tuple[int, int]:
    date = to_date(day)
    return date.year, date.month


INSURANCE_CHECKS: Final = (
    Check(
        code="ARREARS_MONTHS",
        title="欠费月数不符",
        severity=Severity.ERROR,
        kinds=INSURED,
        message="起止年月之间（含首尾两月）应为{right}个月",
        remedy="核对起止年月，改正月数，再重算欠费金额",
        citation="欠费按月计算，首尾两月计入",
        run=in_parts(wrong_month_counts),
    ),
    Check(
        code="ARREARS_UNIT_WRONG",
        title="单位欠缴金额不符",
        severity=Severity.ERROR,
        kinds=INSURED,
        message="单位欠缴应为{right}元：{how}",
        remedy="核对月数、基数、比例；输入无误的，改为应有金额",
        citation="欠费=月数×缴费基数×比例",
        run=in_parts(partial(wrong_arrears, "unit")),
    ),
    Check(
        code="ARREARS_PERSON_WRONG",
        title="个人欠缴金额不符",
        severity=Severity.ERROR,
        kinds=INSURED,
        message="个人欠缴应为{right}元：{how}",
        remedy="核对月数、基数、比例；输入无误的，改为应有金额",
        citation="欠费=月数×缴费基数×比例",
        run=in_parts(partial(wrong_arrears, "person")),
    ),
    Check(
        code="RESERVE_WRONG",
        title="医疗预留金额不符",
        severity=Severity.ERROR,
        kinds=INSURED,
        message="预留金额应为{right}元：{how}",
        remedy="核对预留年限和年标准；输入无误的，改为应有金额",
        citation="预留金额=预留年限×年标准",
        run=in_parts(wrong_reserves),
    ),
    Check(
        code="ARREARS_BEFORE_START",
        title="欠费期早于参加工作",
        severity=Severity.NOTICE,
        kinds=INSURED,
        message="欠费起始早于参加工作时间{start}{where}，补缴期间应在劳动关系存续期内",
        remedy="核对参加工作时间和欠费清单",
        citation="人社部发〔2016〕132号（待核对）",
        run=in_parts(arrears_before_start),
    ),
    Check(
        code="ARREARS_AFTER_END",
        title="欠费期晚于解除时间",
        severity=Severity.ERROR,
        kinds=INSURED,
        message="欠费止月晚于解除时间{end}（{where}），解除劳动合同后单位不再缴费",
        remedy="核对解除时间和欠费清单，改正止月，再重算欠费金额",
        citation="人社部发〔2016〕132号（待核对）",
        run=in_parts(arrears_after_end),
        blocks="欠费止月晚于解除时间，欠费金额未校验",
    ),
)
