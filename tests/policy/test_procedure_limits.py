"""The figures of the procedure as data: every one with its source, faulty files refused with place and remedy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.policy.procedure import procedure
from xl_addin.policy.procedure_limits import limit, limit_settings, load_limits, procedure_limits, read_setting
from xl_addin.policy.schema import PolicyFileError
from xl_addin.values.dates import day_number
from xl_addin.values.errors import InputError

GOOD = """
[[limit]]
id = "files_days"
name = "期限"
value = "15"
text = "15日"
office = false
citation = "劳动合同法第五十条"
certainty = "verbatim"
"""


def test_every_limit_has_a_source_and_a_text_for_messages() -> None:
    for entries in procedure_limits().limits.values():
        for entry in entries:
            assert entry.citation
            assert entry.text
            assert entry.value > 0


def test_the_petition_text_changes_on_the_first_of_may_2022() -> None:
    for name in ("petition_accept_days", "petition_handle_days", "petition_longest_days", "petition_review_days"):
        before, after = (limit(name, day_number(dt.date(2022, month, day))) for month, day in ((4, 30), (5, 1)))
        assert "2005" in before.citation
        assert "2022" in after.citation


def test_figures_without_a_law_are_the_offices() -> None:
    offices = {name for name, entries in procedure_limits().limits.items() if entries[0].office}
    assert {"publicity_days", "deposit_days", "repayment_days", "closing_months", "pay_days"} <= offices
    assert offices.isdisjoint({"listing_workdays", "first_payment_share", "rest_payment_months", "price_floor"})


def test_orders_name_known_steps_and_do_not_repeat_those_of_the_steps_file() -> None:
    own = {(order.earlier, order.later) for order in procedure().orders}
    for order in procedure_limits().orders:
        assert (order.earlier, order.later) not in own
        assert order.why


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('value = "15"', 'value = "many"', "no number"),
        ('value = "15"', 'value = "0"', "not above 0"),
        ("office = false\n", "", "office is missing"),
        ("office = false\n", "office = true\n", "setting or unit is missing"),
        ("office = false\n", 'office = false\nsetting = "天数"\nunit = "日"\n', "setting or unit is missing"),
        ('certainty = "verbatim"', 'certainty = "sure"', "certainty"),
        ('citation = "劳动合同法第五十条"\n', "", "citation is missing"),
        ('name = "期限"', 'title = "期限"', "unknown key"),
        ('name = "期限"', 'name = "期限"\nfrom = "2008-01-01"', "no date"),
    ],
)
def test_a_faulty_limit_is_refused_with_its_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = tmp_path / "limits.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(PolicyFileError, match=fault):
        load_limits(path)


def test_two_texts_that_leave_a_day_between_them_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "limits.toml"
    first = GOOD.replace("value", "to = 2022-04-30\nvalue", 1)
    path.write_text(first + GOOD.replace("value", "from = 2022-05-02\nvalue", 1), encoding="utf-8")
    with pytest.raises(PolicyFileError, match="days between"):
        load_limits(path)


def test_an_order_of_an_unknown_step_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "limits.toml"
    path.write_text('[[order]]\nearlier = "D99"\nlater = "D01"\nwhy = "x"\ncitation = "y"\n', encoding="utf-8")
    with pytest.raises(PolicyFileError, match="D99"):
        load_limits(path)


@pytest.mark.parametrize(("text", "count"), [("10", 10), ("10日", 10), (" １０ 天", 10), (10.0, 10), ("3650", 3650)])
def test_an_office_writes_its_days_in_any_form(text: object, count: int) -> None:
    own = read_setting(limit_settings()["公示天数"], text)
    assert (own.count, own.text) == (count, f"{count}日")
    assert own.citation.endswith(f"本单位政策表定为{count}日")


@pytest.mark.parametrize("text", ["", "七", "7-10", "-1", "0", "2.5", "3651", "7个月", "7工作日", True])
def test_anything_else_than_whole_days_is_refused_with_the_name_of_the_row(text: object) -> None:
    with pytest.raises(InputError, match="公示天数"):
        read_setting(limit_settings()["公示天数"], text)


def test_months_may_be_written_in_years() -> None:
    assert read_setting(limit_settings()["清产核资有效月数"], "2年").text == "24个月"
