"""Checks of persons whose contract may not be ended, who have no severance, or whose papers came late.

Sources: 劳动合同法 42 (5) and 50; the ages of ``policy.retirement``; 内退 persons have no severance
(local plans). Nobody is protected before 2008. Leaves out 工伤, pregnancy and medical periods: no column tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.people.retirement import PAYING, severance_paid
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.grounds import grounds
from xl_addin.policy.groups import find_group
from xl_addin.policy.limits import limit, limits
from xl_addin.policy.retirement import age_text, find_retirement_category
from xl_addin.rules.insurance.retirement import retirement_months
from xl_addin.rules.severance.service import split_day
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import NO_SEX, PERSONS, days, unbroken_start
from xl_addin.sheets.persons import own_status, post_status, roster_places
from xl_addin.sheets.policies_used import rows_text
from xl_addin.sheets.retirement import first_births, first_sexes, office_ages, rise_question
from xl_addin.sheets.severance import ground_codes
from xl_addin.sheets.status import INTERNAL, RETIRED, ROLE, status_place
from xl_addin.sheets.status_hints import hints
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import add_months, month_number, to_date
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_text

_SEVERANCE: Final = frozenset({"severance"})
_PAYING: Final = frozenset(PAYING)
_OFFICIAL: Final = "干部"


def protected_workers(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every worker with fifteen years of service and less than five to retirement, dismissed under art 40 or 41."""
    if not table.has("end") or not (table.has("start") or table.has("entry")):
        return
    start, end = book.derive(unbroken_start, table), book.derive(days, table, "end")
    birth, category = book.derive(first_births, table), book.derive(retirement_categories, table)
    served_long = start.known & end.known & _dismissed(table, book)
    served_long &= (end.last >= split_day()) & (end.last >= start.first)
    who = np.flatnonzero(served_long)
    served = add_months(start.last[who], np.full(len(who), limit("protected_service_months"), dtype=np.int32))
    served_long[who] = served <= end.last[who] + 1
    _name_unknown(table, book, served_long & ~(birth.known & (category >= 0)))
    who = np.flatnonzero(served_long & birth.known & (category >= 0))
    born, last = birth.first[who], end.last[who]
    ages = retirement_months(born, category[who], last, office_ages(category[who], last, book)) - month_number(born)
    retires = add_months(born, ages)
    soon = add_months(last, np.full(len(who), limit("protected_remaining_months"), dtype=np.int32)) > retires
    for k in np.flatnonzero(soon & (last < retires)).tolist():
        i = int(who[k])
        detail = {"ground": grounds()[int(book.derive(ground_codes, table)[i])].label}
        detail |= {"start": to_date(start.first[i]).isoformat(), "retires": to_date(retires[k]).isoformat()}
        detail |= {"age": age_text(int(ages[k]), "岁"), "later": rise_question(int(last[k]), int(retires[k]))}
        role = "ground" if table.has("ground") else "end"
        yield Fault(table.cell(role, i), mask_text(clean_text(table.column(role)[i])), "", detail)


def _name_unknown(table: SheetTable, book: SheetBook, unknown: NDArray[np.bool_]) -> None:
    """Say whose protection cannot be judged, of a sheet that is about persons whose sex and birth are known."""
    rows = [table.row_numbers[i] for i in np.flatnonzero(unknown).tolist()]
    if rows and (table.has("id") or book.rosters):
        shown = rows_text(rows)
        why = "性别或出生日期不明（身份证号空缺或有误，本表和花名册也没有写），是否属第42条不得解除的职工未校验"
        book.not_checked.append(f"工作表“{table.sheet}”{shown}：{why}")


def _dismissed(table: SheetTable, book: SheetBook) -> NDArray[np.bool_]:
    """Rows whose ground is one of art 40 or 41 and who are severed at all."""
    articles = ("第四十条", "第四十一条")
    listed = np.array([ground.new_article.startswith(articles) for ground in grounds()], dtype=np.bool_)
    codes = book.derive(ground_codes, table)
    severed = np.array([not word for word in book.derive(post_status, table)], dtype=np.bool_)
    dismissed: NDArray[np.bool_] = (codes >= 0) & listed[codes] & severed
    return dismissed


def retirement_categories(table: SheetTable, book: SheetBook) -> NDArray[np.int8]:
    """Retirement category of each row by sex and 身份 (own column, else the roster); -1 where the sex is unknown."""
    sexes = book.derive(first_sexes, table)
    own = [clean_text(value) for value in table.column("identity")]
    rostered = book.derive(roster_places, table)
    codes = {(s, o): find_retirement_category("男" if s else "女干部" if o else "女") for s in (0, 1) for o in (0, 1)}
    found = np.full(len(table), -1, dtype=np.int8)
    for i in np.flatnonzero(sexes != NO_SEX).tolist():
        place = rostered[i]
        identity = own[i] or (clean_text(place.table.column("identity")[place.record]) if place else "")
        found[i] = codes[int(sexes[i]), int(_OFFICIAL in identity)]
    return found


