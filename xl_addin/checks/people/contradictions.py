"""Checks of what two sheets say of one person, and of inputs that the other rows of a sheet make doubtful (L-08).

Which cells contradict each other is :mod:`xl_addin.sheets.contradictions`, which inputs are doubtful is
:mod:`xl_addin.sheets.doubts`; commands that must choose ask the same modules.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from xl_addin.checks.remarks import ARCHIVE, BATCH, MONTHLY, gives_reason
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.ages import odd_ages
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import LISTS
from xl_addin.sheets.contradictions import Conflict, every_conflict, person_conflicts
from xl_addin.sheets.doubts import AVERAGE, AVERAGES_YEARLY, COLUMN, END, SPLIT, YEARLY, doubts
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import day_number
from xl_addin.values.findings import Severity
from xl_addin.values.shown_texts import mask_beginning

_LISTS: Final = frozenset(LISTS)
_AMOUNTS: Final = frozenset({"severance", "arrears"})
_BY_AVERAGE: Final = (AVERAGE, SPLIT, AVERAGES_YEARLY)
_SHOWN: Final = 3
_CODES: Final = {
    "养老欠缴起": "PENSION_FROM",
    "养老欠缴止": "PENSION_TO",
    "医疗欠缴起": "MEDICAL_FROM",
    "医疗欠缴止": "MEDICAL_TO",
}


def sheets_differ(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every fact of a person that another sheet tells differently."""
    for one in book.gather(person_conflicts):
        if one.fact.table is table:
            places = "、".join(dict.fromkeys(other.place for other in one.others[:_SHOWN]))
            detail = {"name": one.fact.name, "own": mask_beginning(one.fact.text), "others": mask_beginning(places)}
            detail["who"] = _who(one)
            expected = mask_beginning("、".join(dict.fromkeys(other.text for other in one.others[:_SHOWN])))
            variant = _CODES.get(one.fact.role, one.fact.role.upper())
            yield Fault(one.fact.cell, mask_beginning(one.fact.text), expected, detail, variant)


def _who(one: Conflict) -> str:
    return f"（共{one.persons}人不一致）" if one.persons > 1 else ""


