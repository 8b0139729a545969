"""Every worked case of the two insurances through the worksheet functions, the rules' lines and the oracle.

The figures were derived by hand from the articles that each case names; three derivations must agree.
"""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.oracle import insurance_oracle as oracle
from xl_addin.functions import call
from xl_addin.functions.insurance.readers import (
    read_average_steps,
    read_retirement,
    read_wage_steps,
)
from xl_addin.policy.package import find_insurance
from xl_addin.policy.retirement import find_retirement_category
from xl_addin.rules.insurance.contributions import arrears, arrears_lines, reserve_years
from xl_addin.rules.insurance.late_fee import late_fee_lines
from xl_addin.rules.insurance.retirement import retirement_months
from xl_addin.sheets.input_cells import read_period
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.cleaning import MonthDay, clean_date
from xl_addin.values.dates import FIRST_YEAR, to_date
from xl_addin.values.errors import CellError
from xl_addin.values.money import MICRO

CASES = Path(__file__).parents[2] / "cases"
FILES = tuple(f"insurance_{name}" for name in ("base", "arrears", "prepayment", "reserve_and_late_fee", "package"))
KINDS = {"contribution_base", "arrears", "prepayment", "internal_retirement", "medical_reserve", "late_fee", "package"}
Case = dict[str, Any]


def cases(kind: str, *, error: bool | None = None) -> list[Any]:
    """Give the cases of one kind, all of them or only those with or without an error, each with a readable id."""
    found = []
    for name in FILES:
        for case in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8")).get(kind, []):
            if error is None or error == ("error" in case["lines"]):
                found.append(pytest.param(case, id=case["name"]))
    return found


def assert_result(result: Any, written: str) -> None:
    """The cell holds the very float of the written amount, or an error of the written code with a Chinese reason."""
    if written.startswith("#"):
        assert isinstance(result, CellError), result
        assert result.code == written
        assert any("一" <= c <= "鿿" for c in result.message)
        assert "内部出错" not in result.message
    else:
        assert result == float(written)


def assert_amount(result: Any, lines: dict[str, Any], line: str = "amount") -> None:
    assert_result(result, lines["error"] if "error" in lines else lines[line])


def month(text: str) -> tuple[int, int]:
    return int(text[:4]), int(text[5:7])


def month_of(number: int) -> str:
    return f"{number // 12 + FIRST_YEAR}-{number % 12 + 1:02d}"


def steps_of(value: Any) -> list[tuple[tuple[int, int], Fraction]]:
    rows = value if isinstance(value, list) else [["1900-01", value]]
    return [(month(text), Fraction(number)) for text, number in rows]


def oracle_error_of(case: Case) -> str:
    return str(case["lines"]["error"])


# --- contribution base -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("contribution_base"))
def test_the_cell_holds_the_base(case: Case) -> None:
    result = call("SOE_CONTRIBUTION_BASE", case["wage"], case["average_wage"], case["date"], case["policy"] or None)
    assert_amount(result, case["lines"], "base")


@pytest.mark.parametrize(
    "case", [p for p in cases("contribution_base") if p.values[0]["wage"] and not p.values[0]["policy"]]
)
def test_the_oracle_agrees_on_the_base(case: Case) -> None:
    when = month(case["date"] or "2011-07")
    if "error" in case["lines"]:
        with pytest.raises(oracle.OracleError) as caught:
            oracle.contribution_base(Fraction(case["wage"]), Fraction(case["average_wage"]), when)
        assert caught.value.code == oracle_error_of(case)
    else:
        base = oracle.contribution_base(Fraction(case["wage"]), Fraction(case["average_wage"]), when)
        assert base == Fraction(case["lines"]["base"])


# --- arrears ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("arrears"))
def test_the_cell_holds_the_arrears(case: Case) -> None:
    names = ("insurance", "from_month", "to_month", "wage", "average_wage", "payer")
    assert_amount(call("SOE_ARREARS", *(case[name] for name in names), case["policy"] or None), case["lines"])


