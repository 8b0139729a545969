"""Checks of ages of retirement: severance for who had reached the age, 内退 long before it, 期满 without a term.

What a workbook says of births and ages is :mod:`xl_addin.sheets.retirement`. Sources: 劳动合同法 44 (2), 实施条例 21;
国有企业富余职工安置规定 9. A sheet pays severance by its own column of it, a 发放表 by 发放项目 or by its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.people.across import same_enterprise
from xl_addin.checks.remarks import CONTRACT, EARLY
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.policy.grounds import grounds
from xl_addin.policy.procedure_limits import limit, stated_limit
from xl_addin.policy.retirement import MONTHS_PER_YEAR
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import texts
from xl_addin.sheets.columns import UNKNOWN, numbers, service_start
from xl_addin.sheets.persons import enterprises, own_status, severance_places
from xl_addin.sheets.retirement import categories, ends, known_births, passed, reached_months, said_of
from xl_addin.sheets.severance import ground_codes
from xl_addin.sheets.status import INTERNAL, status_place
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import Days, add_months, day_number, month_number, to_date
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_text

PAYING: Final = {"severance": "amount", "arrears": "compensation", "payments": "paid"}
"""The column of severance on each kind of sheet that pays it."""
_KINDS: Final = frozenset(PAYING)
_ACCOUNTS: Final = frozenset({"经济补偿", "安置费"})
_PAID: Final = re.compile(r"补偿|安置费")
_OTHER: Final = re.compile(r"生活费|内退|医疗|医药|欠薪|工资|集资|抚恤|丧葬|遗属|退休|保险|一补二险|两险|二险")
_NO_TERM: Final = re.compile(r"固定工|无固定期限|长期合同|长期工")
_WITH_TERM: Final = re.compile(r"非固定工|原固定工|签|转.{0,2}合同|改.{0,2}合同")


def severance_paid(table: SheetTable, book: SheetBook) -> NDArray[np.bool_]:
    """Tell the rows in which a sheet pays severance at all."""
    role = PAYING[table.kind]
    if not table.has(role):
        return np.zeros(len(table), dtype=np.bool_)
    money = book.derive(numbers, table, role)
    paid: NDArray[np.bool_] = money.known & (money.micro != 0)
    if table.kind == "payments":
        paid &= np.array(_named(table), dtype=np.bool_)
    return paid


def _named(table: SheetTable) -> list[bool]:
    if table.has("item"):
        return [_is_severance(text) for text in texts(table, "item")]
    shown = plain(f"{table.title}{table.sheet}{table.label('paid')}")
    return [bool(_PAID.search(shown)) and not _OTHER.search(shown)] * len(table)


def _is_severance(text: str) -> bool:
    try:
        return fund_policy().accounts[find_account(text, EXPENSE)].name in _ACCOUNTS
    except InputError:
        return False


def paid_past_age(certain: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every severance of somebody who had reached the age, or (not ``certain``) would have as a woman worker."""
    paid = book.derive(severance_paid, table)
    if not paid.any():
        return
    role = PAYING[table.kind]
    for i, one in book.derive(passed, table).items():
        if paid[i] and one.certain == certain:
            detail = {"born": one.born, "source": one.source, "reached": one.reached, "who": one.who}
            detail |= {"age": one.age, "ended": one.ended}
            shown = mask_text(clean_text(table.column(role)[i]))
            yield Fault(table.cell(role, i), shown, "0" if certain else "", detail)


