"""Every worked case in `tests/cases` through the worksheet functions, and every line of it through the rules.

The figures were derived by hand from the articles that each case names; nothing here computes them again.
"""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from xl_addin.functions import call
from xl_addin.functions.severance.workers import read_approved, read_worker
from xl_addin.rules.severance.compensation import SeveranceTable, Status
from xl_addin.rules.severance.service import PER_MONTH
from xl_addin.rules.severance.worker import Worker, assess
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.errors import CellError

CASES = Path(__file__).parents[1] / "cases"
Case = dict[str, Any]
# Kinds of case that no single worksheet function computes; their figures are asserted where they arise.
NO_FUNCTION = {"extra_compensation"}


def cases(kind: str, *, error: bool | None = None) -> list[Any]:
    """Give the cases of one kind, all of them or only those with or without an error, each with a readable id."""
    found = []
    for path in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, []):
            if error is None or error == ("error" in case["lines"]):
                found.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return found


def policy_rows(case: Case) -> list[list[Any]]:
    """Write the case's profile and options as an office writes them on its 政策 sheet."""
    return [["profile", case.get("profile", "SEG2008")], *([name, value] for name, value in case["options"].items())]


def dates(case: Case) -> tuple[Any, Any]:
    """Give what stands in the two date arguments."""
    return (case["segments"], case.get("end")) if "segments" in case else (case["start"], case["end"])


def arguments(case: Case) -> tuple[Any, ...]:
    wages = case["wage"], case["enterprise_wage"], case["local_wage"]
    return *dates(case), *wages, case["ground"], policy_rows(case)


def assert_money(result: Any, lines: dict[str, str], line: str = "amount") -> None:
    """The cell holds the very float of the written amount, or an error of the written code."""
    if "error" in lines:
        assert isinstance(result, CellError), result
        assert result.code == lines["error"]
        assert "内部出错" not in result.message
    else:
        assert not isinstance(result, CellError), result
        assert result == float(lines[line])


def base(value: int, months: int, table: SeveranceTable) -> Fraction | None:
    return Fraction(value, table.base_unit) if months else None


def assert_lines(table: SeveranceTable, lines: dict[str, str]) -> None:
    """Compare every intermediate line exactly; an empty text is a side without a base."""
    assert table.status[0] == Status.OK
    old, new = int(table.old_months[0]), int(table.new_months[0])
    computed = {
        "months_before_2008": Fraction(old, PER_MONTH),
        "months_from_2008": Fraction(new, PER_MONTH),
        "payable_months": Fraction(old + new, PER_MONTH),
        "base_before_2008": base(int(table.old_base[0]), old, table),
        "base_from_2008": base(int(table.new_base[0]), new, table),
        "amount": Fraction(int(table.amount_fen[0]), 100),
    }
    assert computed == {name: Fraction(text) if text else None for name, text in lines.items()}


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("case"))
def test_the_amount_in_the_cell_is_the_amount_of_the_case(case: Case) -> None:
    assert_money(call("SOE_SEVERANCE", *arguments(case)), case["lines"])


@pytest.mark.parametrize("case", cases("case"))
def test_the_months_in_the_cell_are_the_months_of_the_case(case: Case) -> None:
    assert_money(call("补偿月数", *arguments(case)), case["lines"], "payable_months")


@pytest.mark.parametrize("case", cases("case", error=False))
def test_every_line_of_the_calculation_is_the_line_of_the_case(case: Case) -> None:
    *inputs, rows = arguments(case)
    policy = read_policy(rows)
    assert_lines(assess(read_worker(inputs, policy)[0], policy), case["lines"])


@pytest.mark.parametrize("case", cases("case"))
def test_the_explanation_begins_with_the_amount_and_months_of_the_case(case: Case) -> None:
    text = call("SOE_EXPLAIN", *arguments(case))
    if "error" in case["lines"]:
        assert text == call("SOE_SEVERANCE", *arguments(case))
        return
    first = text.splitlines()[0]
    assert f"{float(case['lines']['amount']):.2f}" in first
    assert f"{float(case['lines']['payable_months']):g}个月" in first


def has_row_form(case: Case) -> bool:
    return "segments" not in case


