"""What each person has got of the severance: by 发放表, else by the ledger's 关联人员编号; where that is not sure, why.

A row with 实发 but without day and signature is open: the ledger decides where its sum fits, else the person is asked
about. Whoever could have been paid without our knowing is asked about, too: nobody is to be paid twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xl_addin.commands.paid_rows import OPEN, PAID, UNPAID, Listed, decided, firm_rows
from xl_addin.policy.fund import EXPENSE
from xl_addin.policy.fund_items import accounts_of
from xl_addin.policy.fund_tiers import SEVERANCE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.ledger import ledger_rows
from xl_addin.sheets.ledger_money import money_role
from xl_addin.sheets.outlays import Outlay
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.money import yuan_text

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Paid:
    """What a person has got in fen, with the cells that say so; ``asked`` where it is not known."""

    fen: int = 0
    cells: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class PaidOut:
    """What the persons of an enterprise have got by ID key; ``asked`` where it is known of nobody."""

    by_person: dict[str, Paid] = field(default_factory=dict)
    asked: str = ""

    def of(self, person: str) -> Paid:
        """What one person has got."""
        return Paid(asked=self.asked) if self.asked else self.by_person.get(person, Paid())


def paid_out(book: SheetBook, firm: str, persons: Collection[str], alone: bool) -> PaidOut:
    """What the ``persons`` (ID keys) of an enterprise have got; ``alone`` where there is no other enterprise."""
    own = firm_rows(book, enterprise_key(firm), persons, alone)
    if asked := _unread(book, own.keys):
        return PaidOut(asked=asked)
    rows = own.rows
    if not rows:
        return _by_ledger(own.entries, persons)
    if strangers := [row.cell for row in rows if row.state != UNPAID and row.net != 0 and row.person not in persons]:
        return PaidOut(asked=f"{_named(strangers)} 发给的人不在领取补偿的人里（或身份证号有误），查清后重新生成")
    settled = decided(book, own)
    if settled is None:
        listed = sum(row.net or 0 for row in rows if row.state != UNPAID)
        told = f"发放表列了 {yuan_text(listed)} 元，台账付出 {yuan_text(own.paid_by_ledger)} 元"
        return PaidOut(asked=f"已付的经济补偿两处不一致（{told}），查清后重新生成")
    return PaidOut(_by_list(settled))


def _ledgers(book: SheetBook) -> list[SheetTable]:
    return [table for table in book.of_kind("ledger") if len(table)]


def _unread(book: SheetBook, keys: Collection[str]) -> str:
    """What of the ledgers cannot be read, so that nobody knows what was paid; '' for nothing."""
    for table in _ledgers(book):
        rows = book.derive(ledger_rows, table)
        own = [i for i, firm in enumerate(rows.enterprise) if not firm or firm in keys]
        if table.doubts and own:
            return f"“{table.sheet}”的年份、收支方向或单位有疑问，不知道已付多少，查清后重新生成"
        for i in own:
            account = rows.account[i]
            if rows.doubtful[i] and (account is None or account.name in accounts_of(SEVERANCE)):
                cell = table.cell(money_role(table, EXPENSE), i)
                return f"{table.sheet}!{cell} 的金额不能读出，不知道已付多少，查清后重新生成"
    return ""


def _by_ledger(entries: Sequence[Outlay], persons: Collection[str]) -> PaidOut:
    """By the persons whom the ledger names."""
    strangers = [one for one in entries if one.person not in persons or not one.account]
    if strangers:
        fen = yuan_text(sum(one.fen for one in strangers))
        where = _named([_cell(one) for one in strangers])
        return PaidOut(asked=f"{where} 付了 {fen} 元，没有写明付给谁，或付给的人、科目对不上，查清后重新生成")
    found: dict[str, Paid] = {}
    for one in entries:
        before = found.get(one.person, Paid())
        found[one.person] = Paid(before.fen + one.fen, (*before.cells, _cell(one)))
    return PaidOut(found)


def _cell(one: Outlay) -> str:
    return f"{one.table.sheet}!{one.table.cell(money_role(one.table, EXPENSE), one.record)}"


def _by_list(rows: Sequence[Listed]) -> dict[str, Paid]:
    found: dict[str, Paid] = {}
    for row in rows:
        before = found.get(row.person, Paid())
        asked = before.asked or _question(row)
        if row.state == PAID and row.gross:
            before = Paid(before.fen + row.gross, (*before.cells, row.cell))
        elif row.state == UNPAID and row.off and not asked:
            # What the list takes off before it is paid, the person gets in another way: no bank pays it.
            before = Paid(before.fen + row.off, (*before.cells, *row.off_cells))
        found[row.person] = replace(before, asked=asked)
    return found


def _question(row: Listed) -> str:
    if row.state == UNPAID:
        if not row.sound:
            return f"{row.cell} 这一行的扣款不能读出，查清后重新生成"
        if row.off and (row.right is None or row.right < 0 or (row.net is not None and row.net != row.right)):
            return f"{row.cell} 这一行有扣款 {yuan_text(row.off)} 元，应发减扣款和实发对不上，查清后填写"
        return ""
    if row.gross is None:
        return f"{row.cell} 的实发或扣款不能读出，查清后重新生成"
    if row.state == OPEN and row.net:
        return f"{row.cell} 未写日期（没有发放日期和签字）：已发的补填发放日期，未发的在备注写“未发”，再重新生成"
    return ""


def _named(cells: Sequence[str]) -> str:
    more = f" 等 {len(cells)} 处" if len(cells) > _SHOWN else ""
    return "、".join(cells[:_SHOWN]) + more
