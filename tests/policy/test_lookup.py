"""Dated look-up against reading the rows one by one; a gap is a gap, never the nearest year and never zero."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.policy.lookup import NO_ROW, lookup, value_on
from xl_addin.policy.schema import OPEN_END, DatedValue, Parameter
from xl_addin.policy.store import national
from xl_addin.values.dates import day_number
from xl_addin.values.errors import PolicyGap

PLACES = ["", "宜春市", "南昌市"]


def dated(first: int, last: int, place: str, micro: int) -> DatedValue:
    return DatedValue(first, last, place, micro, "LCL", "第一条", "测试", "knowledge")


def parameter(scope: str, *values: DatedValue) -> Parameter:
    return Parameter("trial", "试验参数", "yuan_per_month", scope, "只用于测试", (), values)


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


@st.composite
def rows(draw: st.DrawFn) -> tuple[DatedValue, ...]:
    """Rows of several places that do not overlap within a place, in any order."""
    found = []
    for place in PLACES:
        cuts = sorted(draw(st.sets(st.integers(0, 60), max_size=8)))
        for first, last in zip(cuts[::2], cuts[1::2], strict=False):
            found.append(dated(first, last, place, draw(st.integers(1, 10**9))))
    return tuple(draw(st.permutations(found)))


def read_one_by_one(
    asked: int, place: str, scope: str, local: tuple[DatedValue, ...], shipped: tuple[DatedValue, ...]
) -> int | None:
    """The rule: the place's own rows (the office's first), then national ones where they hold for the place."""
    order = [(local, place), (shipped, place)]
    if place and scope == "nationwide":
        order += [(local, ""), (shipped, "")]
    elif place:
        order += [(local, "")]
    for group, wanted in order:
        for row in group:
            if row.place == wanted and row.first_day <= asked <= row.last_day:
                return row.micro
    return None


@given(rows(), rows(), st.sampled_from(["nationwide", "typical", "local"]), st.data())
def test_looking_up_many_days_is_reading_the_rows_one_by_one(
    shipped: tuple[DatedValue, ...], local: tuple[DatedValue, ...], scope: str, data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.tuples(st.integers(-2, 62), st.sampled_from(PLACES)), min_size=1, max_size=8))
    days = np.array([one for one, _ in asked], dtype=np.int32)
    found = lookup(parameter(scope, *shipped), days, [place for _, place in asked], local)
    expected = [read_one_by_one(one, place, scope, local, shipped) for one, place in asked]
    assert found.gap.tolist() == [value is None for value in expected]
    assert found.micro.tolist() == [value or 0 for value in expected]
    for row, value in zip(found.row.tolist(), expected, strict=True):
        assert (row == NO_ROW) == (value is None)
        assert value is None or found.rows[row].micro == value


def test_no_place_asked_reads_the_whole_country() -> None:
    found = lookup(
        national().parameters["养老单位费率"], np.array([day("2019-04-30"), day("2019-05-01")], dtype=np.int32)
    )
    assert found.micro.tolist() == [200_000, 160_000]


def test_no_day_asked_finds_nothing() -> None:
    found = lookup(national().parameters["养老单位费率"], np.array([], dtype=np.int32))
    assert (found.micro.tolist(), found.gap.tolist()) == ([], [])


@pytest.mark.parametrize(
    ("name", "last_gap", "first_covered"),
    [
        ("养老单位费率", "1997-12-31", "1998-01-01"),
        ("医疗单位费率", "1998-12-31", "1999-01-01"),
        ("失业单位费率", "1999-01-31", "1999-02-01"),
        ("滞纳金日率", "1999-01-21", "1999-01-22"),
    ],
)
def test_the_day_before_the_law_is_a_gap(name: str, last_gap: str, first_covered: str) -> None:
    wanted = national().parameters[name]
    assert value_on(wanted, day(first_covered)).micro > 0
    with pytest.raises(PolicyGap) as caught:
        value_on(wanted, day(last_gap))
    assert all(part in caught.value.message for part in (name, last_gap, "全国"))


def test_the_day_after_the_last_value_is_a_gap() -> None:
    wanted = national().parameters["失业个人费率"]
    assert value_on(wanted, day("2015-02-28")).micro == 10_000
    with pytest.raises(PolicyGap):
        value_on(wanted, day("2015-03-01"))


def test_a_gap_names_parameter_date_place_and_what_there_is() -> None:
    local = [dated(day("2010-01-01"), day("2010-12-31"), "宜春市", 2300)]
    with pytest.raises(PolicyGap) as caught:
        value_on(national().parameters["职工月平均工资"], day("2011-01-01"), "宜春市", local)
    assert all(part in caught.value.message for part in ("宜春市", "2011-01-01", "职工月平均工资", "2010-12-31"))


def test_an_offices_own_row_comes_before_the_shipped_one_on_its_days_only() -> None:
    local = [dated(day("2005-01-01"), day("2006-12-31"), "", 190_000)]
    wanted = national().parameters["养老单位费率"]
    assert [value_on(wanted, day(one), "", local).micro for one in ("2004-12-31", "2005-01-01", "2007-01-01")] == [
        200_000,
        190_000,
        200_000,
    ]


def test_an_open_row_holds_on_every_day() -> None:
    local = [dated(-OPEN_END, OPEN_END, "", 5)]
    wanted = national().parameters["最低工资"]
    assert [value_on(wanted, day(one), "丰城市", local).micro for one in ("1900-01-01", "2100-12-31")] == [5, 5]


def test_a_gap_at_a_place_does_not_pretend_that_its_own_values_cover_the_date() -> None:
    """A national figure that does not hold for the place must be called national, not 已有数据 without a word."""
    with pytest.raises(PolicyGap) as caught:
        value_on(national().parameters["养老单位费率"], day("2005-06-01"), "宜春市")
    assert "1998-01-01" not in caught.value.message or "全国1998-01-01" in caught.value.message
