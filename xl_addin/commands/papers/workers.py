"""What papers say of each worker: from the severance sheet's row and the roster's, computed as everywhere.

An amount that the sheet and the calculation do not agree on is no fact: it stands as a blank with both figures. A
certificate gives the service in the own unit, which continuous service is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.commands.papers.spans import span_of_sources
from xl_addin.commands.severance.amounts import Amounts, Line
from xl_addin.commands.severance.posting import entry_of
from xl_addin.commands.spec import CommandBook
from xl_addin.files.papers.model import BLANK, Fact, Row, blank
from xl_addin.functions import call
from xl_addin.rules.severance.derivation import ground_line
from xl_addin.rules.severance.row import months_text, row_of, span_text
from xl_addin.sheets.numbers import agrees
from xl_addin.sheets.package_sheet import severance_lists
from xl_addin.sheets.persons import Place, roster_places
from xl_addin.sheets.severance_persons import Person
from xl_addin.tables.cleaning import DateReading, clean_money, clean_text, is_blank, read_date
from xl_addin.tables.clock_times import shifted_midnight
from xl_addin.tables.grid import CellValue, address
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import date_words, to_date
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.id_columns import SOUND
from xl_addin.values.money import MICRO, decimal_text, yuan_text
from xl_addin.values.persons import id_fault, mask_id, mask_text, sex
from xl_addin.values.rmb import rmb_upper

NONE: Final = Fact("—")
_WITH_AMOUNT: Final = "同一行的补偿金额查清后填写"
_ASKED: Final = {
    "性别": "按职工档案填写",
    "岗位": "职工花名册没有岗位工种，按劳动合同填写",
    "进厂时间": "职工花名册没有进厂时间，按职工档案填写",
    "劳动合同期限": "按劳动合同填写（劳动合同法实施条例第二十四条要求写明）",
    "证明编号": "由出具单位编号",
}


@dataclass(frozen=True, slots=True)
class Worker:
    """One person of the severance sheets, what the calculation came to, and the rows that tell of the person."""

    person: Person
    amounts: Amounts
    number: int
    own: Place
    rostered: Place | None

    @property
    def line(self) -> Line | None:
        """The calculation; None where there is none."""
        line = self.amounts[self.number]
        return line if isinstance(line, Line) else None

    def source(self, role: str) -> str:
        """The cell of the severance sheet that holds a column of this person."""
        table, record = self.own.table, self.own.record
        return f"{table.sheet}!{table.cell(role, record)}" if table.has(role) else self.row

    @property
    def row(self) -> str:
        """The cells of the whole row, where no cell alone says what is computed from it."""
        columns = self.own.table.header.columns.values()
        first, last = address(self.person.row, min(columns)), address(self.person.row, max(columns))
        return f"{self.person.sheet}!{first}:{last}"


def workers(book: CommandBook, persons: Sequence[Person], amounts: Amounts) -> list[Worker]:
    """Each person with the rows of severance sheet and roster."""
    places: dict[tuple[str, int], tuple[Place, Place | None]] = {}
    for table in severance_lists(book):
        rostered = book.derive(roster_places, table)
        for i, row in enumerate(table.row_numbers):
            places[table.sheet, row] = (Place(table, i), rostered[i])
    return [Worker(person, amounts, i, *places[person.sheet, person.row]) for i, person in enumerate(persons)]


def worker_row(worker: Worker, number: int, masked: bool) -> dict[str, Fact]:
    """All facts of a worker, the ``number``-th of the paper."""
    person, line = worker.person, worker.line
    entry = entry_of(person, worker.amounts, worker.number)
    amount = amount_fact(worker)
    facts = {
        "序号": Fact(str(number)),
        "姓名": known(person.name, worker.source("name"), "测算表没有姓名，按职工档案填写", secret=True),
        "身份证号": known(
            mask_id(person.id) if masked else person.id,
            worker.source("id"),
            "测算表没有身份证号，按身份证填写",
            secret=True,
        ),
        "参加工作时间": known(entry.start, worker.source("start"), "测算表的参加工作时间不能读出，按职工档案填写"),
        "解除时间": _end(worker),
        "工龄": Fact(entry.service, worker.row) if line else NONE,
        "计发月数": _months(worker, amount),
        "本人月平均工资": _wage(worker),
        "解除事由": _ground(worker),
        "补偿金额": amount,
        "补偿金额大写": Fact(rmb_upper(line.fen), amount.source)
        if line and _is_money(amount)
        else blank(_WITH_AMOUNT)
        if amount.is_blank
        else NONE,
        "备注": Fact(entry.remark, worker.row if entry.remark else ""),
        "性别": sex_of(_rostered(worker, "sex", "性别"), person.id, worker.source("id")),
        "岗位": _rostered(worker, "post", "岗位"),
        "进厂时间": _entry_day(worker),
        "本单位工作年限": _own_service(worker),
    }
    return facts | {name: blank(_ASKED[name]) for name in ("劳动合同期限", "证明编号")}


def amount_fact(worker: Worker) -> Fact:
    """The severance of a worker as the sheet and the calculation agree on it."""
    person, line = worker.person, worker.line
    if person.settled:
        return Fact("—", worker.row)
    place = f"{person.sheet}!{person.stated_cell}" if person.stated_cell else worker.row
    if line is None:
        error = worker.amounts[worker.number]
        why = mask_text(error.message) if isinstance(error, InputError) else ""
        return _disputed(place, f"{worker.row} 不能计算：{why}")
    if is_blank(person.stated):
        return Fact(yuan_text(line.fen), worker.row)
    try:
        same = agrees(clean_money(person.stated, ""), line.fen, person.factor)
    except InputError:
        same = False
    if not same:
        stated = mask_text(clean_text(person.stated))
        return _disputed(
            place, f"{place} 所列 {stated} 与按本行数据算出的 {yuan_text(line.fen)} 不一致，查清并改正工作簿后重新生成"
        )
    return Fact(yuan_text(line.fen), place)


def _disputed(source: str, asked: str) -> Fact:
    """A blank that has a cell: what the checks find wrong there is told as well."""
    return Fact(BLANK, source, asked)


def _is_money(fact: Fact) -> bool:
    return not fact.is_blank and fact.text != NONE.text


def known(text: str, source: str, asked: str, *, secret: bool = False) -> Fact:
    """A text of a cell; a blank that asks for it where the cell holds none."""
    return Fact(text, source, secret=secret) if text else Fact(BLANK, source, asked, secret)


def _months(worker: Worker, amount: Fact) -> Fact:
    if worker.line is None:
        return NONE if worker.person.settled else blank(_WITH_AMOUNT)
    text = months_text(worker.line.months)
    return Fact(text, worker.source("months")) if not amount.is_blank else blank(_WITH_AMOUNT)


def _wage(worker: Worker) -> Fact:
    value = worker.person.cells["wage"]
    try:
        text = "" if is_blank(value) else decimal_text(clean_money(value, ""), MICRO, 2)
    except InputError:
        text = ""
    return known(text, worker.source("wage"), "测算表的本人月平均工资不能读出")


def _ground(worker: Worker) -> Fact:
    """The ground with its articles; one that nobody wrote down is not known, whatever the calculation takes."""
    if worker.line is None:
        return NONE if worker.person.settled else blank(_WITH_AMOUNT)
    if is_blank(worker.person.cells["ground"]):
        return blank("测算表没有写解除事由（测算按客观情况发生重大变化），按劳动合同法的条款填写")
    words = ground_line(row_of(worker.line.table, worker.line.row)).removeprefix("解除事由：")
    return Fact(words, worker.source("ground"))


def _end(worker: Worker) -> Fact:
    reading = _end_reading(worker)
    if reading is None:
        return Fact(BLANK, worker.source("end"), "测算表的解除时间不能读出，按解除决定填写")
    date = to_date(reading.day)
    if reading.month_only:
        asked = f"{worker.source('end')} 只写到月（{date_words(date, month_only=True)}），填写到日"
        return Fact(BLANK, worker.source("end"), asked)
    return Fact(date_words(date), worker.source("end"))


def _end_reading(worker: Worker) -> DateReading | None:
    month_decimal = worker.person.policy.policy.options.month_decimal
    try:
        return read_date(worker.person.cells["end"], "", month_decimal, shifted_midnight)
    except InputError:
        return None


def last_days(listed: Sequence[Worker]) -> Fact:
    """To which day service counts: one day, or the first and the last where those who leave do so at several times."""
    leaving = [worker for worker in listed if not worker.person.settled]
    readings = [_end_reading(worker) for worker in leaving]
    days = sorted({reading.day for reading in readings if reading is not None and not reading.month_only})
    unsure = [i for i, reading in enumerate(readings) if reading is None or reading.month_only]
    if unsure or not days:
        where = f"{leaving[unsure[0]].source('end')} 等 {len(unsure)} 人的解除时间不能读到日，" if unsure else ""
        return blank(f"{where}查清后填写")
    words = [date_words(to_date(day)) for day in (days[0], days[-1])]
    source = span_of_sources([worker.source("end") for worker in leaving]).replace("之和", "各行")
    return Fact(words[0] if words[0] == words[1] else f"{words[0]}至{words[1]}（各人不同）", source)


def _rostered(worker: Worker, role: str, name: str) -> Fact:
    """A text of the roster."""
    value, source = _roster_cell(worker, role)
    text = "" if value is None or isinstance(value, CellError) or is_blank(value) else clean_text(value)
    return Fact(text, source) if text else blank(_ASKED[name])


def sex_of(written: Fact, number: str, source: str) -> Fact:
    """The sex as a list has it; where none does, a sound ID number tells it."""
    told = sex(number) if written.is_blank and id_fault(number) in SOUND else None
    return Fact(told, source) if told else written


def _roster_cell(worker: Worker, role: str) -> tuple[CellValue, str]:
    place = worker.rostered
    if place is None or not place.table.has(role):
        return None, ""
    table: SheetTable = place.table
    return table.column(role)[place.record], f"{table.sheet}!{table.cell(role, place.record)}"


def _entry_day(worker: Worker) -> Fact:
    value, source = _roster_cell(worker, "entry")
    try:
        reading = read_date(value, "", worker.person.policy.policy.options.month_decimal, shifted_midnight)
    except InputError:
        return blank(_ASKED["进厂时间"])
    return Fact(date_words(to_date(reading.day), reading.month_only), source)


def _own_service(worker: Worker) -> Fact:
    """本单位工龄 as the roster writes it, else counted from 进厂时间 to 解除时间 by SOE_SERVICE_MONTHS."""
    asked = "在本单位的工作年限：职工花名册没有本单位工龄和进厂时间，按职工档案填写"
    written, source = _roster_cell(worker, "own_service")
    if isinstance(written, str) and written.strip():
        return Fact(clean_text(written), source)
    entry, source = _roster_cell(worker, "entry")
    if is_blank(entry) or isinstance(entry, CellError) or is_blank(worker.person.cells["end"]):
        return blank(asked)
    months = call("SOE_SERVICE_MONTHS", entry, worker.person.cells["end"])
    if isinstance(months, bool) or not isinstance(months, int | float):
        return blank(asked)
    return Fact(span_text((int(months), 0)), f"{source}、{worker.source('end')}")


def total_fact(rows: Sequence[Mapping[str, Fact]], sums: Sequence[int | None], name: str) -> Fact:
    """The sum of a column of facts, unknown as soon as one of them is."""
    unknown = [number for number, row in enumerate(rows, 1) if row[name].is_blank]
    known = sum(fen for fen, row in zip(sums, rows, strict=True) if fen is not None and _is_money(row[name]))
    if unknown:
        return blank(f"有 {len(unknown)} 人的{name}待查清（其余合计 {yuan_text(known)} 元），查清后重新生成")
    return Fact(yuan_text(known), span_of_sources([row[name].source for row in rows if _is_money(row[name])]))


Rows = list[Row]
