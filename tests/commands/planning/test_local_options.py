"""Options of the local policy in 资金方案: what each changes at every enterprise by hand, and taken by its number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import formualizer
import pytest

from tests.commands.fund.test_fund_plan import book
from tests.commands.generated_books import context
from tests.commands.pressing import TODAY, pressed
from xl_addin.commands.planning.command import plan_funding_book
from xl_addin.commands.planning.inputs import read_inputs
from xl_addin.commands.planning.local_options import option_effects
from xl_addin.commands.planning.plan_sheet import plan_sheet
from xl_addin.commands.planning.scenario import Scenario, first_scenario
from xl_addin.files.building.workbook import write_book
from xl_addin.policy.fund_tiers import fund_tiers
from xl_addin.tables.grid import parse_address

WHOLE_YEARS = "不满一年的尾数：只计整年"


def planned() -> Scenario:
    return first_scenario(read_inputs(pressed(book()), "", fund_tiers({}), TODAY))


def test_what_an_option_changes_is_told_for_each_enterprise() -> None:
    # 甲, 乙 and 丁 each served 22 years and 6 months before 2008: 22 months of pay instead of 23, 1,600 yuan less each.
    city = planned()
    effects = option_effects(pressed(book()), context(), city)
    (found,) = [one for one in effects if one.name.startswith(WHOLE_YEARS)]
    assert dict(zip((firm.name for firm in city.firms), found.change, strict=True)) == {
        "虚构一厂": -160_000, "虚构二厂": -160_000, "虚构四厂": -160_000, "虚构五厂": 0, "虚构三店": 0,
    }  # fmt: skip
    assert all(any(one.change) for one in effects)


@pytest.mark.parametrize("number", [0, 1])
def test_the_number_of_an_option_changes_what_is_owed_and_nothing_goes_below_zero(number: int, tmp_path: Path) -> None:
    city, plan = planned(), plan_funding_book(pressed(book()), context())
    effects = option_effects(pressed(book()), context(), city)
    _, at = plan_sheet(read_inputs(pressed(book()), "", fund_tiers({}), TODAY), city, len(effects))
    main = plan.book.sheets[0]
    rows = [list(row) for row in main.rows]
    row, col = parse_address(at.condition("option").replace("$", ""))
    rows[row - 1][col - 1] = replace(rows[row - 1][col - 1], value=number)
    write_book(tmp_path / "book.xlsx", replace(plan.book, sheets=[replace(main, rows=rows), *plan.book.sheets[1:]]))
    engine = formualizer.load_workbook(str(tmp_path / "book.xlsx"))
    engine.evaluate_all()
    for i, firm in enumerate(city.firms):
        owed = max(firm.need + (effects[number - 1].change[i] if number else 0), 0)
        assert round(engine.get_value(main.title, at.data + i, 10) * 100) == owed, firm.name


def test_a_book_without_a_calculation_has_no_options_to_take() -> None:
    plan = plan_funding_book(pressed(book(测算=[["说明"]])), context())
    assert "口径影响" not in [sheet.title for sheet in plan.book.sheets]
