"""The package sheet is judged part by part: right sheets of any layout are silent, each fault is found at its cell."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from tests.checks.books import TODAY
from tests.faults.package_sheets import Package, make, render
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid, SheetGrid, address
from xl_addin.values.findings import Finding, FindingTable, Severity

CONFIRMED = SheetGrid(
    "政策", "", [["项目", "值"], ["profile", "SEG2008"], ["标题", "文件"], ["文号", "一号"], ["状态", "已确认"]]
)
VARIANTS = 24


def check(*sheets: SheetGrid) -> FindingTable:
    return check_book(BookGrid(Path("a.xlsx"), list(sheets)), TODAY)


def graver(findings: FindingTable) -> list[Finding]:
    return [one for one in findings if one.severity is not Severity.NOTICE]


def some(seed: str) -> Package:
    return make(random.Random(seed))


@pytest.mark.parametrize("seed", range(60))
def test_a_right_sheet_of_any_layout_is_silent(seed: int) -> None:
    package = some(f"clean{seed}")
    sheet, _ = render(package)
    found = check(sheet, CONFIRMED) if seed % 2 else check(sheet)
    assert [(one.code, one.cell, one.message) for one in found] == [], package


def _owing(package: Package, rng: random.Random, part: str) -> int:
    able = [k for k, one in enumerate(package.workers) if one.parts[part]]
    return rng.choice(able) if able else -1


@pytest.mark.parametrize("seed", range(VARIANTS))
@pytest.mark.parametrize("fault", ["compensation", "insurance", "fen"])
def test_a_part_that_its_inputs_do_not_give_is_one_error_with_the_right_value(fault: str, seed: int) -> None:
    rng = random.Random(f"{fault}{seed}")
    package = make(rng)
    part = "经济补偿" if fault == "compensation" else rng.choice(package.parts[1:])
    k = _owing(package, rng, part)
    if k < 0 or (fault == "fen" and package.wan):
        pytest.skip("nobody has this part, or it is rounded")
    right = package.workers[k].parts[part]
    sheet, places = render(package)
    row, col = places[k, part]
    wrong = right + (Decimal("0.01") if fault == "fen" else 1000)
    follows = rng.random() < 0.5  # the total is the sum of what is typed, or of what is right
    sheet.rows[row - 1][col - 1] = package.shown(wrong)
    total = places[k, "合计"]
    if follows:
        sheet.rows[total[0] - 1][total[1] - 1] = package.shown(
            sum(package.workers[k].parts.values(), Decimal(0)) - right + wrong
        )
    found = graver(check(sheet, CONFIRMED))
    found = [one for one in found if one.code != "SUM_WRONG"]
    code = "AMOUNT_WRONG" if part == "经济补偿" else "PACKAGE_PART_WRONG"
    assert [(one.code, one.cell) for one in found] == [(code, address(row, col))], package
    unit = 10_000 if package.wan else 1
    assert Decimal(found[0].expected) * unit == right


@pytest.mark.parametrize("seed", range(VARIANTS))
def test_whoever_is_settled_gets_no_severance(seed: int) -> None:
    rng = random.Random(f"settled{seed}")
    package = make(rng)
    able = [k for k, one in enumerate(package.workers) if one.status in ("内退", "退休")]
    if not able:
        pytest.skip("nobody is settled")
    k = rng.choice(able)
    package.workers[k].parts["经济补偿"] = Decimal(20_000)
    sheet, places = render(package)
    found = graver(check(sheet, CONFIRMED))
    code = {"内退": "INTERNAL_RETIREE_PAID", "退休": "RETIREE_PAID"}[package.workers[k].status]
    assert [(one.code, one.cell) for one in found] == [(code, address(*places[k, "经济补偿"]))]


@pytest.mark.parametrize("seed", range(VARIANTS))
def test_money_without_a_period_is_an_error(seed: int) -> None:
    rng = random.Random(f"period{seed}")
    package = make(rng)
    part = rng.choice([one for one in package.parts[1:] if one.startswith("养老")])
    able = [k for k, one in enumerate(package.workers) if "养老起" not in one.inputs]
    if not able or len(able) == len(package.workers):
        pytest.skip("everybody owes, or nobody")
    k = rng.choice(able)
    package.workers[k].parts[part] = Decimal(1000)
    sheet, places = render(package)
    found = graver(check(sheet, CONFIRMED))
    assert [(one.code, one.cell, Decimal(one.expected)) for one in found] == [
        ("PACKAGE_PART_WRONG", address(*places[k, part]), Decimal(0))
    ]


@pytest.mark.parametrize("seed", range(VARIANTS))
def test_arrears_after_the_end_of_the_contract_are_an_error_and_nothing_else_follows(seed: int) -> None:
    rng = random.Random(f"late{seed}")
    package = make(rng)
    one = rng.choice(["养老", "医疗"])
    able = [k for k, worker in enumerate(package.workers) if f"{one}止" in worker.inputs and "end" in worker.inputs]
    if not able:
        pytest.skip("nobody owes")
    k = rng.choice(able)
    package.workers[k].inputs[f"{one}止"] = 2011 * 12 + 11
    sheet, places = render(package)
    found = graver(check(sheet, CONFIRMED))
    assert [(f.code, f.cell) for f in found] == [("ARREARS_AFTER_END", address(*places[k, f"{one}止"]))]
    assert "2011-09-28" in found[0].message


@pytest.mark.parametrize("seed", range(VARIANTS))
def test_an_empty_part_is_missing(seed: int) -> None:
    rng = random.Random(f"empty{seed}")
    package = make(rng)
    part = rng.choice(package.parts[1:])
    able = [k for k, worker in enumerate(package.workers) if worker.parts[part]]
    if len(able) < 2:
        pytest.skip("too few have this part")
    k = able[0]
    package.summed = False
    sheet, places = render(package)
    row, col = places[k, part]
    sheet.rows[row - 1][col - 1] = None
    found = [one for one in graver(check(sheet, CONFIRMED)) if one.code != "ROW_TOTAL_WRONG"]
    assert [(one.code, one.cell) for one in found] == [("PACKAGE_PART_MISSING", address(row, col))]


def test_another_rate_for_all_is_asked_about_once() -> None:
    package = some("rate")
    package.payers, package.wan, package.summed = False, 0, False
    for worker in package.workers:
        for one, _ in (("养老", 0), ("医疗", 0)):
            for payer in ("单位", "个人"):
                amount = worker.parts.pop(f"{one}{payer}", None)
                if amount is not None:
                    worker.parts[one] = worker.parts.get(one, Decimal(0)) + amount
        if worker.inputs.get("养老起"):
            worker.parts["养老"] = worker.parts["养老"] * 27 / 28
    sheet, _ = render(package)
    found = check(sheet)
    assert {one.code for one in found} == {"PACKAGE_WAY_OTHER"}
    assert all(one.severity is Severity.NOTICE for one in found)
    assert "27%" in next(iter(found)).message


HEAD = ["姓名", "身份证号", "经济补偿", "养老", "医疗", "合计"]


def _bare(**changes: float) -> tuple[SheetGrid, list[SheetGrid]]:
    package = some("elsewhere")
    package.payers, package.wan, package.summed = False, 0, False
    rows: list[list[object]] = [list(HEAD)]
    severance: list[list[object]] = [
        [
            "姓名",
            "身份证号",
            "参加工作时间",
            "解除时间",
            "前12个月月平均工资",
            "企业月平均工资",
            "当地月平均工资",
            "补偿金额",
        ]
    ]
    for worker in package.workers:
        if "end" in worker.inputs:
            cells = [worker.inputs[key] for key in ("start", "end", "wage", "enterprise", "local")]
            amount = float(worker.parts["经济补偿"])
            severance.append([worker.name, worker.number, *cells, amount])
            typed = changes.get("typed", amount) if len(rows) == 1 else amount
            rows.append([worker.name, worker.number, typed, 0, 0, typed])
    return SheetGrid("汇总", "", rows), [SheetGrid("补偿", "", severance)]  # type: ignore[arg-type]


def test_parts_without_inputs_are_compared_with_the_sheet_that_computes_them() -> None:
    sheet, others = _bare()
    assert [(one.code, one.cell) for one in check(sheet, *others)] == []
    wrong, others = _bare(typed=48_000.0)
    found = check(wrong, *others)
    assert [(one.code, one.sheet, one.cell) for one in found] == [("PACKAGE_DIFFERS", "汇总", "C2")]
    assert "“补偿”H2" in next(iter(found)).message


def test_parts_that_no_sheet_computes_are_named() -> None:
    sheet, _ = _bare()
    found = check(sheet)
    assert list(found) == []
    assert any("“经济补偿”" in line and "未校验" in line for line in found.not_checked), found.not_checked
