"""A worker whose ID number is empty or mistyped on one list is one person; of namesakes the reason is said."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.checks.books import id_number
from tests.commands.generated_books import context, grid
from tests.commands.pressing import pressed
from xl_addin.commands.package.command import plan_package_sheet
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.persons import roster_places
from xl_addin.tables.grid import BookGrid, CellValue

BORN = dt.date(1968, 12, 31)
NAMES = [f"{family}{given}" for family in "赵钱孙李周" for given in "春夏秋冬"]


def workbook(people: list[tuple[str, CellValue, CellValue]]) -> BookGrid:
    """Workers by name with their number on the roster and on the severance sheet; None for not there is ''."""
    roster: list[list[CellValue]] = [["企业名称", "姓名", "身份证号", "性别", "在岗状态"]]
    sheet: list[list[CellValue]] = [
        ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资"]
    ]
    for name, listed, computed in people:
        roster.append(["虚构一厂", name, listed, "男", "在岗"])
        sheet.append([name, computed, "1990-03-01", dt.date(2011, 9, 28), 1600, 1500, 2300])
    return grid(花名册=roster, 测算=sheet)


def spoiled(rng: random.Random, number: str) -> CellValue:
    """A number as a clerk may leave it out or mistype it."""
    digit = rng.randrange(17)
    other = str((int(number[digit]) + rng.randint(1, 9)) % 10)
    swapped = number[:15] + number[16] + number[15] + number[17]
    return rng.choice(
        [
            None,
            "待补",
            number[:digit] + other + number[digit + 1 :],
            number[:16] + number[17:],
            number[:15] + "000",
            float(number[:15] + "000"),
            swapped if swapped != number else None,
            f"{number[:6]}********{number[-4:]}",
        ]
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_spoiled_number_on_one_list_makes_nobody_two(seed: int) -> None:
    rng = random.Random(f"joined{seed}")
    people: list[tuple[str, CellValue, CellValue]] = []
    for i, name in enumerate(NAMES):
        number = id_number(2 * i + 1, BORN)
        bad, kind = spoiled(rng, number), rng.randrange(5)
        people.append((name, *[(bad, number), (number, bad), (None, bad), (number, number), (bad, bad)][kind]))
    book = workbook(people)
    plan = plan_package_sheet(pressed(book), context())
    assert f"{len(NAMES)} 人，合计" in plan.summary
    assert plan.faults == 0, (plan.summary, people)
    read = SheetBook(book, dt.date(2012, 1, 1))
    (table,) = read.of_kind("severance")
    assert [place and place.record for place in read.derive(roster_places, table)] == list(range(len(NAMES)))


def reasons(book: BookGrid) -> tuple[str, str]:
    plan = plan_package_sheet(pressed(book), context())
    cells = [str(cell.value) for row in plan.book.sheets[0].rows for cell in row if isinstance(cell.value, str)]
    return plan.summary, "\n".join(text for text in cells if "同名职工" in text)


def test_namesakes_are_not_joined_and_the_reason_is_the_number() -> None:
    first, second = id_number(1, BORN), id_number(3, BORN)
    summary, why = reasons(
        workbook([("王甲", first, first), ("王甲", None, second), ("李乙", id_number(5, BORN), id_number(5, BORN))])
    )
    assert "3 人，合计" in summary
    assert "1 人没有列入" in summary
    assert "身份证号未填，不能确定是不是同一人" in why


def test_two_sound_numbers_are_two_persons_and_the_reason_says_so() -> None:
    summary, why = reasons(workbook([("王甲", id_number(1, BORN), id_number(21, dt.date(1955, 3, 1)))]))
    assert "1 人，合计" in summary
    assert "身份证号不同，没有合并" in why
