"""What each person has got of the severance: by 发放表, else by the ledger's 关联人员编号; where that is not sure, why.

A row with 实发 but without day and signature is open: the ledger decides where its sum fits, else the person is asked
about. Whoever could have been paid without our knowing is asked about, too: nobody is to be paid twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xl_addin.checks.fund.payments import pays_severance
from xl_addin.policy.fund import EXPENSE
from xl_addin.policy.fund_items import accounts_of
from xl_addin.policy.fund_tiers import SEVERANCE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import day_at, enterprise_key, texts
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.ledger import ledger_rows
from xl_addin.sheets.ledger_money import money_role
from xl_addin.sheets.outlays import Outlay, outlays
from xl_addin.sheets.payments import payment_rows
from xl_addin.sheets.persons import enterprises
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import day_number
from xl_addin.values.money import yuan_text

_PAID, _UNPAID, _OPEN = "paid", "unpaid", "open"
_NOT_YET: Final = re.compile("未发|未付|未领|待发|待付|未支付")
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


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row of a 发放表: what the person gets with it, what is taken off, and whether it was paid."""

    firm: str
    person: str
    cell: str
    net: int | None
    gross: int | None
    off: int
    state: str


def paid_out(book: SheetBook, firm: str, persons: Collection[str], alone: bool) -> PaidOut:
    """What the ``persons`` (ID keys) of an enterprise have got; ``alone`` where there is no other enterprise."""
    keys = _own_keys(book, enterprise_key(firm), alone)

    def ours(one: _Listed | Outlay) -> bool:
        return one.firm in keys if one.firm else alone or one.person in persons or not one.person

    if asked := _unread(book, keys):
        return PaidOut(asked=asked)
    rows = list(filter(ours, book.gather(_listed)))
    entries = list(filter(ours, book.gather(_severance_entries)))
    if not rows:
        return _by_ledger(entries, persons)
    if strangers := [row.cell for row in rows if row.state != _UNPAID and row.net != 0 and row.person not in persons]:
        return PaidOut(asked=f"{_named(strangers)} 发给的人不在领取补偿的人里（或身份证号有误），查清后重新生成")
    if not keys.isdisjoint(book.gather(_ledger_firms)) or entries:
        settled = _settled(rows, sum(one.fen for one in entries))
        if settled is None:
            listed = sum(row.net or 0 for row in rows if row.state != _UNPAID)
            told = f"发放表列了 {yuan_text(listed)} 元，台账付出 {yuan_text(sum(one.fen for one in entries))} 元"
            return PaidOut(asked=f"已付的经济补偿两处不一致（{told}），查清后重新生成")
        rows = settled
    return PaidOut(_by_list(rows))


def _own_keys(book: SheetBook, key: str, alone: bool) -> set[str]:
    """The names by which sheets know the enterprise; lists that name none speak of the ledger's only one."""
    named = book.gather(_ledger_firms) - {""}
    return {key, *([""] if alone else []), *(named if alone and not key and len(named) == 1 else [])}


def _listed(book: SheetBook) -> list[_Listed]:
    """Rows of every 发放表 that pay severance."""
    return [row for table in book.of_kind("payments") for row in _rows(table, book)]


def _rows(table: SheetTable, book: SheetBook) -> Iterator[_Listed]:
    wanted, money = pays_severance(table), book.derive(payment_rows, table)
    keys = book.derive(sound_ids, table)
    firms, notes, signed = book.derive(enterprises, table), texts(table, "note"), texts(table, "signed")
    today = day_number(book.today)
    for i, firm in enumerate(firms):
        if not wanted[i]:
            continue
        day = day_at(table, "paid_date", i)
        future = day is not None and day.span.first > today
        paid = (day is not None or bool(signed[i])) and not future
        unpaid = future or (not paid and _NOT_YET.search(notes[i]) is not None)
        empty = is_empty(table.column("paid")[i])
        state = _PAID if paid else _UNPAID if unpaid or empty else _OPEN
        off = money.deducted[i]
        yield _Listed(
            enterprise_key(firm), keys[i], f"{table.sheet}!{table.cell('paid', i)}", money.paid[i], money.gross[i], off,
            state,
        )  # fmt: skip


def _ledgers(book: SheetBook) -> list[SheetTable]:
    return [table for table in book.of_kind("ledger") if len(table)]


def _ledger_firms(book: SheetBook) -> set[str]:
    """The enterprises of which the ledgers have entries."""
    return {firm for table in _ledgers(book) for firm in book.derive(ledger_rows, table).enterprise}


def _severance_entries(book: SheetBook) -> list[Outlay]:
    """What the ledgers paid for severance, and payments of an unknown use to a person."""
    accounts = accounts_of(SEVERANCE)
    return [one for one in book.gather(outlays) if one.account in accounts or (not one.account and one.person)]


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


def _settled(rows: Sequence[_Listed], ledger: int) -> list[_Listed] | None:
    """Whether open rows were paid, by what the ledger paid in all; None where its sum fits neither."""
    certain = [row for row in rows if row.state == _PAID]
    either = [row for row in rows if row.state != _UNPAID]
    if ledger in _sums(certain):
        return [replace(row, state=_UNPAID) if row.state == _OPEN else row for row in rows]
    if ledger in _sums(either):
        return [replace(row, state=_PAID) if row.state == _OPEN else row for row in rows]
    return None


def _sums(rows: Sequence[_Listed]) -> tuple[int, int]:
    """What rows come to without and with deductions: a ledger shows the one or the other."""
    return sum(row.net or 0 for row in rows), sum(row.gross or 0 for row in rows)


def _by_list(rows: Sequence[_Listed]) -> dict[str, Paid]:
    found: dict[str, Paid] = {}
    for row in rows:
        before = found.get(row.person, Paid())
        asked = before.asked or _question(row)
        if row.state == _PAID and row.gross:
            before = Paid(before.fen + row.gross, (*before.cells, row.cell))
        found[row.person] = replace(before, asked=asked)
    return found


def _question(row: _Listed) -> str:
    if row.state == _UNPAID:
        return f"{row.cell} 这一行有扣款 {yuan_text(row.off)} 元，查清本次代发数后填写" if row.off else ""
    if row.gross is None:
        return f"{row.cell} 的实发或扣款不能读出，查清后重新生成"
    if row.state == _OPEN and row.net:
        return f"{row.cell} 没有发放日期和签字：已发的补填发放日期，未发的在备注写“未发”，再重新生成"
    return ""


def _named(cells: Sequence[str]) -> str:
    more = f" 等 {len(cells)} 处" if len(cells) > _SHOWN else ""
    return "、".join(cells[:_SHOWN]) + more
