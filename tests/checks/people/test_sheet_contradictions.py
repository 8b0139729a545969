"""What two sheets say differently of one person is an error at both cells, and nothing is where they agree."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.faults.sheet_pairs import FACTS, SHEETS, TODAY, Pairs, another, make_pairs
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid, SheetGrid
from xl_addin.values.findings import Finding, Severity

OURS = ("SHEETS_DIFFER", "END_YEAR_ODD", "AVERAGE_ODD", "AVERAGES_SPLIT", "WAGE_YEARLY", "WAGES_YEARLY", "AGE_")


def ours(book: BookGrid) -> list[Finding]:
    return [finding for finding in check_book(book, TODAY) if finding.code.startswith(OURS)]


def spots(found: list[Finding]) -> set[tuple[str, str, str | None]]:
    return {(finding.code, finding.sheet, finding.cell) for finding in found}


@pytest.mark.parametrize("seed", range(12))
def test_sheets_that_agree_have_no_findings_in_any_layout(seed: int) -> None:
    rng = random.Random(f"agree{seed}")
    for _ in range(4):
        assert spots(ours(make_pairs(rng).book())) == set()


@pytest.mark.parametrize("role", [role for role in FACTS if role not in ("enterprise_wage", "local_wage")])
@pytest.mark.parametrize("seed", range(3))
def test_a_fact_that_differs_is_an_error_at_every_cell_that_tells_it(seed: int, role: str) -> None:
    rng = random.Random(f"{role}{seed}")
    pairs, told, who = _with_fault(rng, role)
    found = ours(pairs.book())
    assert {finding.severity for finding in found if finding.code.startswith("SHEETS")} == {Severity.ERROR}
    named = {(finding.sheet, finding.cell) for finding in found}
    assert named == {(sheet, pairs.cell(sheet, who, role)) for sheet in told}, (role, pairs)
    for finding in found:
        others = [(sheet, pairs.cell(sheet, who, role)) for sheet in told if sheet != finding.sheet]
        assert any(f"“{sheet}”{cell}" in finding.message for sheet, cell in others)
        assert pairs.people[who]["id"] not in finding.message  # type: ignore[operator]


def _with_fault(rng: random.Random, role: str) -> tuple[Pairs, list[str], int]:
    """A workbook with one other value on one sheet."""
    while True:
        pairs = make_pairs(rng)
        told = [sheet for sheet in pairs.holding(role) if pairs.ids[sheet]]
        if len(told) < 2 or len(told) != len(pairs.holding(role)):
            continue
        who = rng.randrange(len(pairs.people))
        value = another(rng, role, pairs.people[who][role])
        pairs.shown[rng.choice(told), who, role] = value
        return pairs, told, who


@pytest.mark.parametrize("role", ["end", "enterprise_wage", "local_wage"])
def test_what_all_persons_have_in_common_is_told_once_a_sheet(role: str) -> None:
    rng = random.Random(role)
    for _ in range(8):
        pairs = make_pairs(rng)
        pairs.ids |= dict.fromkeys(pairs.sheets, "18")
        value = another(rng, role, pairs.people[0][role])
        for i in range(len(pairs.people)):
            pairs.shown["测算表", i, role] = value
        found = ours(pairs.book())
        assert {finding.sheet for finding in found} == set(pairs.holding(role))
        assert len(found) <= 2 * len(pairs.holding(role))


def test_a_list_without_id_numbers_is_compared_by_the_name_inside_the_enterprise() -> None:
    rng = random.Random("names")
    seen = 0
    while seen < 12:
        pairs = make_pairs(rng)
        names = [person["name"] for person in pairs.people]
        pairs.ids |= {**dict.fromkeys(pairs.sheets, "18"), "测算表": ""}
        pairs.shown["测算表", 0, "start"] = another(rng, "start", pairs.people[0]["start"])
        found = spots(ours(pairs.book()))
        assert {spot[1:] for spot in found} == {
            (sheet, pairs.cell(sheet, 0, "start")) for sheet in pairs.holding("start")
        }
        seen += 1 + (names.count(names[0]) > 1)


def test_one_end_a_year_off_is_a_notice_at_that_cell_and_nowhere_else() -> None:
    rng = random.Random("year")
    for _ in range(20):
        pairs = make_pairs(rng)
        if sum(one["enterprise"] == pairs.people[0]["enterprise"] for one in pairs.people) < 3:
            continue
        pairs.forms |= {(sheet, "date"): "iso" for sheet in SHEETS}
        sheet = rng.choice(("测算表", "一补二险"))
        end = pairs.people[0]["end"]
        assert isinstance(end, dt.date)
        pairs.shown[sheet, 0, "end"] = end.replace(year=end.year + rng.choice((-2, -1, 1)))
        assert spots(ours(pairs.book())) == {("END_YEAR_ODD", sheet, pairs.cell(sheet, 0, "end"))}


@pytest.mark.parametrize("role", ["enterprise_wage", "local_wage"])
def test_one_average_that_differs_from_the_others_is_a_notice_at_that_row(role: str) -> None:
    rng = random.Random(f"average{role}")
    for _ in range(20):
        pairs = make_pairs(rng)
        if sum(one["enterprise"] == pairs.people[0]["enterprise"] for one in pairs.people) < 3:
            continue
        sheet = rng.choice(("测算表", "一补二险"))
        pairs.shown[sheet, 0, role] = another(rng, role, pairs.people[0][role])
        code = f"AVERAGE_ODD_{role.removesuffix('_wage').upper()}"
        assert spots(ours(pairs.book())) == {(code, sheet, pairs.cell(sheet, 0, role))}


@pytest.mark.parametrize("role", ["enterprise_wage", "local_wage"])
def test_two_groups_of_one_size_are_one_notice_that_names_both_values(role: str) -> None:
    rng = random.Random(f"split{role}")
    for _ in range(10):
        pairs = make_pairs(rng)
        alike = [i for i, one in enumerate(pairs.people) if one["enterprise"] == pairs.people[0]["enterprise"]]
        pairs.sheets = ["测算表"]
        pairs.forms["测算表", "money"] = "yuan"
        for i in alike[: len(alike) // 2]:
            pairs.shown["测算表", i, role] = 1999.9
        found = ours(pairs.book())
        if len(alike) % 2 == 0:
            (one,) = found
            assert one.code == f"AVERAGES_SPLIT_{role.removesuffix('_wage').upper()}"
            assert "1999.90元" in one.message
        assert {one.severity for one in found} == {Severity.NOTICE}


def test_an_age_is_compared_with_the_number_at_the_day_on_which_contracts_end() -> None:
    heads: list[object] = ["序号", "企业名称", "姓名", "身份证号", "年龄", "年标准", "预留年限", "金额"]
    for typed, sound in ((47, True), (46, False), (48, False), (57, False), ("47岁", True), (None, True)):
        row: list[object] = [1, "甲厂", "王甲子", NUMBER, typed, 1800, 23, 41400]
        sheets = [
            SheetGrid("测算", "", [HEAD, [1, "甲厂", "李乙丑", None, "1986-07-01", "2011-09-28", 900]]),
            SheetGrid("预留", "", [heads, row]),  # type: ignore[list-item]
        ]
        found = [(one.code, one.cell) for one in ours(BookGrid(Path("a.xlsx"), sheets))]  # type: ignore[arg-type]
        code = "AGE_OF_EARLIER_YEARS" if typed == 46 else "AGE_DIFFERS"
        assert found == ([] if sound else [(code, "E2")]), typed


def test_a_yearly_wage_is_a_notice_at_the_wage() -> None:
    rng = random.Random("yearly")
    for _ in range(25):
        pairs = make_pairs(rng)
        wage = pairs.people[0]["wage"]
        assert isinstance(wage, int)
        sheets = rng.choice((["测算表"], ["测算表", "一补二险"]))
        pairs.ids |= dict.fromkeys(pairs.sheets, "18")
        for sheet in sheets:
            pairs.shown[sheet, 0, "wage"] = wage * 12
        found = spots(ours(pairs.book()))
        assert found == {("WAGE_YEARLY", sheet, pairs.cell(sheet, 0, "wage")) for sheet in sheets}, wage


def test_whoever_really_earns_much_is_not_doubted() -> None:
    rng = random.Random("rich")
    for _ in range(20):
        pairs = make_pairs(rng)
        pairs.people[0] |= {"wage": rng.randint(7000, 11_000), "contribution_wage": 6900}
        assert spots(ours(pairs.book())) == set()


HEAD = ["序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资"]
NUMBER = "990101196405128036"


def _two(left: list[list[object]], right: list[list[object]]) -> list[Finding]:
    sheets = [SheetGrid("甲表", "", [HEAD, *left]), SheetGrid("乙表", "", [HEAD, *right])]  # type: ignore[list-item]
    return ours(BookGrid(Path("a.xlsx"), sheets))


def test_two_periods_of_service_on_two_sheets_are_no_contradiction() -> None:
    first = [1, "甲厂", "王甲子", NUMBER, "1985-07-01", "1995-06-30", 900]
    second = [1, "甲厂", "王甲子", NUMBER, "1998-07-01", "2011-09-28", 900]
    assert _two([first], [second]) == []


def test_one_number_under_two_names_or_enterprises_is_not_compared() -> None:
    row = [1, "甲厂", "王甲子", NUMBER, "1985-07-01", "2011-09-28", 900]
    assert _two([row], [[1, "甲厂", "李乙丑", NUMBER, "1986-07-01", "2011-09-28", 900]]) == []
    assert _two([row], [[1, "乙公司", "王甲子", NUMBER, "1986-07-01", "2011-09-28", 900]]) == []


def test_a_month_only_date_is_compared_by_the_month() -> None:
    row = [1, "甲厂", "王甲子", NUMBER, "1985-07-15", "2011-09-28", 900]
    assert _two([row], [[1, "甲厂", "王甲子", NUMBER, "1985年7月", "2011-09", 900]]) == []
    assert len(_two([row], [[1, "甲厂", "王甲子", NUMBER, "1985年8月", "2011-09", 900]])) == 2