def settled_but_paid(word: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every amount of a person who is 内退 (or of another group without severance) by this sheet or the roster."""
    paid = book.derive(severance_paid, table)
    if not paid.any():
        return
    role, status = PAYING[table.kind], book.derive(post_status, table)
    for i in np.flatnonzero(paid).tolist():
        if status[i] == word:
            own = book.derive(own_status, table)[i].settled
            place = None if own else book.derive(roster_places, table)[i]
            where = f"（花名册“{place.table.sheet}”{status_place(place.table, place.record)}）" if place else ""
            shown = mask_text(clean_text(table.column(role)[i]))
            yield Fault(table.cell(role, i), shown, "0", {"where": where})


def unknown_statuses(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every status that nobody can be paid by before it is asked about (L-06)."""
    said = book.derive(own_status, table)
    beside = hints(table) if any(one.question for one in said) else {}
    for i, one in enumerate(said):
        if one.question:
            hint = None if clean_text(table.column(ROLE)[i]) else beside.get(i)
            shown = mask_text(hint.word if hint else clean_text(table.column(ROLE)[i]))
            yield Fault(hint.cell if hint else table.cell(ROLE, i), shown, "", {"why": one.question})


def late_papers(role: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every certificate or transfer of files more than fifteen days after the end; the fifteenth is in time."""
    if not (table.has(role) and table.has("end")):
        return
    end, done = book.derive(days, table, "end"), book.derive(days, table, role)
    allowed = limit("handover_days")
    late = end.known & done.known & (end.last >= split_day())
    late &= np.where(late, done.first, 0) > np.where(late, end.last, 0) + allowed
    for i in np.flatnonzero(late).tolist():
        latest = to_date(end.last[i] + allowed).isoformat()
        gap = int(done.first[i] - end.last[i])
        shown = to_date(done.first[i]).isoformat()
        yield Fault(table.cell(role, i), shown, f"不晚于{latest}", {"days": gap, "latest": latest, "limit": allowed})


SPECIAL_CHECKS: Final = (
    Check(
        code="STATUS_UNCLEAR",
        title="在岗状态不明",
        severity=Severity.ERROR,
        kinds=PERSONS,
        message="{why}",
        remedy="核对档案，改写为在岗、下岗、内退、退休等；不按任何一种猜测计算",
        citation="内退、退休人员不计经济补偿金",
        run=unknown_statuses,
        blocks="在岗状态不明，该行的金额未校验",
    ),
    Check(
        code="PROTECTED_WORKER",
        title="不得解除的职工",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="{start}起连续工作满十五年，距法定退休（{age}，{retires}）不足五年，按第42条不得以“{ground}”解除{later}",
        remedy="改为本人同意的协商解除、内退等安置方式，或核对出生日期、身份和工龄",
        citation=limits()["protected_service_months"].citation,
        run=protected_workers,
    ),
    Check(
        code="INTERNAL_RETIREE_PAID",
        title="内退人员列有补偿金",
        severity=Severity.ERROR,
        kinds=_PAYING,
        message="内退人员不享受一次性经济补偿金，却列有金额{where}",
        remedy="核对在岗状态：确已内退的删去金额，未内退的改正状态",
        citation="内退人员由企业发生活费、缴社保至退休，不享受经济补偿金（以本地方案为准）",
        run=partial(settled_but_paid, INTERNAL),
    ),
    Check(
        code="RETIREE_PAID",
        title="退休人员列有补偿金",
        severity=Severity.ERROR,
        kinds=_PAYING,
        message="退休人员没有解除劳动合同的补偿，却列有金额{where}",
        remedy="核对在岗状态和退休时间；确已退休的删去金额",
        citation="劳动合同法第四十四条第二项",
        run=partial(settled_but_paid, RETIRED),
    ),
    *(
        Check(
            code=f"{code}_PAID",
            title=f"{label}人员列有补偿金",
            severity=severity,
            kinds=_PAYING,
            message=f"{label}人员不计经济补偿金，却列有金额{{where}}",
            remedy=f"核对在岗状态：确属{label}的删去金额，另按规定安置；不是的改正状态",
            citation=find_group(label).basis,
            run=partial(settled_but_paid, label),
        )
        for code, label, severity in (
            ("INJURED_1_4", "工伤1-4级", Severity.ERROR),
            ("INJURED_5_6", "工伤5-6级", Severity.NOTICE),
            ("DEPENDANT", "遗属", Severity.ERROR),
        )
    ),
    Check(
        code="CERTIFICATE_LATE",
        title="出具证明超过15日",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="解除后{days}日才出具证明，超过{limit}日（最晚{latest}）",
        remedy="核对两个日期；确已超期的说明原因并承担责任",
        citation=limits()["handover_days"].citation,
        run=partial(late_papers, "certificate_date"),
    ),
    Check(
        code="FILES_LATE",
        title="档案移交超过15日",
        severity=Severity.ERROR,
        kinds=_SEVERANCE,
        message="解除后{days}日才移交档案，超过{limit}日（最晚{latest}）",
        remedy="核对两个日期；确已超期的尽快移交并说明原因",
        citation=limits()["handover_days"].citation,
        run=partial(late_papers, "files_date"),
    ),
)
