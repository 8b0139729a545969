"""银行代发清单: who still gets severance and how much: what is due less what was paid, with the bank account.

Who has got everything stands in a group of its own, so that an old list of payments is known as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from xl_addin.commands.papers.accounts import account_fact
from xl_addin.commands.papers.insurance import amounts_of
from xl_addin.commands.papers.paid import Paid, paid_out
from xl_addin.commands.papers.spans import span_of_sources
from xl_addin.commands.papers.workers import NONE, Worker, total_fact
from xl_addin.commands.spec import CommandBook
from xl_addin.files.papers.model import BLANK, Fact, Row, blank
from xl_addin.sheets.approved import approved_sums
from xl_addin.sheets.columns import sound_ids
from xl_addin.values.money import yuan_text
from xl_addin.values.rmb import rmb_upper

PAYABLE: Final = "代发"
SETTLED: Final = "付清"
_LACKING: Final = "工作簿没有这家企业的经济补偿金测算表，补上后重新生成"


def bank_facts(
    book: CommandBook, firm: str, listed: Sequence[Worker], rows: Sequence[Row], alone: bool, masked: bool
) -> tuple[dict[str, Fact], dict[str, Sequence[Row]]]:
    """Single facts, and the groups of who is to be paid and who has got everything; ``rows`` belong to ``listed``."""
    due = [pair for pair in zip(listed, rows, strict=True) if pair[1]["补偿金额"].text != NONE.text]
    keys = [_key(book, worker) for worker, _ in due]
    paid = paid_out(book, firm, set(keys) - {""}, alone)
    twice = {key for key, count in Counter(keys).items() if key and count > 1}
    payable: list[Row] = []
    settled: list[Row] = []
    for key, (worker, row) in zip(keys, due, strict=True):
        got = paid.of(key)
        if key in twice and got.fen:
            got = Paid(asked=f"{worker.row} 这个人在测算表有两行，已付的是哪一行查清后填写")
        rest = _rest(book, key, row["补偿金额"], got)
        own = {
            "姓名": row["姓名"],
            "身份证号": row["身份证号"],
            "银行账号": account_fact(book, key, masked),
            "应付金额": row["补偿金额"],
            "已付金额": blank(got.asked) if got.asked else Fact(yuan_text(got.fen), span_of_sources(got.cells)),
            "代发金额": rest,
        }
        some = settled if _fen(rest) == 0 else payable
        some.append({"序号": Fact(str(len(some) + 1)), **own})
    return _totals(payable, settled, bool(rows)), {PAYABLE: payable, SETTLED: settled}


def _key(book: CommandBook, worker: Worker) -> str:
    return book.derive(sound_ids, worker.own.table)[worker.own.record]


def _rest(book: CommandBook, key: str, due: Fact, got: Paid) -> Fact:
    """What is left to pay of a due; a blank that has a cell where it is not known."""
    if due.is_blank:
        return Fact(BLANK, due.source, "同一行的应付金额查清后填写")
    if got.asked:
        return Fact(BLANK, due.source, got.asked)
    owed = _fen(due) or 0
    where = span_of_sources(got.cells)
    if got.fen and book.gather(approved_sums).by_person.get(key, owed) != owed:
        return Fact(BLANK, due.source, f"{where} 已付的含不含安置费等其他项目，查清后填写")
    if got.fen > owed:
        return Fact(BLANK, due.source, f"{where} 已付 {yuan_text(got.fen)}，多于应付的 {due.text}，查清后重新生成")
    return Fact(yuan_text(owed - got.fen), "、".join(filter(None, (due.source, where))))


def _fen(fact: Fact) -> int | None:
    return None if fact.is_blank else next(amounts_of([fact]), None)


def _totals(payable: Sequence[Row], settled: Sequence[Row], there: bool) -> dict[str, Fact]:
    names = ("已付合计", "代发合计", "代发合计大写", "代发人数", "付清人数")
    if not there:
        return {name: blank(_LACKING) for name in names}
    both = [*payable, *settled]
    paid, rest = (
        total_fact(rows, [_fen(row[name]) for row in rows], name)
        for rows, name in ((both, "已付金额"), (payable, "代发金额"))
    )
    words = blank("代发合计查清后填写") if rest.is_blank else Fact(rmb_upper(_fen(rest) or 0), rest.source)
    counts = (_count(rows) for rows in (payable, settled))
    return dict(zip(names, (paid, rest, words, *counts), strict=True))


def _count(rows: Sequence[Row]) -> Fact:
    """How many persons, counted where their names stand."""
    return Fact(str(len(rows)), span_of_sources([row["姓名"].source for row in rows]).replace("之和", "人数"))
