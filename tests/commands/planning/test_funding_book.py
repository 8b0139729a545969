"""The command 资金方案: what its sheets say is what the rules say, as made and after a clerk changed blue cells."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import formualizer
import pytest

from tests.commands.generated_books import context, differences, grid, written
from tests.commands.planning.invented_city import city_sheets, invented_city
from tests.commands.pressing import TODAY, pressed
from xl_addin.commands.planning.command import plan_funding_book
from xl_addin.commands.planning.firm_tables import break_even
from xl_addin.commands.planning.inputs import PlanningInputs, read_inputs
from xl_addin.commands.planning.order_sheet import GET_SOLVER
from xl_addin.commands.planning.places import Places
from xl_addin.commands.planning.plan_sheet import plan_sheet
from xl_addin.commands.planning.scenario import Scenario, first_scenario
from xl_addin.files.building.model import NewBook
from xl_addin.files.building.workbook import write_book
from xl_addin.files.office import convert
from xl_addin.files.reading import open_book
from xl_addin.policy.fund_tiers import fund_tiers
from xl_addin.rules.fund.funding import WHOLE, Terms, plan_funding
from xl_addin.tables.grid import BookGrid, parse_address
from xl_addin.tables.recognition import read_tables
from xl_addin.values.errors import InputError

PLAN = "资金方案"


def city(count: int = 9, *, ledger: bool = True) -> tuple[PlanningInputs, Scenario]:
    inputs = read_inputs(invented_city(count, ledger=ledger), "", fund_tiers({}), TODAY)
    return inputs, first_scenario(inputs)


def column(book: BookGrid, at: Places, table: str, letters: str) -> list[int]:
    """A column of a table in fen."""
    first, col = getattr(at, table), ord(letters) - 64
    values = [book.sheet(PLAN).value(row, col) for row in range(first, first + at.firms)]
    return [round(float(value) * 100) for value in values]  # type: ignore[arg-type]


def says(book: BookGrid, at: Places, firms: Any, terms: Terms) -> None:
    """The tables hold the rule's figures, to the fen."""
    plan = plan_funding(firms, terms)
    own = {"B": plan.own, "C": plan.lack, "F": plan.outside, "G": plan.first + plan.second - plan.given}
    own |= {"H": plan.advance, "I": plan.deferral, "J": plan.fiscal, "K": plan.gap}
    steps = {"C": plan.sale_due, "D": plan.land_due, "E": plan.repaid, "F": plan.gift, "G": plan.first}
    steps |= {"H": plan.second, "I": plan.given, "J": plan.left}
    loans = {"E": plan.lack - plan.outside, "I": plan.advance + plan.deferral}
    for table, columns in (("means", own), ("steps", steps), ("loans", loans)):
        for letters, expected in columns.items():
            assert column(book, at, table, letters) == expected.tolist(), (table, letters)
    settled = round(float(book.sheet(PLAN).value(*parse_address(at.result("settled").replace("$", "")))))  # type: ignore[arg-type]
    assert settled == int(firms.workers[plan.settled].sum())
    proof = book.sheet(PLAN).value(*parse_address(at.result("proof").replace("$", "")))
    assert proof == "平"


def test_the_sheet_says_what_the_rule_says(tmp_path: Path) -> None:
    inputs, scenario = city()
    made, recalculation = written(plan_funding_book(invented_city(9), context()), tmp_path)
    _, at = plan_sheet(inputs, scenario)
    says(made, at, scenario.columns, scenario.terms)
    assert recalculation.errors == []
    assert differences(made, recalculation) == []
    assert scenario.funding.imbalance == 0
    assert scenario.settled_workers == scenario.answer.choice.workers


def test_no_formula_needs_the_add_in(tmp_path: Path) -> None:
    made, recalculation = written(plan_funding_book(invented_city(), context()), tmp_path)
    formulas = [cell.text for sheet in made.sheets for cell in sheet.formulas.values()]
    assert len(formulas) > 100
    assert not [text for text in formulas if "SOE_" in text]
    assert recalculation.calls == 0


def test_the_plan_is_never_read_as_data_of_its_own(tmp_path: Path) -> None:
    """Copied into the office's book, its figures are neither debts nor progress: nothing is counted twice."""
    made, _ = written(plan_funding_book(invented_city(9), context()), tmp_path)
    assert [(table.sheet, table.kind) for table in read_tables(made)] == []


def test_a_workbook_without_a_ledger_can_be_planned_with() -> None:
    inputs, scenario = city(6, ledger=False)
    assert inputs.ledger is None
    assert int(scenario.funding.own.sum()) == sum(firm.price + firm.land for firm in inputs.firms)
    assert [firm.name for firm in inputs.firms] == [f"虚构{n}厂" for n in range(1, 7)]


