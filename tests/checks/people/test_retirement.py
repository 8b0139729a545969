"""Severance past the age of retirement, 内退 long before it, 期满 without a term: found, and nothing else is."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.faults.retirement_sheets import ElderBook, draw
from xl_addin.checks.run import check_book
from xl_addin.policy.profiles import Policy
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.findings import Finding, Severity
from xl_addin.values.persons import check_digit

AGE = {"PAST_RETIREMENT_AGE", "RETIREMENT_AGE_OPEN"}
TODAY = dt.date(2026, 11, 29)


def _found(book: ElderBook) -> list[Finding]:
    return list(check_book(BookGrid(Path("虚构.xlsx"), list(book.grids)), TODAY))


def _check(seed: object, clean: bool = False) -> None:
    book = draw(random.Random(f"age {seed}"), clean)
    numbered = any("身份证号" in row for grid in book.grids for row in grid.rows if grid.name in ("测算", "表二"))
    if not numbered:
        # The other sheets go by number: they know the day of birth, but not which row of the severance sheet is whose.
        for one in book.people:
            one.cells = {name: cell for name, cell in one.cells.items() if name in ("测算", "表二")}
    right = {(one.verdict, sheet, cell) for one in book.people if one.verdict for sheet, cell in one.cells.items()}
    found = {(f.code, f.sheet, f.cell) for f in _found(book) if f.code in AGE}
    if not numbered:
        found = {one for one in found if one[1] in ("测算", "表二")}
    assert found == right, (seed, [vars(one) for one in book.people])


@pytest.mark.parametrize("seed", range(80))
def test_whoever_had_reached_the_age_is_found_on_every_sheet_that_pays(seed: int) -> None:
    _check(seed)


@pytest.mark.parametrize("seed", range(60))
def test_who_is_younger_is_severed_without_a_word(seed: int) -> None:
    _check(f"clean {seed}", clean=True)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))
def test_hundreds_of_books_round_the_age(part: int) -> None:
    for seed in range(200):
        _check(f"{part}/{seed}", clean=seed % 2 == 0)


def _id(born: str, man: bool = True, place: int = 0) -> str:
    body = f"990101{born}{100 + 2 * place + man:03d}"
    return body + check_digit(body)


def _grid(name: str, *rows: list[CellValue]) -> SheetGrid:
    return SheetGrid(name, "", [list(row) for row in rows])


def _severed(end: CellValue, born: CellValue = None, sex: str = "男", **more: CellValue) -> list[Finding]:
    """What is found of the age of one person with a typed birth."""
    cells: dict[str, CellValue] = {
        "姓名": "赵一", "性别": sex, "出生年月": born, "参加工作时间": "1985-07-01", "解除时间": end,
        "解除事由": "破产关闭", "月平均工资": 1600, "补偿金额": 44402.9,
    }  # fmt: skip
    cells |= more
    policy = cells.pop("政策", None)
    return _age_findings([_grid("测算", list(cells), list(cells.values()))], policy)


def _age_findings(grids: list[SheetGrid], policy: CellValue | list[list[CellValue]] = None) -> list[Finding]:
    by: Policy | None = read_policy(policy) if policy else None
    return [f for f in check_book(BookGrid(Path("虚构.xlsx"), grids), TODAY, by) if f.code in AGE]


@pytest.mark.parametrize(
    ("end", "born", "sex", "past"),
    [
        ("2011-09-27", "1951-09-28", "男", False),
        ("2011-09-28", "1951-09-28", "男", True),
        ("2012-02-28", "1952-02-29", "男", False),
        ("2012-02-29", "1952-02-29", "男", True),
        ("2011-02-27", "1961-02-28", "女工人", False),
        ("2011-09-30", "1951-09", "男", False),
        ("2011-10-01", "1951-09", "男", True),
        ("2011年9月", "1951-09-02", "男", False),
        ("2011年10月", "1951-09-30", "男", True),
        # Whoever reaches the old age from 2025 on retires later: here four and a half years after fifty.
        ("2024-12-31", "1964-12-31", "男", True),
        ("2025-02-14", "1965-01-15", "男", False),
        ("2025-02-15", "1965-01-15", "男", True),
    ],
)
def test_the_day_of_reaching_the_age_ends_the_contract(end: str, born: str, sex: str, past: bool) -> None:
    extra: dict[str, CellValue] = {"身份": "工人"} if sex == "女工人" else {}
    found = [(f.code, f.cell, f.severity) for f in _severed(end, born, sex[0], **extra)]
    assert found == ([("PAST_RETIREMENT_AGE", "H2", Severity.ERROR)] if past else [])


def test_the_message_says_whose_word_the_birth_is_and_when_the_age_was_reached() -> None:
    (typed,) = _severed("2011-09-28", "1950-11-20")
    assert "1950-11-20出生（出生年月栏），2010-11-20满60岁（男）" in typed.message
    (numbered,) = _severed("2011-09-28", None, 身份证号=_id("19501120"))
    assert "1950-11-20出生（身份证号）" in numbered.message
    (gradual,) = _severed("2026-10-01", "1975-09-10", "女", 身份="工人")
    assert gradual.code == "RETIREMENT_AGE_OPEN"
    assert "满50岁5个月" in gradual.message
    assert (typed.expected, typed.observed) == ("0", "44402.9")


def test_contradicting_births_are_no_proof() -> None:
    assert _severed("2011-09-28", "1955-11-20", 身份证号=_id("19501120")) == []
    assert len(_severed("2011-09-28", "1950-11-02", 身份证号=_id("19501120"))) == 1


def test_the_offices_own_ages_and_special_posts_go_first() -> None:
    assert _severed("2011-09-28", "1955-03-01", 特殊工种年限=12) == []
    stated = [["profile", "SEG2008"], ["男特殊工种退休年龄", 55]]
    assert len(_severed("2011-09-28", "1955-03-01", 特殊工种年限=12, 政策=stated)) == 1  # type: ignore[arg-type]
    assert _severed("2011-09-28", "1955-03-01", 特殊工种年限="无", 政策=stated) == []  # type: ignore[arg-type]
    assert _severed("2011-09-28", "1950-03-01", 政策=[["男职工退休年龄", 65]]) == []  # type: ignore[arg-type]


def test_a_list_that_pays_something_else_is_let_alone() -> None:
    number = _id("19501120")
    severance = _grid(
        "测算", ["姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"],
        ["赵一", number, "1985-07-01", "2011-09-28", 1600, 0],
    )  # fmt: skip
    head: list[CellValue] = ["姓名", "身份证号", "应发金额", "实发金额", "发放日期"]
    line: list[CellValue] = ["赵一", number, 600, 600, "2011-10-08"]
    for title in ("退休人员生活费发放表", "欠发工资发放表", "医疗费报销发放表"):
        assert _age_findings([severance, _grid(title, [title], head, line)]) == []
    assert len(_age_findings([severance, _grid("发放", ["经济补偿金发放表"], head, line)])) == 1


def _early(
    born: str, *, note: str | None = None, policy: list[list[CellValue]] | None = None, man: bool = True
) -> list[Finding]:
    roster = _grid(
        "花名册", ["姓名", "性别", "身份证号", "参加工作时间", "在岗状态", "备注"],
        ["赵一", "男" if man else "女", _id(born, man), "1978-03-01", "内退", note],
    )  # fmt: skip
    severance = _grid(
        "测算", ["姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"],
        ["钱二", _id("19701120", place=3), "1995-07-01", "2011-09-28", 1600, 28800],
    )  # fmt: skip
    book = BookGrid(Path("虚构.xlsx"), [roster, severance])
    found = check_book(book, TODAY, read_policy(policy) if policy else None)
    return [f for f in found if f.code == "INTERNAL_RETIREMENT_EARLY"]


def test_internal_retirement_long_before_the_age_is_asked_about() -> None:
    (found,) = _early("19600130")
    assert (found.sheet, found.cell, found.severity) == ("花名册", "E2", Severity.NOTICE)
    assert "还有8年4个月，超过5年" in found.message
    assert _early("19560928") == []
    assert len(_early("19560929")) == 1
    assert _early("19610930", man=False) == []


def test_the_plan_of_the_office_decides_how_early() -> None:
    assert _early("19600130", policy=[["内退提前年限", 10]]) == []
    assert len(_early("19560101", policy=[["内退提前年限", "3年"]])) == 1
    assert _early("19600130", policy=[["内退工龄年限", 30]]) == []
    assert len(_early("19600130", policy=[["内退工龄年限", 35]])) == 1
    assert _early("19600130", note="工龄满三十年，经批准内退") == []
    assert len(_early("19600130", note="党员")) == 1


@pytest.mark.parametrize(
    ("employment", "note", "asked"),
    [
        ("固定工", None, True),
        ("全民固定工", "无", True),
        ("固定工", "2005年改签三年期劳动合同", False),
        ("合同工", None, False),
        ("原固定工（2003年签合同）", None, False),
        (None, None, False),
    ],
)
def test_an_ending_by_expiry_needs_a_term(employment: str | None, note: str | None, asked: bool) -> None:
    number = _id("19701120")
    roster = _grid(
        "花名册", ["姓名", "性别", "身份证号", "参加工作时间", "用工性质"],
        ["赵一", "男", number, "1995-07-01", employment],
    )  # fmt: skip
    severance = _grid(
        "测算", ["姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "月平均工资", "补偿金额", "备注"],
        ["赵一", number, "1995-07-01", "2011-09-28", "合同期满", 1600, 6400, note],
    )  # fmt: skip
    codes = [(f.code, f.cell) for f in check_book(BookGrid(Path("虚构.xlsx"), [roster, severance]), TODAY)]
    assert (("EXPIRY_WITHOUT_TERM", "E2") in codes) == asked


def test_a_woman_worker_is_asked_about_unless_the_office_says_how_it_goes() -> None:
    (asked,) = _severed("2011-09-28", "1960-03-01", "女", 身份="工人")
    assert (asked.code, asked.severity) == ("RETIREMENT_AGE_OPEN", Severity.NOTICE)
    stated = [["profile", "SEG2008"], ["女工人退休年龄", 50]]
    (found,) = _severed("2011-09-28", "1960-03-01", "女", 身份="工人", 政策=stated)  # type: ignore[arg-type]
    assert (found.code, found.severity) == ("PAST_RETIREMENT_AGE", Severity.ERROR)
