"""Checks of severance amounts: months and amounts computed again, averages left out, inputs that cannot be used.

A row with wrong months whose amount follows from them is one fault, at the months. Amounts are
judged to the fen; the right figure stands in ``expected`` in the sheet's own unit. Calculation and
its sources are in ``rules.severance``; what the row is computed from in ``severance_rows``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.amounts.unread_terms import not_read
from xl_addin.checks.spec import Check, Fault
from xl_addin.rules.severance.compensation import Status
from xl_addin.rules.severance.derivation import short_note
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import agrees, in_unit, plain_fen, to_fen
from xl_addin.sheets.scales import NAMES, amount_by_size, monthly_scale
from xl_addin.sheets.service_pieces import split_months
from xl_addin.sheets.severance import NO_GROUND, SeveranceRows, ground_codes, severance_rows
from xl_addin.sheets.severance_inputs import AVERAGES, WAGES
from xl_addin.sheets.severance_mismatch import mismatches
from xl_addin.sheets.units import amount_scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import YUAN
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.money import FEN_PER_YUAN, MICRO, decimal_text, round_half_up
from xl_addin.values.persons import mask_text

_SEVERANCE: Final = frozenset({"severance"})
_WAN: Final = YUAN["万元"]
_LAW: Final = "劳部发〔1994〕481号；劳动合同法第四十六、四十七、九十七条"


def wrong_amounts(in_wan: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every typed amount that is not what its row comes to; ``in_wan`` asks for those in 万元 on a sheet of 元."""
    rows = book.derive(severance_rows, table)
    if rows is None and not in_wan:
        yield from amounts_against_months(table, book)
    if rows is None or not table.has("amount"):
        return
    factor = book.derive(amount_scale, table).actual
    typed = book.derive(numbers, table, "amount")
    _name_uncomputable(rows, table, book) if not in_wan else None
    suspects = _judged(rows, table, book) & typed.known[rows.records]
    if factor == 1:
        suspects &= to_fen(typed.micro[rows.records]) != rows.amount_fen
    for k in np.flatnonzero(suspects).tolist():
        record, right = int(rows.records[k]), int(rows.amount_fen[k])
        number = int(typed.micro[record])
        if any(agrees(number, fen, factor) for fen in (right, *rows.otherwise.get(k, ()))):
            continue
        wan = factor == 1 and right > 0 and number > 0 and agrees(number, right, _WAN)
        if wan == in_wan and not (not wan and _follows_wrong_months(table, book, rows, k, number, factor)):
            yield _amount_fault(table, book, rows, k, factor)


def _judged(rows: SeveranceRows, table: SheetTable, book: SheetBook) -> NDArray[np.bool_]:
    """Rows with an amount whose formula does not contradict their columns: which of the two is right is asked first."""
    judged: NDArray[np.bool_] = rows.ok & ~np.isin(rows.records, list(book.derive(mismatches, table)))
    return judged


def _amount_fault(table: SheetTable, book: SheetBook, rows: SeveranceRows, k: int, factor: int) -> Fault:
    record, right = int(rows.records[k]), int(rows.amount_fen[k])
    detail = {
        "right": plain_fen(right),
        "how": short_note(*rows.places[k]) + not_read(table, book, record),
        "unit": NAMES[factor],
    }
    shown = mask_text(clean_text(table.column("amount")[record]))
    return Fault(table.cell("amount", record), shown, in_unit(right, factor), detail, citation=_profile(rows, k))


def _profile(rows: SeveranceRows, k: int) -> str:
    policy = rows.places[k][0].policy
    return f"口径{policy.profile.id}（{'已确认' if policy.confirmed else '未确认口径'}）"


def _name_uncomputable(rows: SeveranceRows, table: SheetTable, book: SheetBook) -> None:
    """Rows that the regime itself cannot compute, e.g. without service from 2008."""
    outside = rows.records[rows.status == Status.NO_SERVICE_FROM_2008]
    if len(outside):
        book.not_checked.append(f"工作表“{table.sheet}”：口径RLCL只计2008年起的工龄，{len(outside)}行没有，金额未校验")