@pytest.mark.parametrize("case", [param for param in cases("case") if has_row_form(param.values[0])])
def test_the_row_of_the_table_shows_every_line_of_the_case(case: Case) -> None:
    headings = ["姓名", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "当地月平均工资", "解除事由"]
    *inputs, rows = arguments(case)
    result = call("SOE_SEVERANCE_TABLE", [headings, ["测试", *inputs]], rows)
    if isinstance(result, CellError):  # a policy that cannot be read spoils the whole table
        assert_money(result, case["lines"])
        return
    row = result[1]
    assert_money(row[6], case["lines"])
    if "error" not in case["lines"]:
        order = ("months_before_2008", "months_from_2008", "payable_months", "base_before_2008", "base_from_2008")
        shown = [None if cell is None else Fraction(str(cell)) for cell in row[1:6]]
        assert shown == [Fraction(case["lines"][name]) if case["lines"][name] else None for name in order]


# --- other kinds -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("service_months"))
def test_completed_months(case: Case) -> None:
    result = call("SOE_SERVICE_MONTHS", *dates(case), case["deducted_months"], policy_rows(case))
    assert_money(result, case["lines"], "months")


@pytest.mark.parametrize("case", cases("by_service"))
def test_severance_from_approved_months(case: Case) -> None:
    months = case["months_before_2008"], case["months_from_2008"]
    wages = case["wage"], case["enterprise_wage"], case["local_wage"]
    result = call("SOE_SEVERANCE_BY_SERVICE", *months, *wages, case["ground"], policy_rows(case))
    assert_money(result, case["lines"])


@pytest.mark.parametrize("case", cases("by_service", error=False))
def test_every_line_of_severance_from_approved_months(case: Case) -> None:
    policy = read_policy(policy_rows(case))
    names = "months_before_2008", "months_from_2008"
    months = read_approved(case[names[0]], case[names[1]], names)
    wages = case["wage"], case["enterprise_wage"], case["local_wage"]
    read, _ = read_worker(["2000-01-01", "2000-01-01", *wages, case["ground"]], policy)
    worker = Worker(read.own, read.enterprise, read.local, read.ground, months=months)
    assert_lines(assess(worker, policy), case["lines"])


@pytest.mark.parametrize("case", cases("unlawful"))
def test_compensation_for_unlawful_ending(case: Case) -> None:
    result = call("SOE_UNLAWFUL_TERMINATION", *dates(case), case["wage"], case["local_wage"], policy_rows(case))
    assert_money(result, case["lines"])


@pytest.mark.parametrize("case", cases("medical_subsidy"))
def test_medical_subsidy(case: Case) -> None:
    assert_money(call("SOE_MEDICAL_SUBSIDY", case["wage"], case["severity"]), case["lines"])


@pytest.mark.parametrize("case", cases("notice_pay"))
def test_notice_pay(case: Case) -> None:
    assert_money(call("SOE_NOTICE_PAY", case["wage"]), case["lines"])


@pytest.mark.parametrize("case", cases("settlement"))
def test_settlement_of_a_bankruptcy(case: Case) -> None:
    each = call("SOE_SETTLEMENT", case["city_annual_wage"], case["multiple"])
    assert_money(each, case["lines"])
    assert each * int(case["persons"]) == float(case["lines"]["all_persons"])


@pytest.mark.parametrize("case", cases("injury_subsidy"))
def test_injury_subsidy_by_the_months_of_the_offices_own_sheet(case: Case) -> None:
    months = f"{float(Fraction(case['months']) * Fraction(case['share'])):g}"
    sheet = [["项目", "值", "起", "止", "地区"], [f"伤残就业补助金月数{case['grade']}级", months, None, None, "上海市"]]
    assert_money(call("SOE_INJURY_SUBSIDY", case["grade"], case["wage"], "2011-06-30", "上海市", sheet), case["lines"])


@pytest.mark.parametrize("case", cases("protected"))
def test_the_figure_of_a_protected_worker_is_still_computed(case: Case) -> None:
    wages = case["wage"], case["enterprise_wage"], case["local_wage"]
    assert_money(call("SOE_SEVERANCE", *dates(case), *wages, case["ground"]), case["lines"])


def test_every_kind_of_case_is_run() -> None:
    own = [path for path in CASES.glob("*.toml") if not path.name.startswith(("insurance_", "fund_"))]
    kinds = {kind for path in own for kind in tomllib.loads(path.read_text(encoding="utf-8"))}
    run = {"case", "service_months", "by_service", "unlawful", "medical_subsidy", "notice_pay", "settlement"}
    run |= {"injury_subsidy", "protected"}
    assert kinds <= run | NO_FUNCTION
