"""Limits of the whole city on 资金方案: blue cells, and every table follows them to the fen as the rule does."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import formualizer
import numpy as np
import pytest

from tests.commands.generated_books import context, grid
from tests.commands.planning.invented_city import small_city
from tests.commands.planning.test_funding_book import PLAN, recalculated, says
from tests.commands.pressing import TODAY, pressed
from xl_addin.commands.planning.command import plan_funding_book
from xl_addin.commands.planning.inputs import PlanningInputs, read_inputs
from xl_addin.commands.planning.places import Places
from xl_addin.commands.planning.plan_sheet import plan_sheet
from xl_addin.commands.planning.scenario import Scenario, first_scenario
from xl_addin.files.building.model import NewBook
from xl_addin.files.building.workbook import write_book
from xl_addin.files.reading import open_book
from xl_addin.policy.fund_tiers import fund_tiers
from xl_addin.rules.fund.funding import WHOLE, Firms, Terms
from xl_addin.tables.grid import BookGrid, parse_address

_LIMITS = ("all_advances", "all_deferrals")
_CITIES = 6


def planned(sheets: dict[str, Any]) -> tuple[PlanningInputs, Scenario, NewBook, Places]:
    inputs = read_inputs(pressed(grid(**sheets)), "", fund_tiers({}), TODAY)
    city = first_scenario(inputs)
    book = plan_funding_book(pressed(grid(**sheets)), context()).book
    return inputs, city, book, plan_sheet(inputs, city)[1]


def entered(book: NewBook, at: Places, values: dict[str, Any], ranks: list[int]) -> NewBook:
    """The workbook after a clerk filled conditions and exchanged ranks; every stored result of a formula is gone."""
    rows = [[replace(cell, value=0) if cell.formula else cell for cell in row] for row in book.sheets[0].rows]
    for name, value in values.items():
        row, col = parse_address(at.condition(name).replace("$", ""))
        rows[row - 1][col - 1] = replace(rows[row - 1][col - 1], value=value)
    for i, rank in enumerate(ranks):
        rows[at.data + i - 1][2] = replace(rows[at.data + i - 1][2], value=rank)
    return replace(book, sheets=[replace(book.sheets[0], rows=rows), *book.sheets[1:]])


def computed(book: NewBook, path: Path) -> BookGrid:
    write_book(path, book)
    engine = formualizer.load_workbook(str(path))
    engine.evaluate_all()
    found = open_book(path)
    for (row, col), _ in found.sheet(PLAN).formulas.items():
        found.sheet(PLAN).rows[row - 1][col - 1] = engine.get_value(PLAN, row, col)
    return found


def drawn(chance: random.Random) -> tuple[NewBook, Places, Firms, Terms]:
    """A city, and conditions of every kind: limits left empty, of 0, tight, and larger than anything."""
    _, city, book, at = planned(small_city(chance, limits=chance.random() < 0.5))

    def fen() -> int | None:
        return chance.choice([None, 0, chance.randint(1, 10**6), chance.randint(1, 3 * 10**6), 10**13])

    ranks = [chance.randint(1, 4) for _ in city.firms]
    limits, share, advance_first = {name: fen() for name in _LIMITS}, chance.randint(0, 100), chance.random() < 0.5
    values: dict[str, Any] = {name: None if most is None else most / 100 for name, most in limits.items()}
    values |= {"share": share / 100, "order": "先垫付" if advance_first else "先暂挂"}
    terms = replace(city.terms, **limits, deferral_share=share * WHOLE // 100, advance_first=advance_first)
    unstated = np.array([firm.advance_limit is None for firm in city.firms])
    # Enterprises without a limit of their own follow the cell of the city's limit.
    own = np.where(unstated & (city.terms.all_advances is not None), limits["all_advances"] or 0, 0)
    advances = np.where(unstated, own, city.columns.advance_limit)
    firms = replace(city.columns, rank=np.array(ranks), advance_limit=advances)
    return entered(book, at, values, ranks), at, firms, terms


@pytest.mark.parametrize("seed", range(5))
def test_every_fen_of_the_sheet_is_that_of_the_rule_whatever_the_limits_are(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    for n in range(_CITIES):
        book, at, firms, terms = drawn(chance)
        says(computed(book, tmp_path / f"{n}.xlsx"), at, firms, terms)


@pytest.mark.libreoffice
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_libreoffice_computes_the_same(seed: int, tmp_path: Path, office: str) -> None:
    book, at, firms, terms = drawn(random.Random(seed))
    says(recalculated(book, tmp_path, office), at, firms, terms)


def test_a_limit_that_is_no_number_is_an_error_and_not_a_limit(tmp_path: Path) -> None:
    _, city, book, at = planned(small_city(random.Random(3), limits=True))
    found = computed(entered(book, at, {"all_advances": "五百万"}, []), tmp_path / "book.xlsx")
    values = [found.sheet(PLAN).value(at.means + i, 8) for i in range(len(city.firms))]
    assert not [value for value in values if isinstance(value, (int, float))], values


def test_what_the_sheet_of_sources_says_of_the_city_limits_those_without_a_limit_of_their_own() -> None:
    funds: list[list[Any]] = [["企业名称", "费用/来源", "项目", "金额(元)"]]
    funds += [["甲厂", "费用", "经济补偿", 100], ["甲厂", "费用", "养老", 40], ["甲厂", "来源", "土地储备垫付", 30]]
    funds += [["乙厂", "费用", "经济补偿", 200], ["全市", "来源", "土地储备垫付", 50], ["全市", "来源", "社保暂挂", 0]]
    funds += [
        ["丙厂", "费用", "经济补偿", 300],
        ["丙厂", "来源", "土地储备垫付", 0],
        ["丁厂", "来源", "土地储备垫付", None],
    ]
    funds += [["丁厂", "费用", "经济补偿", 10]]
    sheets = {"费用和资金来源表": funds}
    inputs, city, _, _ = planned(sheets)
    assert (inputs.means.all_advances, inputs.means.all_deferrals) == (5_000, 0)
    assert "全市的土地储备垫付 50.00 元、社保暂挂 0.00 元列为全市限额" in "".join(inputs.notes)
    assert {firm.name: int(most) for firm, most in zip(city.firms, city.columns.advance_limit, strict=True)} == {
        "甲厂": 3_000, "乙厂": 5_000, "丙厂": 0, "丁厂": 5_000,
    }  # fmt: skip
    assert int(city.funding.advance.sum()) == 5_000 and not city.funding.deferral.any()


def test_without_a_city_limit_nothing_is_said_of_one() -> None:
    inputs, city, _, _ = planned(small_city(random.Random(1)))
    assert (inputs.means.all_advances, inputs.means.all_deferrals, city.terms.deferral_share) == (None, None, 0)
    assert not [note for note in inputs.notes if "全市限额" in note]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["全市", "来源", "土地储备垫付", "约50万"], "D4：资金来源的金额读不出或为负数"),
        (["全市", "来源", "社保暂挂", -5], "D4：资金来源的金额读不出或为负数"),
        (["丰城市", "来源", "土地储备垫付", 50], "丰城市没有应付款，资金来源表所列垫付、暂挂没有用上"),
    ],
)
def test_a_limit_that_cannot_be_used_is_told(row: list[Any], told: str) -> None:
    funds = [
        ["企业名称", "费用/来源", "项目", "金额(元)"],
        ["甲厂", "费用", "经济补偿", 100],
        ["乙厂", "费用", "养老", 80],
        row,
    ]
    inputs, city, _, _ = planned({"费用和资金来源表": funds})
    assert told in "".join(inputs.notes)
    assert (inputs.means.all_advances, inputs.means.all_deferrals, int(city.funding.gap.sum())) == (None, None, 18_000)