@pytest.mark.parametrize("case", cases("arrears", error=False))
def test_every_line_of_the_arrears_stands(case: Case) -> None:
    policy = read_policy(case["policy"] or None)
    first, last = read_period(case["from_month"], case["to_month"], ("欠缴起", "欠缴止"), policy)
    table = arrears(
        find_insurance(case["insurance"]),
        *(np_month(number) for number in (first, last)),
        read_wage_steps(case["wage"], "缴费工资", policy),
        read_average_steps(case["average_wage"], "缴费平均工资", policy),
        policy,
    )
    found = []
    for one in arrears_lines(table, 0):
        period = month_of(one.first_month), month_of(one.last_month), one.last_month - one.first_month + 1
        rates = Fraction(one.unit_rate, MICRO), Fraction(one.person_rate, MICRO)
        shares = Fraction(one.unit_exact, 100 * MICRO), Fraction(one.person_exact, 100 * MICRO)
        found.append((*period, Fraction(one.base_fen, 100), *rates, *shares))
    written = [(a, b, int(n), *map(Fraction, figures)) for a, b, n, *figures in case["lines"]["months"]]
    assert found == written
    shares = Fraction(int(table.unit_fen[0]), 100), Fraction(int(table.person_fen[0]), 100)
    assert shares == (Fraction(case["lines"]["unit"]), Fraction(case["lines"]["person"]))


def np_month(number: int) -> Any:
    return np.array([number], dtype=np.int32)


@pytest.mark.parametrize("case", [p for p in cases("arrears") if not p.values[0]["policy"]])
def test_the_oracle_agrees_on_the_arrears(case: Case) -> None:
    name = case["insurance"].removeprefix("基本").removesuffix("保险费")
    period = month(case["from_month"]), month(case["to_month"])
    wages = steps_of(case["wage"]), steps_of(case["average_wage"])
    if "error" in case["lines"]:
        with pytest.raises(oracle.OracleError) as caught:
            oracle.arrears(name, *period, *wages, case["payer"])
        assert caught.value.code == oracle_error_of(case)
    else:
        assert oracle.arrears(name, *period, *wages, case["payer"]) == Fraction(case["lines"]["amount"])


# --- prepayment and internal retirement ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("prepayment"))
def test_the_cell_holds_the_prepayment(case: Case) -> None:
    names = ("insurance", "birth", "sex", "base_date", "base", "payer")
    assert_amount(call("SOE_PREPAYMENT", *(case[name] for name in names)), case["lines"])


@pytest.mark.parametrize("case", cases("prepayment", error=False))
def test_every_line_of_the_prepayment_stands(case: Case) -> None:
    policy = read_policy(None)
    months = read_retirement(
        case["birth"], case["sex"], case["base_date"], ("出生年月", "性别", "基准日"), policy
    ).months
    assert months == int(case["lines"]["months"])
    days = (np.array([clean_date(case[name], name, MonthDay.LAST)], np.int32) for name in ("birth", "base_date"))
    category = np.array([find_retirement_category(case["sex"])], dtype=np.int8)
    reached = retirement_months(next(days), category, next(days))
    assert month_of(int(reached[0])) == case["lines"]["retires"]


@pytest.mark.parametrize("case", cases("prepayment"))
def test_the_oracle_agrees_on_the_prepayment(case: Case) -> None:
    birth, base_date = date.fromisoformat(case["birth"]), date.fromisoformat(case["base_date"])
    arguments = (case["insurance"], birth, case["sex"], base_date, Fraction(case["base"]), case["payer"])
    if "error" in case["lines"]:
        with pytest.raises(oracle.OracleError) as caught:
            oracle.prepayment(*arguments)
        assert caught.value.code == oracle_error_of(case)
    else:
        found = oracle.prepayment(*arguments)
        assert found == {name: Fraction(case["lines"][name]) for name in ("months", "amount")}
        assert oracle.retirement_month(birth, case["sex"], base_date) == month(case["lines"]["retires"])


@pytest.mark.parametrize("case", cases("internal_retirement"))
def test_the_cell_holds_the_cost_of_internal_retirement(case: Case) -> None:
    names = ("birth", "sex", "base_date", "living", "base", "pension_rate", "medical_rate")
    assert_amount(call("SOE_INTERNAL_RETIREMENT", *(case[name] for name in names)), case["lines"])


