"""Severance of one person on two sheets: a list that is told again, sums that differ, two claims of one person.

What is owed then is said by :mod:`xl_addin.sheets.restated`; here it is told, so that nobody is paid twice or short.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text
from xl_addin.sheets.restated import Again, Claim, claims
from xl_addin.sheets.totals import fen_amounts
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity


def told_again(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """A typed list whose persons another sheet tells already; a result table only where its sums are others."""
    found = book.gather(claims)
    again = list(_again(table, book))
    differing = sum(_differs(one, table, i, book) for i, one in again)
    if again and (differing or id(table) not in found.made):
        sheets = "”“".join(dict.fromkeys(one.claim.table.sheet for _, one in again))
        more = f"，其中{differing}人金额不同，按较大的数计" if differing else ""
        detail = {"count": len(again), "sheets": sheets, "more": more}
        yield Fault(table.header_cell(_role(table)), f"{len(again)}人", "", detail)


def other_sums(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every person of a typed copy whose sum is not that of the sheet it repeats."""
    if id(table) in book.gather(claims).made:
        return
    for i, one in _again(table, book):
        if _differs(one, table, i, book):
            detail = {"other": amount_text(one.claim.told), "own": amount_text(one.fen), "place": _place(one.claim)}
            expected = f"两表一致（{_place(one.claim)}为{amount_text(one.claim.told)}）"
            yield Fault(table.cell(_role(table), i), amount_text(one.fen), expected, detail)


def two_claims(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every person who has severance of another size on another sheet: both sums are owed."""
    beside = book.gather(claims).beside
    for i in range(len(table)):
        if (other := beside.get((id(table), i))) is not None:
            own = book.gather(claims).by_row[id(table), i].told
            detail = {"other": amount_text(other.told), "own": amount_text(own), "place": _place(other)}
            yield Fault(table.cell(_role(table), i), amount_text(own), "", detail)


def _again(table: SheetTable, book: SheetBook) -> Iterator[tuple[int, Again]]:
    again = book.gather(claims).again
    return ((i, one) for i in range(len(table)) if (one := again.get((id(table), i))) is not None)


def _differs(one: Again, table: SheetTable, record: int, book: SheetBook) -> bool:
    """Whether two sums differ, and not only because one of the sheets leaves out other subsidies."""
    if one.fen == one.claim.told:
        return False
    own, other = _amount(table, record, book), _amount(one.claim.table, one.claim.record, book)
    return own is None or own != other


def _amount(table: SheetTable, record: int, book: SheetBook) -> int | None:
    return book.derive(fen_amounts, table, "amount")[record] if table.has("amount") else None


def _role(table: SheetTable) -> str:
    return "total" if table.has("total") else "amount"


def _place(claim: Claim) -> str:
    return f"“{claim.table.sheet}”{claim.table.cell(_role(claim.table), claim.record)}"


_SEVERANCE: Final = frozenset({"severance"})
_BASIS: Final = "同一职工的经济补偿只能计一次（劳动合同法实施条例第十条：已支付补偿的工作年限不再计算）"
TOLD_TWICE_CHECKS: Final = (
    Check(
        code="SEVERANCE_AGAIN",
        title="同一补偿列在两张表",
        severity=Severity.NOTICE,
        kinds=_SEVERANCE,
        message="本表有{count}人已列在“{sheets}”，应付只计一次{more}",
        remedy="核对是不是同一张表的副本、排序表或分批表；多余的删除，只留一张；不是同一笔的，在表名中写明（如补差）",
        citation=_BASIS,
        run=told_again,
    ),
    Check(
        code="SEVERANCE_DIFFERS",
        title="两张表补偿金额不同",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="此人的补偿金额在{place}为{other}元，这里为{own}元；应付暂按较大的数计",
        remedy="查档案核对以哪张表为准，改正另一张，或删去多余的表",
        citation=_BASIS,
        run=other_sums,
    ),
    Check(
        code="SEVERANCE_TWICE",
        title="同一人两笔补偿",
        severity=Severity.NOTICE,
        kinds=_SEVERANCE,
        message="此人在{place}另有补偿{other}元，与这里的{own}元都计入应付",
        remedy="核对是否补差、分段计算；是同一笔的，只留一张表上的一行",
        citation=_BASIS,
        run=two_claims,
    ),
)
