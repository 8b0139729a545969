"""Checks of arrears where rates are not typed payer by payer: a rate for both, or none at all.

Without a rate only this is certain: nobody owes more than months × base. What comes to no usual rate is asked about,
never called wrong (C2 27): a rate of whole tenths of a percent, or what the rates of the policy come to, is usual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.amounts.insurance import INSURED, fen, in_parts, months_of_periods
from xl_addin.checks.spec import Check, Fault
from xl_addin.rules.insurance.contributions import arrears, steady
from xl_addin.sheets.arrears import insurance_named
from xl_addin.sheets.arrears_period import arrears_period
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import agrees, in_unit, plain_fen, read_rates, to_fen
from xl_addin.sheets.units import scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import month_number
from xl_addin.values.findings import Severity
from xl_addin.values.money import MICRO, Int64, decimal_text
from xl_addin.values.persons import mask_text

_PAYERS: Final = ("unit", "person")
_NAMES: Final = {"unit": "单位欠缴", "person": "个人欠缴"}
_TWO_RATES: Final = re.compile(r"(?:单位|企业)?(\d+(?:\.\d+)?)%?[+＋、和](?:个人|职工)?(\d+(?:\.\d+)?)%?")
_STEP: Final = MICRO // 1000
"""Rates are laid down in tenths of a percent."""
_ENOUGH: Final = 3
"""From so many rows on, amounts most of which come to no usual rate are computed in another way."""


def _months(table: SheetTable, book: SheetBook) -> Int64:
    """Months of each row in micro units: those of the period, else those typed; 0 where neither is known."""
    real = book.derive(months_of_periods, table) * MICRO
    if not table.has("month_count"):
        return real
    typed = book.derive(numbers, table, "month_count")
    return np.where(real > 0, real, np.where(typed.known & (typed.micro > 0), typed.micro, 0))


def _whole_bases(table: SheetTable, book: SheetBook) -> list[int]:
    """Months × base of each row in micro yuan × MICRO; 0 where one of them is not known."""
    if not table.has("contribution_base"):
        return [0] * len(table)
    base = book.derive(numbers, table, "contribution_base")
    factor = scale(table, book, "contribution_base").actual
    usable = base.known & (base.micro > 0)
    pairs = zip(_months(table, book).tolist(), np.where(usable, base.micro, 0).tolist(), strict=True)
    return [months * micro * factor for months, micro in pairs]


def _typed_fen(table: SheetTable, book: SheetBook, role: str) -> list[int | None]:
    column = book.derive(numbers, table, role)
    amounts = to_fen(column.micro, scale(table, book, role).actual).tolist()
    return [amount if known else None for amount, known in zip(amounts, column.known.tolist(), strict=True)]


def above_bases(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every share that is more than months × base, where no rate is typed that says so."""
    whole = book.derive(_whole_bases, table)
    for payer in _PAYERS:
        role = f"{payer}_arrears"
        if not table.has(role) or table.has(f"{payer}_rate"):
            continue
        for i, amount in enumerate(_typed_fen(table, book, role)):
            most = fen(whole[i], MICRO**2)
            if whole[i] and amount is not None and amount > most:
                shown = mask_text(clean_text(table.column(role)[i]))
                limit = in_unit(most, scale(table, book, role).actual)
                yield Fault(
                    table.cell(role, i), shown, f"不超过{limit}", {"payer": _NAMES[payer], "most": plain_fen(most)}
                )


