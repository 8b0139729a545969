"""口径比较: sums that a clerk can add up by hand, under each value of each disputed option."""

from __future__ import annotations

from tests.commands.pressing import pressed
from tests.commands.severance_books import ASKED, RIGHT, SETTLED, WRONG, book, context, texts
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.severance.comparison import HEADINGS, plan_comparison
from xl_addin.functions import call
from xl_addin.policy.options import option_specs
from xl_addin.tables.grid import CellValue, corners

SHORT: list[CellValue] = [
    9, "虚构一厂", "虚构戊", "", "2005-03-15", "2011-09-28", "", 1600.55, 1500, 2300,
]  # fmt: skip


def by_entry(plan: BookPlan) -> dict[str, list[object]]:
    """Values of each line of the table by what a 政策 sheet would hold."""
    (sheet,) = plan.book.sheets
    rows = [[cell.value for cell in row] for row in sheet.rows]
    return {str(row[1]): row for row in rows if isinstance(row[1], str) and " = " in row[1]}


def test_totals_means_and_persons_affected_follow_from_the_single_amounts() -> None:
    persons = [RIGHT, WRONG, SHORT]
    lines = by_entry(plan_comparison(pressed(book(*persons)), context()))
    for entry in ("fraction = half_year", "end_date = exclusive", "enterprise_floor = none", "round_to = yuan"):
        name, _, value = entry.partition(" = ")
        now = [call("SOE_SEVERANCE", *_inputs(person)) for person in persons]
        then = [call("SOE_SEVERANCE", *_inputs(person), [["profile", "SEG2008"], [name, value]]) for person in persons]
        _, _, mark, total, mean, difference, affected, computed, missing = lines[entry]
        assert mark is None
        assert total == round(sum(then), 2)
        assert mean == round(sum(then) / 3 + 1e-9, 2)
        assert difference == round(sum(then) - sum(now), 2)
        assert affected == sum(a != b for a, b in zip(now, then, strict=True))
        assert (computed, missing) == (3, 0)


def _inputs(person: list[CellValue]) -> list[CellValue]:
    start, end, ground, own, enterprise, local = person[4:10]
    return [start, end, own, enterprise, local, ground]


def test_every_value_of_every_option_has_a_line_and_the_current_one_is_marked() -> None:
    policy: list[list[CellValue]] = [["profile", "SEG2008"], ["fraction", "half_year"], ["multiplier", 2]]
    lines = by_entry(plan_comparison(pressed(book(RIGHT, policy=policy)), context()))
    for name, spec in option_specs().items():
        if spec.kind == "choice":
            assert {f"{name} = {value}" for value in spec.values} <= set(lines)
    marked = [entry for entry, row in lines.items() if row[2] == "●"]
    assert len(marked) == len(option_specs())
    assert {"fraction = half_year", "multiplier = 2", "local_floor = none"} <= set(marked)
    assert lines["multiplier = 1"][3] == lines["multiplier = 2"][3] / 2  # type: ignore[operator]


def test_who_cannot_be_computed_is_counted_beside_the_sums() -> None:
    plan = plan_comparison(pressed(book(RIGHT, ASKED)), context())
    lines = by_entry(plan)
    assert lines["month_decimal = ask"][3:] == [43200.0, 43200.0, 0.0, 0, 1, 1]
    # Read as October 1985, the second person can be computed; that is no change of an amount.
    assert lines["month_decimal = month_two_digits"][5:] == [0.0, 0, 2, 0]
    assert "1 人不能计算" in plan.summary
    assert plan.faults == 1


def test_settled_persons_are_left_out_and_said() -> None:
    plan = plan_comparison(pressed(book(RIGHT, SETTLED)), context())
    assert by_entry(plan)["fraction = year_up"][7:] == [1, 0]
    assert any("另有 1 人已内退或退休" in text for text in texts(plan.book.sheets[0]))
    assert plan.faults == 0


def test_nobody_who_can_be_computed_gives_a_table_without_sums() -> None:
    plan = plan_comparison(pressed(book(ASKED)), context())
    assert by_entry(plan)["round_to = fen"][3:6] == [0.0, None, 0.0]


def test_the_chart_shows_the_totals_of_the_options_that_matter() -> None:
    (sheet,) = plan_comparison(pressed(book(RIGHT, SHORT)), context()).book.sheets
    (chart,) = sheet.charts
    first, _, last, _ = corners(chart.categories)
    shown = [sheet.rows[row - 1] for row in range(first, last + 1)]
    assert chart.series[0].values == f"D{first}:D{last}"
    assert chart.from_zero
    assert [i for i, row in enumerate(shown) if row[2].value == "●"] == sorted(chart.marked)
    assert sheet.rows[first - 2][0].value == HEADINGS[0]
    assert all("：" in str(row[0].value) for row in shown)


def test_the_sheet_names_the_policy_and_holds_no_person() -> None:
    said = texts(plan_comparison(pressed(book(RIGHT)), context()).book.sheets[0])
    assert any("SEG2008 未确认口径" in text for text in said)
    assert not any("虚构甲" in text or "110105196812310021" in text for text in said)


def test_all_persons_together_cost_one_calculation_for_an_option_value() -> None:
    """Counted in calls of the rules, not in seconds."""
    from unittest.mock import patch

    from xl_addin.sheets import severance_inputs

    with patch.object(severance_inputs, "severance", wraps=severance_inputs.severance) as rule:
        plan_comparison(pressed(book(*[RIGHT] * 50)), context())
    values = sum(len(spec.values) if spec.kind == "choice" else 1 for spec in option_specs().values())
    # one for the present policy, and one that tells the unit of the amounts that the sheet states
    assert 2 < rule.call_count <= 2 + values - len(option_specs())