def test_what_the_workbook_says_is_what_is_planned_with() -> None:
    inputs, _ = city(9)
    rows = city_sheets(9)
    third = next(firm for firm in inputs.firms if firm.name == "虚构3厂")
    progress = next(row for row in rows["改制工作进度表"] if row[0] == "虚构3厂")
    costs = {row[2]: row[3] for row in rows["费用和资金来源表"] if row[0] == "虚构3厂" and row[1] == "费用"}
    paid = progress[2] * 1_000
    assert third.price == progress[6] * 100
    assert third.sold == progress[6] * 50
    assert third.workers == progress[2]
    assert third.need == round((sum(costs.values()) - paid) * 100)
    assert third.insured == costs["养老"] * 100
    assert third.cash == third.sold - paid * 100
    assert inputs.means.fiscal == 260_000 * 9 * 100


def test_a_break_even_price_is_the_smallest_at_which_an_enterprise_needs_nobody() -> None:
    _, scenario = city(9)
    for i, firm in enumerate(scenario.firms):
        price = break_even(scenario, i)
        for fen, enough in ((price, True), (price - 1, False)):
            if fen < 0 or price == 0:
                continue
            sale = scenario.columns.sale.copy()
            sale[i] = fen
            plan = plan_funding(replace(scenario.columns, sale=sale), scenario.terms)
            short = int(plan.lack[i]) or firm.debt > int(plan.repaid[i])
            assert bool(short) is not enough, firm.name


def test_money_of_an_enterprise_whose_dues_were_not_read_is_offered_to_nobody(tmp_path: Path) -> None:
    sheets = city_sheets(9)
    sheets["费用和资金来源表"].insert(1, ["虚构5厂", "费用", "不知道是什么", 1])
    book = pressed(grid(**sheets))
    inputs = read_inputs(book, "", fund_tiers({}), TODAY)
    scenario = first_scenario(inputs)
    place = next(i for i, firm in enumerate(scenario.firms) if firm.name == "虚构5厂")
    assert scenario.firms[place].held
    assert int(scenario.funding.gift[place]) == int(scenario.funding.given[place]) == 0
    assert int(scenario.funding.own[place]) > int(scenario.funding.need[place])
    assert any("虚构5厂有应付款没有读出" in note for note in inputs.notes)
    made, _ = written(plan_funding_book(book, context()), tmp_path)
    _, at = plan_sheet(inputs, scenario)
    says(made, at, scenario.columns, scenario.terms)


def test_without_anything_to_pay_nothing_is_planned() -> None:
    with pytest.raises(InputError, match="没有读到企业应付职工的款项"):
        plan_funding_book(pressed(grid(说明=[["这里没有表"]])), context())


def told(*firms: tuple[str, int | None, float, float], paid: float = 0) -> str:
    """What the button says of enterprises by name, workers, severance and price; the first one was ``paid`` so much."""
    progress: list[list[Any]] = [["企业名称", "职工人数", "职代会时间", "批复文号", "成交价(元)", "成交时间"]]
    funds: list[list[Any]] = [["企业名称", "费用/来源", "项目", "金额(元)"]]
    ledger: list[list[Any]] = [["日期", "企业名称", "科目", "收入金额", "支出金额", "审批文号"]]
    for name, workers, due, price in firms:
        progress.append([name, workers, "2011-08-01", "改〔2011〕1号", price, "2011-11-20"])
        funds.append([name, "费用", "经济补偿", due])
    ledger += [["2011-11-25", firms[0][0], "产权变现", firms[0][3], None, None]]
    ledger += [["2011-12-05", firms[0][0], "经济补偿", None, paid, "付1号"]] if paid else []
    sheets = {"改制工作进度表": progress, "费用和资金来源表": funds, "资金收支台账": ledger}
    return plan_funding_book(pressed(grid(**sheets)), context()).summary.partition("；蓝字")[0]


def test_the_button_says_who_can_be_paid_and_who_cannot() -> None:
    rich, poor, unknown = ("甲厂", 30, 100_000, 250_000), ("乙厂", 20, 90_000, 40_000), ("丙厂", None, 90_000, 40_000)
    assert told(rich) == "已写出资金方案：1 户企业应付职工 100,000.00 元，所列收入到齐后，1 户 30 人都能付清"
    assert told(poor) == "已写出资金方案：1 户企业应付职工 90,000.00 元，还缺 50,000.00 元，1 户 20 人都付不清"
    assert told(rich, poor) == (
        "已写出资金方案：2 户企业应付职工 190,000.00 元，还缺 50,000.00 元：1 户 30 人能付清，1 户 20 人付不清，"
        "换一种先后也不能让更多的人付清"
    )
    # All workers that are known can be paid, and there is a gap all the same: whose it is must be said.
    assert told(rich, unknown) == (
        "已写出资金方案：2 户企业应付职工 190,000.00 元，还缺 50,000.00 元：1 户 30 人能付清，"
        "1 户（没有职工人数）付不清"
    )


def test_when_everything_is_paid_the_button_says_so_with_the_sum() -> None:
    with pytest.raises(InputError, match=r"^应付职工的 100,000\.00 元已全部付清，没有要筹的钱，不列资金方案$"):
        told(("甲厂", 30, 100_000, 250_000), paid=100_000)
    assert "应付职工 0.01 元" in told(("甲厂", 30, 100_000, 250_000), paid=99_999.99)