@pytest.mark.parametrize("case", cases("internal_retirement", error=False))
def test_every_part_of_internal_retirement_stands(case: Case) -> None:
    months = int(case["lines"]["months"])
    none = {"living": "0", "pension_rate": "0", "medical_rate": "0"}
    names = ("birth", "sex", "base_date", "living", "base", "pension_rate", "medical_rate")
    for part, wanted in (("living", "living"), ("pension_rate", "pension"), ("medical_rate", "medical")):
        alone = case | none | {part: case[part]}
        assert_result(call("SOE_INTERNAL_RETIREMENT", *(alone[name] for name in names)), case["lines"][wanted])
    rates = [Fraction(case[name].rstrip("%")) for name in ("pension_rate", "medical_rate")]
    pension, medical = (rate / 100 if rate > 1 else rate for rate in rates)
    birth, base_date = date.fromisoformat(case["birth"]), date.fromisoformat(case["base_date"])
    amounts = Fraction(case["living"]), Fraction(case["base"])
    found = oracle.internal_retirement(birth, case["sex"], base_date, *amounts, pension, medical)
    assert found == {name: Fraction(value) for name, value in case["lines"].items()}
    assert found["months"] == months


# --- medical reserve and late fee ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("medical_reserve"))
def test_the_cell_holds_the_medical_reserve(case: Case) -> None:
    names = ("age", "annual_standard", "cutoff_age", "minimum_years")
    assert_amount(call("SOE_MEDICAL_RESERVE", *(case[name] for name in names)), case["lines"])


@pytest.mark.parametrize("case", cases("medical_reserve", error=False))
def test_the_years_of_the_reserve_stand(case: Case) -> None:
    age, cutoff, minimum = int(case["age"]), int(case["cutoff_age"] or 70), int(case["minimum_years"] or 10)
    assert reserve_years(age, cutoff, minimum) == int(case["lines"]["years"])
    found = oracle.medical_reserve(age, Fraction(case["annual_standard"]), cutoff, minimum)
    assert found == {name: Fraction(case["lines"][name]) for name in ("years", "amount")}


@pytest.mark.parametrize("case", cases("late_fee"))
def test_the_cell_holds_the_late_fee(case: Case) -> None:
    names = ("principal", "from_date", "to_date", "cap")
    assert_amount(call("SOE_LATE_FEE", *(case[name] for name in names)), case["lines"])


@pytest.mark.parametrize("case", cases("late_fee", error=False))
def test_every_line_of_the_late_fee_stands(case: Case) -> None:
    first = clean_date(case["from_date"], "起始日期", MonthDay.FIRST)
    last = clean_date(case["to_date"], "截止日期", MonthDay.LAST)
    principal = Fraction(case["principal"])
    found = []
    for one in late_fee_lines(int(principal * MICRO), first, last):
        days = to_date(one.first_day).isoformat(), to_date(one.last_day).isoformat(), one.days
        found.append((*days, Fraction(one.rate, MICRO), Fraction(one.exact, MICRO**2)))
    assert found == [(a, b, int(n), Fraction(rate), Fraction(fee)) for a, b, n, rate, fee in case["lines"]["days"]]
    fee = oracle.late_fee(principal, to_date(first), to_date(last), case["cap"] == "是")
    assert fee == Fraction(case["lines"]["amount"])


# --- package ---------------------------------------------------------------------------------------------------------

INPUTS = (
    "姓名", "参加工作时间", "解除时间", "前12个月月平均工资（元）", "企业月平均工资", "养老欠缴起", "养老欠缴止",
    "医疗欠缴起", "医疗欠缴止", "失业欠缴起", "失业欠缴止", "缴费工资", "缴费平均工资", "在岗状态", "年龄",
    "医疗年标准（元/年）",
)  # fmt: skip


@pytest.mark.parametrize("case", cases("package"))
def test_every_part_of_the_package_stands(case: Case) -> None:
    assert set(case["cells"]) <= set(INPUTS)
    row = [case["cells"].get(name) for name in INPUTS]
    for item, written in case["lines"].items():
        assert_result(call("SOE_PACKAGE", [list(INPUTS)], [row], item, case["policy"] or None), written)


@pytest.mark.parametrize("case", cases("package"))
def test_the_table_of_the_package_has_the_same_row(case: Case) -> None:
    row = [case["cells"].get(name) for name in INPUTS]
    headings, person = call("SOE_PACKAGE_TABLE", [list(INPUTS), row], case["policy"] or None)
    assert headings == ["姓名", *case["lines"]]
    assert person[0] == case["cells"]["姓名"]
    for result, written in zip(person[1:], case["lines"].values(), strict=True):
        assert_result(result, written)


def test_every_case_has_a_name_of_its_own_a_source_and_a_derivation() -> None:
    kinds = set()
    for name in FILES:
        book = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
        kinds |= set(book)
        for group in book.values():
            assert len({case["name"] for case in group}) == len(group), name
            assert all(case["source"] and case["why"] and case["lines"] for case in group), name
    assert kinds == KINDS