def doubtful_inputs(kind: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every input of one kind of doubt."""
    for one in book.gather(doubts):
        ahead = kind == END and table.kind == "severance" and one.fact.low > day_number(book.today)
        if one.kind == kind and one.fact.table is table and not ahead:  # what lies ahead is told as such
            whole = {COLUMN: "wage", AVERAGES_YEARLY: one.fact.role}.get(kind)
            cell = table.header_cell(whole) if whole else one.fact.cell
            detail = {"name": one.fact.name, "own": one.fact.text, "usual": one.usual, "count": one.count}
            detail["beside"] = f"（{one.beside}，正好差12倍）" if one.beside and kind == YEARLY else one.beside
            detail["elsewhere"] = book.gather(_said_elsewhere).get((table.sheet, one.fact.cell), "")
            variant = one.fact.role.removesuffix("_wage").upper() if kind in _BY_AVERAGE else ""
            yield Fault(cell, mask_beginning(one.fact.text), one.usual, detail, variant)


def _said_elsewhere(book: SheetBook) -> dict[tuple[str, str], str]:
    """For a cell that another sheet contradicts: what that says, for the end of a sentence."""
    conflicts = book.gather(every_conflict)
    return {(one.fact.table.sheet, one.fact.cell): f"；本人在{one.others[0].place}" for one in conflicts}


def ages_differ(earlier: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every age that is not the one by the ID number at the base date; ``earlier`` asks for those of some years ago."""
    for one in book.derive(odd_ages, table):
        if one.is_of_earlier_years != earlier:
            continue
        typed = clean_text(table.column("age")[one.record])
        detail = {"typed": typed, "right": one.right, "base": one.base, "id": table.cell("id", one.record)}
        yield Fault(table.cell("age", one.record), typed, str(one.right), detail)


CONTRADICTION_CHECKS: Final = (
    Check(
        code="SHEETS_DIFFER",
        title="两张表说法不一致",
        severity=Severity.ERROR,
        kinds=_LISTS,
        message="同一人的“{name}”在两张表上不一致：这里是{own}，{others}{who}",
        remedy="查档案、工资台账或社保记录，把填错的一处改正；改正前，生成测算表、确认单要用 --take 指明采用哪张表",
        citation="同一人的同一事项各表应当一致",
        run=sheets_differ,
    ),
    Check(
        code="AGE_DIFFERS",
        title="年龄与身份证号不一致",
        severity=Severity.ERROR,
        kinds=frozenset({"arrears"}),
        message="年龄填{typed}岁，按身份证号（{id}）到{base}满{right}岁",
        remedy="核对身份证号和年龄；档案出生时间不同的，以档案为准并在备注中说明",
        citation="GB 11643—1999；退休医疗预留按基准日的周岁计算",
        run=partial(ages_differ, False),
        cleared_by=ARCHIVE,
    ),
    Check(
        code="AGE_OF_EARLIER_YEARS",
        title="年龄像是以前年度的",
        severity=Severity.NOTICE,
        kinds=frozenset({"arrears"}),
        message="年龄填{typed}岁，按身份证号（{id}）到{base}满{right}岁；像是以前年度的名单",
        remedy="核对预留按哪一天的年龄计算：按解除时间（基准日）的，改为{right}岁并重算；另有规定的在备注中说明",
        citation="GB 11643—1999；退休医疗预留按基准日的周岁计算",
        run=partial(ages_differ, True),
        cleared_by=gives_reason,
    ),
    Check(
        code="END_YEAR_ODD",
        title="解除时间的年份与他人不同",
        severity=Severity.NOTICE,
        kinds=_AMOUNTS,
        message="“{name}”是{own}，同一企业其他{count}人是{usual}，只有年份不同{elsewhere}",
        remedy="核对解除证明；年份写错的改正，确属另一批的在备注中说明",
        citation="同一批解除劳动合同的时间应当一致",
        run=partial(doubtful_inputs, END),
        cleared_by=BATCH,
    ),
    Check(
        code="AVERAGE_ODD",
        title="平均工资与同企业他人不同",
        severity=Severity.NOTICE,
        kinds=_AMOUNTS,
        message="“{name}”是{own}，同一企业、同一解除时间的其他{count}人是{usual}{elsewhere}",
        remedy="按企业工资报表或统计公报核对；同一企业同一时点只有一个平均数，写错的改正",
        citation="违反和解除劳动合同的经济补偿办法（劳部发〔1994〕481号）第十一条；劳动合同法第四十七条",
        run=partial(doubtful_inputs, AVERAGE),
    ),
    Check(
        code="AVERAGES_SPLIT",
        title="同一企业有几个平均工资",
        severity=Severity.NOTICE,
        kinds=_AMOUNTS,
        message="同一企业、同一解除时间的“{name}”有{count}个不同的数：{beside}是{usual}，这里是{own}",
        remedy="按企业工资报表或统计公报核对；同一企业同一时点只有一个平均数，写错的改正",
        citation="违反和解除劳动合同的经济补偿办法（劳部发〔1994〕481号）第十一条；劳动合同法第四十七条",
        run=partial(doubtful_inputs, SPLIT),
    ),
    Check(
        code="AVERAGES_YEARLY",
        title="平均工资疑为全年的数",
        severity=Severity.NOTICE,
        kinds=_AMOUNTS,
        message="“{name}”整栏（{count}人，如{own}）像是全年的数，是本人工资的八倍以上；折成每月是{usual}",
        remedy="按企业工资报表或统计公报核对：是全年平均工资的除以12再填，或在表头写明（元/年）",
        citation="劳动合同法第四十七条（月平均工资）；劳部发〔1994〕481号第十一条",
        run=partial(doubtful_inputs, AVERAGES_YEARLY),
    ),
    Check(
        code="WAGE_YEARLY",
        title="疑为全年工资",
        severity=Severity.NOTICE,
        kinds=_AMOUNTS,
        message="“{name}”{own}像是全年的数{beside}；折成每月是{usual}",
        remedy="查工资台账：是全年工资的除以12再填；确是月工资的在备注中说明",
        citation="劳动合同法实施条例第二十七条（前十二个月的月平均工资）",
        run=partial(doubtful_inputs, YEARLY),
        cleared_by=MONTHLY,
    ),
    Check(
        code="WAGES_YEARLY",
        title="整栏疑为全年工资",
        severity=Severity.NOTICE,
        kinds=_AMOUNTS,
        message="“{name}”整栏（{count}人）像是全年的数，一般人都在当地月平均工资的三倍以上",
        remedy="查工资台账：是全年工资的除以12再填，或在表头写明（元/年）",
        citation="劳动合同法实施条例第二十七条（前十二个月的月平均工资）",
        run=partial(doubtful_inputs, COLUMN),
    ),
)
