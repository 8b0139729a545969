"""Checks of what single entries are for and who made them: spending outside the fund's purposes, maker and reviewer.

Words and their citation are data (``policy/data/fund_purposes.toml``). An old debt of the enterprise that is paid off
(偿还欠招待费) and a payee that is known for such things are only worth a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.fund.overpaid import paid_cell
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.policy.fund_purposes import Misuse, purposes
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, texts
from xl_addin.sheets.outlays import Outlay, outlays
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity

_LEDGER: Final = frozenset({"ledger"})
_WORKERS_TIER: Final = 1
_OFFICE: Final = re.compile(r".*(?:科|股|室|局|处|部|办|中心|组|厅|委|会|所|站|公司|银行)")
_NAMES: Final = re.compile(r"[、,，;；/]|和|及")


def _pays_workers(account: str) -> bool:
    try:
        return bool(account) and fund_policy().accounts[find_account(account, EXPENSE)].tier == _WORKERS_TIER
    except InputError:
        return False


def outside(one: Outlay, subject: str, note: str) -> tuple[Misuse, bool] | None:
    """The purpose outside the fund's that an entry is for, and whether that is certain."""
    data = purposes()
    workers = _pays_workers(one.account)
    text = "，".join(filter(None, (one.summary, "" if workers else subject, "" if workers else note)))
    text = text.replace(one.firm, "") if one.firm else text
    found = data.misuse_in(text)
    if found is not None and (found.everywhere or not workers):
        return found, not data.says("owed", text)
    if workers or one.account != "其他":
        return None
    known = data.misuse_at(one.payee)
    return (known, False) if known is not None and not data.says("owed", text) else None


def misuses(certain: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Payments for what the fund is not for: those that say so (``certain``), or those worth a look."""
    subjects, notes = texts(table, "subject"), texts(table, "note")
    for one in book.gather(outlays):
        if one.table is not table or one.fen <= 0 or one.account in ("归还垫付", "归还暂挂", "系统调出"):
            continue
        found = outside(one, subjects[one.record], notes[one.record])
        if found is not None and found[1] == certain:
            text = one.summary or subjects[one.record]
            detail = {"text": text, "name": found[0].name, "payee": one.payee}
            yield Fault(paid_cell(one), amount_text(one.fen), "", detail)


def own_reviews(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """The first entry of each person who made entries and reviewed them as well."""
    if not (table.has("handler") and table.has("reviewer")):
        return
    found: dict[str, list[int]] = {}
    for i, (maker, reviewer) in enumerate(zip(texts(table, "handler"), texts(table, "reviewer"), strict=True)):
        makers, reviewers = ({name for name in _NAMES.split(text) if name} for text in (maker, reviewer))
        if reviewers and reviewers <= makers and not _OFFICE.fullmatch(reviewer):
            found.setdefault(reviewer, []).append(i)
    for name, rows in found.items():
        more = f"（共{len(rows)}笔）" if len(rows) > 1 else ""
        yield Fault(table.cell("reviewer", rows[0]), name, "", {"name": name, "more": more})


PURPOSE_CHECKS: Final = (
    Check(
        code="FUND_MISUSE",
        title="用于专户资金用途以外",
        severity=Severity.ERROR,
        kinds=_LEDGER,
        message="“{text}”属于{name}，不在专户资金的用途之内",
        remedy="核对凭证；属实的停止支付并从单位自有资金归还专户，摘要写错的改正",
        citation=purposes().citation,
        run=partial(misuses, True),
    ),
    Check(
        code="FUND_USE_UNCLEAR",
        title="支出用途待核对",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="“{text}”可能属于{name}（收款方“{payee}”），请核对是否在专户资金的用途之内",
        remedy="核对合同和批准文件，在摘要中写明具体用途和批准文号",
        citation=purposes().citation,
        run=partial(misuses, False),
    ),
    Check(
        code="REVIEWED_BY_MAKER",
        title="经办与复核为同一人",
        severity=Severity.NOTICE,
        kinds=_LEDGER,
        message="经办人和复核都是“{name}”{more}，经办与复核应由两人分别签字",
        remedy="核对凭证上的签字；确为一人的由另一人补作复核",
        citation="会计法（经办、审批和记账人员的职责相互分离、相互制约）；专项调剂基金专户台账登记要求",
        run=own_reviews,
    ),
)
