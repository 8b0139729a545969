"""信访督办表: open cases on a day, overdue first, summed up, with who came again and the worker's own derivation."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.generated_books import context, grid
from xl_addin.checks.run import check_book
from xl_addin.commands.city.rows import city_rows
from xl_addin.commands.registers.petitions import plan_petitions
from xl_addin.commands.spec import CommandBook
from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import InputError
from xl_addin.values.findings import FindingTable

TODAY = dt.date(2011, 9, 20)
HEADS = (
    "编号", "登记时间", "信访人", "所属企业", "反映问题", "受理时间", "责任单位", "包案领导", "办理情况", "延期审批",
    "答复时间", "是否化解",
)  # fmt: skip
FIRM = "虚构机械厂"


def case(number: int, who: str, registered: str, accepted: str | None, unit: str, **more: CellValue) -> list[CellValue]:
    row: dict[str, CellValue] = dict.fromkeys(HEADS)
    row |= {"编号": number, "信访人": who, "所属企业": FIRM, "反映问题": f"事项{number}", "登记时间": registered}
    row |= {"受理时间": accepted, "责任单位": unit, "包案领导": "虚构丁"} | more
    return list(row.values())


CASES = [
    case(1, "虚构甲", "2011-09-10", "2011-09-12", "工业局"),
    case(2, "虚构乙", "2011-07-01", "2011-07-05", "社保局"),
    case(3, "虚构甲", "2011-05-01", "2011-05-05", "工业局", 答复时间="2011-06-01"),
    case(4, "虚构丙", "2011-09-01", None, "工业局"),
    case(5, "虚构戊", "2011-07-01", "2011-07-05", "社保局", 延期审批="虚构批1号"),
    case(6, "虚构己", "2011-07-01", "2011-07-05", "社保局", 是否化解="是"),
]
SEVERANCE = [
    [
        "企业名称",
        "姓名",
        "参加工作时间",
        "解除时间",
        "前12个月月平均工资",
        "企业月平均工资",
        "当地月平均工资",
        "补偿金额",
    ],
    [FIRM, "虚构甲", "1985-07-01", "2011-09-28", 1600, 1500, 2300, 43200],
    [FIRM, "虚构乙", "1985-07-01", "2011-09-28", 1600, 1500, 2300, 43200],
    [FIRM, "虚构乙", "1990-07-01", "2011-09-28", 1600, 1500, 2300, 35200],
]


def made(cases: list[list[CellValue]] = CASES) -> tuple[NewBook, str]:
    book = CommandBook.of(grid(信访台账=[list(HEADS), *cases], 测算表=SEVERANCE), TODAY)
    plan = plan_petitions(book, context())
    return plan.book, plan.summary


def sheet(book: NewBook, title: str) -> NewSheet:
    return next(one for one in book.sheets if one.title == title)


def rows(one: NewSheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in one.rows]


def test_overdue_cases_come_first_and_the_rest_by_their_last_day() -> None:
    """07-05 + 60 days is 09-03; 09-01 + 15 is 09-16; extended 90 days is 10-03; 09-12 + 60 is 11-11."""
    found = [(row[0], row[5], row[8], row[9]) for row in rows(sheet(made()[0], "信访督办表"))[3:]]
    assert found == [
        ("2", "待答复", dt.date(2011, 9, 3), "超期17日"),
        ("4", "待告知受理", dt.date(2011, 9, 16), "超期4日"),
        ("5", "待答复", dt.date(2011, 10, 3), "还有13日"),
        ("1", "待答复", dt.date(2011, 11, 11), "还有52日"),
    ]


def test_units_and_leaders_are_summed_up() -> None:
    found = rows(sheet(made()[0], "按单位和领导"))
    assert ["社保局", 2, 1, 17] in found
    assert ["工业局", 2, 1, 4] in found
    assert ["虚构丁", 4, 2, 17] in found


def test_who_came_twice_is_listed_with_answered_cases() -> None:
    (row,) = rows(sheet(made()[0], "重复信访"))[3:]
    assert row == ["虚构甲", FIRM, 2, "2011-09-10、2011-05-01", "事项1；事项3", 1]


def test_one_worker_is_linked_to_the_own_derivation_and_namesakes_are_not() -> None:
    book, summary = made()
    links = {row[0].value: row[12] for row in sheet(book, "信访督办表").rows[3:]}
    assert links["1"].link == ("本人测算说明", "A4")
    explained = sheet(book, "本人测算说明").rows
    assert [cell.value for cell in explained[3]][:3] == ["虚构甲", FIRM, "测算表第2行"]
    assert "43,200.00" in str(explained[3][3].value)
    assert links["2"] == NewCell("测算表上有2名同名职工", "small")
    assert links["4"].value == "未对应"
    assert summary.startswith("信访督办表：在办 4 件，其中超期 2 件；重复信访 1 人；1 人附本人测算说明")


def test_a_case_without_a_day_is_last_and_told() -> None:
    book, summary = made([case(1, "虚构庚", "不详", "不详", ""), CASES[0]])
    found = rows(sheet(book, "信访督办表"))[3:]
    assert [row[0] for row in found] == ["1", "1"]
    assert (found[1][5], found[1][9]) == ("受理日期不明", "算不出")
    assert "1 件没有可用的日期" in summary


def test_a_case_of_a_later_day_is_said_to_begin_later_on_page_check_and_city_page() -> None:
    later = (TODAY + dt.timedelta(days=1)).isoformat()
    before = (TODAY - dt.timedelta(days=3)).isoformat()
    cases = [
        case(1, "虚构庚", later, later, ""),
        case(2, "虚构辛", later, "", ""),
        case(3, "虚构壬", before, later, ""),
        case(4, "虚构癸", later, before, ""),
        CASES[0],
    ]
    book, summary = made(cases)
    stages = {row[0]: (row[5], row[9]) for row in rows(sheet(book, "信访督办表"))[3:]}
    assert stages["2"] == ("登记在核对日之后", "未起算")
    assert stages["3"] == ("受理在核对日之后", "未起算")
    assert stages["4"][0] == "待答复", "who was accepted is answered in time, whatever the register says of its own day"
    assert "3 件登记（受理）在核对日之后，期限还没有起算" in summary and "没有可用的日期" not in summary
    grown = CommandBook.of(grid(信访台账=[list(HEADS), *cases]), TODAY)
    found = [one for one in check_book(grown.grid, TODAY) if one.code.endswith("_MISSING") and "核对日" in one.message]
    assert sorted((one.cell, "：登记在核对日之后" in one.message) for one in found) == [
        ("F3", True),
        ("K2", True),
        ("K3", True),
        ("K4", False),
    ]
    assert all(f"（核对日 {TODAY.isoformat()}），期限还没有起算" in one.message for one in found)
    assert sum(row.ahead for row in city_rows(grown, FindingTable())) == 3


def test_a_book_without_a_register_or_without_open_cases_is_refused() -> None:
    with pytest.raises(InputError, match="没有填写了的信访台账"):
        plan_petitions(CommandBook.of(grid(测算表=SEVERANCE), TODAY), context())
    with pytest.raises(InputError, match="没有在办的信访件"):
        made([CASES[2]])


def test_a_short_name_and_no_name_of_the_enterprise_are_the_same_petitioner() -> None:
    mine = [
        case(1, "虚构甲", "2011-07-22", "2011-07-22", "工业局", 所属企业="机械厂"),
        case(2, "虚构 甲", "2011-08-01", "2011-08-01", "工业局", 所属企业=None),
        case(3, "虚构甲", "2011-09-01", "2011-09-01", "工业局"),
        case(4, "虚构甲", "2011-09-02", "2011-09-02", "工业局", 所属企业="虚构纺织厂"),
    ]
    book, summary = made(mine[:3])
    assert "重复信访 1 人；1 人附本人测算说明" in summary
    repeats = next(sheet for sheet in book.sheets if sheet.title == "重复信访")
    assert [cell.value for cell in repeats.rows[3]][:3] == ["虚构甲", FIRM, 3]
    assert repeats.rows[3][3].value == "2011-07-22、2011-08-01、2011-09-01"
    shown = [[cell.value for cell in row] for row in book.sheets[0].rows[3:6]]
    assert [(row[9], row[12]) for row in shown] == [("今日到期", "查看"), ("还有10日", "查看"), ("还有41日", "查看")][
        :3
    ]
    _, summary = made(mine)
    assert "重复信访 1 人" in summary  # who comes from another enterprise is another person


def test_a_copy_of_the_register_tells_no_case_again_and_a_later_page_its_own() -> None:
    later = [case(9, "虚构癸", "2011-09-11", "2011-09-12", "工业局")]
    sheets = {"信访台账": [list(HEADS), *CASES], "打印": [list(HEADS), *CASES], "续页": [list(HEADS), *later]}
    book = CommandBook.of(grid(**sheets), TODAY)
    alone = CommandBook.of(grid(信访台账=[list(HEADS), *CASES, *later]), TODAY)
    assert plan_petitions(book, context()).summary == plan_petitions(alone, context()).summary
