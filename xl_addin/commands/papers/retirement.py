"""Who goes into 内退 and who is retired, by the lists of an enterprise: what their pages and 改制方案 say of them.

What the list of costs and the calculation dispute, and what nobody wrote down, is a blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from xl_addin.checks.fund.owed_products import internal_cost, is_internal_list
from xl_addin.commands.papers.enterprise import day_words
from xl_addin.commands.papers.insurance import Insured, added, amounts_of, insured_row
from xl_addin.commands.papers.settled import (
    INTERNAL_GROUP,
    RETIRED_GROUP,
    Settled,
    list_rows,
    name_cell,
    settled_people,
)
from xl_addin.commands.papers.spans import span_of_sources
from xl_addin.commands.papers.workers import NONE, known, sex_of
from xl_addin.commands.spec import CommandBook
from xl_addin.files.papers.model import BLANK, Fact, Row, blank
from xl_addin.sheets.cells import day_at, enterprise_key, fen_of
from xl_addin.sheets.columns import UNKNOWN, id_births, numbers
from xl_addin.sheets.owed import owed_columns
from xl_addin.sheets.persons import Place
from xl_addin.sheets.status import tells_status
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import MONTH_START, date_words, month_number, to_date
from xl_addin.values.errors import CellError
from xl_addin.values.money import MICRO, decimal_text, yuan_text
from xl_addin.values.persons import clean_id, mask_id
from xl_addin.values.rmb import rmb_upper

_PERCENT: Final = 100
_HIDDEN: Final = "****"
_NO_LIST: Final = "工作簿没有这个人的内退费用测算表，填写后重新生成"
_NO_STATUS: Final = "职工花名册没有这家企业的在岗状态，填写后重新生成"
_NO_RESERVE: Final = "养老/医疗测算表没有，按单位方案填写"
_TEXTS: Final = {
    "性别": ("sex", "按职工档案填写"),
    "岗位": ("post", "职工花名册没有岗位工种，按劳动合同填写"),
}
_DAYS: Final = {
    "参加工作时间": ("start", "职工花名册没有参加工作时间，按职工档案填写"),
    "进厂时间": ("entry", "职工花名册没有进厂时间，按职工档案填写"),
}
_MONEY: Final = {"月生活费": "standard", "月缴费基数": "contribution_base"}
_RATES: Final = {"养老费率": "pension_rate", "医疗费率": "medical_rate"}
_RESERVE: Final = {"年龄": "age", "预留年限": "reserve_years", "年标准": "annual_standard"}


Groups = dict[str, Sequence[Row]]


def retirement_facts(
    book: CommandBook, firm: str, insured: Sequence[Insured], masked: bool
) -> tuple[dict[str, Fact], Groups]:
    """Single facts and the rows of both groups of an enterprise."""
    own = [one for one in book.gather(settled_people).values() if enterprise_key(one.firm) == enterprise_key(firm)]
    groups: dict[str, list[Row]] = {INTERNAL_GROUP: [], RETIRED_GROUP: []}
    for one in own:
        rows = groups[one.group]
        facts = {"序号": Fact(str(len(rows) + 1))} | _person(book, one, masked)
        more = _internal(book, one) if one.group == INTERNAL_GROUP else _retired(one, facts, insured)
        rows.append(facts | more)
    single: dict[str, Fact] = {}
    everybody = _everybody(book, firm)
    for group, count, total, column in (
        (INTERNAL_GROUP, "内退人数", "内退费用合计", "内退费用"),
        (RETIRED_GROUP, "退休人数", "退休医疗费用合计", "医疗费用"),
    ):
        found = groups[group]
        cells = span_of_sources([row["姓名"].source for row in found] or everybody).replace("之和", "人数")
        single[count] = Fact(str(len(found)), cells) if cells else blank(_NO_STATUS)
        single[total] = _total([row[column] for row in found]) if cells else blank(_NO_STATUS)
    return single, dict(groups)


def _everybody(book: CommandBook, firm: str) -> list[str]:
    """The cells of all names of an enterprise whose lists tell 在岗状态."""
    return [
        name_cell(place)
        for _, place, own in list_rows(book)
        if enterprise_key(own) == enterprise_key(firm) and tells_status(place.table)
    ]


def _total(facts: Sequence[Fact]) -> Fact:
    some = [fact for fact in facts if fact.text != NONE.text]
    return added(some) if some else NONE


def _person(book: CommandBook, one: Settled, masked: bool) -> dict[str, Fact]:
    """What both pages say of a person."""
    places = [*one.lists, *one.costs]
    number, where_number = _first(places, "id")
    name, where = _first(places, "name")
    text = clean_id(clean_text(number))
    born = _birth(book, places)
    facts = {
        "姓名": known(clean_text(name), where, "名册没有姓名，按职工档案填写", secret=True),
        "身份证号": known(
            mask_id(text) if masked else text, where_number, "名册没有身份证号，按身份证填写", secret=True
        ),
        "人员类别": one.word,
        # A masked number hides the birth: no paper tells it beside.
        "出生年月": Fact(_HIDDEN, born.source, secret=True) if masked and not born.is_blank else born,
    }
    for fact, (role, asked) in _TEXTS.items():
        value, source = _first(places, role)
        facts[fact] = known(clean_text(value), source, asked)
    facts["性别"] = sex_of(facts["性别"], text, where_number)
    return facts | {fact: _day(places, role, asked) for fact, (role, asked) in _DAYS.items()}


def _first(places: Sequence[Place], role: str) -> tuple[object, str]:
    """The first filled cell of a column among the rows of a person."""
    for place in places:
        if place.table.has(role):
            value = place.table.column(role)[place.record]
            if not (is_blank(value) or isinstance(value, CellError)):
                return value, f"{place.table.sheet}!{place.table.cell(role, place.record)}"
    return None, ""


def _day(places: Sequence[Place], role: str, asked: str) -> Fact:
    for place in places:
        day = day_at(place.table, role, place.record) if place.table.has(role) else None
        if day is not None:
            return Fact(day_words(day), f"{place.table.sheet}!{day.cell}")
    return blank(asked)


def _birth(book: CommandBook, places: Sequence[Place]) -> Fact:
    written = _day(places, "birth", "")
    if not written.is_blank:
        return written
    for place in places:
        day = int(book.derive(id_births, place.table)[place.record])
        if day != UNKNOWN:
            return Fact(date_words(to_date(day)), f"{place.table.sheet}!{place.table.cell('id', place.record)}")
    return blank("名册没有出生年月，按身份证填写")


def _internal(book: CommandBook, one: Settled) -> dict[str, Fact]:
    """The terms of 内退, of the one row of 内退费用测算表 that is about the person."""
    columns = ("内退时间", *_MONEY, *_RATES, "内退费用", "内退费用大写", "到龄时间", "距退休月数")
    if len(one.costs) != 1 or one.other:
        cells = "、".join(name_cell(place) for place in one.costs[:3])
        asked = _NO_LIST
        if one.costs:
            why = "写了同一个人几行" if len(one.costs) > 1 else f"列为内退，而 {one.other} 的在岗状态不是内退"
            asked = f"{cells} {why}，查清后重新生成"
        return {name: Fact(BLANK, cells, asked) for name in columns}
    table, i = one.costs[0].table, one.costs[0].record
    facts = {name: _money(table, role, i, name) for name, role in _MONEY.items()}
    facts |= {name: _rate(book, table, role, i, name) for name, role in _RATES.items()}
    facts["内退时间"] = _base(table, i)
    facts["内退费用"] = cost = _cost(book, table, i)
    amount = next(amounts_of([cost]), None)
    facts["内退费用大写"] = blank("内退费用查清后填写") if amount is None else Fact(rmb_upper(amount), cost.source)
    return facts | _reached(book, table, i)


def _base(table: SheetTable, record: int) -> Fact:
    day = day_at(table, "base_date", record)
    source = f"{table.sheet}!{table.cell('base_date', record)}"
    if day is None:
        return Fact(BLANK, source, "内退费用测算表的内退基准日是空的或不能读出，按内退审批填写")
    if day.span.first != day.span.last:
        return Fact(BLANK, source, f"{source} 只写到月（{day_words(day)}），填写到日")
    return Fact(day_words(day), source)


def _money(table: SheetTable, role: str, record: int, name: str) -> Fact:
    if not table.has(role) or is_empty(value := table.column(role)[record]):
        return blank(f"内退费用测算表没有{name}，填写后重新生成")
    source = f"{table.sheet}!{table.cell(role, record)}"
    fen = fen_of(value, table.money_unit(role))
    return Fact(BLANK, source, f"{source} 的{name}不能读出") if fen is None else Fact(yuan_text(fen), source)


def _rate(book: CommandBook, table: SheetTable, role: str, record: int, name: str) -> Fact:
    column = book.derive(numbers, table, role) if table.has(role) else None
    if column is None or not column.known[record]:
        return blank(f"内退费用测算表没有{name}，填写后重新生成")
    text = decimal_text(int(column.micro[record]) * _PERCENT, MICRO)
    return Fact(f"{text}%", f"{table.sheet}!{table.cell(role, record)}")


def _cost(book: CommandBook, table: SheetTable, record: int) -> Fact:
    """What 内退 costs: of the one column of it, as sheet and calculation agree on it."""
    role, *others = owed_columns(table)
    source = f"{table.sheet}!{table.cell(role, record)}"
    if others:
        return Fact(BLANK, source, f"“{table.sheet}”有几栏金额，哪一栏是内退费用查清后填写")
    fact = _money(table, role, record, "内退费用")
    found = internal_cost(table, book, record) if is_internal_list(table) and not fact.is_blank else None
    if found is not None and next(amounts_of([fact])) != found[1]:
        told = f"{source} 所列 {fact.text} 与按本行数据算出的 {yuan_text(found[1])} 不一致，查清并改正工作簿后重新生成"
        return Fact(BLANK, source, told)
    return fact


def _reached(book: CommandBook, table: SheetTable, record: int) -> dict[str, Fact]:
    """When the person reaches the age of retirement, by the calculation of the cost."""
    found = internal_cost(table, book, record) if is_internal_list(table) else None
    day = day_at(table, "base_date", record)
    if found is None or day is None or not found[0]:
        why = "内退基准日已到法定退休年龄，查清后填写" if found is not None else "按职工档案的出生时间和身份核定"
        return {name: blank(why) for name in ("到龄时间", "距退休月数")}
    month = int(month_number(np.array([day.span.last], dtype=np.int32))[0]) + found[0]
    cells = "、".join(f"{table.sheet}!{table.cell(role, record)}" for role in ("sex", "birth", "base_date"))
    return {
        "到龄时间": Fact(date_words(to_date(int(MONTH_START[month])), month_only=True), cells),
        "距退休月数": Fact(str(found[0]), cells),
    }


def _retired(one: Settled, facts: Mapping[str, Fact], insured: Sequence[Insured]) -> dict[str, Fact]:
    """What is set aside for a retired person, of the sheets of insurances."""
    rows = [place for place in one.lists if place.table.kind == "arrears"]
    found = {name: _stated(rows, role, name) for name, role in _RESERVE.items()}
    cells = {name_cell(place) for place in rows}
    own = next((person for person in insured if person.name_cell in cells), None)
    found["医疗费用"] = insured_row(own, 1, False)["医疗保险费"] if own is not None else blank(_NO_RESERVE)
    return found | {"退休时间": blank("按退休审批表（退休证）填写")}


def _stated(rows: Sequence[Place], role: str, name: str) -> Fact:
    """What the sheets of insurances say of the reserve; a blank where two rows differ."""
    said: dict[str, str] = {}
    for place in rows:
        value, source = _first([place], role)
        if source:
            fen = fen_of(value, place.table.money_unit(role)) if role == "annual_standard" else None  # type: ignore[arg-type]
            said.setdefault(clean_text(value) if fen is None else yuan_text(fen), source)
    if len(said) > 1:
        return Fact(BLANK, next(iter(said.values())), f"{'、'.join(said.values())} 的{name}不一致，查清后填写")
    return next((Fact(text, source) for text, source in said.items()), blank(_NO_RESERVE))
