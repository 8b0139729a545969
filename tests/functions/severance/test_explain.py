"""The explanation is complete and never contradicts the amount (S-26): it is read here as a worker reads it.

Each step says what was multiplied; a floor or cap is named where, and only where, it made the base.
"""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import Any

import pytest

from xl_addin.functions import call
from xl_addin.policy.options import option_specs
from xl_addin.values.errors import CellError

POLICY = tuple[tuple[str, Any], ...]
OWN = "按本人月平均工资"
ENTERPRISE, LOCAL, MINIMUM = "企业月平均工资", "当地月平均工资", "最低工资"


def rows(**options: Any) -> list[list[Any]]:
    return [["profile", options.pop("profile", None)], *([name, value] for name, value in options.items())]


def explain(*arguments: Any) -> str:
    text = call("SOE_EXPLAIN", *arguments)
    assert isinstance(text, str), text
    return text


def steps(text: str, word: str) -> list[str]:
    """Lines of the numbered derivation that speak of something."""
    return [line for line in text.splitlines() if re.match(r"\d+\.", line) and word in line]


def the_base(text: str) -> str:
    found = steps(text, "基数")
    assert len(found) == 1, text
    return found[0]


# --- what it holds ---------------------------------------------------------------------------------------------------


def test_amount_months_bases_service_and_documents_stand_in_the_text() -> None:
    text = explain("1985-08-15", "2004-03-31", 600, 720)
    for part in ("13,680.00", "19个月", "720.00", "600.00", "18年7个月17天", "劳部发〔1994〕481号", "SEG2008"):
        assert part in text


def test_a_service_across_2008_cites_both_laws_and_shows_both_sides() -> None:
    text = explain("1985-07-01", "2011-09-28", 1600, 1500, 2300)
    for part in (
        "481号",
        "劳动合同法第47条",
        "劳动合同法第97条",
        "22年6个月",
        "3年8个月28天",
        "23个月",
        "4个月",
    ):
        assert part in text


def test_the_options_that_mattered_are_named_with_what_else_they_would_give() -> None:
    text = explain("1985-08-15", "2004-03-31", 600, 720)
    assert "fraction" in text and "12,960.00" in text
    assert "enterprise_floor" in text and "11,400.00" in text
    assert "joint_cap12" not in text and "month_end" not in text


def test_left_out_averages_are_said() -> None:
    text = explain("1985-07-01", "2011-09-28", 1600)
    assert "未提供企业月平均工资" in text
    assert "未提供当地月平均工资" in text


@pytest.mark.parametrize(
    "bad", [("不详", "2004-03-31", 600), ("2004-03-31", "1985-08-15", 600), ("1985", "2004-03-31", 600)]
)
def test_bad_input_gives_the_same_error_as_the_amount(bad: tuple[Any, ...]) -> None:
    assert isinstance(call("SOE_EXPLAIN", *bad), CellError)
    assert call("SOE_EXPLAIN", *bad) == call("SOE_SEVERANCE", *bad)


def test_what_may_be_due_besides_stands_as_memo_and_not_in_the_amount() -> None:
    text = explain("1985-08-15", "2011-03-31", 600, 720, 900, "医疗期满")
    assert "医疗补助费" in text and "代通知金" in text and "第87条" in text


# --- floors and caps -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "present", "absent"),
    [
        pytest.param(("1990-01-01", "2003-12-31", 600, 720), [ENTERPRISE + "720.00"], [LOCAL, MINIMUM], id="floor"),
        pytest.param(("1990-01-01", "2003-12-31", 900, 720), [OWN], ["保底", "封顶"], id="no floor needed"),
        pytest.param(("1990-01-01", "2003-12-31", 600, 720, None, "协商"), [OWN], ["保底"], id="no floor by art 5"),
        pytest.param(("2008-01-01", "2011-12-31", 7000, None, 2000), [LOCAL + "2000.00", "封顶"], ["保底"], id="cap"),
        pytest.param(("2008-01-01", "2011-12-31", 6000, None, 2000), [OWN], ["封顶"], id="exactly three times"),
        pytest.param(
            ("2009-01-01", "2011-12-31", 1000.674, None, 2300), ["1000.67元"], ["封顶", "保底"], id="rounded down"
        ),
        pytest.param(
            ("2009-01-01", "2011-12-31", 1000.676, 1500, 2300), ["1000.68元"], ["封顶", "保底"], id="rounded up"
        ),
        pytest.param(
            ("1990-01-01", "2003-12-31", 1000, 1500.678, 2300), [ENTERPRISE, "保底", "1500.68元"], ["封顶"],
            id="a floor that is rounded",
        ),
        pytest.param(
            ("1990-01-01", "2003-12-31", 500, 1500, 2300, "协商", rows(local_floor=700)), [MINIMUM, "700.00元"],
            [ENTERPRISE], id="minimum wage where the enterprise floor does not act",
        ),
        pytest.param(
            ("2009-01-01", "2011-12-31", 500, 1500, 2300, None, rows(local_floor=700)), [MINIMUM, "700.00元"],
            [ENTERPRISE], id="minimum wage from 2008",
        ),
        pytest.param(
            ("1990-01-01", "2003-12-31", 500, 1500, None, None, rows(profile="PRORATE", local_floor=700)),
            [MINIMUM, "700.00元"], [ENTERPRISE], id="minimum wage under PRORATE",
        ),
        pytest.param(
            ("1990-01-01", "2003-12-31", 500, 1500, None, None, rows(enterprise_floor="none", local_floor=700)),
            [MINIMUM, "700.00元"], [ENTERPRISE], id="minimum wage with the enterprise floor off",
        ),
        pytest.param(
            ("1990-01-01", "2003-12-31", 1000, 9000, 2000, None, rows(pre2008_base="local_cap")),
            [LOCAL, "封顶", "6000.00元"], [], id="a floor cut by the local cap",
        ),
        pytest.param(
            ("1990-01-01", "2003-12-31", 6000, 720, 900, None, "RGZ"), [ENTERPRISE + "720.00", "三倍"], [LOCAL],
            id="three times the enterprise",
        ),
        pytest.param(
            ("1990-01-01", "2003-12-31", 1000.674, 720, None, None, "RGZ"), ["1000.67元"], ["三倍", "保底"],
            id="RGZ rounded down",
        ),
    ],
)  # fmt: skip
def test_the_base_names_the_floor_or_cap_that_made_it_and_no_other(
    arguments: tuple[Any, ...], present: list[str], absent: list[str]
) -> None:
    line = the_base(explain(*arguments))
    assert all(word in line for word in present), line
    assert not any(word in line for word in absent), line