def unusual_shares(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every share that no usual rate of months × base comes to, where no rate is typed."""
    whole = book.derive(_whole_bases, table)
    for payer in _PAYERS:
        role = f"{payer}_arrears"
        if not table.has(role) or table.has(f"{payer}_rate") or table.has("rate"):
            continue
        factor = scale(table, book, role).actual
        typed, lawful = _typed_fen(table, book, role), _lawful(payer, table, book)
        micro = book.derive(numbers, table, role).micro.tolist()
        judged = [i for i, one in enumerate(typed) if one is not None and whole[i] and one <= fen(whole[i], MICRO**2)]
        odd = [i for i in judged if not _usual(micro[i], whole[i], lawful[i], factor)]
        if len(judged) >= _ENOUGH and len(odd) * 2 > len(judged):
            book.not_checked.append(
                f"工作表“{table.sheet}”：“{table.label(role)}”没有比例栏，多数行不等于月数×缴费基数×整比例，未复算"
            )
            continue
        for i in odd:
            amount = typed[i] or 0
            share = decimal_text(round(amount * MICRO**2 * 10**6 / whole[i]), 10**6)
            right = f"，按现有费率应为{plain_fen(lawful[i] or 0)}元" if lawful[i] is not None else ""
            detail = {"payer": _NAMES[payer], "share": share, "right": right}
            yield Fault(table.cell(role, i), mask_text(clean_text(table.column(role)[i])), "", detail)


def _usual(micro: int, whole: int, lawful: int | None, factor: int) -> bool:
    """Tell an amount that is a lawful one, or whole tenths of a percent of months × base."""
    if lawful is not None and agrees(micro, lawful, factor):
        return True
    steps = round(micro * factor * MICRO * MICRO / (whole * _STEP))
    return any(agrees(micro, fen(whole * near * _STEP, MICRO**3), factor) for near in (steps - 1, steps, steps + 1))


def _lawful(payer: str, table: SheetTable, book: SheetBook) -> list[int | None]:
    """What the rates of the policy come to for each row's period and base; None where that cannot be said."""
    found: list[int | None] = [None] * len(table)
    insurance = insurance_named(table)
    first, last = book.derive(arrears_period, table)
    known = first.known & last.known & (book.derive(months_of_periods, table) > 0)
    if not insurance or not table.has("contribution_base"):
        return found
    base = book.derive(numbers, table, "contribution_base")
    rows: NDArray[np.int64] = np.flatnonzero(known & base.known & (base.micro > 0))
    if not len(rows):
        return found
    wages = steady(base.micro[rows] * scale(table, book, "contribution_base").actual)
    begins, ends = (month_number(days.first[rows]) for days in (first, last))
    computed = arrears(insurance, begins, ends, wages, wages, book.policy)
    share, gap = (
        (computed.unit_fen, computed.unit_gap) if payer == "unit" else (computed.person_fen, computed.person_gap)
    )
    for place, i in enumerate(rows.tolist()):
        found[i] = int(share[place]) if not gap.kind[place] else None
    return found


def wrong_by_one_rate(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every sum of both shares that is not months × base × the one rate typed (28%, or 20%+8% for the two payers)."""
    if not table.has("rate"):
        return
    whole = book.derive(_whole_bases, table)
    shares = {role: _typed_fen(table, book, role) for role in _SHARES if table.has(role)}
    unread = []
    for i, value in enumerate(table.column("rate")):
        pair = _two_rates(value)
        single = read_rates([value])
        if pair is None and not single.known[0]:
            unread += [table.row_numbers[i]] if clean_text(value) else []
            continue
        rates = pair or [int(single.micro[0])]
        role, typed = _owed(i, shares, len(rates))
        if not whole[i] or typed is None:
            continue
        right = sum(fen(whole[i] * rate, MICRO**3) for rate in rates)
        factor = scale(table, book, role).actual
        if abs(typed - right) <= 1 or agrees(int(book.derive(numbers, table, role).micro[i]), right, factor):
            continue  # each payer's share may be rounded by itself
        detail = {"name": table.label(role), "right": plain_fen(right), "rate": plain(clean_text(value))}
        detail["whole"] = plain_fen(fen(whole[i], MICRO**2))
        yield Fault(table.cell(role, i), mask_text(clean_text(table.column(role)[i])), in_unit(right, factor), detail)
    if unread:
        shown = "、".join(map(str, unread[:5]))
        book.not_checked.append(
            f"工作表“{table.sheet}”第{shown}行：缴费比例不能识别（请写成 28% 或 20%+8%），金额未复算"
        )


_SHARES: Final = ("unit_arrears", "person_arrears", "principal", "total")


def _owed(row: int, shares: dict[str, list[int | None]], rates: int) -> tuple[str, int | None]:
    """The cell that one rate of both payers comes to, and what is owed without interest."""
    unit, person = (shares.get(role, [None] * (row + 1))[row] for role in _SHARES[:2])
    for role in ("principal", "total"):
        if role in shares and not ("unit_arrears" in shares and "person_arrears" not in shares and rates == 1):
            both = unit is not None and person is not None
            return role, unit + person if both else shares[role][row]  # type: ignore[operator]
    if "unit_arrears" in shares and "person_arrears" in shares:
        return "unit_arrears", unit + person if unit is not None and person is not None else None
    return ("unit_arrears", unit) if "unit_arrears" in shares else ("person_arrears", person)


def _two_rates(value: object) -> list[int] | None:
    found = _TWO_RATES.fullmatch(plain(value)) if isinstance(value, str) else None
    if found is None:
        return None
    read = read_rates([f"{part}%" for part in found.groups()])
    return [int(micro) for micro in read.micro] if read.known.all() else None


ARREARS_RATE_CHECKS: Final = (
    Check(
        code="ARREARS_ABOVE_BASE",
        title="欠缴金额超过缴费基数",
        severity=Severity.ERROR,
        kinds=INSURED,
        message="{payer}超过月数×缴费基数（{most}元），费率不可能大于100%",
        remedy="核对起止年月、缴费基数和金额",
        citation="欠费=月数×缴费基数×比例",
        run=in_parts(above_bases),
    ),
    Check(
        code="ARREARS_RATE_WRONG",
        title="欠缴金额与比例不符",
        severity=Severity.ERROR,
        kinds=INSURED,
        message="“{name}”按比例{rate}应为{right}元（月数×缴费基数={whole}元）",
        remedy="核对月数、基数、比例；输入无误的，改为应有金额",
        citation="欠费=月数×缴费基数×比例",
        run=in_parts(wrong_by_one_rate),
    ),
    Check(
        code="ARREARS_RATE_UNUSUAL",
        title="折算的缴费比例不常见",
        severity=Severity.NOTICE,
        kinds=INSURED,
        message="{payer}折合月数×缴费基数的{share}%，不是常见的缴费比例{right}",
        remedy="核对金额、起止年月和缴费基数；当地另有比例的，增加比例栏写明",
        citation="欠费=月数×缴费基数×比例（费率待当地文件确认）",
        run=in_parts(unusual_shares),
    ),
)