def wrong_months(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every typed number of months that the row's dates do not give."""
    rows = book.derive(severance_rows, table)
    if rows is None or not table.has("months"):
        return
    typed = book.derive(numbers, table, "months")
    by_piece = split_months(table)
    for i in sorted(by_piece):
        cell = table.cell("months", i)
        book.not_checked.append(
            f"工作表“{table.sheet}”{cell}：这名职工的各段工龄各写了月数，月数未校验，金额按合计核对"
        )
    differ = _judged(rows, table, book) & _differ(typed.micro[rows.records], rows.months)
    for k in np.flatnonzero(typed.known[rows.records] & differ).tolist():
        record = int(rows.records[k])
        if record in by_piece:
            continue
        months = decimal_text(int(rows.months[k]), 100)
        shown = mask_text(clean_text(table.column("months")[record]))
        how = short_note(*rows.places[k]) + not_read(table, book, record)
        detail = {"right": months, "amount": plain_fen(int(rows.amount_fen[k])), "how": how}
        yield Fault(table.cell("months", record), shown, months, detail, citation=_profile(rows, k))


def _differ(typed_micro: NDArray[np.int64], hundredths: NDArray[np.int64]) -> NDArray[np.bool_]:
    differ: NDArray[np.bool_] = typed_micro != hundredths * (MICRO // 100)
    return differ


def _follows_wrong_months(
    table: SheetTable, book: SheetBook, rows: SeveranceRows, k: int, number: int, factor: int
) -> bool:
    """Tell whether a wrong amount is what the row's wrong months come to: then the months alone are the fault."""
    if not table.has("months") or int(rows.records[k]) in split_months(table):
        return False
    record = int(rows.records[k])
    months = book.derive(numbers, table, "months")
    typed = Decimal(int(months.micro[record])) / MICRO
    right = Decimal(int(rows.months[k])) / 100
    if not months.known[record] or typed == right:
        return False
    computed, line = rows.places[k]
    for base in (int(computed.old_base[line]), int(computed.new_base[line])):
        yuan = Decimal(base) / computed.base_unit * Decimal(computed.policy.options.multiplier.numerator)
        yuan /= computed.policy.options.multiplier.denominator
        for amount in (typed * yuan, Decimal(int(computed.amount_fen[line])) / 100 + (typed - right) * yuan):
            if agrees(number, round_half_up(amount * 100), factor):
                return True
    return False


def missing_amounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every empty amount of a row that can be computed; a column that is empty throughout is one fault."""
    rows = book.derive(severance_rows, table)
    if rows is None or not table.has("amount") or not len(table):
        return
    factor = book.derive(amount_scale, table).actual
    blank = book.derive(numbers, table, "amount").blank[rows.records]
    if table.has("settlement"):  # whoever takes 安置费 has no severance
        blank = blank & book.derive(numbers, table, "settlement").blank[rows.records]
    empty = [
        k
        for k in np.flatnonzero(rows.ok & blank).tolist()
        if not table.awaits_calculation("amount", int(rows.records[k]))
    ]
    if len(empty) > 1 and len(empty) == len(table):
        total = plain_fen(int(rows.amount_fen.sum()))
        yield Fault(table.header_cell("amount"), "空", "", {"text": f"整栏未填，按本表数据共应为{total}元"})
        return
    for k in empty:
        right = int(rows.amount_fen[k])
        detail = {"text": f"未填，按本行数据应为{plain_fen(right)}元"}
        yield Fault(table.cell("amount", int(rows.records[k])), "空", in_unit(right, factor), detail)


def missing_averages(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Enterprise and local averages left empty where they would act; an absent or empty column is one fault (S-22)."""
    rows = book.derive(severance_rows, table)
    if rows is None:
        return
    for role, effect in zip(AVERAGES, ("未按企业平均工资保底", "未按当地月平均工资的三倍封顶"), strict=True):
        found = np.flatnonzero(rows.wanted[role])
        values = table.column(role)
        # A formula that was never calculated is not empty; what a row's formula leaves out is another matter.
        found = np.array([k for k in found.tolist() if _is_left_empty(table, role, int(rows.records[k]))], dtype=int)
        if not len(found):
            continue
        name = table.label(role)
        if all(map(is_empty, values)):
            detail = {"name": name, "effect": f"整栏未填，{len(found)}人的金额{effect}"}
            cell = table.header_cell(role if table.has(role) else "amount")
            yield Fault(cell, "空", "", detail, variant=role.upper())
            continue
        for k in found.tolist():
            detail = {"name": name, "effect": f"未填，本行金额{effect}"}
            yield Fault(table.cell(role, int(rows.records[k])), "空", "", detail, variant=role.upper())


def _is_left_empty(table: SheetTable, role: str, record: int) -> bool:
    if not table.has(role):
        return True
    return is_empty(table.column(role)[record]) and not table.awaits_calculation(role, record)


def unknown_grounds(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every 解除事由 that is none of the known ones."""
    if table.has("ground"):
        for i in np.flatnonzero(book.derive(ground_codes, table) == NO_GROUND).tolist():
            text = mask_text(clean_text(table.column("ground")[i]))
            yield Fault(table.cell("ground", i), text, "", {"text": text})


def unusable_wages(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Negative wages, and averages of 0."""
    for role in WAGES:
        if table.has(role):
            column = book.derive(numbers, table, role)
            least = 0 if role == "wage" else 1
            for i in np.flatnonzero(column.known & (column.micro < least)).tolist():
                shown = clean_text(table.column(role)[i])
                detail = {"name": table.label(role), "least": "不能为负数" if role == "wage" else "必须大于0"}
                yield Fault(table.cell(role, i), shown, "", detail)


_BASES: Final = ("base", "standard")


def amounts_against_months(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every typed amount that neither its base nor its standard gives, times its months."""
    bases = [role for role in _BASES if table.has(role)]
    if not bases or not (table.has("amount") and table.has("months")):
        return
    months, typed = (book.derive(numbers, table, role) for role in ("months", "amount"))
    factor = book.derive(amount_by_size, table, "amount").actual
    columns = [(book.derive(numbers, table, role), book.derive(monthly_scale, table, role).actual) for role in bases]
    times = book.policy.options.multiplier * FEN_PER_YUAN
    for i in np.flatnonzero(months.known & typed.known).tolist():
        count = int(months.micro[i])
        known = [int(column.micro[i]) * unit for column, unit in columns if column.known[i]]
        rights = [round_half_up(count * base * times / MICRO**2) for base in known]
        if not rights or any(agrees(int(typed.micro[i]), right, factor) for right in rights):
            continue
        how = f"{decimal_text(count, MICRO)}×{decimal_text(known[0], MICRO)}元（本表没有起止时间或工资，只核对乘积）"
        how += not_read(table, book, i)
        detail = {"right": plain_fen(rights[0]), "how": how}
        shown = mask_text(clean_text(table.column("amount")[i]))
        yield Fault(table.cell("amount", i), shown, in_unit(rights[0], factor), detail)


AMOUNT_CHECKS: Final = (
    Check(
        code="GROUND_UNKNOWN",
        title="解除事由无法识别",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="解除事由“{text}”不认识",
        remedy="改为：协商、医疗期满、不能胜任、客观变化、裁员、期满、破产关闭；空着按客观变化计算",
        citation=_LAW,
        run=unknown_grounds,
        blocks="解除事由无法识别，月数和金额未校验",
    ),
    Check(
        code="WAGE_UNUSABLE",
        title="工资数不能使用",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="“{name}”{least}",
        remedy="按工资台账核对；企业和当地平均工资没有的留空，不要填0",
        citation="工资为应得工资的月平均数",
        run=unusable_wages,
        blocks="工资数不能使用，金额未校验",
    ),
    Check(
        code="AVERAGE_MISSING",
        title="企业或当地平均工资未填",
        severity=Severity.MISSING,
        kinds=_SEVERANCE,
        message="“{name}”{effect}",
        remedy="补填企业月平均工资（解除前12个月）或当地上年度职工月平均工资，再核对金额",
        citation="481号第六、八、九条（不低于企业月平均工资）；劳动合同法第四十七条（三倍封顶）",
        run=missing_averages,
    ),
    Check(
        code="MONTHS_WRONG",
        title="计发月数不符",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="计发月数应为{right}（补偿金额应为{amount}元：{how}）",
        remedy="核对起止时间和事由，改正月数，再按月数重算金额",
        citation=_LAW,
        run=wrong_months,
    ),
    Check(
        code="AMOUNT_IN_WAN",
        title="补偿金额单位不符",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="本表单位是{unit}，此数是按万元填写的，应为{right}元（{how}）",
        remedy="把此数改为以元为单位",
        citation="一张表只用一个金额单位",
        run=partial(wrong_amounts, True),
    ),
    Check(
        code="AMOUNT_WRONG",
        title="补偿金额不符",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="补偿金额应为{right}元：{how}",
        remedy="核对本行的起止时间、工资、事由和采用的口径；输入无误的，改为应有金额",
        citation=_LAW,
        run=partial(wrong_amounts, False),
    ),
    Check(
        code="AMOUNT_MISSING",
        title="补偿金额未填",
        severity=Severity.MISSING,
        kinds=_SEVERANCE,
        message="补偿金额{text}",
        remedy="填写金额，或用函数“经济补偿金”计算",
        citation=_LAW,
        run=missing_amounts,
    ),
)