def test_a_cap_on_the_enterprise_average_is_said_to_have_acted() -> None:
    """The average given was 9000, the one used as floor 1800: the worker must see why (S-26, S-27)."""
    text = explain("1990-01-01", "2003-12-31", 600, 9000, 900, None, rows(enterprise_wage_cap=2))
    assert [line for line in steps(text, ENTERPRISE) if "封顶" in line], text


def test_each_side_of_2008_tells_its_own_reason() -> None:
    """The floor acts before 2008 only: the side from 2008 is the own wage, rounded."""
    before, after = steps(explain("2005-01-01", "2011-09-28", 1000.676, 1500, 2300), "基数")
    assert "1500.00元保底" in before and "→ 1500.00元" in before
    assert "保底" not in after and "→ 1000.68元" in after


# --- limits ----------------------------------------------------------------------------------------------------------


def test_the_limit_of_articles_5_and_7_is_named() -> None:
    (line,) = steps(explain("1990-01-01", "2003-12-31", 600, 720, None, "协商"), "年限上限")
    assert "14个月" in line and "12个月" in line and "481号第五条" in line


def test_the_limit_of_high_earners_is_named() -> None:
    (line,) = steps(explain("2008-01-01", "2023-12-31", 20_000, None, 5000), "年限上限")
    assert "16个月" in line and "12个月" in line and "三倍" in line and "第47条" in line


def test_a_joint_limit_of_a_high_earner_is_not_blamed_on_the_wage() -> None:
    """Four months from 2008 are far from twelve years: it was the joint limit that cut them (S-19)."""
    joint = rows(joint_cap12="joint")
    lines = steps(explain("1990-01-01", "2011-12-31", 9000, None, 2000, "协商", joint), "年限上限")
    (after,) = [line for line in lines if "4个月" in line]
    assert "合计" in after and "三倍" not in after


def test_a_limit_over_the_whole_service_is_not_said_to_be_before_2008() -> None:
    merged = rows(segmentation="merged_481")
    (line,) = steps(explain("1985-08-15", "2011-03-31", 600, 720, 900, "协商", merged), "年限上限")
    assert "2008年前" not in line


def test_pieces_rounded_one_by_one_are_said_to_be() -> None:
    """Ten and a half years that give twelve months need a word of why."""
    pieces = [["1990-01-01", "1995-03-31"], ["1996-01-01", "2001-03-31"]]
    (line,) = steps(explain(pieces, None, 1000, None, None, None, rows(pieces="round_each")), "工龄")
    assert "10年6个月" in line and "12个月" in line and "各段" in line


def test_nothing_due_is_said_why() -> None:
    """Pieces left out of the count appear in the text, or the worker sees a bare nought."""
    text = explain([["1985-07-01", "1990-06-30", "企业", "否", "否"], [None] * 5], None, 1000)
    assert steps(text, "不计") or steps(text, "未计"), text


# --- law of the time -------------------------------------------------------------------------------------------------


def test_an_ending_before_2008_is_not_put_under_a_law_that_was_not_in_force() -> None:
    """The Labour Contract Law came in force on 2008-01-01: nothing due in 2004 stands on its articles."""
    text = explain("1985-08-15", "2004-03-31", 600, 720)
    derivation_and_memos = [line for line in text.splitlines() if not line.startswith(("口径", "有争议"))]
    assert not [line for line in derivation_and_memos if "劳动合同法" in line]


def test_the_extra_half_of_481_stands_as_memo_for_an_ending_before_2008() -> None:
    """481号 art 10: unpaid severance earns half as much again, shown and never added (S-25)."""
    text = explain("1990-07-01", "2003-06-30", 780, 850, None, "协商")
    (line,) = [line for line in text.splitlines() if "额外" in line]
    assert "481号" in line and "第十条" in line


