"""Who stands on several sheets is owed once, by the larger sum, and nobody of a later sheet is lost; all made up."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.checks.books import id_number
from tests.commands.generated_books import grid
from xl_addin.checks.run import check_book
from xl_addin.commands.fund.dues import read_dues
from xl_addin.commands.fund.known_firms import KnownFirms
from xl_addin.policy.profiles import shipped_policy
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.person_sums import PersonDue, told_once
from xl_addin.tables.grid import CellValue

_ARREARS: list[CellValue] = ["序号", "企业名称", "姓名", "身份证号", "欠费起", "欠费止", "单位欠缴(元)", "个人欠缴(元)"]
_PACKAGE: list[CellValue] = [
    "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "前12个月月平均工资(元)",
    "企业月平均工资(元)", "当地月平均工资(元)", "养老欠缴起", "养老欠缴止", "缴费工资(元)", "缴费平均工资(元)",
]  # fmt: skip


def _owes(number: int, yuan: int, start: str = "2007.01", end: str = "2008.12") -> list[CellValue]:
    return [number, "甲厂", f"王{number}", id_number(number), start, end, yuan * 3 // 4, yuan // 4]


def _dues(**sheets: list[list[CellValue]]) -> tuple[dict[str, int], tuple[str, ...]]:
    book = SheetBook(grid(**sheets), dt.date(2011, 12, 1), shipped_policy("SEG2008"))
    dues = read_dues(book, KnownFirms(None, ["甲厂"]))
    return {one.item: one.fen // 100 for one in dues.items}, dues.left_out


@pytest.mark.parametrize(
    ("second", "yuan", "differs"),
    [
        ([_owes(2, 20000), _owes(3, 8000)], 48000, False),
        ([_owes(1, 20000), _owes(2, 20000)], 40000, False),
        ([_owes(2, 20400)], 40400, True),
        ([_owes(2, 19600)], 40000, True),
        ([_owes(2, 9000, "2009.01", "2009.12")], 49000, False),
        ([_owes(2, 12000, "2007.01", "2007.12"), _owes(2, 9000, "2008.01", "2008.12")], 41000, True),
    ],
)
def test_a_second_sheet_adds_other_persons_other_months_and_what_it_tells_more(
    second: list[list[CellValue]], yuan: int, differs: bool
) -> None:
    first = [_ARREARS, _owes(1, 20000), _owes(2, 20000)]
    owed, said = _dues(养老欠缴测算表=first, 养老欠缴补充表=[_ARREARS, *second])
    assert owed == {"养老": yuan}
    assert [text for text in said if "按较大的数列入" in text] == (
        ["工作表“养老欠缴补充表”：1 人的养老与“养老欠缴测算表”不同，按较大的数列入，请核对"] if differs else []
    )


def _worker(number: int) -> list[CellValue]:
    days = [dt.date(1990, 7, 1), dt.date(2011, 9, 28), "客观变化", 1600, 1500, 2300]
    return [number, "甲厂", f"王{number}", id_number(number), *days, "2007-01", "2008-12", 1000, 1400]


def test_every_workshop_of_an_enterprise_is_owed_its_package() -> None:
    whole, _ = _dues(一补二险测算表=[_PACKAGE, _worker(1), _worker(2)])
    parts, said = _dues(一车间=[_PACKAGE, _worker(1)], 二车间=[_PACKAGE, _worker(2)])
    again, _ = _dues(全厂=[_PACKAGE, _worker(1), _worker(2)], 二车间=[_PACKAGE, _worker(2)])
    assert whole == parts == again == {"经济补偿": 70400, "养老": 13440}
    assert said == ()


def test_any_split_of_persons_over_sheets_gives_the_sum_of_their_largest_figures() -> None:
    rng = random.Random(22)
    for _ in range(300):
        lines, most = [], dict[str, int]()
        for sheet in "一二三":
            for person in rng.sample("abcde", rng.randint(1, 5)):
                fen = rng.choice([0, 100, 101, 500])
                lines.append(PersonDue("甲厂", "养老", fen, sheet, person, person))
                most[person] = max(most.get(person, 0), fen)
        found, _ = told_once(lines)
        assert sum(one.fen for one in found) == sum(most.values())


@pytest.mark.parametrize(("yuan", "codes"), [(48000, []), (48001, ["OVERPAID"])])
def test_what_is_owed_by_person_is_what_may_be_paid(yuan: int, codes: list[str]) -> None:
    ledger: list[list[CellValue]] = [
        ["日期", "企业名称", "科目", "摘要", "收入金额", "支出金额"],
        ["2011-08-01", "甲厂", "产权变现", "", 50000, None],
        ["2011-09-01", "甲厂", "养老", "", None, yuan],
    ]
    first, second = [_ARREARS, _owes(1, 20000), _owes(2, 20000)], [_ARREARS, _owes(2, 20000), _owes(3, 8000)]
    book = grid(养老欠缴测算表=first, 养老欠缴补充表=second, 台账=ledger)
    assert [one.code for one in check_book(book, dt.date(2011, 12, 1)) if one.code == "OVERPAID"] == codes