def early_internal_retirement(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every 内退 more than five years (or what the office states) before the age, on the last day that can be meant."""
    records = _internally_retired(table, book)
    if not len(records):
        return
    what = limit("internal_early_years", policy=book.policy)
    birth, base = book.derive(known_births, table), _base_days(table, book, records)
    reached = reached_months(table, book, categories(table, book, False, records), records, base)
    retires = add_months(birth.first[records], reached - month_number(birth.last[records]))
    allowed = add_months(base, np.full(len(base), what.count * MONTHS_PER_YEAR, dtype=np.int32))
    early = (retires > allowed) & ~_served_long(table, book, records, base)
    left = month_number(retires) - month_number(base)
    for k in np.flatnonzero(early).tolist():
        i = int(records[k])
        detail = {"born": birth.shown(i)[0], "base": to_date(base[k]).isoformat(), "limit": what.text}
        detail |= {"retires": to_date(retires[k]).isoformat(), "left": _years(int(left[k]))}
        yield Fault(status_place(table, i), INTERNAL, f"距退休不足{what.text}", detail, citation=what.citation)


def _internally_retired(table: SheetTable, book: SheetBook) -> NDArray[np.int64]:
    """Records of 内退 with a known birth; whoever is paid severance is asked about for that."""
    births, severed = book.derive(known_births, table).last, book.derive(severance_places, table)
    found = []
    for i, one in enumerate(book.derive(own_status, table)):
        place = severed[i]
        paid = place is not None and book.derive(severance_paid, place.table)[place.record]
        if one.settled == INTERNAL and births[i] != UNKNOWN and not paid:
            found.append(i)
    return np.array(found, dtype=np.int64)


def _served_long(table: SheetTable, book: SheetBook, records: NDArray[np.int64], base: Days) -> NDArray[np.bool_]:
    """Who has the years of service that the office's plan takes instead of an age."""
    service, start = stated_limit("internal_service_years", book.policy), book.derive(service_start, table)
    known = start.known[records]
    if service is None or not known.any():
        return np.zeros(len(records), dtype=np.bool_)
    begun = np.where(known, start.first[records], base)
    served: NDArray[np.bool_] = known & (
        add_months(begun, np.full(len(records), service.count * MONTHS_PER_YEAR, dtype=np.int32)) <= base + 1
    )
    return served


def _years(months: int) -> str:
    years, rest = divmod(months, MONTHS_PER_YEAR)
    return f"{years}年" + (f"{rest}个月" if rest else "")


def _base_days(table: SheetTable, book: SheetBook, records: NDArray[np.int64]) -> Days:
    """The last day on which each person can have gone: the ending of the others of the enterprise, else today."""
    latest, today, firms = book.gather(_latest_ends), day_number(book.today), book.derive(enterprises, table)

    def ended(firm: str) -> int:
        days = [day for name, day in latest.items() if not firm or not name or same_enterprise(firm, name)]
        return max(days, default=today)

    known = {firm: ended(firm) for firm in set(firms)}
    return np.array([known[firms[i]] for i in records.tolist()], dtype=np.int32)


def _latest_ends(book: SheetBook) -> dict[str, int]:
    """The last day of a contract by enterprise on the severance sheets."""
    found: dict[str, int] = {}
    for table in book.of_kind("severance"):
        last = book.derive(ends, table).last
        for firm, day in zip(book.derive(enterprises, table), last.tolist(), strict=True):
            if day != UNKNOWN:
                found[firm] = max(found.get(firm, day), day)
    return found


def expired_without_term(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every ending by 期满 of a worker without a term (固定工), by this sheet or the roster."""
    if not table.has("ground"):
        return
    code = next(i for i, ground in enumerate(grounds()) if ground.label == "期满")
    for i in np.flatnonzero(book.derive(ground_codes, table) == code).tolist():
        said = plain(said_of("employment", table, book, i))
        if _NO_TERM.search(said) and not _WITH_TERM.search(said):
            shown = mask_text(clean_text(table.column("ground")[i]))
            yield Fault(table.cell("ground", i), shown, "", {"said": said})


RETIREMENT_CHECKS: Final = (
    Check(
        code="PAST_RETIREMENT_AGE",
        title="已过退休年龄仍列补偿金",
        severity=Severity.ERROR,
        kinds=_KINDS,
        message="{born}出生（{source}），{reached}满{age}（{who}），已到法定退休年龄；{ended}才解除，不计解除的经济补偿金",
        remedy="核对出生日期、身份和解除时间：写错的改正；确已到龄的办理退休，删去金额",
        citation="劳动合同法第四十四条第二项；劳动合同法实施条例第二十一条",
        run=partial(paid_past_age, True),
    ),
    Check(
        code="RETIREMENT_AGE_OPEN",
        title="女职工可能已过退休年龄",
        severity=Severity.NOTICE,
        kinds=_KINDS,
        message="{born}出生（{source}），{reached}满{age}，{ended}解除：女工人（不在管理、技术岗位的）到此年龄退休，不计经济补偿金",
        remedy="按档案核对岗位：在管理、技术岗位的，在“身份”栏写明；是工人的删去金额，办理退休",
        citation="国发〔1978〕104号；劳动合同法第四十四条第二项",
        run=partial(paid_past_age, False),
    ),
    Check(
        code="INTERNAL_RETIREMENT_EARLY",
        title="内退距退休超过规定年限",
        severity=Severity.NOTICE,
        kinds=frozenset({"roster"}),
        message="{born}出生，{retires}到法定退休年龄，到{base}还有{left}，超过{limit}",
        remedy="核对出生日期、身份和内退审批；本地方案另有规定的，在政策表“内退提前年限”“内退工龄年限”填写，或在备注中说明",
        citation="",
        run=early_internal_retirement,
        cleared_by=EARLY,
    ),
    Check(
        code="EXPIRY_WITHOUT_TERM",
        title="固定工按期满终止",
        severity=Severity.NOTICE,
        kinds=frozenset({"severance"}),
        message="用工性质为“{said}”，没有合同期限，却按“期满”终止：这样2008年以前的工龄不计补偿",
        remedy="核对劳动合同和解除原因：没有期限的按实际原因改写；已改签有期限合同的在备注中说明",
        citation="劳动合同法第四十四条第一项、第九十七条",
        run=expired_without_term,
        cleared_by=CONTRACT,
    ),
)