def test_a_settlement_of_bankruptcy_does_not_cite_a_ground_that_has_no_say() -> None:
    text = explain("1985-08-15", "2004-03-31", 600, 720, 900, None, "BANKRUPT3X")
    assert "32,400.00" in text and "36个月" in text and "国发〔1994〕59号" in text
    assert "481号第八条" not in text


def test_under_prorate_the_wage_is_called_the_local_standard() -> None:
    """The office puts the city's standard into the wage argument (S-14)."""
    line = the_base(explain("1985-08-15", "2004-03-31", 600, 720, None, None, "PRORATE"))
    assert "标准" in line and "本人月平均工资" not in line


def test_a_multiplier_is_written_as_a_decimal() -> None:
    text = explain("1985-08-15", "2004-03-31", 600, 720, None, None, rows(multiplier=1.5))
    assert "×1.5" in text and "3/2" not in text


# --- never a contradiction -------------------------------------------------------------------------------------------


def drawn(seed: int) -> tuple[Any, ...]:
    """A worker and a policy drawn at random; the seed is stored in the test's id."""
    r = random.Random(seed)
    start = f"{r.randint(1975, 2009)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"
    end = f"{r.randint(2009, 2020)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"
    own, enterprise, local = (
        r.choice([None, r.randint(300, 9000), r.randint(300_000, 9_000_000) / 1000]) for _ in "123"
    )
    profile = r.choice(["SEG2008", "SEG2008", "R481", "RGZ", "RLCL", "PRORATE", "BANKRUPT3X"])
    chosen = {}
    for name in r.sample(sorted(option_specs()), 3):
        spec = option_specs()[name]
        chosen[name] = r.choice(list(spec.values)) if spec.kind == "choice" else r.choice([2, 1.5, 900])
    ground = r.choice(["协商", "医疗期满", "不能胜任", "客观变化", "裁员", "期满", "破产关闭"])
    return start, end, own or 1600, enterprise or 1500, local or 2300, ground, rows(profile=profile, **chosen)


@pytest.mark.parametrize("seed", range(60))
def test_the_multiplication_in_the_text_gives_the_amount_in_the_cell(seed: int) -> None:
    """Read months and bases out of the text, multiply them by hand, and come to the amount of the cell."""
    arguments = drawn(seed)
    amount = call("SOE_SEVERANCE", *arguments)
    if isinstance(amount, CellError):
        assert call("SOE_EXPLAIN", *arguments) == amount
        return
    text = explain(*arguments)
    (line,) = steps(text, "金额：")
    products = re.findall(r"([\d.]+)个月×([\d.]+)元", line)
    exact = sum((Fraction(m) * Fraction(b) for m, b in products), Fraction(0))
    factor = re.search(r"）×([\d.]+)", line)
    exact *= Fraction(factor[1]) if factor else 1
    assert abs(exact - Fraction(str(amount))) <= (Fraction(1, 2) if "到元" in line else Fraction(1, 200))
    assert f"{amount:,.2f}元" in line
    assert f"{amount:.2f}" in text.splitlines()[0]


@pytest.mark.parametrize("seed", range(60))
def test_a_base_that_is_explained_by_a_floor_or_cap_equals_it(seed: int) -> None:
    """按1500.00元保底 → 1000.68元 contradicts itself: a floor named is the base, a cap named is thrice the wage."""
    arguments = drawn(seed)
    if isinstance(call("SOE_SEVERANCE", *arguments), CellError):
        return
    for line in steps(explain(*arguments), "基数"):
        base = Fraction(re.findall(r"→ ([\d.]+)元", line)[0])
        floor = re.findall(r"([\d.]+)元保底", line)
        if floor and "封顶" not in line:
            assert abs(base - Fraction(floor[0])) <= Fraction(1, 200), line
        thrice = re.findall(r"高于[当企][^\d]*([\d.]+)元的三倍", line)
        if thrice:
            assert abs(base - 3 * Fraction(thrice[0])) <= Fraction(1, 200), line


# --- dates as they were given ----------------------------------------------------------------------------------------


def test_a_date_known_only_to_the_month_is_marked() -> None:
    text = explain("1985.07", "2011年9月", 1600)
    assert "参加工作时间只到月，按当月第一天计" in text
    assert "解除时间只到月，按当月最后一天计" in text
    assert "日期精度" not in explain("1985-07-01", "2011-09-28", 1600)


def test_gaps_and_pieces_left_out_of_the_service_are_reported() -> None:
    pieces = [
        ["1985-01-01", "1989-12-31", "固定工", "是", "否"],
        ["1990-01-01", "1991-12-31", "停薪留职", "否", "否"],
        ["1993-01-01", "2003-12-31", "合同工", "是", "否"],
    ]
    text = explain(pieces, None, 1000)
    assert "未计入的工龄：1990-01-01至1991-12-31（停薪留职），不计算" in text
    assert "工龄间断：1992-01-01至1992-12-31" in text