def test_without_the_solver_the_sheet_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    plan = plan_funding_book(invented_city(40), context())
    texts = [cell.value for row in plan.book.sheets[1].rows for cell in row]
    scenario = city(40)[1]
    assert (GET_SOLVER in texts) is (GET_SOLVER in plan.summary) is not scenario.answer.choice.proven


CHANGES: list[dict[str, Any]] = [
    {"sale": 0.83, "cost": 0.0475, "fiscal": 123_456.78},
    {"land": 0.5, "need": 1.0837, "share": 0.35, "keeps": 0.125},
    {"sale": 0.6, "share": 1, "order": "先暂挂", "fiscal": 0},
    {"advance_rate": 0.06, "deferral_rate": 0.01, "share": 0.8, "sale": 0.7},
    {"all_advances": 350_000.01, "all_deferrals": 220_000, "share": 0.5, "sale": 0.6},
    {"all_advances": 0, "all_deferrals": 1e9, "share": 1, "sale": 0.6, "order": "先暂挂"},
]


def terms_of(change: dict[str, Any], terms: Terms) -> Terms:
    names = {"sale": "sale_share", "land": "land_share", "cost": "cost_share", "need": "need_share"}
    names |= {"share": "deferral_share", "keeps": "keeps"}
    found = {names[key]: round(value * WHOLE) for key, value in change.items() if key in names}
    found |= {key: round(change[key] * 100) for key in ("fiscal", "all_advances", "all_deferrals") if key in change}
    cheap = change.get("advance_rate", 0) * 12 / 12 <= change.get("deferral_rate", 0) * 6 / 2
    return replace(terms, **found, advance_first=cheap and change.get("order") != "先暂挂")


def changed(change: dict[str, Any]) -> tuple[NewBook, Places, Any, Terms]:
    """The workbook as a clerk leaves it: conditions changed, ranks exchanged; every stored result of a formula gone."""
    inputs, scenario = city(12)
    plan = plan_funding_book(invented_city(12), context())
    _, at = plan_sheet(inputs, scenario)
    rows = [list(row) for row in plan.book.sheets[0].rows]
    for name, value in change.items():
        row, col = parse_address(at.condition(name).replace("$", ""))
        rows[row - 1][col - 1] = replace(rows[row - 1][col - 1], value=value)
    rank = scenario.columns.rank[::-1].copy()
    for i, number in enumerate(rank.tolist()):
        rows[at.data + i - 1][2] = replace(rows[at.data + i - 1][2], value=number)
    stale = [[replace(cell, value=0) if cell.formula else cell for cell in row] for row in rows]
    sheet = replace(plan.book.sheets[0], rows=stale)
    book = replace(plan.book, sheets=[sheet, *plan.book.sheets[1:]])
    return book, at, replace(scenario.columns, rank=rank), terms_of(change, scenario.terms)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_condition_is_computed_by_native_formulas_alone(change: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made, at, firms, terms = changed(change)
    write_book(path, made)
    engine = formualizer.load_workbook(str(path))
    engine.evaluate_all()
    book = open_book(path)
    for (row, col), _ in book.sheet(PLAN).formulas.items():
        book.sheet(PLAN).rows[row - 1][col - 1] = engine.get_value(PLAN, row, col)
    says(book, at, firms, terms)


def recalculated(book: NewBook, folder: Path, office: str) -> BookGrid:
    """The workbook as LibreOffice computes it afresh."""
    write_book(folder / "stale.xlsx", book)
    (folder / "out").mkdir()
    moved = convert(folder / "stale.xlsx", "xlsx:Calc MS Excel 2007 XML", folder / "out", office, afresh=True)
    assert moved is not None
    return open_book(moved)


@pytest.mark.libreoffice
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_condition_is_computed_by_libreoffice_alone(
    change: dict[str, Any], tmp_path: Path, office: str
) -> None:
    book, at, firms, terms = changed(change)
    says(recalculated(book, tmp_path, office), at, firms, terms)


@pytest.mark.parametrize(("count", "own"), [(1, True), (3, False)])
def test_money_of_a_ledger_that_names_nobody_is_told_on_the_sheet_and_given_to_nobody(count: int, own: bool) -> None:
    sheets = city_sheets(count, ledger=False)
    rows = [["日期", "科目", "收入金额", "支出金额"], ["2011-08-01", "产权变现", 500_000, None]]
    sheets["资金收支台账"] = [*rows, ["2011-10-01", "经济补偿", None, 35_200.5]]
    plan = plan_funding_book(pressed(grid(**sheets)), context())
    main = plan.book.sheets[0]
    cautions = [str(row[0].value) for row in main.rows if row and str(row[0].value).startswith("请核对")]
    told = "台账没有写企业的资金 464,799.50 元（收入减支出）没有列入方案"
    assert told in cautions[0] and ("是虚构1厂的，在台账的企业名称栏写上" in cautions[0]) == own
    assert told in plan.summary and "1 笔付职工款共 35,200.50 元没有写企业，没有从应付中扣减" in "".join(cautions)
    inputs, _ = city(count, ledger=False)
    for name in (firm.name for firm in inputs.firms):
        (line,) = [row for row in main.rows if len(row) > 9 and row[0].value == name and row[4].style == "money"][:1]
        assert line[4].value == 0
